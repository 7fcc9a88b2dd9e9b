/** Decks kept in this browser, each under a name of its own, so that one that is damaged leaves the others alone. */
import type { Deck } from './deck.ts';
import { readDeck, writeDeck, type DeckFault } from './deckFile.ts';

export type Shelved = {
	readonly id: string;
	/** As it was kept, also where it cannot be read any more. */
	readonly text: string;
	readonly deck?: Deck;
	readonly fault?: DeckFault;
};

/** full: there is no room for it, refused: this browser keeps nothing. What was kept before stays. */
export type Keeping = 'kept' | 'full' | 'refused';

const PREFIX = 'drydock.deck.';

type Shelf = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/** The browser's storage, or nothing where it is refused. */
export function browserShelf(): Shelf | undefined {
	try {
		return globalThis.localStorage;
	} catch {
		return undefined;
	}
}

const keysOf = (shelf: Shelf): string[] =>
	Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? '');

export function shelved(shelf: Shelf | undefined): readonly Shelved[] {
	if (!shelf) return [];
	return keysOf(shelf)
		.filter((key) => key.startsWith(PREFIX))
		.map((key) => shelvedAs(key.slice(PREFIX.length), shelf.getItem(key) ?? ''))
		.sort((a, b) => (a.deck?.name ?? '').localeCompare(b.deck?.name ?? '') || (a.id < b.id ? -1 : 1));
}

const shelvedAs = (id: string, text: string): Shelved => ({ id, text, ...readDeck(text) });

export function shelvedDeck(shelf: Shelf | undefined, id: string): Shelved | undefined {
	const text = shelf?.getItem(PREFIX + id);
	return typeof text === 'string' ? shelvedAs(id, text) : undefined;
}

export function shelve(shelf: Shelf | undefined, id: string, deck: Deck): Keeping {
	if (!shelf) return 'refused';
	try {
		shelf.setItem(PREFIX + id, writeDeck(deck));
		return 'kept';
	} catch (error) {
		return (error as Partial<Error>).name === 'QuotaExceededError' ? 'full' : 'refused';
	}
}

export function unshelve(shelf: Shelf | undefined, id: string): void {
	shelf?.removeItem(PREFIX + id);
}

/** A name no deck of this browser has yet: `docker0`, `docker0 2`, `docker0 3`. */
export function freeName(name: string, taken: readonly string[]): string {
	if (!taken.includes(name)) return name;
	let number = 2;
	while (taken.includes(`${name} ${number}`)) number += 1;
	return `${name} ${number}`;
}
