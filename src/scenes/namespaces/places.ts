/** Where things stand: panels above the waterline, the kernel's table below it. Places hold, however many there are. */
import type { NamespaceType } from '#host/kernel/namespace.ts';
import type { Rect } from '#stage/mark.ts';
import { grid, MARGIN, STAGE } from '#stage/place.ts';

export const LEVEL = 330;
const PANELS: Rect = { x: MARGIN, y: 42, width: STAGE.width - 2 * MARGIN, height: 270 };
const HOST_WIDTH = 262;
/** Between the host's panel and the others, where lines run. */
export const GAP = 20;
/** Between the others. */
export const GUTTER = 10;
export const HOST: Rect = { ...PANELS, width: HOST_WIDTH };
const OTHERS: Rect = {
	...PANELS,
	x: PANELS.x + HOST_WIDTH + GAP,
	width: PANELS.width - HOST_WIDTH - GAP,
};
const ACROSS = 4;
const places = grid(OTHERS, ACROSS, 2, GUTTER);
export const panelAt = (slot: number): Rect | undefined => places[slot];

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

export const HEADS = LEVEL + 53;
export const TOP = LEVEL + 65;
export const ROW = 24;
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
