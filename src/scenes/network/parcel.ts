/** Packets: the one that moves now with its header on a card, the way it has come, and the one that waits meanwhile. */
import type { Packet } from '#host/kernel/packet.ts';
import { UNBOUND } from '#host/kernel/routing.ts';
import { bounds } from '#stage/laws.ts';
import type { Card, CardRow, Chip, Hue, Mark, Marks, Point, Token } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { currentPacket, destinationOf, sourceOf } from './current.ts';
import { CARDS, guestRect, HOOKS, LOCAL, OUT_TURN, ROW } from './places.ts';
import { stopOf, stopsOf } from './stations.ts';
import { wayBetween, type Ways } from './ways.ts';

const changed = (name: string, value: string, was: string | undefined): CardRow => ({
	name,
	value,
	...(was !== undefined && was !== value && { was, act: true }),
});

/** Inside a container there is no room for more than the packet. */
const isInGuest = (place: string): boolean => /^(guest|end):/.test(place);

const rowsOf = ({ header, was, payload, lost }: Packet, place: string, say: Say): readonly CardRow[] => {
	const { protocol, flags, sourceMac, destinationMac } = header;
	const isWire = protocol === 'arp' || /^(bridge|port|end):/.test(place);
	const macs = isWire && sourceMac && destinationMac ? `${sourceMac} → ${destinationMac}` : '';
	const mac = macs ? [{ name: 'MAC', value: macs }] : [];
	if (protocol === 'arp') {
		const asked = say('packet.whoHas', { address: header.destination });
		const told = say('packet.isAt', { address: header.source, mac: sourceMac ?? '' });
		return [{ name: 'ARP', value: flags === 'is-at' ? told : asked }, ...mac];
	}
	const source = header.source === UNBOUND ? say('packet.unbound') : sourceOf(header);
	return [
		{ name: protocol.toUpperCase(), value: flags || (payload ?? '') },
		changed(say('packet.source'), source, was && sourceOf(was)),
		changed(say('packet.destination'), destinationOf(header), was && destinationOf(was)),
		...mac,
		...(lost !== undefined && isInGuest(place)
			? [{ name: say('packet.fate'), value: say(`lost.${lost}`), act: true }]
			: []),
	];
};

const ENVELOPE = { width: 34, height: 24 } as const;
/** How far above its place the envelope stands, so that it hides no word. */
const lifts: Readonly<Record<string, number>> = {
	route: 36,
	'route-out': 27,
	eth0: 39,
	outside: 36,
	lo: 24,
};

/** In front of a container that has only its cable before it; above the interface of one that stands behind another. */
const isNear = (x: number): boolean => x < guestRect(0).x;

const spotOf = (cast: Cast, ways: Ways, packet: Packet): Point => {
	const { place } = stopOf(cast, packet);
	const { x, y } = ways.points.get(place) ?? { x: OUT_TURN, y: CARDS.y };
	if (place === 'INPUT') return { x: HOOKS.INPUT.x - 8, y };
	if (place === 'OUTPUT') return { x: HOOKS.OUTPUT.x + HOOKS.OUTPUT.width + 8, y };
	if (place in HOOKS) return { x, y: HOOKS[place as keyof typeof HOOKS].y - 10 };
	if (place === 'local') return { x: LOCAL.x - 14, y: LOCAL.y + LOCAL.height / 2 };
	if (place.startsWith('end:')) return isNear(x) ? { x: x - 19, y } : { x: x + 2, y: y - 21 };
	return { x, y: y - (lifts[place] ?? 0) };
};

/** In the band above the hooks, over its packet; a packet further off keeps the card at that side of the band. */
const cardOf = (cast: Cast, ways: Ways, packet: Packet, say: Say): Card => {
	const at = spotOf(cast, ways, packet);
	const { header } = packet;
	const label = `${header.protocol.toUpperCase()} ${sourceOf(header)} → ${destinationOf(header)}`;
	const rows = rowsOf(packet, stopOf(cast, packet).place, say);
	const draft: Card = {
		kind: 'card',
		key: `packet:${packet.id}`,
		x: 0,
		y: CARDS.y,
		small: true,
		size: 14,
		rows,
		label,
	};
	const { width, height } = bounds(draft);
	const least = at.x < HOOKS.PREROUTING.x ? CARDS.x : HOOKS.PREROUTING.x - 4;
	const x = Math.max(least, Math.min(at.x - width / 2, CARDS.x + CARDS.width - width));
	const top = at.y - ENVELOPE.height / 2;
	const isClose = top > CARDS.y + height && top < ROW;
	const isOver = isClose && at.x > x + 20 && at.x < x + width - 20;
	return { ...draft, x, ...(isOver && { pointer: { x: at.x, y: top + 2 } }) };
};

