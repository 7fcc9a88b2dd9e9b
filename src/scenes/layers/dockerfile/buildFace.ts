/** Build: above the water the Dockerfile's lines and what each came to, below it the images there are, by name, id and layers. */
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { STAGE } from '#stage/place.ts';
import type { View } from '../../scene.ts';
import { imageNames } from './names.ts';
import { steps } from './steps.ts';

const WATER = 392;

const water = ({ say }: View): Mark => ({
	...{ kind: 'waterline', key: 'water', x: 0, y: WATER, width: STAGE.width, height: STAGE.height - WATER },
	...{ above: say('build.above'), below: say('build.below'), aboveAt: 26 },
});

export const buildFace = (state: HostState, view: View): Marks => [
	water(view),
	...steps(state, view),
	...imageNames(state, view),
];
