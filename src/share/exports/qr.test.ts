import { expect, test } from 'vitest';
import { qr } from './qr.ts';

test('an address becomes squares within its frame, with the quiet zone left free', () => {
	const code = qr('https://example.org/ko/scenes/network/?run=docker+ps&at=3');
	const places = [...(code?.d ?? '').matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [
		Number(x),
		Number(y),
	]);
	expect(places.length).toBeGreaterThan(200);
	expect(Math.min(...places)).toBe(4);
	expect(Math.max(...places)).toBe((code?.size ?? 0) - 5);
});

test('what no code can hold has none', () => {
	expect(qr(`https://example.org/?run=${'x'.repeat(4000)}`)).toBeUndefined();
});
