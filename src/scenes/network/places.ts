/** Where the fixed things of the network picture stand. Everything else finds its place among them. */
import type { Point, Rect, Size } from '#stage/mark.ts';
import { STAGE } from '#stage/place.ts';

export const SIZE: Size = STAGE;
export const LEFT = 24;
export const RIGHT = SIZE.width - 24;

export const HOST: Rect = { x: 150, y: 32, width: 1038, height: 384 };
/** The line on which the hooks stand. */
export const ROW = 240;
/** Whatever comes into the stack comes along the upper lane, whatever goes out along the lower one. */
export const IN_LANE = 92;
export const OUT_LANE = 391;
export const IN_TURN = 192;
export const OUT_TURN = 648;
export const ETH_TURN = 164;

export const OUTSIDE: Point = { x: 70, y: ROW };
export const ETH: Rect = { x: 127, y: ROW - 28, width: 46, height: 56 };
export const LO: Rect = { x: 176, y: 318, width: 32, height: 24 };

const hook = (x: number, width: number, y = ROW, height = 50): Rect => ({
	x,
	y: y - height / 2,
	width,
	height,
});
export const HOOKS = {
	PREROUTING: hook(210, 102),
	FORWARD: hook(430, 80),
	POSTROUTING: hook(526, 108),
	INPUT: hook(333, 76, 304, 34),
	OUTPUT: hook(542, 76, 304, 34),
} as const satisfies Readonly<Record<string, Rect>>;
export const ROUTE: Rect = { x: 328, y: ROW - 29, width: 86, height: 58 };
/** What a process of the host sends is routed here. */
export const ROUTE_OUT: Rect = { x: 550, y: 339, width: 60, height: 38 };
export const LOCAL: Rect = { x: 296, y: 336, width: 226, height: 44 };

/** The packet's card stands between the upper lane and the hooks. */
export const CARDS: Rect = { x: LEFT, y: 99, width: OUT_TURN - 8 - LEFT, height: 116 };

/** Bridges side by side; what comes after the third is one slim bar. */
export const BRIDGES = 3;
const PITCH = 80;
const bar = (middle: number, width: number): Rect => ({
	x: middle - width / 2,
	y: 106,
	width,
	height: 272,
});
export const bridgeRect = (slot: number): Rect =>
	slot < BRIDGES ? bar(692 + PITCH * slot, 30) : bar(894, 12);

/** Eight places for containers: four beneath one another, the first two apart, then four beside them. */
export const PLACES = 8;
const GUEST_X = 918;
const GUEST_WIDTH = 122;
const BETWEEN = 14;
export const GUEST_HEIGHT = 62;
export const GUEST_PITCH = 71;
const ROWS = [0, 2, 1, 3] as const;
export const rowOf = (slot: number): number => ROWS[slot % 4] ?? 0;
export const guestRect = (slot: number): Rect => ({
	x: GUEST_X + (slot < 4 ? 0 : GUEST_WIDTH + BETWEEN),
	y: 98 + GUEST_PITCH * rowOf(slot),
	width: GUEST_WIDTH,
	height: GUEST_HEIGHT,
});
/** How far a container may reach to the right while nobody is beside it, and down while nobody is beneath it. */
export const WIDE = 2 * GUEST_WIDTH + BETWEEN;
export const TALL = GUEST_HEIGHT + GUEST_PITCH;
export const MORE: Rect = { x: GUEST_X, y: 381, width: WIDE, height: 26 };

/** The water's edge, and the three columns of tables beneath it. */
export const WATER = 432;
const column = (x: number, width: number, y: number): Rect => ({ x, y, width, height: SIZE.height - 6 - y });
export const ARRIVING: Rect = column(LEFT, 400, WATER + 46);
export const PASSING: Rect = column(LEFT + 410, 396, WATER + 18);
export const LEAVING: Rect = column(LEFT + 816, 344, WATER + 18);
