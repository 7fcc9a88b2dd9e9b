/** /proc/PID/net: the network namespace of a task, as old tools read it (proc_pid_net(5)). */
import type { HostState } from '../state.ts';
import type { Net, Socket } from './net.ts';
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

export const netFiles = (state: HostState, task: Task): Branch => {
	const net = state.nets.get(task.namespaces.net);
	if (!net) return {};
	return {
		dev: () => devText(net),
		tcp: () => socketsText(net, 'tcp', 4),
		tcp6: () => socketsText(net, 'tcp', 6),
		udp: () => socketsText(net, 'udp', 4),
		udp6: () => socketsText(net, 'udp', 6),
	};
};
