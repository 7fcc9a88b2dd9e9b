/** The network scene: above the water who is joined to whom and where the packet is, below it what the kernel consults. */
import type { HostState } from '#host/state.ts';
import type { Marks, Rect } from '#stage/mark.ts';
import type { Scene, View } from '../scene.ts';
import { acting } from './acting.ts';
import { bridges } from './bridges.ts';
import { castOf } from './cast.ts';
import { chains } from './chains.ts';
import { guests } from './guests.ts';
import { parcels } from './parcel.ts';
import { ARRIVING, LEAVING, PASSING, SIZE, WATER } from './places.ts';
import { stack } from './stack.ts';
import { connections, CONNECTIONS } from './connections.ts';
import { neighbours } from './neighbours.ts';
import { routes } from './routes.ts';
import { waysOf } from './ways.ts';

const ROUTES = 4;
const NEIGHBOURS = 3;
const GAP = 6;
const from = (rect: Rect, y: number): Rect => ({ ...rect, y, height: rect.y + rect.height - y });

const layout = (state: HostState, { say }: View): Marks => {
	const cast = castOf(state);
	const told = chains(cast, { arriving: ARRIVING, passing: PASSING, leaving: LEAVING }, say);
	const flows = from(LEAVING, told.leaving.bottom + GAP - 4);
	return [
		{
			kind: 'waterline',
			key: 'water',
			x: 0,
			y: WATER,
			width: SIZE.width,
			height: SIZE.height - WATER,
			above: say('above'),
			below: say('below'),
		},
		...stack(cast, say),
		...bridges(cast, say),
		...guests(cast, say),
		...told.arriving.marks,
		...told.passing.marks,
		...told.leaving.marks,
		...routes(cast, from(ARRIVING, told.arriving.bottom + GAP), ROUTES, say),
		...connections(cast, flows, say),
		...neighbours(cast, from(LEAVING, flows.y + CONNECTIONS + GAP - 2), NEIGHBOURS, say),
		...parcels(cast, waysOf(cast), say),
	];
};

export const network: Scene = { name: 'network', size: SIZE, layout, acting };
