import { describe, expect, it } from 'vitest';
import { asPattern, isMatch, isPattern, trimmed, withoutEscapes } from './pattern.ts';

describe('patterns', () => {
	it.each([
		['*.txt', 'a.txt', true],
		['*.txt', 'a.txtx', false],
		['a?c', 'abc', true],
		['[a-c]x', 'bx', true],
		['[!a-c]x', 'bx', false],
		['[[:digit:]]*', '7up', true],
		['[]]', ']', true],
		['a\\*', 'a*', true],
		['a\\*', 'ab', false],
		['a.b', 'axb', false],
		['[z-a]', 'z', false],
	])('%s and %s: %s', (pattern, text, isHit) => {
		expect(isMatch(pattern, text)).toBe(isHit);
	});

	it.each([
		['/a/b/c.tar.gz', '##', '*/', 'c.tar.gz'],
		['/a/b/c.tar.gz', '#', '*/', 'a/b/c.tar.gz'],
		['/a/b/c.tar.gz', '%', '.*', '/a/b/c.tar'],
		['/a/b/c.tar.gz', '%%', '.*', '/a/b/c'],
		['x', '%', 'y', 'x'],
	])('${x%s} of %s', (text, operator, pattern, left) => {
		expect(trimmed(text, operator, pattern)).toBe(left);
	});

	it('makes a quoted text match itself alone', () => {
		for (const text of ['*', 'a[b]', 'c?d', 'e\\f']) {
			expect(isPattern(asPattern(text))).toBe(false);
			expect(isMatch(asPattern(text), text)).toBe(true);
			expect(withoutEscapes(asPattern(text))).toBe(text);
		}
	});
});
