import { expect, test } from 'vitest';
import type { Series } from '../mark.ts';
import { seriesPaths } from './series.ts';

const series: Series = {
	kind: 'series',
	key: 'series:cpu',
	x: 0,
	y: 0,
	width: 100,
	height: 50,
	since: 0,
	until: 10,
	of: 1,
	samples: [
		{ at: 0, value: 0 },
		{ at: 4, value: 1 },
		{ at: 10, value: 0.5 },
	],
};

test('a value is held until the next sample, or the line goes straight to it', () => {
	expect(seriesPaths(series).line).toBe('M0,50L40,50L40,0L100,0L100,25');
	expect(seriesPaths({ ...series, curve: 'line' }).line).toBe('M0,50L40,0L100,25');
});

test('the area stands on the ground, and the tip is now', () => {
	const { area, tip } = seriesPaths({ ...series, now: 7, curve: 'line' });
	expect(area).toBe('M0,50L40,0L70,12.5L70,50L0,50Z');
	expect(tip).toEqual({ x: 70, y: 12.5 });
});

test('before the first sample there is nothing to draw', () => {
	expect(seriesPaths({ ...series, samples: [] })).toEqual({ line: '', area: '' });
});
