import { describe, expect, it } from 'vitest';
import { ArithmeticError, evaluate } from './arithmetic.ts';

const variables = (values: Record<string, string> = {}) => ({
	get: (name: string) => values[name],
	set: (name: string, value: string) => void (values[name] = value),
});

describe('evaluate', () => {
	it.each([
		['1 + 2 * 3', 7n],
		['(1 + 2) * 3', 9n],
		['7 / 2', 3n],
		['-7 / 2', -3n],
		['-7 % 3', -1n],
		['2 ** 10', 1024n],
		['1 << 40', 1099511627776n],
		['0x1f + 010', 39n],
		['2#101', 5n],
		['5 > 3 ? 10 : 20', 10n],
		['1 || 0 && 0', 1n],
		['!0 + ~0', 0n],
		['1, 2, 3', 3n],
		['', 0n],
		['9223372036854775807 + 1', -9223372036854775808n],
	])('%s is %s', (text, value) => {
		expect(evaluate(text, variables())).toBe(value);
	});

	it('assigns, and only in the branch that counts', () => {
		const values: Record<string, string> = { i: '1', j: 'i + 1' };
		expect(evaluate('i++ + ++i', variables(values))).toBe(4n);
		expect(evaluate('0 && (i = 9)', variables(values))).toBe(0n);
		expect(evaluate('1 ? 5 : (i = 9)', variables(values))).toBe(5n);
		expect(evaluate('j', variables(values))).toBe(4n);
		expect(evaluate('k += 2', variables(values))).toBe(2n);
		expect(values).toEqual({ i: '3', j: 'i + 1', k: '2' });
	});

	it.each(['1 / 0', '1 +', '(1', '1 2', '08', '1 % 0'])('refuses %s', (text) => {
		expect(() => evaluate(text, variables())).toThrow(ArithmeticError);
	});

	it('ends where variables name each other', () => {
		expect(() => evaluate('a', variables({ a: 'b', b: 'a' }))).toThrow(ArithmeticError);
	});
});
