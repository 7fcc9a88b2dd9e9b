import { expect, test } from 'vitest';
import { fullDeck, stopOf } from './deck.fixture.ts';
import { writeDeck } from './deckFile.ts';
import { freeName, shelve, shelved, shelvedDeck, unshelve } from './deckShelf.ts';

/** A browser's storage with room for so many letters. */
function storage(room = Infinity) {
	const kept = new Map<string, string>();
	const size = (): number => [...kept].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
	return {
		get length() {
			return kept.size;
		},
		key: (index: number) => [...kept.keys()][index] ?? null,
		getItem: (key: string) => kept.get(key) ?? null,
		removeItem: (key: string) => void kept.delete(key),
		setItem(key: string, value: string) {
			if (size() - (kept.get(key)?.length ?? 0) + value.length > room)
				throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
			kept.set(key, value);
		},
	};
}

test('decks are kept, found, changed and taken away', () => {
	const shelf = storage();
	expect(shelve(shelf, 'b', { ...fullDeck, name: 'b' })).toBe('kept');
	expect(shelve(shelf, 'a', { ...fullDeck, name: 'a' })).toBe('kept');
	shelf.setItem('theme', 'dark');
	expect(shelved(shelf).map(({ id, deck }) => [id, deck?.name])).toEqual([
		['a', 'a'],
		['b', 'b'],
	]);
	expect(shelve(shelf, 'a', { ...fullDeck, name: 'c' })).toBe('kept');
	expect(shelvedDeck(shelf, 'a')?.deck?.name).toBe('c');
	unshelve(shelf, 'a');
	expect(shelvedDeck(shelf, 'a')).toBeUndefined();
	expect(shelved(shelf)).toHaveLength(1);
});

test('where there is no room, what was kept before stays', () => {
	const small = { name: 'small', stops: [stopOf()] };
	const shelf = storage(writeDeck(small).length + 100);
	expect(shelve(shelf, 'a', small)).toBe('kept');
	expect(shelve(shelf, 'a', { ...small, stops: Array.from({ length: 50 }, () => stopOf()) })).toBe('full');
	expect(shelvedDeck(shelf, 'a')?.deck).toEqual(small);
});

test('a browser that keeps nothing says so', () => {
	const refusing = {
		...storage(),
		setItem: () => {
			throw new Error('denied');
		},
	};
	expect(shelve(refusing, 'a', fullDeck)).toBe('refused');
	expect(shelve(undefined, 'a', fullDeck)).toBe('refused');
	expect(shelved(undefined)).toEqual([]);
});

test('a damaged deck is shown as it is, and the others are read', () => {
	const shelf = storage();
	shelve(shelf, 'good', fullDeck);
	shelf.setItem('drydock.deck.bad', '{"kind":');
	const bad = shelved(shelf).find(({ id }) => id === 'bad');
	expect(bad).toMatchObject({ text: '{"kind":', fault: { kind: 'notJson' } });
	expect(shelved(shelf).find(({ id }) => id === 'good')?.deck).toEqual(fullDeck);
});

test('a second deck of the same name has another', () => {
	expect(freeName('a', [])).toBe('a');
	expect(freeName('a', ['a', 'a 2'])).toBe('a 3');
});
