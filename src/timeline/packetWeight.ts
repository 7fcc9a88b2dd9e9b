/**
 * How much weight a thing has that happens to a packet. The first packet of a connection shows the whole way through
 * the host, one step for each place; later ones show only what is new with them; what the machines at its ends do for
 * themselves, and ARP for anybody but containers, is bookkeeping.
 */
import type { HostEvent } from '#host/event.ts';
import type { Header } from '#host/kernel/packet.ts';
import type { HostState } from '#host/state.ts';
import { containerAt } from '#host/whose.ts';
import type { Weight } from './pace.ts';

type Of<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>;
const weight = (isMain: boolean): Weight => (isMain ? 'main' : 'fine');

const isHost = (state: HostState, namespace: number): boolean => {
	const found = state.namespaces.get(namespace);
	return found?.isInitial === true && found.machine === 'host';
};
const isOutside = (state: HostState, namespace: number): boolean =>
	state.namespaces.get(namespace)?.machine === 'outside';

const headerOf = (state: HostState, packet: number): Header | undefined => state.packets.get(packet)?.header;
const isOpening = (header: Header | undefined): boolean =>
	header?.flags === 'SYN' || header?.flags === 'echo-request';
/** Packets that bring something new: the first, its answer, and data; the rest only acknowledge and take leave. */
const isTelling = ({ protocol, flags }: Header): boolean =>
	protocol !== 'tcp' || /^SYN/.test(flags) || /PSH|RST/.test(flags);

/** Data that a server sends: that it arrives tells it. */
const isAnswer = (state: HostState, { station, header }: Of<'packet.send'>['packet']): boolean =>
	header.flags.includes('PSH') &&
	(state.nets.get(station.namespace)?.sockets.some((each) => each.port === header.sourcePort) ?? false);

const sent = ({ packet }: Of<'packet.send'>, after: HostState): Weight => {
	const { header } = packet;
	if (header.protocol !== 'arp') return weight(isTelling(header) && !isAnswer(after, packet));
	const { source, destination, flags } = header;
	const told = flags === 'is-at' ? [source, destination] : [destination];
	return weight(told.some((end) => containerAt(after, end)));
};

/** A link that a frame has just been handed to sends it: the same place once more. */
const isSamePlace = ({ packet, station, why }: Of<'packet.hop'>, before: HostState): boolean => {
	const here = before.packets.get(packet)?.station;
	return why === 'transmit' && here?.at === 'link' && here.link === station.link && here.direction === 'out';
};

const isVeth = (state: HostState, namespace: number, name: string | undefined): boolean => {
	const link = state.nets.get(namespace)?.links.find((each) => each.name === name);
	return link?.kind === 'veth' && link.segment === undefined;
};

const linkHop = (state: HostState, { namespace, link, direction }: Of<'packet.hop'>['station']): boolean => {
	if (isOutside(state, namespace)) return false;
	if (!isHost(state, namespace)) return direction === 'in' && link !== 'lo';
	if (link === 'lo') return direction === 'in';
	const isBridge = state.nets
		.get(namespace)
		?.links.some((each) => each.name === link && each.kind === 'bridge');
	return !isBridge && !isVeth(state, namespace, link);
};

const hopped = (event: Of<'packet.hop'>, before: HostState): Weight => {
	const { packet, station } = event;
	if (isSamePlace(event, before)) return 'quiet';
	if (!isOpening(headerOf(before, packet))) return 'fine';
	switch (station.at) {
		case 'route':
			return weight(isHost(before, station.namespace) && station.input !== 'lo');
		case 'link':
			return weight(linkHop(before, station));
		case 'bridge':
			return 'main';
		default:
			return 'fine';
	}
};

/** Each hook has one table whose policy is worth a step. */
const telling: Readonly<Record<string, string>> = {
	PREROUTING: 'nat',
	INPUT: 'filter',
	FORWARD: 'filter',
	OUTPUT: 'nat',
	POSTROUTING: 'nat',
};
/** The nat table says of a first packet that it is not to be changed. */
const turnsBack = (state: HostState, namespace: number, packet: number, table: string): boolean =>
	table === 'nat' && isHost(state, namespace) && isOpening(headerOf(state, packet));
const matched = (
	{ packet, namespace, table, chain, verdict }: Of<'packet.match'>,
	before: HostState,
): Weight => {
	if (verdict === 'RETURN') return weight(turnsBack(before, namespace, packet, table));
	if (/^(JUMP|CONTINUE)$/.test(verdict)) return 'fine';
	if (!/ACCEPT$/.test(verdict)) return 'main';
	const isWatched = isHost(before, namespace) && isOpening(headerOf(before, packet));
	return weight(isWatched && (verdict === 'ACCEPT' || telling[chain] === table));
};

/** Where an entry changes the header, that no rule is asked is worth a step; data that is answered has told it before. */
const known = ({ packet, namespace, flow }: Of<'packet.known'>, before: HostState): Weight => {
	const header = headerOf(before, packet);
	const entry = before.nets.get(namespace)?.conntrack.get(flow);
	if (!header || !entry || entry.nat.length === 0 || !isHost(before, namespace)) return 'fine';
	const isAnswer = entry.original.source !== header.source;
	return weight(isTelling(header) && !(isAnswer && header.flags.includes('PSH')));
};

/** Undefined: an event of another kind. */
export const packetWeight = (event: HostEvent, before: HostState, after: HostState): Weight | undefined => {
	switch (event.kind) {
		case 'packet.send':
			return sent(event, after);
		case 'packet.hop':
			return hopped(event, before);
		case 'packet.match':
			return matched(event, before);
		case 'packet.known':
			return known(event, before);
		case 'packet.rewrite':
			return weight(isTelling(event.before));
		case 'packet.deliver': {
			const header = headerOf(before, event.packet);
			return weight(header !== undefined && isTelling(header) && header.flags !== 'SYN,ACK');
		}
		case 'conntrack.new':
			return weight(isHost(before, event.namespace));
		case 'conntrack.update':
			return weight(event.set.reply !== undefined && isHost(before, event.namespace));
		case 'neighbour.set':
			return weight(event.neighbour.state === 'FAILED');
		default:
			return undefined;
	}
};
