/** Which containers have a place of their own in a picture, and what colour each has in all of them. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import type { Hue } from '#stage/mark.ts';

/** Places there are, and hues. */
export const PLACES = 8;

/** Those with a place, in the order of their places. */
export const placed = (state: HostState): readonly Container[] =>
	Array.from({ length: PLACES }, (_, slot) => state.engine.slots.get(slot)).flatMap((id) => {
		const container = id === undefined ? undefined : state.engine.containers.get(id);
		return container ? [container] : [];
	});

/** Those that are only counted. */
export const unplaced = (state: HostState): readonly Container[] =>
	state.engine.containers.size <= PLACES && state.engine.slots.keys().every((slot) => slot < PLACES)
		? []
		: state.engine.containers.filter((each) => each.slot >= PLACES);

export const hueOf = ({ slot }: Pick<Container, 'slot'>): Hue => (slot % PLACES) as Hue;
export const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);
