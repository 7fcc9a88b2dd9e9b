/** Packet is one packet on its way, at a place; each hop is an event, so that what is in flight is in the state. */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import type { Hook, TableName } from './netfilter.ts';

export interface Header {
	readonly protocol: 'tcp' | 'udp' | 'icmp' | 'arp';
	readonly source: string;
	readonly destination: string;
	readonly sourcePort?: number;
	readonly destinationPort?: number;
	/** tcp: 'SYN', 'SYN,ACK', 'PSH,ACK', 'FIN,ACK', 'RST' …; icmp: 'echo-request', 'echo-reply', 'port-unreachable' …; arp: 'who-has', 'is-at'. */
	readonly flags: string;
	readonly ttl: number;
	/** icmp: the identifier that tells one ping from another. */
	readonly icmpId?: number;
	/** Link-layer addresses on the wire it is on now. */
	readonly sourceMac?: string;
	readonly destinationMac?: string;
}

/** Where in a stack a packet is. */
export interface Station {
	/** Network namespace. */
	readonly namespace: number;
	readonly at: 'socket' | 'hook' | 'route' | 'link' | 'bridge' | 'conntrack';
	/** Link's name for 'link' and 'bridge'. */
	readonly link?: string;
	readonly direction?: 'in' | 'out';
	readonly hook?: Hook;
	/** Device it came in by and goes out by, as rules see them. */
	readonly input?: string;
	readonly output?: string;
}

export interface Packet {
	readonly id: number;
	/** Packets of one exchange share it. */
	readonly journey: number;
	/** What the packet is in its connection: 'new' consults the nat table, others don't. */
	readonly header: Header;
	readonly station: Station;
	/** The connection entry it belongs to in the namespace it is in. */
	readonly flow?: number;
	readonly bytes: number;
	/** First line of what it carries, for a reader. */
	readonly payload?: string;
	readonly fate?: 'delivered' | 'dropped' | 'rejected' | 'lost';
	/** Why it was dropped. */
	readonly lost?: Extract<PacketEvent, { readonly kind: 'packet.drop' }>['why'];
	/** The namespace whose nat table is not asked about it, because conntrack knows its connection there. */
	readonly known?: number;
	/** The header until the rewrite at this station. */
	readonly was?: Header;
	/** The stations it has left, the first one first. */
	readonly trail?: readonly Station[];
	/** Counts the events of the journey: the packet with the highest is the one that something happened to last. */
	readonly turn?: number;
	/** The rule (or policy) that decided last, at the station it is at. */
	readonly matched?: {
		readonly table: TableName;
		readonly chain: string;
		readonly rule?: number;
		readonly index?: number;
		readonly verdict: Verdict;
	};
}

export type Verdict =
	| 'ACCEPT'
	| 'DROP'
	| 'REJECT'
	| 'RETURN'
	| 'DNAT'
	| 'SNAT'
	| 'MASQUERADE'
	| 'POLICY ACCEPT'
	| 'POLICY DROP'
	| 'JUMP'
	/** A rule that only counts or logs. */
	| 'CONTINUE';

export type PacketEvent =
	| { readonly kind: 'packet.send'; readonly packet: Packet; readonly by: number }
	/** It moves to another station; `why` says what decided it (a route, a neighbour, an FDB entry …). */
	| {
			readonly kind: 'packet.hop';
			readonly packet: number;
			readonly station: Station;
			readonly why: string;
			/** Where the hop changes it: link-layer addresses of the next wire, TTL. */
			readonly header?: Header;
	  }
	/** A rule was evaluated and matched. `rule` is its id, `index` its 1-based place in the chain; a policy has neither. */
	| {
			readonly kind: 'packet.match';
			readonly packet: number;
			readonly namespace: number;
			readonly hook: Hook;
			readonly table: TableName;
			readonly chain: string;
			readonly rule?: number;
			readonly index?: number;
			readonly verdict: Verdict;
	  }
	/** The header changes: by a rule for the first packet, by conntrack for all later ones. */
	| {
			readonly kind: 'packet.rewrite';
			readonly packet: number;
			readonly namespace: number;
			readonly hook: Hook;
			readonly before: Header;
			readonly header: Header;
			readonly by: 'DNAT' | 'SNAT' | 'MASQUERADE' | 'conntrack';
			readonly rule?: number;
	  }
	/** The nat table is passed by, because conntrack knows the connection. */
	| {
			readonly kind: 'packet.known';
			readonly packet: number;
			readonly namespace: number;
			readonly hook: Hook;
			readonly flow: number;
	  }
	| {
			readonly kind: 'packet.drop';
			readonly packet: number;
			readonly namespace: number;
			readonly why:
				| 'rule'
				| 'policy'
				| 'no-route'
				| 'no-neighbour'
				| 'ttl'
				| 'no-forwarding'
				| 'link-down'
				| 'martian'
				/** It reached a stack in which nobody waits for it: an answer to a connection that is gone. */
				| 'no-socket';
			readonly hook?: Hook;
			readonly rule?: number;
	  }
	| {
			readonly kind: 'packet.deliver';
			readonly packet: number;
			readonly namespace: number;
			readonly socket?: number;
			readonly what: 'socket' | 'refused' | 'kernel';
	  }
	/** A journey is over: its packets leave the stage. */
	| { readonly kind: 'packet.clear'; readonly journey: number };

/** Something happens to a packet: it is the last one that anything happened to. */
const onPacket = (state: HostState, id: number, edit: (packet: Packet) => Packet): HostState => {
	const turn = 1 + state.packets.values().reduce((most, each) => Math.max(most, each.turn ?? 0), 0);
	return { ...state, packets: state.packets.update(id, (packet) => ({ ...edit(packet), turn })) };
};

export const packetAppliers: Appliers<PacketEvent> = {
	'packet.send': (state, { packet }) =>
		onPacket(
			{
				...state,
				packets: state.packets.set(packet.id, packet),
				next: { ...state.next, packet: Math.max(state.next.packet, packet.id + 1) },
			},
			packet.id,
			(each) => each,
		),
	'packet.hop': (state, { packet, station, header }) =>
		onPacket(state, packet, ({ matched: _, was: __, known, ...each }) => ({
			...each,
			...(known === station.namespace && { known }),
			...(header && { header }),
			station,
			trail: [...(each.trail ?? []), each.station],
		})),
	'packet.match': (state, { packet, table, chain, rule, index, verdict }) =>
		onPacket(state, packet, (each) => ({
			...each,
			matched: {
				table,
				chain,
				verdict,
				...(rule !== undefined && { rule }),
				...(index !== undefined && { index }),
			},
		})),
	'packet.rewrite': (state, { packet, before, header }) =>
		onPacket(state, packet, (each) => ({ ...each, header, was: before })),
	'packet.known': (state, { packet, namespace, flow }) =>
		onPacket(state, packet, (each) => ({ ...each, flow, known: namespace })),
	'packet.drop': (state, { packet, why }) =>
		onPacket(state, packet, (each) => ({ ...each, fate: 'dropped', lost: why })),
	'packet.deliver': (state, { packet }) =>
		onPacket(state, packet, (each) => ({ ...each, fate: 'delivered' })),
	'packet.clear': (state, { journey }) => ({
		...state,
		packets: state.packets
			.values()
			.reduce((table, each) => (each.journey === journey ? table.delete(each.id) : table), state.packets),
	}),
};
