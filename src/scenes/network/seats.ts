/** Seats are which containers have a place in the picture. Nobody who has one moves because another comes or goes. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import { slots } from '#stage/slots.ts';
import { latest } from './latest.ts';
import { PLACES } from './places.ts';

export interface Seats {
	/** Places by the container's id. */
	readonly places: ReadonlyMap<string, number>;
	/** Those without one. */
	readonly away: readonly Container[];
}

export const isAlive = ({ state }: Container): boolean =>
	state.status === 'running' || state.status === 'paused';

/** Those that run have a place before those that don't; within each, the older before the younger. */
const placesOf = (containers: readonly Container[]): ReadonlyMap<string, number> => {
	const numbered = containers.map((each) => ({ key: each.id, number: each.slot, isAlive: isAlive(each) }));
	if (containers.length <= PLACES && containers.every((each) => each.slot < PLACES))
		return slots(numbered, PLACES);
	const first = slots(
		numbered.filter((each) => each.isAlive),
		PLACES,
	);
	const taken = new Set(first.values());
	const free = [...Array(PLACES).keys()].filter((place) => !taken.has(place));
	const rest = numbered.filter((each) => !each.isAlive).sort((a, b) => a.number - b.number);
	const placed = new Map(first);
	for (const { key, number } of rest) {
		const at = free.includes(number) ? free.indexOf(number) : 0;
		const [place] = free.splice(at, 1);
		if (place !== undefined) placed.set(key, place);
	}
	return placed;
};

export const seatsOf = latest(
	({ engine }: HostState) => [engine.containers],
	({ engine }): Seats => {
		const containers = engine.containers.values();
		const places = placesOf(containers);
		return { places, away: containers.filter((each) => !places.has(each.id)) };
	},
);

/** The places with another page of the rest on them. */
export const pageOf = ({ places, away }: Seats, page: number): ReadonlyMap<string, number> =>
	page === 0
		? places
		: new Map(away.slice((page - 1) * PLACES, page * PLACES).map((each, place) => [each.id, place]));
