/** Links as ip-link(8) and ip-address(8) print them: iproute2 on the machines, busybox in containers. */
import { flagsOf } from '../../../kernel/linkShown.ts';
import { operationalState } from '../../../kernel/linkState.ts';
import type { Address, Link, Net } from '../../../kernel/net.ts';
import { BROADCAST_MAC } from '../../../kernel/mac.ts';
import type { HostState } from '../../../state.ts';

/** The namespace that a tool sees, and in whose manners it speaks. */
export interface View {
	readonly state: HostState;
	readonly namespace: number;
	readonly net: Net;
	readonly isBusybox: boolean;
}

const isElsewhere = ({ namespace }: View, link: Link): boolean => link.peer?.namespace !== namespace;
/** The other end: by name where it is in sight. busybox takes any link of that number for it. */
const peerName = (view: View, { peer }: Link): string | undefined => {
	if (!peer) return undefined;
	const seen = view.net.links.get(peer.index);
	const isSeen = view.isBusybox || peer.namespace === view.namespace;
	return isSeen && seen ? seen.name : `if${peer.index}`;
};
export const fullName = (view: View, link: Link): string => {
	const peer = peerName(view, link);
	return peer === undefined ? link.name : `${link.name}@${peer}`;
};
/** `M-DOWN`: what it is linked to is down, or (busybox) not to be found. */
const isPeerDown = (view: View, link: Link): boolean => {
	if (!link.peer || (!view.isBusybox && isElsewhere(view, link))) return false;
	return view.net.links.get(link.peer.index)?.isUp !== true;
};
export const flagText = (view: View, link: Link): string => {
	const flags = flagsOf(view.state, view.namespace, link);
	return `<${[...flags, ...(isPeerDown(view, link) ? ['M-DOWN'] : [])].join(',')}>`;
};
export const masterName = ({ net }: View, { master }: Link): string | undefined =>
	master === undefined ? undefined : net.links.get(master)?.name;

const kindWord = ({ kind }: Link): string => (kind === 'loopback' ? 'loopback' : 'ether');
const queueLength = ({ queueLength: length = 1000 }: Link): string => (length ? `qlen ${length}` : '');
const peerId = (view: View, link: Link): string => {
	if (view.isBusybox || !link.peer || !isElsewhere(view, link)) return '';
	const id = view.net.peers.indexOf(link.peer.namespace);
	return id < 0 ? '' : ` link-netnsid ${id}`;
};
const hardware = (view: View, link: Link): string => {
	const broadcast = link.kind === 'loopback' ? '00:00:00:00:00:00' : BROADCAST_MAC;
	return `    link/${kindWord(link)} ${link.mac} brd ${broadcast}${peerId(view, link)}`;
};

/** First line of a link; `mode` as `ip link` shows it. */
const headLine = (view: View, link: Link, hasMode: boolean): string => {
	const master = masterName(view, link);
	const words = [
		`${link.index}: ${fullName(view, link)}:`,
		flagText(view, link),
		`mtu ${link.mtu}`,
		`qdisc ${link.queue}`,
		...(master ? [`master ${master}`] : []),
	];
	if (!view.isBusybox) {
		words.push(`state ${operationalState(view.state, view.namespace, link)}`);
		if (hasMode) words.push('mode DEFAULT');
		words.push('group default');
	}
	return `${words.join(' ')} ${queueLength(link)}`;
};
const isLoopback6 = ({ address, family }: Address): boolean => family === 6 && address === '::1';
const addressLines = (view: View, address: Address): string[] => {
	const { family, prefix, broadcast, scope, label } = address;
	const word = family === 4 ? 'inet' : 'inet6';
	const origin = isLoopback6(address) ? 'noprefixroute ' : 'proto kernel_ll ';
	const tail = family === 4 ? (label ?? '') : view.isBusybox ? '' : origin;
	const brd = broadcast ? ` brd ${broadcast}` : '';
	return [
		`    ${word} ${address.address}/${prefix}${brd} scope ${scope} ${tail}`,
		'       valid_lft forever preferred_lft forever',
	];
};

export type Family = 4 | 6 | undefined;
const wanted = (link: Link, family: Family): Address[] =>
	link.addresses.filter((address) => family === undefined || address.family === family);

const oneLine = (lines: readonly string[]): string => lines.join('\\');

export const linkLines = (view: View, link: Link, isOneLine: boolean): string => {
	const lines = [headLine(view, link, true), hardware(view, link)];
	return `${isOneLine ? oneLine(lines) : lines.join('\n')}\n`;
};
export const addressText = (view: View, link: Link, family: Family, isOneLine: boolean): string => {
	const addresses = wanted(link, family);
	if (family && !addresses.length) return '';
	if (isOneLine)
		return addresses
			.map((address) => {
				const [first = '', second = ''] = addressLines(view, address);
				return `${link.index}: ${link.name} ${first}\\${second}\n`;
			})
			.join('');
	const lines = [
		headLine(view, link, false),
		...(family ? [] : [hardware(view, link)]),
		...addresses.flatMap((address) => addressLines(view, address)),
	];
	return `${lines.join('\n')}\n`;
};
const brief = (view: View, link: Link): string => {
	const state = operationalState(view.state, view.namespace, link);
	return `${fullName(view, link).padEnd(16)} ${state.padEnd(14)} `;
};
export const briefLink = (view: View, link: Link): string =>
	`${brief(view, link)}${link.mac} ${flagText(view, link)} \n`;
export const briefAddress = (view: View, link: Link, family: Family): string => {
	const addresses = wanted(link, family);
	if (family && !addresses.length) return '';
	return `${brief(view, link)}${addresses.map(({ address, prefix }) => `${address}/${prefix} `).join('')}\n`;
};
/** By number, as the kernel lists them. */
export const linksInOrder = (net: Net): Link[] => net.links.values().sort((a, b) => a.index - b.index);
