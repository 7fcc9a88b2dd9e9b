import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Stop } from './deck.ts';
import { fullDeck, stopOf } from './deck.fixture.ts';
import { deckHash, deckIn } from './deckLink.ts';
import { SCENE_NAMES } from './sceneName.ts';

describe('a deck in a link', () => {
	test('is readable while it is short', async () => {
		const deck = { name: 'docker0', stops: [stopOf({ title: 'one', run: ['docker ps'], before: 0 })] };
		expect(await deckHash(deck)).toBe('#deck=docker0&stop=one&run=docker+ps&at=end&before=0&scene=network');
		expect(await deckIn(await deckHash(deck))).toEqual({ deck });
	});
	test('is compressed when it is long', async () => {
		const run = Array.from({ length: 40 }, (_, index) => `docker run -d --name web${index} nginx`);
		const stops = run.map((_, index) => stopOf({ run: run.slice(0, index + 1), before: index }));
		const hash = await deckHash({ name: 'long', stops });
		expect(hash).toMatch(/^#deck-z=[\w-]+$/);
		expect(hash.length).toBeLessThan(1500);
		expect(await deckIn(hash)).toEqual({ deck: { name: 'long', stops } });
	});
	test('comes back whole', async () => {
		expect(await deckIn(await deckHash(fullDeck))).toEqual({ deck: fullDeck });
		const line = fc
			.string({ unit: 'grapheme' })
			.filter((text) => !/[\uD800-\uDFFF]/.test(text) || text.isWellFormed());
		const stop = fc.record<Stop>({
			title: line,
			run: fc.array(line, { maxLength: 4 }),
			at: fc.oneof(fc.nat(99), fc.constant('end' as const)),
			scene: fc.constantFrom(...SCENE_NAMES),
			note: line,
		});
		await fc.assert(
			fc.asyncProperty(line, fc.array(stop, { maxLength: 3 }), async (name, stops) => {
				expect(await deckIn(await deckHash({ name, stops }))).toEqual({ deck: { name, stops } });
			}),
			{ numRuns: 200 },
		);
	});
	test('is told when it is broken', async () => {
		expect(await deckIn('#deck-z=%%%')).toMatchObject({ fault: { kind: 'notJson' } });
		expect(await deckIn('#deck-z=AAAA')).toMatchObject({ fault: { kind: 'notJson' } });
		expect(await deckIn('#deck=x&stop=a&run=ls&at=soon&scene=network')).toMatchObject({
			fault: { kind: 'field', stop: 1, field: 'at' },
		});
		expect(await deckIn('#deck=x&stop=a&run=ls&at=end&scene=nowhere')).toMatchObject({
			fault: { field: 'scene' },
		});
	});
	test('is not looked for in other addresses', async () => {
		expect(await deckIn('')).toBeUndefined();
		expect(await deckIn('#notes')).toBeUndefined();
	});
});
