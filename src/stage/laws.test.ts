import { expect, test } from 'vitest';
import { bounds, covered, cuts, hasNaN, outside, overlaps, repeated, small, textBoxes } from './laws.ts';
import type { Label, Mark, Token } from './mark.ts';

const size = { width: 400, height: 300 };
const label = (key: string, x: number, y: number, more: Partial<Label> = {}): Label => ({
	kind: 'label',
	key,
	x,
	y,
	text: '네트워크',
	...more,
});
const token = (key: string, x: number, y: number): Token => ({
	kind: 'token',
	key,
	x,
	y,
	text: '172.17.0.2',
});

test('bounds follow the anchor and the scale', () => {
	const middle: Token = { ...token('a', 100, 50), anchor: 'middle', width: 80 };
	expect(bounds(middle)).toEqual({ x: 60, y: 50, width: 80, height: 26 });
	expect(bounds({ ...middle, scale: 0.5 })).toEqual({ x: 80, y: 50, width: 40, height: 13 });
});

test('two texts on one another are found, two beside one another are not', () => {
	expect(overlaps([label('a', 10, 50), label('b', 20, 55)]).map(([a, b]) => [a.key, b.key])).toEqual([
		['a', 'b'],
	]);
	expect(overlaps([label('a', 10, 50), label('b', 10, 70), label('c', 100, 50)])).toEqual([]);
});

test('what reaches beyond the stage is found, itself or by its text', () => {
	const meter: Mark = {
		kind: 'meter',
		key: 'm',
		x: 10,
		y: 20,
		width: 100,
		height: 20,
		of: 1,
		value: 0,
		name: 'web',
	};
	const marks = [label('in', 10, 50), label('out', 380, 50), token('low', 10, 290), meter];
	expect(outside(marks, size).map(({ key }) => key)).toEqual(['out', 'low', 'm']);
});

test('a text under a later shape is covered, one on top of it is not', () => {
	const box: Mark = { kind: 'box', key: 'box', x: 0, y: 0, width: 200, height: 100, heading: 'web' };
	const found = covered([box, token('token', 20, 15), label('label', 120, 80)]);
	expect(found.map(([text, by]) => [text.key, by])).toEqual([['box', 'token']]);
});

test('texts that were cut are found with the mark they are in', () => {
	const tight: Token = { ...token('tight', 0, 0), width: 50 };
	expect(cuts([tight, token('wide', 0, 40)]).map(({ key }) => key)).toEqual(['tight']);
});

test('a wrapped label has a box for each line', () => {
	expect(textBoxes(label('a', 0, 20, { text: '하나 둘 셋', wrap: true, width: 26 })).length).toBe(3);
});

test('numbers that are none are found however deep', () => {
	const wire: Mark = {
		kind: 'wire',
		key: 'w',
		x: 0,
		y: 0,
		points: [
			{ x: 0, y: 0 },
			{ x: NaN, y: 1 },
		],
	};
	expect(hasNaN([wire])).toBe(true);
	expect(hasNaN([label('a', 0, 0), token('b', 0, 0)])).toBe(false);
});

test('keys used twice and texts too small', () => {
	expect(repeated([token('a', 0, 0), token('a', 0, 0), token('b', 0, 0)])).toEqual(['a']);
	expect(small([label('a', 0, 0, { size: 10 }), label('b', 0, 0)])).toEqual(['a: 네트워크']);
});
