/** Lanes: how interfaces, hooks and processes are joined, whether or not a packet is on its way. */
import type { Mark, Marks, Point, Rect } from '#stage/mark.ts';
import type { Cast } from './cast.ts';
import {
	bridgeRect,
	ETH,
	ETH_TURN,
	HOOKS,
	IN_LANE,
	IN_TURN,
	LOCAL,
	OUT_LANE,
	OUT_TURN,
	OUTSIDE,
	ROUTE,
	ROUTE_OUT,
	ROW,
} from './places.ts';

const right = (rect: Rect): number => rect.x + rect.width;
const bottom = (rect: Rect): number => rect.y + rect.height;
const middle = (rect: Rect): number => rect.x + rect.width / 2;

const lane = (key: string, points: readonly Point[], arrow = false): Mark => ({
	kind: 'wire',
	key: `lane:${key}`,
	x: 0,
	y: 0,
	points,
	curve: 'round',
	tone: 'faint',
	thickness: 1.8,
	...(arrow && { arrow: 'end' as const }),
});
const across = (key: string, from: number, to: number): Mark =>
	lane(
		key,
		[
			{ x: from, y: ROW },
			{ x: to, y: ROW },
		],
		true,
	);
const down = (key: string, x: number, from: number, to: number): Mark =>
	lane(
		key,
		[
			{ x, y: from },
			{ x, y: to },
		],
		true,
	);

/** The lanes: one way in and one way out for every interface. */
export const lanes = (cast: Cast): Marks => {
	const slots = [...new Set(cast.bridges.map(({ slot }) => slot))].map(bridgeRect);
	const far = Math.max(OUT_TURN, ...slots.map(middle));
	const bars = slots.flatMap((rect, i): Marks => [
		lane(`in/${i}`, [
			{ x: middle(rect), y: rect.y },
			{ x: middle(rect), y: IN_LANE },
		]),
		lane(
			`out/${i}`,
			[
				{ x: middle(rect), y: OUT_LANE },
				{ x: middle(rect), y: bottom(rect) },
			],
			true,
		),
	]);
	return [
		lane('lan', [
			{ x: OUTSIDE.x + 36, y: ROW },
			{ x: ETH.x, y: ROW },
		]),
		...(slots.length
			? [
					lane(
						'in',
						[
							{ x: far, y: IN_LANE },
							{ x: IN_TURN, y: IN_LANE },
							{ x: IN_TURN, y: ROW - 2 },
						],
						true,
					),
					lane('out/bridges', [
						{ x: OUT_TURN, y: OUT_LANE },
						{ x: far, y: OUT_LANE },
					]),
				]
			: []),
		lane(
			'out',
			[
				{ x: right(HOOKS.POSTROUTING), y: ROW },
				{ x: OUT_TURN, y: ROW },
				{ x: OUT_TURN, y: OUT_LANE },
				{ x: ETH_TURN, y: OUT_LANE },
				{ x: ETH_TURN, y: bottom(ETH) },
			],
			true,
		),
		lane('lo', [
			{ x: IN_TURN, y: OUT_LANE },
			{ x: IN_TURN, y: ROW },
		]),
		...bars,
		across('eth0', right(ETH), HOOKS.PREROUTING.x),
		across('PREROUTING', right(HOOKS.PREROUTING), ROUTE.x),
		across('route', right(ROUTE), HOOKS.FORWARD.x),
		across('FORWARD', right(HOOKS.FORWARD), HOOKS.POSTROUTING.x),
		down('INPUT', middle(ROUTE), bottom(ROUTE), HOOKS.INPUT.y),
		down('local', middle(HOOKS.INPUT), bottom(HOOKS.INPUT), LOCAL.y),
		lane(
			'route-out',
			[
				{ x: right(LOCAL), y: ROUTE_OUT.y + ROUTE_OUT.height / 2 },
				{ x: ROUTE_OUT.x, y: ROUTE_OUT.y + ROUTE_OUT.height / 2 },
			],
			true,
		),
		down('OUTPUT', middle(HOOKS.OUTPUT), ROUTE_OUT.y, bottom(HOOKS.OUTPUT)),
		down('POSTROUTING', middle(HOOKS.OUTPUT), HOOKS.OUTPUT.y, bottom(HOOKS.POSTROUTING)),
	];
};
