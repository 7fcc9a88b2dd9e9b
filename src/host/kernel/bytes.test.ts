import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appended, byteLength, elfName, wholeContent, written } from './bytes.ts';
import type { Inode } from './file.ts';

const inode = (fields: Partial<Inode>): Inode => ({
	...{ inode: 1, kind: 'file', mode: 0o644, uid: 0, gid: 0, size: 0, modified: 0, links: 1 },
	...fields,
});
const zeros = '\0'.repeat(5000);
const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('zeros')), { maxLength: 6 });

test('bytes are counted as UTF-8 has them', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			expect(byteLength(text)).toBe(new TextEncoder().encode(text).length);
		}),
	);
});
test('what is written piece by piece reads as one, zeros or not', () => {
	fc.assert(
		fc.property(texts, (list) => {
			const pieces = list.map((each) => (each === 'zeros' ? zeros : each));
			const whole = pieces.join('');
			const file = pieces.reduce(
				(now, piece) => ({ ...now, ...appended(now, piece) }),
				inode({ ...written('') }),
			);
			expect(file.size).toBe(byteLength(whole));
			expect(wholeContent(file, 'f') === whole).toBe(true);
			expect(wholeContent(inode(written(whole)), 'f') === whole).toBe(true);
		}),
	);
});
test('many zeros are kept as a size', () => {
	expect(written(`head${zeros}`)).toEqual({ size: 5004, content: 'head' });
	expect(appended(inode({ content: '', size: 2 ** 30 }), zeros)).toEqual({
		size: 2 ** 30 + 5000,
		content: '',
	});
});
test('a program whose bytes are not known says its name', () => {
	const program = inode({ mode: 0o755, size: 100 });
	expect(wholeContent(program, 'ls')).toHaveLength(100);
	expect(elfName(wholeContent(program, 'ls'))).toBe('ls');
	expect(elfName('#!/bin/sh\n')).toBeUndefined();
	expect(wholeContent(inode({ size: 3 }), 'data')).toBe('\0\0\0');
});
