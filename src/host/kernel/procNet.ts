/** /proc/PID/net: the network namespace of a task, as old tools read it (proc_pid_net(5)). */
import type { HostState } from '../state.ts';
import { blockOf } from './ipv4.ts';
import type { Net, Route, Socket } from './net.ts';
import type { Task } from './task.ts';
import type { Branch } from './virtualTree.ts';

const HEAD = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`;
const counters = (bytes: number) =>
	`${String(bytes).padStart(8)}       0    0    0    0     0          0         0`;
const devText = (net: Net): string =>
	HEAD +
	net.links
		.values()
		.map(({ name, rx, tx }) => `${name.padStart(6)}: ${counters(rx)} ${counters(tx)}\n`)
		.join('');

const hexByte = (number: number) => number.toString(16).toUpperCase().padStart(2, '0');
/** Addresses stand in /proc/net/tcp as the processor keeps them: the last byte first. */
const hexAddress = (address: string): string =>
	address.includes(':') ? '0'.repeat(32) : address.split('.').map(Number).reverse().map(hexByte).join('');
const hexPort = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
const states: Readonly<Record<Socket['state'], string>> = { ESTAB: '01', UNCONN: '07', LISTEN: '0A' };

const socketsText = (net: Net, protocol: Socket['protocol'], family: 4 | 6): string => {
	const head =
		'  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
	const rows = net.sockets.filter((each) => each.protocol === protocol && each.family === family);
	const row = ({ address, port, state, id }: Socket, i: number) =>
		`${String(i).padStart(4)}: ${hexAddress(address)}:${hexPort(port)} ${hexAddress(family === 4 ? '0.0.0.0' : '::')}:0000 ${states[state]} 00000000:00000000 00:00000000 00000000     0        0 ${id}\n`;
	return head + rows.map(row).join('');
};

const maskOf = (prefix: number): string =>
	[0, 1, 2, 3].map((i) => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefix - 8 * i)))).join('.');
/** RTF_UP, RTF_GATEWAY, RTF_HOST (route(8)). */
const routeFlags = ({ via, to }: Route): string =>
	`000${1 + (via ? 2 : 0) + (to !== 'default' && !to.includes('/') ? 4 : 0)}`;
const routeText = ({ routes }: Net): string => {
	const rows = routes.map((route) => {
		const { address, prefix } =
			route.to === 'default' ? { address: '0.0.0.0', prefix: 0 } : blockOf(route.to);
		const words = [
			route.device,
			hexAddress(address),
			hexAddress(route.via ?? '0.0.0.0'),
			routeFlags(route),
			0,
			0,
			route.metric ?? 0,
		];
		return [...words, hexAddress(maskOf(prefix)), 0, 0, 0].join('\t').padEnd(127);
	});
	const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT'.padEnd(
		127,
	);
	return [head, ...rows].map((line) => `${line}\n`).join('');
};
const arpText = ({ neighbours }: Net): string =>
	'IP address       HW type     Flags       HW address            Mask     Device\n' +
	neighbours
		.map(({ address, mac, device, state }) => {
			const flags = state === 'FAILED' ? '0x0' : state === 'PERMANENT' ? '0x6' : '0x2';
			return `${address.padEnd(17)}0x1         ${flags.padEnd(12)}${(mac || '00:00:00:00:00:00').padEnd(22)}*        ${device}\n`;
		})
		.join('');

export const netFiles = (state: HostState, task: Task): Branch => {
	const net = state.nets.get(task.namespaces.net);
	if (!net) return {};
	return {
		arp: () => arpText(net),
		dev: () => devText(net),
		route: () => routeText(net),
		tcp: () => socketsText(net, 'tcp', 4),
		tcp6: () => socketsText(net, 'tcp', 6),
		udp: () => socketsText(net, 'udp', 4),
		udp6: () => socketsText(net, 'udp', 6),
	};
};
