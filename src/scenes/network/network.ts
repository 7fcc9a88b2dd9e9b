/** The network scene: above the water who is joined to whom and where the packet is, below it what the kernel consults. */
import type { HostState } from '#host/state.ts';
import type { Marks, Rect } from '#stage/mark.ts';
import type { Scene, View } from '../scene.ts';
import { acting } from './acting.ts';
import { asks } from './asking.ts';
import { bridges } from './bridges.ts';
import { castOf } from './cast.ts';
import { chains } from './chains.ts';
import { guests } from './guests.ts';
import { parcels } from './parcel.ts';
import { FILTERING, KNOWN, SIZE, TRANSLATING, WATER } from './places.ts';
import { now } from './now.ts';
import { stack } from './stack.ts';
import { connections, CONNECTIONS } from './connections.ts';
import { CLOSE, HEAD } from './line.ts';
import { names } from './names.ts';
import { namesActing } from './namesActing.ts';
import { neighbours } from './neighbours.ts';
import { routes } from './routes.ts';
import { waysOf } from './ways.ts';

const ROUTES = 3;
const NEIGHBOURS = 3;
const GAP = 4;
const from = (rect: Rect, y: number): Rect => ({ ...rect, y, height: rect.y + rect.height - y });

const layout = (state: HostState, { say, chosen }: View): Marks => {
	const cast = castOf(state, chosen);
	const ways = from(KNOWN, KNOWN.y + CONNECTIONS + GAP);
	const around = from(ways, ways.y + HEAD + ROUTES * CLOSE + GAP);
	return [
		{
			kind: 'waterline',
			key: 'water',
			x: 0,
			y: WATER,
			width: SIZE.width,
			height: SIZE.height - WATER,
			above: say('above'),
		},
		...stack(cast, say),
		...bridges(cast, say),
		...guests(cast, say),
		...now(cast, say),
		...chains(cast, { translating: TRANSLATING, filtering: FILTERING }, say),
		...connections(cast, KNOWN, say),
		...routes(cast, ways, ROUTES, say),
		...neighbours(cast, around, NEIGHBOURS, say),
		...parcels(cast, waysOf(cast), say),
	];
};

export const network: Scene = {
	name: 'network',
	size: SIZE,
	heedsChosen: true,
	faces: ['names'],
	layout: (state, view) => (view.face === 'names' ? names(state, view) : layout(state, view)),
	acting: (event, before, after) => [...acting(event, before, after), ...namesActing(event, after)],
	asks,
};
