import { expect, test } from 'vitest';
import type { Token } from './mark.ts';
import { choosable, nearest } from './nearest.ts';

const token = (key: string, x: number, y: number, label: string | null = key): Token => ({
	kind: 'token',
	key,
	x,
	y,
	text: 'a',
	...(label !== null && { label }),
});
const marks = [
	token('right', 100, 0),
	token('below', 4, 80),
	token('here', 0, 0),
	token('mute', 50, 0, null),
];
const here = marks[2]!;

test('an arrow leads to the nearest mark that way that can be chosen', () => {
	expect(nearest(marks, here, 'right')?.key).toBe('right');
	expect(nearest(marks, here, 'down')?.key).toBe('below');
	expect(nearest(marks, here, 'left')).toBeUndefined();
});

test('reading order, without what says nothing', () => {
	expect(choosable(marks).map(({ key }) => key)).toEqual(['here', 'right', 'below']);
});
