import { describe, expect, test } from 'vitest';
import { fullDeck } from '#share/deck.fixture.ts';
import { writeDeck } from '#share/deckFile.ts';
import { readMessage, type Message } from './message.ts';
import { keepDeck, keepPlace, keptGoing, shownAt, type Place } from './place.ts';
import type { Sight } from './sight.ts';
import { Wire, type Channel } from './wire.ts';

const sight: Sight = {
	stop: 1,
	run: ['docker ps'],
	at: 3,
	host: 'docker26-cgroup2',
	detail: 'folded',
	scene: 'layers',
	face: 'build',
	chosen: 'container:web',
	lit: ['container:web'],
	near: 'close',
	theme: 'projector',
	curtain: 'black',
	title: 'a',
	isStart: false,
	coming: { place: 'host', text: 'ls' },
	typed: { place: 'outside', text: 'cu' },
	hasTerminal: true,
	poll: { beat: 4, choice: 1, isTold: false },
};
const place: Place = {
	hand: sight,
	held: { ...sight, at: 1 },
	timer: { passed: 4, since: 100 },
	isDemo: false,
};

/** Channels that hear one another, as windows of one browser do: what is sent is copied. */
function channels(count: number): Channel[] {
	const listeners: ((event: MessageEvent<unknown>) => void)[] = [];
	return Array.from({ length: count }, (_, own) => ({
		postMessage: (data: unknown) =>
			listeners.forEach((listener, index) => {
				if (index !== own) listener({ data: structuredClone(data) } as MessageEvent<unknown>);
			}),
		addEventListener: (_: 'message', listener: (event: MessageEvent<unknown>) => void) => {
			listeners[own] = listener;
		},
		close: () => undefined,
	}));
}

test('what one window says the other hears, the deck as its file', () => {
	const heard: Message[] = [];
	const [a, b] = channels(2);
	const wire = new Wire(() => undefined, a, 'a');
	new Wire((message) => heard.push(message), b, 'b');
	wire.say({ kind: 'going', role: 'desk', leads: true, deck: fullDeck, place });
	wire.say({ kind: 'place', place });
	wire.say({ kind: 'ink', strokes: [[{ x: 1, y: 2 }]] });
	wire.say({ kind: 'light' });
	wire.say({ kind: 'press', act: 'next', number: 1 });
	wire.say({ kind: 'screen', glass: { width: 10, height: 5 } });
	expect(heard).toEqual([
		{ kind: 'going', role: 'desk', leads: true, deck: fullDeck, place, from: 'a' },
		{ kind: 'place', place, from: 'a' },
		{ kind: 'ink', strokes: [[{ x: 1, y: 2 }]], from: 'a' },
		{ kind: 'light', from: 'a' },
		{ kind: 'press', act: 'next', number: 1, from: 'a' },
		{ kind: 'screen', glass: { width: 10, height: 5 }, from: 'a' },
	]);
});

describe('what is none of ours is not heard', () => {
	test.each<[string, unknown]>([
		['text', 'next'],
		['nothing', null],
		['no sender', { kind: 'ping' }],
		['no kind', { from: 'x', kind: 'format' }],
		['a role there is not', { from: 'x', kind: 'hello', role: 'boss' }],
		['an act there is not', { from: 'x', kind: 'press', act: 'reload', number: 1 }],
		['a place without time', { from: 'x', kind: 'place', place: { hand: sight, isDemo: false } }],
		[
			'a scene there is not',
			{ from: 'x', kind: 'place', place: { ...place, hand: { ...sight, scene: 'x' } } },
		],
		['a host there is not', { from: 'x', kind: 'place', place: { ...place, hand: { ...sight, host: 'x' } } }],
		['lines that are none', { from: 'x', kind: 'place', place: { ...place, hand: { ...sight, run: [1] } } }],
		['a moment before all', { from: 'x', kind: 'place', place: { ...place, hand: { ...sight, at: -1 } } }],
		[
			'a theme there is not',
			{ from: 'x', kind: 'place', place: { ...place, held: { ...sight, theme: 'x' } } },
		],
		['a deck that is none', { from: 'x', kind: 'going', role: 'desk', deck: '{}', place }],
		['ink without end', { from: 'x', kind: 'ink', strokes: [[{ x: Infinity, y: 0 }]] }],
		['a point that is none', { from: 'x', kind: 'light', point: 7 }],
	])('%s', (_, message) => {
		expect(readMessage(message)).toBeUndefined();
	});
});

describe('where a lecture stands is kept', () => {
	const storage = () => {
		const all = new Map<string, string>();
		return {
			getItem: (key: string) => all.get(key) ?? null,
			setItem: (key: string, value: string) => void all.set(key, value),
		};
	};
	test('and found again', () => {
		const shelf = storage();
		expect(keptGoing(shelf)).toBeUndefined();
		expect(keepDeck(shelf, fullDeck) && keepPlace(shelf, place)).toBe(true);
		expect(keptGoing(shelf)).toEqual({ deck: fullDeck, place });
		expect(shownAt(place).at).toBe(1);
	});
	test('unless it is damaged, or the browser refuses', () => {
		const shelf = storage();
		shelf.setItem('drydock.lecture.deck', writeDeck(fullDeck));
		shelf.setItem('drydock.lecture.place', '{"hand":');
		expect(keptGoing(shelf)).toBeUndefined();
		const refusing = {
			getItem: () => null,
			setItem: () => {
				throw new Error('denied');
			},
		};
		expect(keepPlace(refusing, place)).toBe(false);
		expect(keepPlace(undefined, place)).toBe(false);
		expect(keptGoing(undefined)).toBeUndefined();
	});
});
