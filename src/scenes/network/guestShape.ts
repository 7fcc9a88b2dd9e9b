/** GuestShape is how much room a container takes: more while it is alone. */
import type { Rect } from '#stage/mark.ts';
import type { Cast } from './cast.ts';
import { GUEST_HEIGHT, guestRect, rowOf, TALL, WIDE } from './places.ts';

/** How far it reaches: what it tells at its top left stays where it is, whoever comes to stand beside or beneath it. */
export const guestShape = ({ guests }: Pick<Cast, 'guests'>, slot: number): Rect => {
	const taken = new Set(guests.map((each) => each.slot));
	const isWide = slot < 4 && ![4, 5, 6, 7].some((other) => taken.has(other));
	const below = [...taken].some(
		(other) => other !== undefined && other < 4 && rowOf(other) === rowOf(slot) + 1,
	);
	const isTall = isWide && rowOf(slot) % 2 === 0 && !below;
	const rect = guestRect(slot);
	return {
		...rect,
		width: isWide ? WIDE : rect.width,
		height: isTall ? TALL : GUEST_HEIGHT,
	};
};
