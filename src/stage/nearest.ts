/** Which mark an arrow key leads to: the nearest one that way, sideways distance counting double. */
import { bounds } from './geometry.ts';
import type { Mark, Marks, Point } from './mark.ts';
import { centre } from './place.ts';

export type Way = 'left' | 'right' | 'up' | 'down';

const AHEAD: Readonly<Record<Way, Point>> = {
	left: { x: -1, y: 0 },
	right: { x: 1, y: 0 },
	up: { x: 0, y: -1 },
	down: { x: 0, y: 1 },
};

export const isChoosable = (mark: Mark): boolean => mark.label !== undefined;

/** Reading order: from top to bottom, then from left to right. */
export const choosable = (marks: Marks): Marks =>
	marks.filter(isChoosable).sort((a, b) => {
		const from = bounds(a);
		const to = bounds(b);
		return from.y - to.y || from.x - to.x;
	});

export function nearest(marks: Marks, from: Mark, way: Way): Mark | undefined {
	const start = centre(bounds(from));
	const ahead = AHEAD[way];
	let best: Mark | undefined;
	let least = Infinity;
	for (const mark of marks) {
		if (mark.key === from.key || !isChoosable(mark)) continue;
		const to = centre(bounds(mark));
		const far = (to.x - start.x) * ahead.x + (to.y - start.y) * ahead.y;
		const off = Math.abs((to.x - start.x) * ahead.y) + Math.abs((to.y - start.y) * ahead.x);
		if (far > 1 && far + 2 * off < least) {
			least = far + 2 * off;
			best = mark;
		}
	}
	return best;
}
