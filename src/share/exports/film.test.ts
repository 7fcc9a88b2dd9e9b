import { expect, test } from 'vitest';
import { film, lengthOf } from './film.ts';

const beats = [0, 1, 2].map((start) => ({ start, duration: 0.5 }));
const filming = { from: 0, to: 3, rate: 10, longest: 1, rest: 1 };

test('a film begins with what was before, and every beat is sampled to its very end, then rests', () => {
	const shots = film({ beats }, filming);
	expect(shots).toHaveLength(1 + 3 * (5 + 1));
	expect(shots.map(({ t }) => t).slice(0, 7)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5]);
	expect(lengthOf(shots)).toBeCloseTo(1 + 3 * 1.5);
});

test('a stretch shows only its beats, from the end of the beat before it', () => {
	const shots = film({ beats }, { ...filming, from: 1, to: 2 });
	expect(shots[0]).toEqual({ t: 0.5, seconds: 1 });
	expect(shots.at(-1)?.t).toBe(1.5);
	expect(Math.min(...shots.map(({ t }) => t))).toBe(0.5);
});

test('no shot lasts longer than it may', () => {
	const shots = film({ beats }, { ...filming, rest: 1.2, longest: 0.5 });
	expect(Math.max(...shots.map(({ seconds }) => seconds))).toBeLessThanOrEqual(0.5);
	expect(lengthOf(shots)).toBeCloseTo(1.2 + 3 * 1.7);
});

test('nothing to film is the one picture there is', () => {
	expect(film({ beats: [] }, { ...filming, to: 0 })).toEqual([{ t: 0, seconds: 1 }]);
});
