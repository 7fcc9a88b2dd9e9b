/** The host as a packet sees it: its wire, the hooks in their order, the routing decision, its own processes. */
import type { Mark, Marks } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { ETH, HOOKS, HOST, LO, OUTSIDE, ROUTE, ROUTE_OUT } from './places.ts';
import { lanes } from './lanes.ts';
import { local } from './local.ts';

const tables: Readonly<Record<keyof typeof HOOKS, string>> = {
	PREROUTING: 'nat',
	INPUT: 'filter',
	FORWARD: 'filter',
	OUTPUT: 'nat filter',
	POSTROUTING: 'nat',
};
const hooks = (): Marks =>
	Object.entries(HOOKS).map(([name, rect]): Mark => {
		const isSmall = rect.height < 40;
		const table = tables[name as keyof typeof HOOKS];
		return {
			kind: 'box',
			key: `hook:${name}`,
			...rect,
			layer: 4,
			heading: name,
			mono: true,
			size: isSmall ? 14 : 15,
			align: 'middle',
			radius: 9,
			fill: 'surface',
			tone: 'muted',
			label: `${name} (${table})`,
			...(!isSmall && { sub: table }),
		};
	});

const decisions = (cast: Cast, say: Say): Marks => [
	{
		kind: 'diamond',
		key: 'route',
		...ROUTE,
		tone: 'muted',
		text: say('route'),
		label: say('route.label'),
		title: `net.ipv4.ip_forward = ${cast.net.sysctls['net.ipv4.ip_forward'] ?? '0'}`,
	},
	{
		kind: 'diamond',
		key: 'route:local',
		...ROUTE_OUT,
		tone: 'muted',
		text: say('route.local'),
		title: say('route.local.label'),
	},
];

const addressOf = (cast: Cast, namespace: number, name: string): string =>
	cast.state.nets
		.get(namespace)
		?.links.find((link) => link.name === name)
		?.addresses.find((each) => each.family === 4)?.address ?? '';

export const stack = (cast: Cast, say: Say): Marks => {
	const forwards = cast.net.sysctls['net.ipv4.ip_forward'] === '1';
	const eth = cast.net.links.find((link) => link.name === 'eth0');
	return [
		{
			kind: 'frame',
			key: 'host',
			...HOST,
			heading: say('host'),
			sub: `${addressOf(cast, cast.host, 'eth0')} · ip_forward ${forwards ? 1 : 0}`,
			fill: 'surface',
			thickness: 2,
			label: say('host'),
		},
		...lanes(cast),
		{
			kind: 'node',
			key: 'outside',
			...OUTSIDE,
			icon: 'laptop',
			radius: 36,
			heading: say('outside'),
			sub: addressOf(cast, cast.outside, 'eth0'),
			label: say('outside'),
		},
		{
			kind: 'token',
			key: 'link:eth0',
			x: ETH.x + ETH.width / 2,
			y: ETH.y,
			width: ETH.width,
			height: ETH.height,
			anchor: 'middle',
			look: 'plate',
			text: 'eth0',
			state: eth?.isUp === false ? 'hollow' : 'solid',
			label: `eth0 ${addressOf(cast, cast.host, 'eth0')}`,
		},
		{
			kind: 'token',
			key: 'link:lo',
			x: LO.x + LO.width / 2,
			y: LO.y,
			width: LO.width,
			height: LO.height,
			anchor: 'middle',
			text: 'lo',
			size: 14,
			tone: 'muted',
			label: 'lo 127.0.0.1',
		},
		...hooks(),
		...decisions(cast, say),
		...local(cast, say),
	];
};
