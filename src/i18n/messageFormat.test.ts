import { describe, expect, test } from 'vitest';
import { IntlMessageFormat } from './messageFormat.ts';

const said = (message: string, values: Record<string, string | number>, locale = 'en'): string =>
	new IntlMessageFormat(message, locale).format(values);

describe('a message', () => {
	test('takes its values', () => {
		expect(said('step {beat} of {total}', { beat: 3, total: 9 })).toBe('step 3 of 9');
		expect(said('{a}', { a: '{b}' })).toBe('{b}');
	});
	test('without one of them is a fault', () => {
		expect(() => said('step {beat}', {})).toThrow('no value for beat');
	});
	test('agrees with a number', () => {
		const message = '{n, plural, =0 {nothing} one {# step} other {# steps of {of}}}';
		expect([0, 1, 2].map((n) => said(message, { n, of: 'web' }))).toEqual([
			'nothing',
			'1 step',
			'2 steps of web',
		]);
		expect(said('{n, plural, other {#걸음}}', { n: 1 }, 'ko')).toBe('1걸음');
	});
});
