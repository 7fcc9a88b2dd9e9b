/** Copy-on-write: paths are columns, layers are rows; above the water what a container sees, below it where it lies. */
import { STAGE } from '#stage/place.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { placed, unplaced } from '../containers.ts';
import type { Scene, View } from '../scene.ts';
import { acting } from './acting.ts';
import { asking } from './asking.ts';
import { byHand, overlayByHand } from './byHand.ts';
import { buildFace } from './dockerfile/buildFace.ts';
import { headings } from './headings.ts';
import { imageRows } from './imageRows.ts';
import { mergedRows } from './mergedRows.ts';
import { mountLines } from './mountLines.ts';
import { mounts } from './mounts.ts';
import { ownLayers } from './ownLayers.ts';
import { shipFace } from './ship/shipFace.ts';
import { LAYERS_RIGHT, LEFT, MERGED, WATER } from './room.ts';

const water = ({ say }: View): Mark => ({
	kind: 'waterline',
	key: 'water',
	x: 0,
	y: WATER,
	width: STAGE.width,
	height: STAGE.height - WATER,
	above: say('above'),
	below: say('below'),
	aboveAt: 28,
});

function remarks(state: HostState, { say }: View): Marks {
	const none: Mark = {
		kind: 'label',
		key: 'none',
		x: LEFT,
		y: MERGED + 24,
		size: 15,
		tone: 'muted',
		text: say('none'),
	};
	const rest = unplaced(state).length;
	const more: Mark = {
		kind: 'label',
		key: 'more',
		x: LAYERS_RIGHT,
		y: WATER + 27,
		anchor: 'end',
		size: 13,
		tone: 'muted',
		text: say('more', { count: rest }),
	};
	return [
		...(placed(state).length === 0 && !overlayByHand(state) ? [none] : []),
		...(rest > 0 ? [more] : []),
	];
}

export const layers: Scene = {
	name: 'layers',
	size: STAGE,
	heedsChosen: true,
	faces: ['build', 'ship'],
	layout(state, view) {
		if (view.face === 'build') return buildFace(state, view);
		if (view.face === 'ship') return shipFace(state, view);
		return [
			water(view),
			...headings(state, view),
			...imageRows(state, view),
			...ownLayers(state, view),
			...mergedRows(state, view),
			...mounts(state, view),
			...mountLines(state, view),
			...byHand(state, view),
			...remarks(state, view),
		];
	},
	acting,
	asks: asking,
};
