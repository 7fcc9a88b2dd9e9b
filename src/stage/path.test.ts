import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Wire } from './mark.ts';
import { cubics, drawing, pointAt } from './path.ts';

const wire = (more: Partial<Wire>): Wire => ({
	kind: 'wire',
	key: 'wire:1',
	x: 0,
	y: 0,
	points: [
		{ x: 0, y: 0 },
		{ x: 100, y: 0 },
		{ x: 100, y: 50 },
	],
	...more,
});

test('a point half way along a straight wire with a corner', () => {
	const { x, y } = pointAt(wire({}), 0.5);
	expect([x, y]).toEqual([75, 0]);
	expect(pointAt(wire({}), 1).angle).toBeCloseTo(Math.PI / 2);
});

test('every curve begins and ends where its points do', () => {
	fc.assert(
		fc.property(fc.constantFrom('straight', 'round', 'across', 'down', 'bow'), (curve) => {
			const made = cubics(wire({ curve }));
			expect(made[0]?.[0]).toEqual({ x: 0, y: 0 });
			expect(made.at(-1)?.[3]).toEqual({ x: 100, y: 50 });
			made.slice(1).forEach((cubic, i) => expect(cubic[0]).toEqual(made[i]?.[3]));
		}),
	);
});

test('a positive bend goes to the left of the direction', () => {
	const points = [
		{ x: 0, y: 0 },
		{ x: 100, y: 0 },
	];
	expect(pointAt(wire({ points, curve: 'bow', bend: 0.2 }), 0.5).y).toBeCloseTo(-20);
});

test('a wire half drawn ends half way, and a whole one is drawn whole', () => {
	expect(drawing(wire({ drawn: 0.5 })).d).toBe('M0 0L75 0');
	expect(drawing(wire({})).d).toBe('M0 0L100 0L100 50');
});

test('an arrowhead stands at the tip and looks along the wire', () => {
	const { heads } = drawing(wire({ arrow: 'both' }));
	expect(heads.map(({ x, y }) => [x, y])).toEqual([
		[100, 50],
		[0, 0],
	]);
	expect(heads[0]?.angle).toBeCloseTo(Math.PI / 2);
	expect(heads[1]?.angle).toBeCloseTo(Math.PI);
});

test('a wire of no length is no trouble', () => {
	const point = { x: 5, y: 5 };
	expect(drawing(wire({ points: [point, point], arrow: 'end', curve: 'bow' })).d).not.toContain('NaN');
});
