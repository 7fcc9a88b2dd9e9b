/** The life of containers: above the water the states and the commands between them, below it what exists of each. */
import { STAGE } from '#stage/place.ts';
import type { Mark } from '#stage/mark.ts';
import type { Scene, View } from '../scene.ts';
import { acting } from './acting.ts';
import { asks } from './asking.ts';
import { existence } from './existence.ts';
import { states, wires } from './graph.ts';
import { images } from './images.ts';
import { WATER } from './places.ts';
import { signalCard } from './signalCard.ts';
import { tokens } from './tokens.ts';

const water = ({ say }: View): Mark => ({
	kind: 'waterline',
	key: 'water',
	x: 0,
	y: WATER,
	width: STAGE.width,
	height: STAGE.height - WATER,
	above: say('above'),
	below: say('below'),
});

export const lifecycle: Scene = {
	name: 'lifecycle',
	size: STAGE,
	layout: (state, view) => [
		water(view),
		...wires(view),
		...states(state, view),
		...images(state, view),
		...tokens(state, view),
		...signalCard(state, view),
		...existence(state, view),
	],
	acting,
	asks,
};
