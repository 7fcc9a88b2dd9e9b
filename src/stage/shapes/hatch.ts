/** Slanted lines that fill a rounded rectangle exactly: the sign of what is paused. */
import type { Point, Size } from '../mark.ts';

const INSET = 1.5;

/** Wider apart on a large surface, where text must be read between them. */
const gapOf = (size: Size): number => (size.height > 100 ? 14 : 8);

function isInside(point: Point, size: Size, radius: number): boolean {
	const { x, y } = point;
	const { width, height } = size;
	if (x < INSET || y < INSET || x > width - INSET || y > height - INSET) return false;
	const dx = Math.max(radius - x, x - (width - radius), 0);
	const dy = Math.max(radius - y, y - (height - radius), 0);
	return Math.hypot(dx, dy) <= radius - (dx > 0 && dy > 0 ? INSET : 0);
}

/** The part of the line x + y = sum that lies inside, as its two values of x. */
function within(sum: number, size: Size, radius: number): readonly [number, number] {
	let from = Math.max(0, sum - size.height);
	let to = Math.min(size.width, sum);
	while (from < to && !isInside({ x: from, y: sum - from }, size, radius)) from += 0.5;
	while (to > from && !isInside({ x: to, y: sum - to }, size, radius)) to -= 0.5;
	return [from, to];
}

const short = (value: number): number => Math.round(value * 100) / 100;

export function hatch(size: Size, radius: number): string {
	const round = Math.min(radius, size.width / 2, size.height / 2);
	const gap = gapOf(size);
	let d = '';
	for (let sum = gap; sum < size.width + size.height; sum += gap) {
		const [from, to] = within(sum, size, round);
		if (to - from > 1) d += `M${short(from)} ${short(sum - from)}L${short(to)} ${short(sum - to)}`;
	}
	return d;
}
