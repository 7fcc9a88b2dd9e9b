import { MARGIN, STAGE } from '#stage/place.ts';
import type { Scene } from '../scene.ts';
import { acting } from './acting.ts';
import { kernelTable } from './kernelTable.ts';
import { panels } from './panels.ts';

const LEVEL = 312;

/** One kernel below, many worlds above: a task has one number on the host and another inside. */
export const namespaces: Scene = {
	name: 'namespaces',
	size: STAGE,
	layout: (state, { say }) => [
		{
			kind: 'waterline',
			key: 'waterline',
			x: 0,
			y: LEVEL,
			width: STAGE.width,
			height: STAGE.height - LEVEL,
			above: say('above'),
			below: say('below'),
			aboveAt: MARGIN,
		},
		...panels(state, say),
		...kernelTable(state, say),
	],
	acting,
};
