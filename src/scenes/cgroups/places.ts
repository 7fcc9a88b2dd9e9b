/** Where things stand: eight columns, of which each container has one for good; gauges above the waterline, the tree below. */
import type { Rect, Size } from '#stage/mark.ts';
import { MARGIN, STAGE } from '#stage/place.ts';
import { PLACES } from '../containers.ts';

/** Lower than most stages, so that a flat window shows it larger. */
export const SIZE: Size = { width: STAGE.width, height: 722 };

export const LEVEL = 334;

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
export const CORES: Rect = { ...ALL, y: 40, height: 32 };
export const NAME = { y: 84, height: 28 };
export const PERIODS = { y: 117, height: 17 };
export const CHIPS = { y: 138, height: 20 };
export const GAUGE = { y: 166, height: 98 };
export const USED = 284;
export const LIMIT = 303;
export const SIGN = 318;

/** Below, from the surface down. */
export const TASKS = { y: 351, height: 25, pitch: 29 };
/** From its top: its name, what stands beside the limits, and the limits where the channels come in. */
export const SCOPE = { y: 414, height: 130 };
export const OWN_NAME = SCOPE.y + 18;
export const CPUS = { y: SCOPE.y + 26, height: 24 };
export const SECOND = { y: SCOPE.y + 57, height: 26 };
export const THROAT = { y: SCOPE.y + 95, height: 28 };
export const BETWEEN = { y: 563, height: 46 };
/** v2: the slice of all containers, and the root. */
export const SLICE = { y: 628, height: 34 };
export const ROOT = { y: 678, height: 36 };
/** v1: one trunk for each lane. */
export const TRUNKS = { y: 617, height: 26, pitch: 31 };
export const trunkAt = (lane: number): number => TRUNKS.y + lane * TRUNKS.pitch;
