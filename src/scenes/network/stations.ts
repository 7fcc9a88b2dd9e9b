/** Stations of packets: which place of the picture each is, and the key of the mark that stands there. */
import type { Packet, Station } from '#host/kernel/packet.ts';
import type { Cast, Guest } from './cast.ts';
import { endName } from './ends.ts';

export interface Stop {
	/** Name of its point among the ways. */
	readonly place: string;
	/** What stands there. */
	readonly keys: readonly string[];
}

const stop = (place: string, ...keys: readonly string[]): Stop => ({ place, keys });

const atGuest = (guest: Guest): Stop =>
	guest.slot === undefined
		? stop('more', 'containers', `container:${guest.name}`)
		: stop(`guest:${guest.name}`, `container:${guest.name}`);

const atEnd = (guest: Guest, { namespace, link }: Station): Stop => {
	if (link === undefined || guest.slot === undefined) return atGuest(guest);
	const attachment = guest.attachments.find(
		({ near, inside }) => near.peer?.namespace === namespace && inside === link,
	);
	return attachment
		? stop(`end:${attachment.near.name}`, `end:${guest.name}/${endName(guest, attachment)}`)
		: atGuest(guest);
};

const atLink = (cast: Cast, { link = '', direction }: Station): Stop => {
	if (link === 'lo') return stop('lo', 'link:lo');
	const bridge = cast.bridges.find((each) => each.link.name === link);
	if (bridge) return stop(`bridge:${bridge.slot}:${direction ?? 'out'}`, `link:${link}`);
	const guest = cast.byVeth.get(link);
	if (guest) return guest.slot === undefined ? atGuest(guest) : stop(`port:${link}`, `port:${link}`);
	return stop('eth0', `link:${link}`);
};

/** A bridge that hands over to the stack does so at its upper end; while it looks for a port, the packet is where it came in. */
const atBridge = (cast: Cast, { link, direction }: Station, before: Stop | undefined): Stop => {
	const slot = cast.bridges.find((each) => each.link.name === link)?.slot ?? 0;
	if (direction === 'in') return stop(`bridge:${slot}:in`, `link:${link}`);
	const isHere = before !== undefined && before.place.startsWith('port:');
	return stop(isHere ? before.place : `bridge:${slot}:out`, `link:${link}`);
};

/** What is at a station; a packet that a process of the host sends is routed at a place of its own. */
const stopAt = (cast: Cast, station: Station, before: Stop | undefined): Stop => {
	const { namespace, at } = station;
	if (namespace === cast.outside) return stop('outside', 'outside');
	const guest = cast.byNamespace.get(namespace);
	if (guest) return at === 'link' ? atEnd(guest, station) : atGuest(guest);
	if (namespace !== cast.host) return stop('local', 'local');
	switch (at) {
		case 'hook':
			return stop(station.hook ?? 'local', `hook:${station.hook}`);
		case 'route':
			return station.input === undefined ? stop('route-out', 'route:local') : stop('route', 'route');
		case 'bridge':
			return atBridge(cast, station, before);
		case 'link':
			return atLink(cast, station);
		default:
			return stop('local', 'local');
	}
};

/** An ARP packet sets out from the interface that asks or answers: no process sends it. */
const born = (cast: Cast, { header }: Packet, station: Station): Station => {
	if (header.protocol !== 'arp' || station.at !== 'socket') return station;
	const links = cast.state.nets.get(station.namespace)?.links;
	const link = links?.find(({ mac }) => mac === header.sourceMac);
	return link ? { ...station, at: 'link', link: link.name, direction: 'out' } : station;
};

/** Every place a packet has been at, the last one where it is now. */
export const stopsOf = (cast: Cast, packet: Packet): readonly Stop[] => {
	const stops: Stop[] = [];
	for (const station of [...(packet.trail ?? []), packet.station])
		stops.push(stopAt(cast, born(cast, packet, station), stops.at(-1)));
	const isTaken = packet.fate === 'delivered' && packet.station.namespace === cast.host;
	return isTaken ? [...stops, stop('local', 'local')] : stops;
};

export const stopOf = (cast: Cast, packet: Packet): Stop => stopsOf(cast, packet).at(-1)!;
