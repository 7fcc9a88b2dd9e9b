/** Ship: the host on the left and a registry on the right; names and digests above the water, layers below it. */
import type { Registry } from '#host/engine/engine.ts';
import { MEMORY, placeOfTask } from '#host/engine/registryPlace.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { STAGE } from '#stage/place.ts';
import { containerOfTask } from '#host/whose.ts';
import type { View } from '../../scene.ts';
import { blobs } from './blobs.ts';
import { manifests } from './manifests.ts';
import { CENTRE_LEFT, CENTRE_RIGHT, LEFT, NAMES, RIGHT, WATER } from './shipRoom.ts';

const water = ({ say }: View): Mark => ({
	...{ kind: 'waterline', key: 'water', x: 0, y: WATER, width: STAGE.width, height: STAGE.height - WATER },
	...{ above: say('ship.above'), below: say('ship.below'), aboveAt: 26 },
});

/** The one that was opened last. */
const registryOf = (state: HostState): Registry | undefined => state.engine.registries.values().at(-1);

/** Who serves it now: a container, or a program beside the host's other ones. */
function server(state: HostState, { place }: Registry): string | undefined {
	const task = state.tasks.find((each) => placeOfTask(state, each) === place);
	if (!task) return undefined;
	return place === MEMORY ? task.comm : containerOfTask(state, task.pid)?.name;
}

function sides(state: HostState, registry: Registry | undefined, { say }: View): Marks {
	const shared = { kind: 'label', y: 68, size: 16, weight: 700 } as const;
	const name = registry && server(state, registry);
	const there = !registry
		? say('ship.none')
		: name === undefined
			? say('ship.stopped')
			: say('ship.registry', { name });
	const box = {
		kind: 'box',
		y: 44,
		fill: 'none',
		radius: 14,
		tone: 'muted',
		height: STAGE.height - 56,
	} as const;
	return [
		{ ...box, key: 'side:host', x: LEFT - 12, width: CENTRE_LEFT - LEFT + 24, state: 'solid' },
		{
			...{ ...box, key: 'side:registry', x: CENTRE_RIGHT - 12, width: RIGHT - CENTRE_RIGHT + 24 },
			state: name === undefined ? 'hollow' : 'solid',
		},
		{ ...shared, key: 'side:host/name', x: LEFT, text: say('ship.host'), width: 480 },
		{
			...{ ...shared, key: 'side:registry/name', x: CENTRE_RIGHT, text: there, width: RIGHT - CENTRE_RIGHT },
			...(name === undefined && { tone: 'muted' as const, size: 14, weight: 500 as const }),
		},
	];
}

const none = (state: HostState, { say }: View): Marks =>
	state.engine.registries.size === 0
		? [
				{
					...{ kind: 'label', key: 'none', x: CENTRE_RIGHT, y: NAMES, size: 13.5, mono: true, wrap: true },
					...{ width: RIGHT - CENTRE_RIGHT - 20, text: say('ship.how') },
				} as const,
			]
		: [];

export function shipFace(state: HostState, view: View): Marks {
	const registry = registryOf(state);
	return [
		water(view),
		...sides(state, registry, view),
		...none(state, view),
		...manifests(state, registry, view),
		...blobs(state, registry, view),
	];
}
