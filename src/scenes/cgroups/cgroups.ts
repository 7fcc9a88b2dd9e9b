/** What each uses above, and below the tree in which it is limited: the tightest place on the way counts. */
import type { HostState } from '#host/state.ts';
import { STAGE } from '#stage/place.ts';
import type { Scene } from '../scene.ts';
import { acting } from './acting.ts';
import { handmade, isVersion2, mainHierarchy } from './groups.ts';
import { meterMarks } from './meters.ts';
import { isDense, LEVEL } from './places.ts';
import { treeMarks } from './tree.ts';
import { treesMarks } from './trees.ts';

const isCrowded = (state: HostState): boolean => isDense(state, handmade(state, mainHierarchy(state)).length);

export const cgroups: Scene = {
	name: 'cgroups',
	size: STAGE,
	layout: (state, { say }) => {
		const crowded = isCrowded(state);
		return [
			{
				kind: 'waterline',
				key: 'waterline',
				x: 0,
				y: LEVEL,
				width: STAGE.width,
				height: STAGE.height - LEVEL,
				above: say('above'),
				below: say(isVersion2(state) ? 'below' : 'below.v1'),
			},
			...meterMarks(state, isDense(state), say),
			...(isVersion2(state) ? treeMarks(state, crowded, say) : treesMarks(state, crowded, say)),
		];
	},
	acting,
};
