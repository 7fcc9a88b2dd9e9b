/**
 * Connection tracking: which connection a packet belongs to, and in which direction (conntrack(8); kernel:
 * net/netfilter/nf_conntrack_core.c, nf_conntrack_proto_tcp.c for states and timeouts).
 */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { isUsed } from './filtering.ts';
import { tupleKey, type Flow, type TcpState, type Tuple } from './conntrack.ts';
import { netOf } from './links.ts';
import type { Net } from './net.ts';
import type { Header } from './packet.ts';

export interface Tracked {
	readonly flow: number;
	readonly direction: 'original' | 'reply';
	readonly state: 'NEW' | 'ESTABLISHED' | 'RELATED';
	/** The packet that began it: the one that the nat table is asked about. */
	readonly isFirst: boolean;
}

/** Seconds until an entry is forgotten (sysctl net.netfilter.nf_conntrack_*_timeout*). */
const tcpTimeouts: Readonly<Record<TcpState, number>> = {
	SYN_SENT: 120,
	SYN_RECV: 60,
	ESTABLISHED: 432_000,
	FIN_WAIT: 120,
	CLOSE_WAIT: 60,
	LAST_ACK: 30,
	TIME_WAIT: 120,
	CLOSE: 10,
};
const TIMEOUT = 30;
const STREAM_TIMEOUT = 120;

/** The kernel follows connections in a namespace once rules there ask for it (nf_ct_netns_get). */
export const isTracking = (net: Net): boolean => isUsed(net, 'nat') || isUsed(net, 'filter');

const icmpTypes: Readonly<Record<string, number>> = { 'echo-request': 8, 'echo-reply': 0 };
export const tupleOf = (header: Header): Tuple => {
	const { protocol, source, destination, sourcePort, destinationPort, flags, icmpId } = header;
	if (protocol === 'icmp')
		return { source, destination, icmp: { type: icmpTypes[flags] ?? 3, code: 0, id: icmpId ?? 0 } };
	return {
		source,
		destination,
		...(sourcePort !== undefined && { sourcePort }),
		...(destinationPort !== undefined && { destinationPort }),
	};
};
export const inverse = (tuple: Tuple): Tuple => ({
	source: tuple.destination,
	destination: tuple.source,
	...(tuple.destinationPort !== undefined && { sourcePort: tuple.destinationPort }),
	...(tuple.sourcePort !== undefined && { destinationPort: tuple.sourcePort }),
	...(tuple.icmp && { icmp: { ...tuple.icmp, type: tuple.icmp.type === 8 ? 0 : 8 } }),
});
const isAlive = (flow: Flow, now: number): boolean => flow.expires > now;
/** The entries that have not run out. */
export const flowsOf = (state: HostState, namespace: number): Flow[] =>
	netOf(state, namespace).conntrack.filter((flow) => isAlive(flow, state.clock.now));

/** Entries whose time has run out go. */
export const sweep = (host: Host, namespace: number): void => {
	const { now } = host.state.clock;
	for (const flow of netOf(host.state, namespace).conntrack.values())
		if (!isAlive(flow, now)) host.emit({ kind: 'conntrack.destroy', namespace, id: flow.id, why: 'timeout' });
};

interface Found {
	readonly flow: Flow;
	readonly direction: 'original' | 'reply';
}
const found = (state: HostState, namespace: number, protocol: string, tuple: Tuple): Found | undefined => {
	const { tuples, conntrack } = netOf(state, namespace);
	const key = tupleKey(protocol, tuple);
	const id = tuples.get(key);
	const flow = id === undefined ? undefined : conntrack.get(id);
	if (!flow) return undefined;
	return { flow, direction: tupleKey(protocol, flow.original) === key ? 'original' : 'reply' };
};

/** Whether a reply tuple is taken by another connection, so that NAT has to choose another port (nf_nat_used_tuple). */
export const isTaken = (
	state: HostState,
	namespace: number,
	flow: number,
	protocol: string,
	tuple: Tuple,
): boolean => {
	const other = found(state, namespace, protocol, tuple);
	return other !== undefined && other.flow.id !== flow;
};

