/** Current is the packet that something happened to last, and what the tables know of it. */
import { tupleKey } from '#host/kernel/conntrack.ts';
import type { Header, Packet } from '#host/kernel/packet.ts';
import { tupleOf } from '#host/kernel/tracking.ts';
import type { Cast } from './cast.ts';

export const currentPacket = (cast: Cast): Packet | undefined =>
	cast.state.packets
		.values()
		.reduce<Packet | undefined>(
			(last, each) => (!last || (each.turn ?? 0) > (last.turn ?? 0) ? each : last),
			undefined,
		);

/** The host's entry of the connection it belongs to. */
export const currentFlow = (cast: Cast): number | undefined => {
	const packet = currentPacket(cast);
	if (!packet || packet.header.protocol === 'arp') return undefined;
	const key = tupleKey(packet.header.protocol, tupleOf(packet.header));
	return cast.net.tuples.get(key) ?? packet.flow;
};

export const ported = (address: string, port: number | undefined): string =>
	port === undefined ? address : `${address}:${port}`;
export const sourceOf = (header: Header): string => ported(header.source, header.sourcePort);
export const destinationOf = (header: Header): string => ported(header.destination, header.destinationPort);
