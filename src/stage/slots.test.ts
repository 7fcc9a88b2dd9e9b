import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hues, slots } from './slots.ts';

const things = fc
	.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 12 })
	.map((numbers) => numbers.sort((a, b) => a - b).map((number) => ({ key: `container:${number}`, number })));

test('what comes later never moves what is there', () => {
	fc.assert(
		fc.property(things, fc.integer({ min: 1, max: 8 }), (all, count) => {
			const fewer = slots(all.slice(0, -1), count);
			const more = slots(all, count);
			for (const [key, place] of fewer) expect(more.get(key)).toBe(place);
		}),
	);
});

test('no two share a place', () => {
	fc.assert(
		fc.property(things, fc.integer({ min: 1, max: 8 }), (all, count) => {
			const places = [...slots(all, count).values()];
			expect(new Set(places).size).toBe(places.length);
			expect(places.length).toBe(Math.min(count, all.length));
		}),
	);
});

test('the rest keep their places when one goes', () => {
	const before = slots(
		[0, 1, 2].map((number) => ({ key: `c${number}`, number })),
		4,
	);
	const after = slots(
		[0, 2].map((number) => ({ key: `c${number}`, number })),
		4,
	);
	expect(after.get('c0')).toBe(before.get('c0'));
	expect(after.get('c2')).toBe(before.get('c2'));
});

test('every container has a hue, the first eight have different ones', () => {
	const made = hues(Array.from({ length: 10 }, (_, number) => ({ key: `c${number}`, number })));
	expect(made.size).toBe(10);
	expect(new Set([...made.values()].slice(0, 8)).size).toBe(8);
});
