/** Where things stand: eight columns, of which each container has one for good; gauges above the waterline, the tree below. */
import type { Rect } from '#stage/mark.ts';
import { MARGIN } from '#stage/place.ts';
import { PLACES } from '../containers.ts';

export const LEVEL = 352;

/** What the rows are is said at the left. */
export const SIDE = { x: MARGIN, width: 160 };
const FIRST = 194;
const PITCH = 124;
export const COLUMN = 118;
export const columnAt = (slot: number): number => FIRST + slot * PITCH;
export const RIGHT = columnAt(PLACES - 1) + COLUMN;
export const ALL = { x: FIRST, width: RIGHT - FIRST };

/** Three lanes a column: CPU, memory, PIDs. */
export const LANES = 3;
export const LANE = 38;
export const laneAt = (slot: number, lane: number): number =>
	columnAt(slot) + COLUMN / 2 + (lane - (LANES - 1) / 2) * (COLUMN / LANES);
/** As wide as a channel and a gauge can be. */
export const WIDEST = 28;

/** Above. */
export const CORES: Rect = { ...ALL, y: 44, height: 34 };
export const NAME = { y: 92, height: 28 };
export const PERIODS = { y: 126, height: 17 };
export const CHIPS = { y: 148, height: 20 };
export const GAUGE = { y: 178, height: 106 };
export const USED = 304;
export const LIMIT = 323;
export const SIGN = 338;

/** Below, from the surface down. */
export const TASKS = { y: 370, height: 25, pitch: 29 };
/** From its top: its name, what stands beside the limits, and the limits where the channels come in. */
export const SCOPE = { y: 434, height: 134 };
export const OWN_NAME = SCOPE.y + 19;
export const CPUS = { y: SCOPE.y + 28, height: 24 };
export const SECOND = { y: SCOPE.y + 60, height: 26 };
export const THROAT = { y: SCOPE.y + 99, height: 28 };
export const BETWEEN = { y: 592, height: 46 };
/** v2: the slice of all containers, and the root. */
export const SLICE = { y: 662, height: 36 };
export const ROOT = { y: 720, height: 40 };
/** v1: one trunk for each lane. */
export const TRUNKS = { y: 652, height: 28, pitch: 35 };
export const trunkAt = (lane: number): number => TRUNKS.y + lane * TRUNKS.pitch;
