/** Where things go: pieces of a rectangle in rows, columns and grids, and points on its sides. */
import type { Mark, Marks, Point, Rect, Size } from './mark.ts';

export const STAGE: Size = { width: 1208, height: 774 };
/** A stage for a screen that is taller than wide. */
export const TALL: Size = { width: 480, height: 900 };
export const MARGIN = 24;

export const isTall = (size: Size): boolean => size.height > size.width;

export const inset = (rect: Rect, across: number, down = across): Rect => ({
	x: rect.x + across,
	y: rect.y + down,
	width: Math.max(0, rect.width - 2 * across),
	height: Math.max(0, rect.height - 2 * down),
});

export const centre = (rect: Rect): Point => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** A point on a side of a rectangle, at a part of that side. */
export function side(rect: Rect, on: Side, at = 0.5): Point {
	if (on === 'left' || on === 'right')
		return { x: rect.x + (on === 'right' ? rect.width : 0), y: rect.y + rect.height * at };
	return { x: rect.x + rect.width * at, y: rect.y + (on === 'bottom' ? rect.height : 0) };
}

/** Pieces along a line, each as long as its weight says. */
function pieces(
	weights: readonly number[],
	length: number,
	gap: number,
): readonly (readonly [number, number])[] {
	const free = Math.max(0, length - gap * Math.max(0, weights.length - 1));
	const whole = weights.reduce((sum, weight) => sum + weight, 0) || 1;
	let from = 0;
	return weights.map((weight) => {
		const long = (free * weight) / whole;
		const piece = [from, long] as const;
		from += long + gap;
		return piece;
	});
}

const weighed = (parts: number | readonly number[]): readonly number[] =>
	typeof parts === 'number' ? Array.from({ length: parts }, () => 1) : parts;

/** A rectangle side by side: so many equal columns, or columns of these proportions. */
export const columns = (rect: Rect, parts: number | readonly number[], gap = MARGIN): readonly Rect[] =>
	pieces(weighed(parts), rect.width, gap).map(([from, width]) => ({ ...rect, x: rect.x + from, width }));

/** A rectangle one above another: so many equal rows, or rows of these proportions. */
export const rows = (rect: Rect, parts: number | readonly number[], gap = 12): readonly Rect[] =>
	pieces(weighed(parts), rect.height, gap).map(([from, height]) => ({ ...rect, y: rect.y + from, height }));

/** Equal places in reading order. */
export const grid = (rect: Rect, across: number, down: number, gap = 12): readonly Rect[] =>
	rows(rect, down, gap).flatMap((row) => columns(row, across, gap));

/** Places of given heights from the top down, whether they fit or not. */
export function stack(rect: Rect, heights: readonly number[], gap = 12): readonly Rect[] {
	let y = rect.y;
	return heights.map((height) => {
		const place = { ...rect, y, height };
		y += height + gap;
		return place;
	});
}

/** How long each of many may be so that all fit a length: as wished, or less, but not less than the least. */
export const shared = (count: number, length: number, wished: number, gap: number, least = 0): number =>
	Math.max(least, Math.min(wished, (length - gap * Math.max(0, count - 1)) / Math.max(1, count)));

export const shifted = <M extends Mark>(mark: M, x: number, y: number): M => ({
	...mark,
	x: mark.x + x,
	y: mark.y + y,
});

export const moved = (marks: Marks, x: number, y: number): Marks => marks.map((mark) => shifted(mark, x, y));
