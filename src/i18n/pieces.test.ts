import { expect, test } from 'vitest';
import { pieces, spoken } from './pieces.ts';

test('pieces cuts at backticks', () => {
	expect(pieces('이제 `veth0`이 있습니다')).toEqual([
		{ text: '이제 ', code: false },
		{ text: 'veth0', code: true },
		{ text: '이 있습니다', code: false },
	]);
	expect(spoken('a `b` c')).toBe('a b c');
});
