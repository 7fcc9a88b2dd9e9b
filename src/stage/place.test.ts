import { expect, test } from 'vitest';
import { columns, grid, rows, shared, side, stack } from './place.ts';

const area = { x: 10, y: 20, width: 300, height: 100 };

test('columns fill the width with gaps between', () => {
	expect(columns(area, 3, 30).map((rect) => [rect.x, rect.width])).toEqual([
		[10, 80],
		[120, 80],
		[230, 80],
	]);
});

test('rows take the proportions they are given', () => {
	expect(rows(area, [1, 3], 20).map((rect) => [rect.y, rect.height])).toEqual([
		[20, 20],
		[60, 60],
	]);
});

test('a grid reads from left to right, then down', () => {
	const places = grid(area, 2, 2, 0);
	expect(places.map(({ x, y }) => [x, y])).toEqual([
		[10, 20],
		[160, 20],
		[10, 70],
		[160, 70],
	]);
});

test('a stack keeps the heights asked for', () => {
	expect(stack(area, [30, 10], 5).map(({ y, height }) => [y, height])).toEqual([
		[20, 30],
		[55, 10],
	]);
});

test('what is shared shrinks only when it must, and not beyond the least', () => {
	expect(shared(2, 300, 100, 10)).toBe(100);
	expect(shared(4, 300, 100, 20)).toBe(60);
	expect(shared(40, 300, 100, 20, 12)).toBe(12);
});

test('points on the sides', () => {
	expect(side(area, 'right', 0.25)).toEqual({ x: 310, y: 45 });
	expect(side(area, 'bottom')).toEqual({ x: 160, y: 120 });
});