/** In a container's cable the way has the container's colour; what the cable is joined to is the host's. */
const hueOf = (cast: Cast, one: string, other: string): Hue | undefined => {
	const names = [one, other].filter((place) => place.startsWith('end:')).map((place) => place.slice(4));
	return names[0] === undefined ? undefined : cast.byVeth.get(names[0])?.hue;
};

/** Within a container there are no lines. */
const isInside = (one: string, other: string): boolean =>
	one.startsWith('guest:') || other.startsWith('guest:');

const legs = (cast: Cast, ways: Ways, packet: Packet): Marks => {
	const stops = stopsOf(cast, packet);
	return stops.flatMap(({ place }, i): Marks => {
		const before = stops[i - 1]?.place;
		if (before === undefined || before === place || isInside(before, place)) return [];
		const points = wayBetween(ways, before, place);
		if (points.length < 2) return [];
		const hue = hueOf(cast, before, place);
		return [
			{
				kind: 'wire',
				key: `way:${packet.id}/${i}`,
				x: 0,
				y: 0,
				points,
				curve: 'round',
				tone: hue ?? 'ink',
				thickness: hue === undefined ? 3 : 7,
				layer: 3,
			},
		];
	});
};

const envelope = (cast: Cast, ways: Ways, packet: Packet, isWaiting = false): Token => {
	const { x, y } = spotOf(cast, ways, packet);
	const stops = stopsOf(cast, packet);
	const [here, before] = [stops.at(-1), stops.at(-2)];
	const points = here && before ? wayBetween(ways, before.place, here.place).slice(1, -1) : [];
	return {
		kind: 'token',
		key: `at:${packet.id}`,
		x,
		y: y - ENVELOPE.height / 2,
		...ENVELOPE,
		anchor: 'middle',
		text: '',
		icon: 'packet',
		tone: isWaiting ? 'faint' : 'ink',
		fill: 'full',
		layer: 7,
		...(points.length && { via: points.map((point) => ({ x: point.x, y: point.y - ENVELOPE.height / 2 })) }),
		...(here?.keys[0] !== undefined && { parent: here.keys[0] }),
	};
};

/** What became of a packet that goes no further. */
const loss = (cast: Cast, ways: Ways, packet: Packet, say: Say): readonly Chip[] => {
	if (packet.fate !== 'dropped') return [];
	const { x, y } = spotOf(cast, ways, packet);
	const { place } = stopOf(cast, packet);
	if (isInGuest(place)) return [];
	const text = say(`lost.${packet.lost ?? 'rule'}`);
	const chip: Chip = {
		kind: 'chip',
		key: `fate:${packet.id}`,
		x,
		y,
		text,
		icon: 'cross',
		tone: 'ink',
		fill: 'full',
		layer: 9,
	};
	const { width } = bounds(chip);
	const right = x + ENVELOPE.width / 2 + 4;
	const isRight = right + width < 1180;
	return [
		{ ...chip, x: isRight ? right : x - ENVELOPE.width / 2 - 4 - width, y: y - (place in HOOKS ? 19 : 13) },
	];
};

/** While ARP asks for its neighbour, the packet itself waits. */
const waiting = (cast: Cast, packet: Packet): Packet | undefined =>
	packet.header.protocol === 'arp'
		? cast.state.packets
				.filter(({ id, fate, header }) => id < packet.id && !fate && header.protocol !== 'arp')
				.at(-1)
		: undefined;

export const parcels = (cast: Cast, ways: Ways, say: Say): Marks => {
	const packet = currentPacket(cast);
	if (!packet) return [];
	const held = waiting(cast, packet);
	return [
		...(held ? [...legs(cast, ways, held), envelope(cast, ways, held, true)] : []),
		...legs(cast, ways, packet),
		envelope(cast, ways, packet),
		cardOf(cast, ways, packet, say),
		...loss(cast, ways, packet, say),
	] satisfies readonly Mark[];
};
