import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acting, focus, viewBetween, viewBox, whole } from './camera.ts';
import type { Box, Marks } from './mark.ts';

const size = { width: 1208, height: 774 };
const box = (key: string, x: number, y: number, act = false): Box => ({
	kind: 'box',
	key,
	x,
	y,
	width: 100,
	height: 60,
	act,
});

test('with nothing to look at, all is looked at', () => {
	expect(focus([box('a', 0, 0)], [], size)).toEqual(whole(size));
});

test('what changes is in view, in the proportion of the glass, on the stage', () => {
	const place = fc.record({ x: fc.integer({ min: 0, max: 1108 }), y: fc.integer({ min: 0, max: 714 }) });
	fc.assert(
		fc.property(
			place,
			fc.constantFrom({ width: 390, height: 300 }, { width: 400, height: 260 }),
			({ x, y }, glass) => {
				const view = focus([box('a', x, y), box('b', 0, 0)], ['a'], size, { glass });
				expect(view.width / view.height).toBeCloseTo(glass.width / glass.height);
				expect(view.x).toBeLessThanOrEqual(x);
				expect(view.y).toBeLessThanOrEqual(y);
				expect(view.x + view.width).toBeGreaterThanOrEqual(x + 100);
				expect(view.y + view.height).toBeGreaterThanOrEqual(y + 60);
				expect(view.x).toBeGreaterThanOrEqual(0);
				expect(view.x + view.width).toBeLessThanOrEqual(size.width + 0.001);
			},
		),
	);
});

test('keys of what acts', () => {
	const marks: Marks = [box('a', 0, 0), box('b', 0, 0, true)];
	expect(acting(marks)).toEqual(['b']);
});

test('a view goes evenly over into another', () => {
	const to = { x: 100, y: 50, width: 604, height: 387 };
	expect(viewBox(viewBetween(whole(size), to, 0.5))).toBe('50 25 906 580.5');
});

test('of marks too far apart to be read at once, those in front are looked at', () => {
	const card: Box = { ...box('card', 40, 40), layer: 8 };
	const marks = [box('far', 1000, 600), card, { ...box('near', 60, 120), layer: 3 }];
	const lens = { glass: { width: 400, height: 300 }, least: 400, most: 400 };
	const view = focus(marks, ['far', 'card', 'near'], size, lens);
	expect(view.width).toBe(400);
	expect(view.x).toBe(0);
	expect(view.y).toBe(0);
	const { width } = focus(marks, ['far', 'card', 'near'], size, { ...lens, most: 1200 });
	expect(width).toBeGreaterThan(1000);
});
