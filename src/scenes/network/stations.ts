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
		? stop('more', 'containers')
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

/** What is at a station; a packet that a process of the host sends is routed at a place of its own. */
const stopAt = (cast: Cast, station: Station): Stop => {
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
		case 'bridge': {
			const slot = cast.bridges.find((each) => each.link.name === station.link)?.slot ?? 0;
			return stop(`bridge:${slot}`, `link:${station.link}`);
		}
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
export const stopsOf = (cast: Cast, packet: Packet): readonly Stop[] =>
	[...(packet.trail ?? []), packet.station].map((station) => stopAt(cast, born(cast, packet, station)));

export const stopOf = (cast: Cast, packet: Packet): Stop => stopAt(cast, born(cast, packet, packet.station));
