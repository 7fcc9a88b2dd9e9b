import { expect, test } from 'vitest';
import { changedPixels } from './changedPixels.ts';

test('the first picture is new everywhere, the next only where it differs', () => {
	const first = Uint32Array.of(7, 7, 9);
	expect([...changedPixels(first, undefined)]).toEqual([0, 1, 2]);
	expect([...changedPixels(Uint32Array.of(7, 8, 9), first)]).toEqual([1]);
	expect([...changedPixels(first, first)]).toEqual([]);
});
