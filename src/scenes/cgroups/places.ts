/** Where things stand: what is used above the waterline, row by row; the tree below it, on the same rows. */
import type { HostState } from '#host/state.ts';
import type { Rect } from '#stage/mark.ts';
import { MARGIN, STAGE } from '#stage/place.ts';
import { PLACES, placed } from '../containers.ts';

export const LEVEL = 326;

/** Few containers have tall rows; once there are more, all eight places are there at once. */
const FEW = 3;
export const isDense = (state: HostState, more = 0): boolean =>
	Math.max(-1, ...placed(state).map(({ slot }) => slot)) + 1 + more > FEW;

/** Columns of the rows above. */
export const NAME = { x: MARGIN, width: 108 };
export const CPU = { x: 148, width: 260, text: 500 };
export const MEMORY = { x: 530, width: 310, text: 968 };
export const PIDS = { x: 996, width: 110, text: STAGE.width - MARGIN };

export const CORES: Rect = { x: CPU.x, y: 56, width: STAGE.width - MARGIN - CPU.x, height: 34 };
export const HEADS = 120;
const ROWS = { y: 128, few: 62, many: 24 };
export const BAR = { few: 30, many: 17 };

export const meterRow = (slot: number, dense: boolean): Rect => ({
	x: MARGIN,
	y: ROWS.y + slot * (dense ? ROWS.many : ROWS.few) + (dense ? 0 : 6),
	width: STAGE.width - 2 * MARGIN,
	height: dense ? BAR.many : BAR.few,
});

/** Below: root, branches, leaves. */
export const TREE_TOP = LEVEL + 52;
const BOTTOM = STAGE.height - 12;
export const ROOT = { x: MARGIN, width: 84 };
export const BRANCH = { x: 138, width: 204 };
export const LEAF = { x: 392, width: STAGE.width - MARGIN - 392 };
/** Where the limits' columns begin. */
export const KNOBS = LEAF.x + 166;

export const leafRow = (slot: number, dense: boolean): Rect => {
	const count = dense ? PLACES : FEW;
	const pitch = (BOTTOM - TREE_TOP) / count;
	return { ...LEAF, y: TREE_TOP + slot * pitch, height: pitch - (dense ? 5 : 16) };
};

/** The smallest on the path, below the branches. */
export const PATH: Rect = { x: MARGIN, y: 612, width: 342, height: BOTTOM - 612 };
