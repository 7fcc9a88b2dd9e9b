import { STAGE } from '#stage/place.ts';
import type { Scene } from '../scene.ts';
import { acting } from './acting.ts';
import { asks } from './asking.ts';
import { kernelTable } from './kernelTable.ts';
import { panels } from './panels.ts';
import { LEVEL } from './places.ts';
import { sameTask } from './sameTask.ts';

/** One kernel below, many worlds above: a task has one number on the host and another inside. */
export const namespaces: Scene = {
	name: 'namespaces',
	size: STAGE,
	layout: (state, { say }) => {
		const above = panels(state, say);
		return [
			{
				kind: 'waterline',
				key: 'waterline',
				x: 0,
				y: LEVEL,
				width: STAGE.width,
				height: STAGE.height - LEVEL,
				above: say('above'),
				below: say('below'),
				aboveAt: 30,
			},
			...above,
			...sameTask(state, above),
			...kernelTable(state, say),
		];
	},
	acting,
	asks,
};
