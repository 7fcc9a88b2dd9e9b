/** Where the fixed things of the network picture stand. Everything else finds its place among them. */
import type { Point, Rect, Size } from '#stage/mark.ts';

export const SIZE: Size = { width: 1208, height: 748 };
export const LEFT = 24;
export const RIGHT = SIZE.width - 24;

export const HOST: Rect = { x: 150, y: 14, width: 1038, height: 368 };
/** The line on which the hooks stand. */
export const ROW = 203;
/** Whatever comes into the stack comes along the upper lane, whatever goes out along the lower one. */
export const IN_LANE = 50;
export const OUT_LANE = 344;
export const IN_TURN = 192;
export const OUT_TURN = 660;
export const ETH_TURN = 164;

export const OUTSIDE: Point = { x: 70, y: ROW };
export const ETH: Rect = { x: 127, y: ROW - 28, width: 46, height: 56 };
export const LO: Rect = { x: 174, y: 284, width: 36, height: 26 };

const hook = (x: number, width: number, y = ROW, height = 50): Rect => ({
	x,
	y: y - height / 2,
	width,
	height,
});
export const HOOKS = {
	PREROUTING: hook(204, 112),
	FORWARD: hook(432, 82),
	POSTROUTING: hook(528, 120),
	INPUT: hook(334, 78, 262, 34),
	OUTPUT: hook(549, 78, 262, 34),
} as const satisfies Readonly<Record<string, Rect>>;
export const ROUTE: Rect = { x: 328, y: ROW - 30, width: 90, height: 60 };
/** What a process of the host sends is routed here. */
export const ROUTE_OUT: Rect = { x: 556, y: 293, width: 64, height: 40 };
export const LOCAL: Rect = { x: 280, y: 289, width: 248, height: 47 };

/** The packet's card stands between the upper lane and the hooks. */
export const CARDS: Rect = { x: LEFT, y: 56, width: OUT_TURN - 8 - LEFT, height: 116 };

/** Bridges side by side; what comes after the third is one slim bar. */
export const BRIDGES = 3;
const PITCH = 74;
const bar = (middle: number, width: number): Rect => ({
	x: middle - width / 2,
	y: 62,
	width,
	height: 270,
});
export const bridgeRect = (slot: number): Rect =>
	slot < BRIDGES ? bar(690 + PITCH * slot, 28) : bar(872, 10);

/** Eight places for containers: four beneath one another, the first two apart, then four beside them. */
export const PLACES = 8;
const GUEST_X = 902;
const GUEST_WIDTH = 133;
const BETWEEN = 14;
export const GUEST_HEIGHT = 60;
export const GUEST_PITCH = 68;
const ROWS = [0, 2, 1, 3] as const;
export const rowOf = (slot: number): number => ROWS[slot % 4] ?? 0;
export const guestRect = (slot: number): Rect => ({
	x: GUEST_X + (slot < 4 ? 0 : GUEST_WIDTH + BETWEEN),
	y: 54 + GUEST_PITCH * rowOf(slot),
	width: GUEST_WIDTH,
	height: GUEST_HEIGHT,
});
/** How far a container may reach to the right while nobody is beside it, and down while nobody is beneath it. */
export const WIDE = 2 * GUEST_WIDTH + BETWEEN;
export const TALL = GUEST_HEIGHT + GUEST_PITCH;
export const MORE: Rect = { x: GUEST_X, y: 330, width: WIDE, height: 28 };

/** The water's edge, and the three columns of tables beneath it. */
export const WATER = 390;
/** What the kernel looks at now, in its own words. */
export const NOW: Rect = { x: LEFT, y: WATER + 12, width: RIGHT - LEFT, height: 26 };
const column = (x: number, width: number, y: number): Rect => ({ x, y, width, height: SIZE.height - 6 - y });
const TABLES = NOW.y + NOW.height + 4;
export const TRANSLATING: Rect = column(LEFT, 400, TABLES);
export const FILTERING: Rect = column(LEFT + 410, 374, TABLES);
export const KNOWN: Rect = column(LEFT + 794, 366, TABLES);
