/** Files that are on the disk already for a container that the engine does not list yet. */
import type { HostState } from '#host/state.ts';
import { PLACES } from './containers.ts';
import { CONTAINERS, fileOnHost, OVERLAY2 } from './hostDisk.ts';

/** The name of a writable layer's directory that is nobody's. */
export function unclaimedLayer(state: HostState): string | undefined {
	const { containers, layers } = state.engine;
	const claimed = new Set([
		...containers.values().map((each) => each.layer),
		...layers.values().map((each) => each.directory),
	]);
	const directories = fileOnHost(state, OVERLAY2)?.entries?.keys() ?? [];
	return directories.find((name) => /^[0-9a-f]{64}$/.test(name) && !claimed.has(name));
}

/** The id of a container whose configuration is written. */
export const unclaimedId = (state: HostState): string | undefined =>
	fileOnHost(state, CONTAINERS)
		?.entries?.keys()
		.find(
			(id) => !state.engine.containers.has(id) && fileOnHost(state, `${CONTAINERS}/${id}/config.v2.json`),
		);

/** The place the next container will have; none where all are taken. */
export const nextSlot = (state: HostState): number | undefined =>
	Array.from({ length: PLACES }, (_, slot) => slot).find((slot) => !state.engine.slots.has(slot));
