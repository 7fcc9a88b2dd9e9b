import { expect, test } from 'vitest';
import { printed } from './printed.ts';

test('a progress line leaves its last state', () => {
	expect(printed('% Total\r  0   0\r100 615\n')).toBe('% Total\r  0   0\r100 615\n'.split('\r').at(-1));
	expect(printed('a\r\nb\n')).toBe('a\nb\n');
	expect(printed('')).toBe('');
});
