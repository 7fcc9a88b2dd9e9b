/** Place is where a lecture stands; with its deck it is all a window needs to go on. */
import type { Deck } from '#share/deck.ts';
import { readDeck, writeDeck } from '#share/deckFile.ts';
import { isFields, isSight, type Sight } from './sight.ts';
import { isTimer, type Timer } from './timer.ts';

export type Place = {
	/** What the speaker has in hand. */
	readonly hand: Sight;
	/** What the audience is kept at meanwhile, while it is frozen. */
	readonly held?: Sight | undefined;
	readonly timer: Timer;
	/** Whatever key is hit types the next command. */
	readonly isDemo: boolean;
};

export type Going = { readonly deck: Deck; readonly place: Place };

export const isPlace = (value: unknown): value is Place =>
	isFields(value) &&
	isSight(value.hand) &&
	(value.held === undefined || isSight(value.held)) &&
	isTimer(value.timer) &&
	typeof value.isDemo === 'boolean';

export const shownAt = ({ hand, held }: Place): Sight => held ?? hand;

/** What came from another window: the deck as its file's text. */
export function goingIn(deck: unknown, place: unknown): Going | undefined {
	if (typeof deck !== 'string' || !isPlace(place)) return undefined;
	const read = readDeck(deck);
	return 'deck' in read ? { deck: read.deck, place } : undefined;
}

const DECK = 'drydock.lecture.deck';
const PLACE = 'drydock.lecture.place';
type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

/** Whether the browser took it: without that, a reload begins anew unless another window is open. */
export function keepPlace(shelf: Shelf | undefined, place: Place): boolean {
	return kept(shelf, PLACE, JSON.stringify(place));
}
export function keepDeck(shelf: Shelf | undefined, deck: Deck): boolean {
	return kept(shelf, DECK, writeDeck(deck));
}

function kept(shelf: Shelf | undefined, key: string, text: string): boolean {
	try {
		shelf?.setItem(key, text);
		return shelf !== undefined;
	} catch {
		return false;
	}
}

export function keptGoing(shelf: Shelf | undefined): Going | undefined {
	try {
		return goingIn(shelf?.getItem(DECK), JSON.parse(shelf?.getItem(PLACE) ?? 'null'));
	} catch {
		return undefined;
	}
}
