/** Packets: the one that moves now with its header on a card, the way it has come, and those that wait. */
import type { Header, Packet } from '#host/kernel/packet.ts';
import type { CardRow, Mark, Marks, Point } from '#stage/mark.ts';
import { bounds } from '#stage/laws.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { CARDS, HOOKS, OUT_TURN } from './places.ts';
import { stopAt } from './stations.ts';
import { wayBetween, type Ways } from './ways.ts';

const ported = (address: string, port: number | undefined): string =>
	port === undefined ? address : `${address}:${port}`;
const source = (header: Header): string => ported(header.source, header.sourcePort);
const destination = (header: Header): string => ported(header.destination, header.destinationPort);

/** The packet that something happened to last. */
export const currentPacket = (cast: Cast): Packet | undefined =>
	cast.state.packets
		.values()
		.reduce<Packet | undefined>(
			(last, each) => (!last || (each.turn ?? 0) > (last.turn ?? 0) ? each : last),
			undefined,
		);

const changed = (name: string, value: string, was: string | undefined): CardRow => ({
	name,
	value,
	...(was !== undefined && was !== value && { was, act: true }),
});

const rowsOf = (packet: Packet, say: Say): readonly CardRow[] => {
	const { header, was, payload, station } = packet;
	const { protocol, flags, sourceMac, destinationMac } = header;
	const isWire = station.at === 'link' || station.at === 'bridge';
	const mac =
		sourceMac && destinationMac && isWire ? [{ name: 'MAC', value: `${sourceMac} → ${destinationMac}` }] : [];
	const what = flags || (payload ?? '');
	if (protocol === 'arp')
		return [
			{
				name: 'ARP',
				value:
					flags === 'is-at'
						? say('packet.isAt', { address: header.source })
						: say('packet.whoHas', { address: header.destination }),
			},
			...mac,
		];
	return [
		{ name: protocol.toUpperCase(), value: what },
		changed(say('packet.source'), source(header), was && source(was)),
		changed(say('packet.destination'), destination(header), was && destination(was)),
		...mac,
	];
};

/** Above its hook where it stands at one; a packet further off keeps the card at that side. */
const cardOf = (cast: Cast, packet: Packet, at: Point, say: Say): readonly Mark[] => {
	const stop = stopAt(cast, packet.station);
	const draft: Mark = {
		kind: 'card',
		key: `packet:${packet.id}`,
		x: 0,
		y: CARDS.y,
		small: true,
		rows: rowsOf(packet, say),
	};
	const { width, height } = bounds(draft);
	const y = CARDS.y + Math.max(0, (CARDS.height - height) / 2 - 6);
	const least = stop.place === 'outside' ? CARDS.x : 206;
	const x = Math.max(least, Math.min(at.x - width / 2, OUT_TURN - 12 - width));
	const isBeneath = at.x > x + 20 && at.x < x + width - 20 && at.x < OUT_TURN;
	const pointer = isBeneath ? { pointer: { x: at.x, y: at.y - 13 } } : {};
	return [
		{
			...draft,
			x,
			y,
			...pointer,
			label: `${packet.header.protocol.toUpperCase()} ${source(packet.header)} → ${destination(packet.header)}`,
		} as Mark,
	];
};

/** Where the envelope stands: on the edge of what has words of its own. */
const spotOf = (cast: Cast, ways: Ways, packet: Packet): Point => {
	const { place } = stopAt(cast, packet.station);
	const point = ways.points.get(place) ?? { x: 0, y: 0 };
	const hook = (HOOKS as Readonly<Record<string, { readonly y: number } | undefined>>)[place];
	if (hook) return { x: point.x, y: hook.y };
	const up: Readonly<Record<string, number>> = { route: 29, 'route-out': 19, eth0: 28, outside: 36, lo: 12 };
	return { x: point.x, y: point.y - (up[place] ?? (place.startsWith('end:') ? 9 : 0)) };
};

const legs = (cast: Cast, ways: Ways, packet: Packet): Marks => {
	const stops = [...(packet.trail ?? []), packet.station].map((station) => stopAt(cast, station).place);
	return stops.flatMap((place, i): Marks => {
		const before = stops[i - 1];
		if (before === undefined || before === place) return [];
		const points = wayBetween(ways, before, place);
		if (points.length < 2) return [];
		return [
			{
				kind: 'wire',
				key: `way:${packet.id}/${i}`,
				x: 0,
				y: 0,
				points,
				curve: 'round',
				tone: 'ink',
				thickness: 3,
				layer: 2,
			},
		];
	});
};

const envelope = (cast: Cast, ways: Ways, packet: Packet): Mark => {
	const { x, y } = spotOf(cast, ways, packet);
	const stop = stopAt(cast, packet.station);
	const before = packet.trail?.at(-1);
	const points = before ? wayBetween(ways, stopAt(cast, before).place, stop.place) : [];
	const via = points.slice(1, -1).map((point) => ({ x: point.x, y: point.y - 12 }));
	return {
		kind: 'token',
		key: `at:${packet.id}`,
		x,
		y: y - 12,
		width: 34,
		height: 24,
		anchor: 'middle',
		text: '',
		icon: 'packet',
		tone: 'ink',
		fill: 'full',
		layer: 7,
		...(via.length && { via }),
		...(stop.keys[0] !== undefined && { parent: stop.keys[0] }),
	};
};

const ends = (cast: Cast, ways: Ways, packet: Packet, say: Say): Marks => {
	if (packet.fate !== 'dropped') return [];
	const { x, y } = spotOf(cast, ways, packet);
	return [
		{
			kind: 'chip',
			key: `fate:${packet.id}`,
			x: Math.min(x, 1110),
			y: y + 16,
			anchor: 'middle',
			text: say(`lost.${packet.lost ?? 'rule'}`),
			icon: 'cross',
			tone: 'act',
			fill: 'full',
			layer: 9,
		},
	];
};

export const parcels = (cast: Cast, ways: Ways, say: Say): Marks => {
	const packet = currentPacket(cast);
	if (!packet) return [];
	const waiting = cast.state.packets
		.filter(
			(each) =>
				each.id !== packet.id &&
				!each.fate &&
				each.header.protocol !== 'arp' &&
				each.id < packet.id &&
				packet.header.protocol === 'arp',
		)
		.slice(-1);
	const at = spotOf(cast, ways, packet);
	return [
		...legs(cast, ways, packet),
		...waiting.map((each): Mark => ({ ...envelope(cast, ways, each), tone: 'muted' }) as Mark),
		envelope(cast, ways, packet),
		...cardOf(cast, packet, at, say),
		...ends(cast, ways, packet, say),
	];
};
