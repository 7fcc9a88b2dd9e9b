/** How the stage is divided. Rows are as high for one container as for eight: what arrives moves nothing that is there. */
import type { Rect } from '#stage/mark.ts';

const HEIGHT = 22;
const PITCH = 25;
export const MERGED = 74;
export const WATER = 282;
const OWN = 319;
const IMAGES = 535;
const IMAGE_PITCH = 24;
/** Rows of image layers there is room for. */
export const ROWS = 7;

export const LEFT = 24;
export const NAMES = 250;
export const COLUMN = 104;
/** Columns there is room for. */
export const MOST = 7;
export const LAYERS_RIGHT = NAMES + MOST * COLUMN + 8;
/** What goes past the layers, and who shares a layer. */
export const ASIDE = LAYERS_RIGHT + 20;
export const RIGHT = 1184;
export const STRIP = 705;
/** Room for the name of an image beside its layers. */
export const IMAGE = 98;
export const MOUNT_LINES = 740;

export const columnAt = (index: number): number => NAMES + 4 + index * COLUMN;

const row = (y: number): Rect => ({ x: LEFT, y, width: LAYERS_RIGHT - LEFT, height: HEIGHT });
export const mergedRow = (slot: number): Rect => row(MERGED + slot * PITCH);
export const ownRow = (slot: number): Rect => row(OWN + slot * PITCH);
export const imageRow = (index: number): Rect => ({
	...{ x: LEFT + IMAGE + 6, y: IMAGES + index * IMAGE_PITCH },
	...{ width: LAYERS_RIGHT - LEFT - IMAGE - 6, height: HEIGHT },
});

const TOKEN = 20;
/** Where a file of a column stands in a row. */
export const fileIn = ({ y, height }: Rect, column: number): Rect => ({
	x: columnAt(column) + 3,
	y: y + (height - TOKEN) / 2,
	width: COLUMN - 7,
	height: TOKEN,
});

export const baselineIn = ({ y, height }: Rect, size: number): number => y + height / 2 + size * 0.36;
