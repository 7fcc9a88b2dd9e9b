import { expect, test } from 'vitest';
import { fitting, placeOf, timeAt, ways } from './ways.ts';

const steps = [
	{ start: 0, end: 100 },
	{ start: 100, end: 100 },
	{ start: 100, end: 109 },
];
const all = ways(steps, 400);

test('commands fill the width without overlapping', () => {
	expect(all[0]?.x).toBe(0);
	for (const [index, way] of all.entries())
		expect(way.x).toBeGreaterThanOrEqual((all[index - 1]?.x ?? 0) + (all[index - 1]?.width ?? 0));
	const last = all.at(-1);
	expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(400);
});

test('a longer command is wider, one without beats still has a place', () => {
	expect(all[0]?.width).toBeGreaterThan(all[2]?.width ?? 0);
	expect(all[1]?.width).toBeGreaterThan(5);
});

test('a place is that of its time, and the time that of its place', () => {
	for (const t of [0.1, 50, 99, 101, 109]) expect(timeAt(all, placeOf(all, t))).toBeCloseTo(t);
	expect(timeAt(all, -20)).toBe(0);
	expect(timeAt(all, 1000)).toBe(109);
	expect(placeOf([], 3)).toBe(0);
});

test('a command is shortened to what fits', () => {
	expect(fitting('docker ps', 200)).toBe('docker ps');
	expect(fitting('docker run -d --name web nginx', 90)).toBe('docker run…');
	expect(fitting('docker ps', 20)).toBe('');
});
