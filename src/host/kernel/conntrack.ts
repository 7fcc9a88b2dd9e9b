/** Flow is one entry of the connection table: the tuple as it came and the tuple that the reply will have (conntrack(8)). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import type { Table } from '../table.ts';

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

const change = (
	state: HostState,
	namespace: number,
	edit: (flows: Table<number, Flow>) => Table<number, Flow>,
): HostState => ({
	...state,
	nets: state.nets.update(namespace, (net) => ({ ...net, conntrack: edit(net.conntrack) })),
});

export const conntrackAppliers: Appliers<ConntrackEvent> = {
	'conntrack.new': (state, { namespace, flow }) => ({
		...change(state, namespace, (flows) => flows.set(flow.id, flow)),
		next: { ...state.next, flow: Math.max(state.next.flow, flow.id + 1) },
	}),
	'conntrack.update': (state, { namespace, id, set }) =>
		change(state, namespace, (flows) => flows.update(id, (flow) => ({ ...flow, ...set }))),
	'conntrack.destroy': (state, { namespace, id }) => change(state, namespace, (flows) => flows.delete(id)),
};