const isSyn = (header: Header): boolean => header.flags === 'SYN';
const nextTcpState = (
	state: TcpState | undefined,
	flags: string,
	direction: 'original' | 'reply',
): TcpState => {
	if (flags.includes('RST')) return 'CLOSE';
	if (flags === 'SYN') return 'SYN_SENT';
	if (flags === 'SYN,ACK') return 'SYN_RECV';
	if (flags.includes('FIN')) return state === 'FIN_WAIT' || state === 'CLOSE_WAIT' ? 'LAST_ACK' : 'FIN_WAIT';
	if (state === 'SYN_RECV' && direction === 'original') return 'ESTABLISHED';
	if (state === 'FIN_WAIT') return 'CLOSE_WAIT';
	if (state === 'LAST_ACK') return 'TIME_WAIT';
	return state ?? 'ESTABLISHED';
};

/** What an entry becomes by one more packet. */
const advanced = (
	flow: Flow,
	header: Header,
	direction: 'original' | 'reply',
	now: number,
): Partial<Flow> => {
	const isReplied = flow.isReplied || direction === 'reply';
	const packets = flow.packets + 1;
	if (flow.protocol !== 'tcp') {
		const isStream = flow.protocol === 'udp' && isReplied && packets > 2;
		return { isReplied, packets, isAssured: isStream, expires: now + (isStream ? STREAM_TIMEOUT : TIMEOUT) };
	}
	const state = nextTcpState(flow.state, header.flags, direction);
	const isAssured = flow.isAssured || state === 'ESTABLISHED';
	return { state, isReplied, packets, isAssured, expires: now + tcpTimeouts[state] };
};

const began = (host: Host, namespace: number, header: Header): Flow => {
	const original = tupleOf(header);
	const { now } = host.state.clock;
	const isTcp = header.protocol === 'tcp';
	const state: TcpState = isSyn(header) ? 'SYN_SENT' : 'ESTABLISHED';
	const flow: Flow = {
		id: host.state.next.flow,
		protocol: header.protocol as Flow['protocol'],
		original,
		reply: inverse(original),
		...(isTcp && { state }),
		isReplied: false,
		isAssured: false,
		nat: [],
		expires: now + (isTcp ? tcpTimeouts[state] : TIMEOUT),
		packets: 1,
	};
	host.emit({ kind: 'conntrack.new', namespace, flow });
	return flow;
};

const told = (
	flow: number,
	direction: Tracked['direction'],
	state: Tracked['state'],
	isFirst = false,
): Tracked => ({ flow, direction, state, isFirst });

const isError = (header: Header): boolean =>
	header.protocol === 'icmp' && icmpTypes[header.flags] === undefined;

/** An ICMP error belongs to the connection of the packet it is about, and runs against it. */
const related = (host: Host, namespace: number, about: Header | undefined): Tracked | undefined => {
	const known = about && found(host.state, namespace, about.protocol, tupleOf(about));
	const back = about && found(host.state, namespace, about.protocol, inverse(tupleOf(about)));
	if (known) return told(known.flow.id, opposite(known.direction), 'RELATED');
	return back && told(back.flow.id, back.direction, 'RELATED');
};
const opposite = (direction: 'original' | 'reply'): 'original' | 'reply' =>
	direction === 'original' ? 'reply' : 'original';

/** The connection of a packet that enters a stack, made if there is none; undefined for what can't be tracked (INVALID). */
export function track(host: Host, namespace: number, header: Header, about?: Header): Tracked | undefined {
	if (isError(header)) return related(host, namespace, about);
	const known = found(host.state, namespace, header.protocol, tupleOf(header));
	if (!known) {
		const isOpening = header.protocol !== 'tcp' || !/SYN,ACK|RST/.test(header.flags);
		if (!isOpening || header.flags === 'echo-reply') return undefined;
		return told(began(host, namespace, header).id, 'original', 'NEW', true);
	}
	const { flow, direction } = known;
	if (direction === 'reply' && header.flags.includes('RST') && !flow.isReplied) {
		host.emit({
			kind: 'conntrack.update',
			namespace,
			id: flow.id,
			set: { state: 'CLOSE', expires: host.state.clock.now },
		});
		return told(flow.id, direction, 'ESTABLISHED');
	}
	const set = advanced(flow, header, direction, host.state.clock.now);
	host.emit({ kind: 'conntrack.update', namespace, id: flow.id, set });
	const isNew = direction === 'original' && !set.isReplied;
	return told(flow.id, direction, isNew ? 'NEW' : 'ESTABLISHED');
}

/** A first packet that does not get through leaves no entry: it was never confirmed. */
export function forget(host: Host, namespace: number, flow: number, why: 'dropped' | 'flushed'): void {
	if (netOf(host.state, namespace).conntrack.has(flow))
		host.emit({ kind: 'conntrack.destroy', namespace, id: flow, why });
}
