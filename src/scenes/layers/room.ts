/** How the stage is divided: with few containers every row is tall, with many all rows are low. */
import type { HostState } from '#host/state.ts';
import type { Rect } from '#stage/mark.ts';
import { placed } from '../containers.ts';
import { nextSlot, unclaimedLayer } from '../unclaimed.ts';

export interface Room {
	/** Height of a row and from one to the next. */
	readonly height: number;
	readonly pitch: number;
	readonly token: number;
	readonly merged: number;
	readonly water: number;
	readonly own: number;
	readonly image: number;
	/** Rows of image layers there is room for. */
	readonly rows: number;
	readonly imagePitch: number;
	/** Whether names have a second line. */
	readonly isTall: boolean;
}

const tall: Room = {
	...{ height: 38, pitch: 44, token: 28, merged: 84, water: 226, own: 268, image: 412 },
	...{ rows: 7, imagePitch: 36, isTall: true },
};
const low: Room = {
	...{ height: 24, pitch: 27, token: 20, merged: 76, water: 300, own: 338, image: 560 },
	...{ rows: 5, imagePitch: 22, isTall: false },
};
const FEW = 3;

/** Whether a fourth is being made. */
const isNextLow = (state: HostState): boolean =>
	(nextSlot(state) ?? 0) >= FEW && unclaimedLayer(state) !== undefined;

export const roomFor = (state: HostState): Room =>
	placed(state).every((each) => each.slot < FEW) && !isNextLow(state) ? tall : low;

export const LEFT = 24;
export const NAMES = 250;
export const COLUMN = 104;
export const MOST = 7;
export const LAYERS_RIGHT = NAMES + MOST * COLUMN + 8;
/** What goes past the layers, and who shares a layer. */
export const ASIDE = LAYERS_RIGHT + 20;
export const RIGHT = 1184;
export const STRIP = 696;
/** Room for the name of an image beside its layers. */
export const IMAGE = 98;
export const MOUNT_LINES = 726;

export const columnAt = (index: number): number => NAMES + 4 + index * COLUMN;

export const mergedRow = (room: Room, slot: number): Rect => ({
	...{ x: LEFT, y: room.merged + slot * room.pitch },
	...{ width: LAYERS_RIGHT - LEFT, height: room.height },
});
export const ownRow = (room: Room, slot: number): Rect => ({
	...{ x: LEFT, y: room.own + slot * room.pitch },
	...{ width: LAYERS_RIGHT - LEFT, height: room.height },
});
export const imageRow = (room: Room, index: number): Rect => ({
	...{ x: LEFT + IMAGE + 6, y: room.image + index * room.imagePitch },
	...{ width: LAYERS_RIGHT - LEFT - IMAGE - 6, height: room.imagePitch - (room.isTall ? 5 : 2) },
});

/** Where a file of a column stands in a row. */
export const fileIn = (row: Rect, column: number, room: Room): Rect => {
	const height = Math.min(room.token, row.height - 2);
	return { x: columnAt(column) + 3, y: row.y + (row.height - height) / 2, width: COLUMN - 7, height };
};

export const baselineIn = ({ y, height }: Rect, size: number): number => y + height / 2 + size * 0.36;
