/** Flow is one entry of the connection table: the tuple as it came and the tuple that the reply will have (conntrack(8)). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import type { Net } from './net.ts';

export interface Tuple {
	readonly source: string;
	readonly destination: string;
	readonly sourcePort?: number;
	readonly destinationPort?: number;
	/** icmp: type, code, id instead of ports. */
	readonly icmp?: { readonly type: number; readonly code: number; readonly id: number };
}

export type TcpState =
	'SYN_SENT' | 'SYN_RECV' | 'ESTABLISHED' | 'FIN_WAIT' | 'CLOSE_WAIT' | 'LAST_ACK' | 'TIME_WAIT' | 'CLOSE';

export interface Flow {
	readonly id: number;
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly original: Tuple;
	readonly reply: Tuple;
	readonly state?: TcpState;
	/** A reply has been seen; without it `[UNREPLIED]`. */
	readonly isReplied: boolean;
	readonly isAssured: boolean;
	/** Which side was translated. */
	readonly nat: readonly ('source' | 'destination')[];
	/** Seconds since the epoch at which it is forgotten. */
	readonly expires: number;
	/** Traffic is still flowing, so the timeout does not count down. */
	readonly packets: number;
}

export type ConntrackEvent =
	/** A first packet: the entry exists, unconfirmed until the packet leaves or is delivered. */
	| { readonly kind: 'conntrack.new'; readonly namespace: number; readonly flow: Flow }
	/** NAT chose the reply tuple, or the state went on. */
	| {
			readonly kind: 'conntrack.update';
			readonly namespace: number;
			readonly id: number;
			readonly set: Partial<Omit<Flow, 'id' | 'protocol' | 'original'>>;
	  }
	| {
			readonly kind: 'conntrack.destroy';
			readonly namespace: number;
			readonly id: number;
			readonly why: 'timeout' | 'flushed' | 'dropped';
	  };

/** What finds a flow again. */
export const tupleKey = (protocol: string, tuple: Tuple): string => {
	const { source, destination, sourcePort, destinationPort, icmp } = tuple;
	const ends = icmp ? `${icmp.type} ${icmp.id}` : `${sourcePort} ${destinationPort}`;
	return `${protocol} ${source} ${destination} ${ends}`;
};

const change = (state: HostState, namespace: number, edit: (net: Net) => Net): HostState => ({
	...state,
	nets: state.nets.update(namespace, edit),
});
const entered = (net: Net, flow: Flow): Net => ({
	...net,
	conntrack: net.conntrack.set(flow.id, flow),
	tuples: net.tuples
		.set(tupleKey(flow.protocol, flow.original), flow.id)
		.set(tupleKey(flow.protocol, flow.reply), flow.id),
});
const cut = (tuples: Net['tuples'], flow: Flow, tuple: Tuple): Net['tuples'] => {
	const key = tupleKey(flow.protocol, tuple);
	return tuples.get(key) === flow.id ? tuples.delete(key) : tuples;
};
const left = (net: Net, flow: Flow): Net => ({
	...net,
	conntrack: net.conntrack.delete(flow.id),
	tuples: cut(cut(net.tuples, flow, flow.original), flow, flow.reply),
});
const changed = (net: Net, flow: Flow, set: Partial<Flow>): Net => {
	const next = { ...flow, ...set };
	if (!set.reply) return { ...net, conntrack: net.conntrack.set(flow.id, next) };
	return entered({ ...net, tuples: cut(net.tuples, flow, flow.reply) }, next);
};

export const conntrackAppliers: Appliers<ConntrackEvent> = {
	'conntrack.new': (state, { namespace, flow }) => ({
		...change(state, namespace, (net) => entered(net, flow)),
		next: { ...state.next, flow: Math.max(state.next.flow, flow.id + 1) },
	}),
	'conntrack.update': (state, { namespace, id, set }) =>
		change(state, namespace, (net) => {
			const flow = net.conntrack.get(id);
			return flow ? changed(net, flow, set) : net;
		}),
	'conntrack.destroy': (state, { namespace, id }) =>
		change(state, namespace, (net) => {
			const flow = net.conntrack.get(id);
			return flow ? left(net, flow) : net;
		}),
};
