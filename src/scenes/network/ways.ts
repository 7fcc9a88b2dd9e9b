/**
 * Ways are the lines a packet can take: points of the picture and the directions in which they are joined. In a stack
 * they run one way only, as the kernel does it: in, PREROUTING, routing, FORWARD or INPUT, OUTPUT, POSTROUTING, out.
 */
import type { Point } from '#stage/mark.ts';
import { centre } from '#stage/place.ts';
import type { Attachment, Cast, Guest } from './cast.ts';
import {
	bridgeRect,
	ETH,
	ETH_TURN,
	HOOKS,
	IN_LANE,
	IN_TURN,
	LO,
	LOCAL,
	MORE,
	OUT_LANE,
	OUT_TURN,
	OUTSIDE,
	ROUTE,
	ROUTE_OUT,
	ROW,
} from './places.ts';
import { gateOf, innerOf, portY } from './ends.ts';

/** On which bridges reach the containers that have no place. */
const MORE_LANE = MORE.y + 13;

export interface Ways {
	readonly points: ReadonlyMap<string, Point>;
	readonly next: ReadonlyMap<string, readonly string[]>;
}

/** The stack of the host: what every packet that it handles goes through. */
const fixed: Readonly<Record<string, Point>> = {
	outside: OUTSIDE,
	eth0: centre(ETH),
	'in-turn': { x: IN_TURN, y: ROW },
	'in-corner': { x: IN_TURN, y: IN_LANE },
	PREROUTING: centre(HOOKS.PREROUTING),
	route: centre(ROUTE),
	FORWARD: centre(HOOKS.FORWARD),
	POSTROUTING: centre(HOOKS.POSTROUTING),
	INPUT: centre(HOOKS.INPUT),
	local: { x: centre(HOOKS.INPUT).x, y: LOCAL.y + 6 },
	'local-out': { x: LOCAL.x + LOCAL.width, y: centre(LOCAL).y },
	'route-out': centre(ROUTE_OUT),
	OUTPUT: centre(HOOKS.OUTPUT),
	'out-turn': { x: OUT_TURN, y: ROW },
	'out-corner': { x: OUT_TURN, y: OUT_LANE },
	'lo-corner': { x: IN_TURN, y: OUT_LANE },
	lo: centre(LO),
	'eth-corner': { x: ETH_TURN, y: OUT_LANE },
	'eth-out': { x: ETH_TURN, y: ETH.y + ETH.height },
};
const lanes: readonly (readonly string[])[] = [
	['outside', 'eth0', 'in-turn', 'PREROUTING', 'route', 'FORWARD', 'POSTROUTING', 'out-turn', 'out-corner'],
	['in-corner', 'in-turn'],
	['route', 'INPUT', 'local', 'local-out', 'route-out', 'OUTPUT', 'POSTROUTING'],
	['out-corner', 'lo-corner', 'eth-corner', 'eth-out', 'eth0', 'outside'],
	['lo-corner', 'lo', 'in-turn'],
];

/** From a bridge's port through the veth pair into the container. */
const endLane = (cast: Cast, guest: Guest, attachment: Attachment): readonly (readonly [string, Point])[] => {
	const { x } = centre(bridgeRect(attachment.bridge?.slot ?? 0));
	const y = portY(guest, attachment);
	const gate = gateOf(guest, attachment);
	const key = attachment.near.name;
	const corner =
		gate.y === y
			? []
			: [
					[`${key}:corner`, { x: gate.x - 7, y }] as const,
					[`${key}:foot`, { x: gate.x - 7, y: gate.y }] as const,
				];
	return [
		[`port:${key}`, { x, y }],
		...corner,
		[`end:${key}`, gate],
		[`guest:${guest.name}`, innerOf(cast, guest)],
	];
};

/** A bridge from its lower end, where the host's stack sends into it, past its ports, up to where it hands over to the stack. */
const bridgeLane = (cast: Cast, slot: number): readonly (readonly [string, Point])[] => {
	const rect = bridgeRect(slot);
	const { x } = centre(rect);
	const ports = cast.guests
		.filter((guest) => guest.slot !== undefined)
		.flatMap((guest) =>
			guest.attachments
				.filter(({ bridge }) => bridge?.slot === slot)
				.map((each) => [`port:${each.near.name}`, { x, y: portY(guest, each) }] as const),
		);
	return [
		[`bridge:${slot}:out`, { x, y: rect.y + rect.height }],
		...ports.sort((a, b) => b[1].y - a[1].y),
		[`bridge:${slot}:in`, { x, y: rect.y }],
	];
};

export const waysOf = (cast: Cast): Ways => {
	const points = new Map(Object.entries(fixed));
	const next = new Map<string, string[]>();
	const join = (a: string, b: string): void => void next.set(a, [...(next.get(a) ?? []), b]);
	const both = (keys: readonly string[]): void =>
		keys.forEach((key, i) => {
			const after = keys[i + 1];
			if (after === undefined) return;
			join(key, after);
			join(after, key);
		});
	for (const lane of lanes) lane.forEach((key, i) => lane[i + 1] !== undefined && join(key, lane[i + 1]!));
	for (const slot of new Set(cast.bridges.map((bridge) => bridge.slot))) {
		const lane = bridgeLane(cast, slot);
		for (const [key, point] of lane) points.set(key, point);
		both(lane.map(([key]) => key));
		const { x } = centre(bridgeRect(slot));
		points.set(`more:${slot}`, { x, y: MORE_LANE });
		both([`bridge:${slot}:out`, `more:${slot}`, 'more']);
		points.set(`in:${slot}`, { x, y: IN_LANE }).set(`out:${slot}`, { x, y: OUT_LANE });
		join(`bridge:${slot}:in`, `in:${slot}`);
		join(`in:${slot}`, 'in-corner');
		join('out-corner', `out:${slot}`);
		join(`out:${slot}`, `bridge:${slot}:out`);
	}
	for (const guest of cast.guests) {
		if (guest.slot === undefined) continue;
		points.set(`guest:${guest.name}`, innerOf(cast, guest));
		for (const attachment of guest.attachments) {
			const lane = endLane(cast, guest, attachment);
			for (const [key, point] of lane) points.set(key, point);
			both(lane.map(([key]) => key));
		}
	}
	if (cast.away.length > 0) points.set('more', { x: MORE.x, y: MORE_LANE });
	return { points, next };
};

/** The shortest way between two places; straight across where there is none. */
export const wayBetween = ({ points, next }: Ways, from: string, to: string): readonly Point[] => {
	const came = new Map<string, string | undefined>([[from, undefined]]);
	const queue = [from];
	for (const key of queue) {
		if (key === to) break;
		for (const after of next.get(key) ?? [])
			if (!came.has(after)) {
				came.set(after, key);
				queue.push(after);
			}
	}
	if (!came.has(to)) return [points.get(from), points.get(to)].filter((each) => each !== undefined);
	const keys: string[] = [];
	for (let key: string | undefined = to; key !== undefined; key = came.get(key)) keys.unshift(key);
	return keys.map((key) => points.get(key)).filter((each) => each !== undefined);
};
