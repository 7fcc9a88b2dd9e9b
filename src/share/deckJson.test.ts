import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badJsonLine } from './deckJson.ts';

test.each([
	['{\n"a": [}\n', 2],
	['{\n"a": 1\n"b": 2}', 3],
	['', 1],
	['{"a":\n1,\n}', 3],
	['[1,\n2', 2],
	['{"a": "b\nc"}', 1],
	["{'a': 1}", 1],
	['[]\n\nx', 3],
	['{"a" 1}', 1],
	['{1: 2}', 1],
	['[1 2]', 1],
	['[}', 1],
	['[01]', 1],
])('%j is wrong in line %i', (text, line) => {
	expect(badJsonLine(text)).toBe(line);
});

test('JSON has no such line', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.constantFrom('', '\t'), (value, indent) => {
			expect(badJsonLine(JSON.stringify(value, undefined, indent))).toBeUndefined();
		}),
	);
});
