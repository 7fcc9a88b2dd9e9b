import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, textWidth, wrapped } from './text.ts';

test('a Korean syllable is 0.864 em in the UI face and a full em beside the mono face', () => {
	expect(textWidth('컨테이너', { size: 10 })).toBeCloseTo(4 * 8.64);
	expect(textWidth('가', { size: 10, mono: true })).toBe(10);
});

test('ASCII is 0.6 em in the mono face', () => {
	expect(textWidth('172.17.0.2', { size: 13, mono: true })).toBeCloseTo(78);
});

test('weights between regular and bold lie between them', () => {
	const width = (weight: 400 | 500 | 700) => textWidth('docker run', { size: 16, weight });
	expect(width(500)).toBeGreaterThan(width(400));
	expect(width(700)).toBeGreaterThan(width(500));
});

test('a text that fits is left alone', () => {
	expect(fitted('eth0', 100, 13)).toEqual({ text: 'eth0' });
});

test('a text that does not fit is cut, ends in an ellipsis, fits, and keeps its whole', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: 'grapheme', minLength: 4 }),
			fc.integer({ min: 12, max: 60 }),
			(text, width) => {
				const fit = fitted(text, width, 13);
				if (fit.full === undefined) return fit.text === text && textWidth(text, { size: 13 }) <= width;
				return (
					fit.full === text && fit.text.endsWith('…') && textWidth(fit.text, { size: 13 }) <= width + 0.001
				);
			},
		),
	);
});

test('Korean breaks between words only', () => {
	const text = '컨테이너도 호스트의 커널을 함께 씁니다';
	expect(wrapped(text, 74, { size: 14 })).toEqual(['컨테이너도', '호스트의', '커널을 함께', '씁니다']);
});

test('a word longer than a line is broken within, and nothing is lost', () => {
	const lines = wrapped('id 9f2c1ab07e119f2c1ab07e11 끝', 60, { size: 12, mono: true });
	expect(lines.join('').replaceAll(' ', '')).toBe('id9f2c1ab07e119f2c1ab07e11끝');
	for (const line of lines) expect(textWidth(line, { size: 12, mono: true })).toBeLessThanOrEqual(60);
});
