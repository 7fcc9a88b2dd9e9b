/**
 * A deck carried whole behind the `#` of an address, which never leaves the browser: readable while it is short
 * (`#deck=name&stop=title&run=…&at=…`), compressed where it is long (`#deck-z=…`).
 */
import type { Deck, Stop } from './deck.ts';
import { DECK_FILE, readDeck, writeDeck, type ReadDeck } from './deckFile.ts';
import { readable } from './moment.ts';

/** Letters up to which an address is still read by people. */
const READABLE = 900;
/** A deck is no longer than this, whatever a link unpacks to. */
const MOST_BYTES = 4_000_000;

export async function deckHash(deck: Deck): Promise<string> {
	const plain = `#${written(deck)}`;
	if (plain.length <= READABLE && isWhole(plain, deck)) return plain;
	return `#deck-z=${await pack(writeDeck(deck))}`;
}

/** A line with an odd beginning or none at all would be lost in the readable form. */
function isWhole(hash: string, deck: Deck): boolean {
	const back = readDeck(JSON.stringify(read(hash.slice(1))));
	return 'deck' in back && writeDeck(back.deck) === writeDeck(ordered(deck));
}

/** With its fields in the order in which a reader finds them. */
function ordered(deck: Deck): Deck {
	const back = readDeck(writeDeck(deck));
	return 'deck' in back ? back.deck : deck;
}

/** The deck an address carries; undefined where it carries none. */
export async function deckIn(hash: string): Promise<ReadDeck | undefined> {
	const packed = /^#deck-z=(.*)$/.exec(hash)?.[1];
	if (packed !== undefined) return readDeck((await unpack(packed).catch(() => undefined)) ?? '');
	return hash.startsWith('#deck=') ? readDeck(JSON.stringify(read(hash.slice(1)))) : undefined;
}

type Pair = readonly [string, string];

const stopPairs = (stop: Stop): readonly Pair[] => [
	['stop', stop.title],
	['run', stop.run.join('\n')],
	['at', String(stop.at)],
	...(stop.before === undefined ? [] : [['before', String(stop.before)] as const]),
	['scene', stop.scene],
	...(stop.face === undefined ? [] : [['face', stop.face] as const]),
	...(stop.host === undefined ? [] : [['host', stop.host] as const]),
	...(stop.asks ? [['asks', 'yes'] as const] : []),
	...(stop.note === '' ? [] : [['note', stop.note] as const]),
];

function written({ name, minutes, stops }: Deck): string {
	const own: readonly Pair[] = [
		['deck', name],
		...(minutes === undefined ? [] : [['minutes', String(minutes)] as const]),
	];
	return [...own, ...stops.flatMap(stopPairs)].map(([key, value]) => `${key}=${readable(value)}`).join('&');
}

/** Fields as a file would have them; whether they are right is for its reader to say. */
function read(text: string): unknown {
	const deck: Record<string, unknown> = { ...DECK_FILE };
	const stops: Record<string, unknown>[] = [];
	for (const [key, value] of new URLSearchParams(text)) {
		const stop = stops.at(-1);
		if (key === 'stop') stops.push({ title: value, run: [] });
		else if (key === 'deck') deck.name = value;
		else if (stop) stop[key] = fieldOf(key, value);
		else deck[key] = fieldOf(key, value);
	}
	return { ...deck, stops };
}

function fieldOf(key: string, value: string): unknown {
	if (key === 'run') return value === '' ? [] : lines(value);
	if (key === 'asks') return value === 'yes' ? true : value;
	const isNumber = ['at', 'before', 'minutes'].includes(key) && /^\d+$/.test(value);
	return isNumber ? Number(value) : value;
}

/** A line that begins with `> ` goes on with the one above it, as in the address of a moment. */
const lines = (text: string): string[] => text.split(/\n(?!> )/);

async function pack(text: string): Promise<string> {
	const bytes = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(text));
	const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
	return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

async function unpack(packed: string): Promise<string> {
	const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
	const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
	return new TextDecoder().decode(await through(new DecompressionStream('deflate-raw'), bytes));
}

async function through(
	stream: CompressionStream | DecompressionStream,
	bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let length = 0;
	const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		length += part.value.length;
		if (length > MOST_BYTES) throw new RangeError('longer than a deck can be');
		parts.push(part.value);
	}
	const all = new Uint8Array(length);
	let place = 0;
	for (const part of parts) {
		all.set(part, place);
		place += part.length;
	}
	return all;
}
