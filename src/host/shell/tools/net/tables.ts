/** arp(8), route(8) and ifconfig(8). */
import { neighbourState } from '../../../kernel/frames.ts';
import { addressOf, blockOf, sizeOf } from '../../../kernel/ipv4.ts';
import { linkNamed, netOf } from '../../../kernel/links.ts';
import { flagsOf } from '../../../kernel/linkShown.ts';
import type { Link, Neighbour } from '../../../kernel/net.ts';
import { routesInOrder } from '../../../kernel/routeList.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { linksInOrder } from './linkText.ts';

const spaceOf = (call: Call): number => call.process.task.namespaces.net;

const arpLine = (call: Call, { address, mac, device, ...neighbour }: Neighbour): string => {
	const isKnown = neighbourState({ address, mac, device, ...neighbour }, call.state.clock.now) !== 'FAILED';
	if (call.isBusybox || call.args.includes('-a'))
		return `? (${address}) at ${isKnown ? `${mac} [ether] ` : '<incomplete> '} on ${device}\n`;
	const kind = isKnown
		? `ether   ${mac}   C                     `
		: '        (incomplete)                              ';
	return `${address.padEnd(24)} ${kind}${device}\n`;
};
export function* arp(call: Call): Running<number> {
	const { neighbours } = netOf(call.state, spaceOf(call));
	if (call.args.some((word) => /^-[sdf]/.test(word)))
		return call.stop('-s, -d and -f: real, but not simulated here');
	if (!call.isBusybox && !call.args.includes('-a') && neighbours.length)
		call.out('Address                  HWtype  HWaddress           Flags Mask            Iface\n');
	for (const neighbour of neighbours) call.out(arpLine(call, neighbour));
	return 0;
}

const maskOf = (prefix: number): string => addressOf(2 ** 32 - sizeOf(prefix));
export function* route(call: Call): Running<number> {
	const isNumeric = call.args.some((word) => /^-\w*n/.test(word));
	if (call.args.some((word) => word === 'add' || word === 'del'))
		return call.stop('add and del: real, but not simulated here; use ip route');
	call.out('Kernel IP routing table\n');
	call.out('Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n');
	for (const { to, via, device, metric = 0 } of routesInOrder(netOf(call.state, spaceOf(call)))) {
		const { address, prefix } = to === 'default' ? { address: '0.0.0.0', prefix: 0 } : blockOf(to);
		const destination = to === 'default' && !isNumeric ? 'default' : address;
		const gateway = via ?? (isNumeric ? '0.0.0.0' : '*');
		const flags = `U${via ? 'G' : ''}${prefix === 32 ? 'H' : ''}`;
		const cells = [destination, gateway, maskOf(prefix)].map((cell) => cell.padEnd(15)).join(' ');
		call.out(`${cells} ${flags.padEnd(5)} ${String(metric).padEnd(6)} 0        0 ${device}\n`);
	}
	return 0;
}

const mib = (bytes: number): string => `${bytes} (${bytes.toFixed(1)} B)`;
const interfaceText = (call: Call, link: Link): string => {
	const flags = flagsOf(call.state, spaceOf(call), link);
	const words = [
		...(link.isUp ? ['UP'] : []),
		...(flags.includes('BROADCAST') ? ['BROADCAST'] : ['LOOPBACK']),
		...(flags.includes('LOWER_UP') ? ['RUNNING'] : []),
		...(flags.includes('MULTICAST') ? ['MULTICAST'] : []),
	];
	const inner = link.addresses.flatMap(({ address, prefix, family, broadcast, scope }) =>
		family === 4
			? [`inet addr:${address}  ${broadcast ? `Bcast:${broadcast}  ` : ''}Mask:${maskOf(prefix)}`]
			: [`inet6 addr: ${address}/${prefix} Scope:${scope === 'link' ? 'Link' : 'Host'}`],
	);
	const kind = link.kind === 'loopback' ? 'Local Loopback  ' : `Ethernet  HWaddr ${link.mac.toUpperCase()}  `;
	const lines = [
		...inner,
		`${words.join(' ')}  MTU:${link.mtu}  Metric:1`,
		'RX packets:0 errors:0 dropped:0 overruns:0 frame:0',
		'TX packets:0 errors:0 dropped:0 overruns:0 carrier:0',
		`collisions:0 txqueuelen:${link.queueLength ?? 1000} `,
		`RX bytes:${mib(link.rx)}  TX bytes:${mib(link.tx)}`,
	];
	return `${link.name.padEnd(9)} Link encap:${kind}\n${lines.map((line) => `          ${line}\n`).join('')}\n`;
};
export function* ifconfig(call: Call): Running<number> {
	const names = call.args.filter((word) => word !== '-a');
	const net = netOf(call.state, spaceOf(call));
	if (names.length > 1) return call.stop('changes: real, but not simulated here; use ip');
	const [name] = names;
	const only = name === undefined ? undefined : linkNamed(net, name);
	if (name !== undefined && !only)
		return call.fail(`${name}: error fetching interface information: Device not found`);
	const shown = only ? [only] : linksInOrder(net).filter((link) => link.isUp || call.args.includes('-a'));
	for (const link of shown) call.out(interfaceText(call, link));
	return 0;
}
