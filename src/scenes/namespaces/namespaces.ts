import { STAGE } from '#stage/place.ts';
import type { Scene } from '../scene.ts';
import { acting } from './acting.ts';
import { asks } from './asking.ts';
import { chosenOf } from './chosen.ts';
import { joined } from './joining.ts';
import { kernelTable } from './kernelTable.ts';
import { nestingPicture } from './nesting.ts';
import { panels } from './panels.ts';
import { LEVEL } from './places.ts';
import { sameTask } from './sameTask.ts';
import { usersPicture } from './users.ts';

/** One kernel below, many worlds above: a task has one number on the host and another inside. */
export const namespaces: Scene = {
	name: 'namespaces',
	size: STAGE,
	heedsChosen: true,
	faces: ['pids', 'users'],
	layout: (state, { say, face, chosen: key }) => {
		if (face === 'pids') return nestingPicture(state, say);
		if (face === 'users') return usersPicture(state, say);
		const chosen = chosenOf(state, key);
		const above = panels(state, say);
		const marks = [
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
			} as const,
			...above,
			...sameTask(state, above, chosen?.pids),
			...kernelTable(state, say),
		];
		return joined(state, marks, chosen, say);
	},
	acting,
	asks,
};
