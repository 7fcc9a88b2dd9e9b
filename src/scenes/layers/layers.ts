/** Copy-on-write: paths are columns, layers are rows; above the water what a container sees, below it where it lies. */
import { STAGE } from '#stage/place.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { placed, unplaced } from '../containers.ts';
import type { Scene, View } from '../scene.ts';
import { acting } from './acting.ts';
import { headings } from './headings.ts';
import { imageRows } from './imageRows.ts';
import { mergedRows } from './mergedRows.ts';
import { mountLines } from './mountLines.ts';
import { mounts } from './mounts.ts';
import { ownLayers } from './ownLayers.ts';
import { LAYERS_RIGHT, LEFT, roomFor, type Room } from './room.ts';

const water = (room: Room, { say }: View): Mark => ({
	kind: 'waterline',
	key: 'water',
	x: 0,
	y: room.water,
	width: STAGE.width,
	height: STAGE.height - room.water,
	above: say('above'),
	below: say('below'),
	aboveAt: 30,
});

function remarks(state: HostState, room: Room, { say }: View): Marks {
	const none: Mark = {
		kind: 'label',
		key: 'none',
		x: LEFT,
		y: room.merged + 24,
		size: 15,
		tone: 'muted',
		text: say('none'),
	};
	const rest = unplaced(state).length;
	const more: Mark = {
		kind: 'label',
		key: 'more',
		x: LAYERS_RIGHT,
		y: room.water + 32,
		anchor: 'end',
		size: 13,
		tone: 'muted',
		text: say('more', { count: rest }),
	};
	return [...(placed(state).length === 0 ? [none] : []), ...(rest > 0 ? [more] : [])];
}

export const layers: Scene = {
	name: 'layers',
	size: STAGE,
	layout(state, view) {
		const room = roomFor(state);
		return [
			water(room, view),
			...headings(state, room, view),
			...imageRows(state, room, view),
			...ownLayers(state, room, view),
			...mergedRows(state, room, view),
			...mounts(state, room, view),
			...mountLines(state, view),
			...remarks(state, room, view),
		];
	},
	acting,
};
