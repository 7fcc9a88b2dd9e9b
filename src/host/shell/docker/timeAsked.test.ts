import { expect, test } from 'vitest';
import { goTime, goTimeFixed } from './inspect/goTime.ts';
import { timeAsked } from './timeAsked.ts';

const noon = Date.UTC(2026, 10, 23, 12) / 1000;

test('--since takes seconds, spans and dates', () => {
	expect(timeAsked('', noon)).toBeUndefined();
	expect(timeAsked('1700000000', noon)).toBe(1700000000);
	expect(timeAsked('1h30m', noon)).toBe(noon - 5400);
	expect(timeAsked('2026-11-23T12:00:00Z', noon)).toBe(noon);
	expect(timeAsked('2026-11-23T12:00:00+02:00', noon)).toBe(noon - 7200);
	expect(timeAsked('2026-11-23', noon)).toBe(noon - 43200);
});

test('Go’s times, with as many digits as they need', () => {
	expect(goTime(0)).toBe('0001-01-01T00:00:00Z');
	expect(goTime(noon + 0.5)).toBe('2026-11-23T12:00:00.5Z');
	expect(goTimeFixed(noon)).toBe('2026-11-23T12:00:00.000000000Z');
	expect(goTime(Date.UTC(2024, 1, 29, 23, 59, 59) / 1000)).toBe('2024-02-29T23:59:59Z');
});
