/** Where things stand: panels above the waterline, the kernel's table below it. */
import type { HostState } from '#host/state.ts';
import type { NamespaceType } from '#host/kernel/namespace.ts';
import type { Rect } from '#stage/mark.ts';
import { grid, MARGIN, STAGE } from '#stage/place.ts';
import { placed } from '../containers.ts';

export const LEVEL = 314;
const PANELS: Rect = { x: MARGIN, y: 44, width: STAGE.width - 2 * MARGIN, height: 246 };
const HOST_WIDTH = 300;
export const GAP = 22;
export const HOST: Rect = { ...PANELS, width: HOST_WIDTH };
const CONTAINERS: Rect = {
	...PANELS,
	x: PANELS.x + HOST_WIDTH + GAP,
	width: PANELS.width - HOST_WIDTH - GAP,
};

const FEW = 3;
/** Three wide places, or eight small ones once there are more. */
export const isDense = (state: HostState): boolean => placed(state).some(({ slot }) => slot >= FEW);
const wide = grid(CONTAINERS, FEW, 1, GAP);
const small = grid(CONTAINERS, 4, 2, 12);
export const panelAt = (slot: number, dense: boolean): Rect | undefined => (dense ? small : wide)[slot];

/** As they come to a container: those it gets anew first, those it shares last. */
export const columnTypes: readonly NamespaceType[] = [
	'mnt',
	'uts',
	'ipc',
	'pid',
	'net',
	'cgroup',
	'user',
	'time',
];

export const HEADS = LEVEL + 56;
export const TOP = LEVEL + 68;
export const ROW = 25;
/** Rows there is room for. */
export const ROOM = 14;
export const yOf = (row: number): number => TOP + row * ROW;

export const PID = { x: 8, width: 46 };
export const INNER = { x: 58, width: 44 };
export const COMM = { x: 106, width: 154 };
const CELLS = MARGIN + 264;
export const CELL = 112;
export const PILL = 94;
export const columnX = (type: NamespaceType): number => CELLS + columnTypes.indexOf(type) * CELL;
