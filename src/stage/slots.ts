/**
 * Slots, not forces: which of a fixed number of places each thing has, so that adding never moves what is there. Each
 * thing comes with the number in which it was made; the older keep their place, and a younger one whose place is taken
 * looks on from there.
 */
import type { Hue } from './mark.ts';

export type Numbered = { readonly key: string; readonly number: number };

/** The place of each thing; who finds none (more things than places) is not in the answer. */
export function slots(things: readonly Numbered[], count: number): ReadonlyMap<string, number> {
	const taken = new Set<number>();
	const placed = new Map<string, number>();
	for (const { key, number } of [...things].sort((a, b) => a.number - b.number)) {
		if (taken.size >= count) break;
		let place = ((number % count) + count) % count;
		while (taken.has(place)) place = (place + 1) % count;
		taken.add(place);
		placed.set(key, place);
	}
	return placed;
}

const HUES = 8;

/** The colour of each container by the number in which it was made; beyond eight they repeat. */
export function hues(things: readonly Numbered[]): ReadonlyMap<string, Hue> {
	const placed = slots(things, HUES);
	return new Map(
		things.map(({ key, number }) => [key, (placed.get(key) ?? ((number % HUES) + HUES) % HUES) as Hue]),
	);
}
