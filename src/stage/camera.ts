/** What part of the stage is looked at: all of it, or, on a small screen, what changes. */
import { lerp } from './between.ts';
import { around, bounds, layerOf } from './geometry.ts';
import type { Marks, Rect, Size } from './mark.ts';

export const whole = (size: Size): Rect => ({ x: 0, y: 0, ...size });

export const viewBox = (view: Rect): string =>
	[view.x, view.y, view.width, view.height].map((value) => Math.round(value * 100) / 100).join(' ');

/** Keys of what changes now. */
export const acting = (marks: Marks): readonly string[] =>
	marks.flatMap((mark) => (mark.act && mark.kind !== 'waterline' ? [mark.key] : []));

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

export type Lens = {
	/** Width and height of what is looked through: only their proportion counts. */
	readonly glass?: Size;
	readonly pad?: number;
	/** The narrowest part of the stage worth showing. */
	readonly least?: number;
	/** The widest part that can be read: of marks too far apart for it, those in front and what fits beside them. */
	readonly most?: number;
};

/** What can be seen at once: from the front to the back, whatever still fits with what is in front of it. */
const together = (marks: Marks, room: Size): readonly Rect[] => {
	const kept: Rect[] = [];
	for (const mark of [...marks].sort((a, b) => layerOf(b) - layerOf(a))) {
		const rect = bounds(mark);
		const { width, height } = around([...kept, rect]);
		if (kept.length === 0 || (width <= room.width && height <= room.height)) kept.push(rect);
	}
	return kept;
};

/** The part of the stage that frames these marks, in the proportion of the glass and, if it can, within the stage. */
export function focus(marks: Marks, keys: readonly string[], size: Size, lens: Lens = {}): Rect {
	const wanted = new Set(keys);
	const found = marks.filter((mark) => wanted.has(mark.key));
	if (found.length === 0) return whole(size);
	const { glass = size, pad = 24, least = size.width * 0.4, most } = lens;
	const ratio = glass.height / glass.width;
	const room = most === undefined ? undefined : { width: most, height: most * ratio };
	const box = around(room ? together(found, room) : found.map(bounds));
	const width = Math.max(least, box.width + 2 * pad, (box.height + 2 * pad) / ratio);
	const height = width * ratio;
	if (width >= size.width && height >= size.height) return whole(size);
	const place = (middle: number, length: number, most: number): number =>
		length >= most ? (most - length) / 2 : clamp(middle - length / 2, 0, most - length);
	return {
		x: place(box.x + box.width / 2, width, size.width),
		y: place(box.y + box.height / 2, height, size.height),
		width,
		height,
	};
}

/** The view on the way from one to another. */
export const viewBetween = (a: Rect, b: Rect, t: number): Rect => ({
	x: lerp(a.x, b.x, t),
	y: lerp(a.y, b.y, t),
	width: lerp(a.width, b.width, t),
	height: lerp(a.height, b.height, t),
});
