/** Slanted lines that fill a rounded rectangle exactly: the sign of what is paused. */
import type { Point, Size } from '../mark.ts';

const GAP = 8;
const INSET = 1.5;

function isInside(point: Point, size: Size, radius: number): boolean {
	const { x, y } = point;
	const { width, height } = size;
	if (x < INSET || y < INSET || x > width - INSET || y > height - INSET) return false;
	const dx = Math.max(radius - x, x - (width - radius), 0);
	const dy = Math.max(radius - y, y - (height - radius), 0);
	return Math.hypot(dx, dy) <= radius - (dx > 0 && dy > 0 ? INSET : 0);
}

export function hatch(size: Size, radius: number): string {
	const r = Math.min(radius, size.width / 2, size.height / 2);
	let d = '';
	for (let sum = GAP; sum < size.width + size.height; sum += GAP) {
		const from = Math.max(0, sum - size.height);
		const to = Math.min(size.width, sum);
		let a = from;
		let b = to;
		while (a < b && !isInside({ x: a, y: sum - a }, size, r)) a += 0.5;
		while (b > a && !isInside({ x: b, y: sum - b }, size, r)) b -= 0.5;
		if (b - a > 1) d += `M${a} ${sum - a}L${b} ${sum - b}`;
	}
	return d;
}
