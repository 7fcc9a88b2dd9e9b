/** The host as a packet sees it: its wire, the hooks in their order, the routing decision, its own processes. */
import type { Mark, Marks, Point, Rect } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import {
	bridgeRect,
	ETH,
	ETH_TURN,
	HOOKS,
	HOST,
	IN_LANE,
	IN_TURN,
	LO,
	LOCAL,
	OUT_LANE,
	OUT_TURN,
	OUTSIDE,
	ROUTE,
	ROUTE_OUT,
	ROW,
} from './places.ts';

const right = (rect: Rect): number => rect.x + rect.width;
const bottom = (rect: Rect): number => rect.y + rect.height;
const middle = (rect: Rect): number => rect.x + rect.width / 2;

const lane = (key: string, points: readonly Point[], arrow = false): Mark => ({
	kind: 'wire',
	key: `lane:${key}`,
	x: 0,
	y: 0,
	points,
	curve: 'round',
	tone: 'faint',
	thickness: 1.8,
	...(arrow && { arrow: 'end' as const }),
});
const across = (key: string, from: number, to: number): Mark =>
	lane(
		key,
		[
			{ x: from, y: ROW },
			{ x: to, y: ROW },
		],
		true,
	);
const down = (key: string, x: number, from: number, to: number): Mark =>
	lane(
		key,
		[
			{ x, y: from },
			{ x, y: to },
		],
		true,
	);

/** The lanes: one way in and one way out for every interface. */
const lanes = (cast: Cast): Marks => {
	const slots = [...new Set(cast.bridges.map(({ slot }) => slot))].map(bridgeRect);
	const far = Math.max(OUT_TURN, ...slots.map(middle));
	const bars = slots.flatMap((rect, i): Marks => [
		lane(`in/${i}`, [
			{ x: middle(rect), y: rect.y },
			{ x: middle(rect), y: IN_LANE },
		]),
		lane(
			`out/${i}`,
			[
				{ x: middle(rect), y: OUT_LANE },
				{ x: middle(rect), y: bottom(rect) },
			],
			true,
		),
	]);
	return [
		lane('lan', [
			{ x: OUTSIDE.x + 36, y: ROW },
			{ x: ETH.x, y: ROW },
		]),
		...(slots.length
			? [
					lane(
						'in',
						[
							{ x: far, y: IN_LANE },
							{ x: IN_TURN, y: IN_LANE },
							{ x: IN_TURN, y: ROW - 2 },
						],
						true,
					),
					lane('out/bridges', [
						{ x: OUT_TURN, y: OUT_LANE },
						{ x: far, y: OUT_LANE },
					]),
				]
			: []),
		lane(
			'out',
			[
				{ x: right(HOOKS.POSTROUTING), y: ROW },
				{ x: OUT_TURN, y: ROW },
				{ x: OUT_TURN, y: OUT_LANE },
				{ x: ETH_TURN, y: OUT_LANE },
				{ x: ETH_TURN, y: bottom(ETH) },
			],
			true,
		),
		lane('lo', [
			{ x: IN_TURN, y: OUT_LANE },
			{ x: IN_TURN, y: ROW },
		]),
		...bars,
		across('eth0', right(ETH), HOOKS.PREROUTING.x),
		across('PREROUTING', right(HOOKS.PREROUTING), ROUTE.x),
		across('route', right(ROUTE), HOOKS.FORWARD.x),
		across('FORWARD', right(HOOKS.FORWARD), HOOKS.POSTROUTING.x),
		down('INPUT', middle(ROUTE), bottom(ROUTE), HOOKS.INPUT.y),
		down('local', middle(HOOKS.INPUT), bottom(HOOKS.INPUT), LOCAL.y),
		lane(
			'route-out',
			[
				{ x: right(LOCAL), y: ROUTE_OUT.y + ROUTE_OUT.height / 2 },
				{ x: ROUTE_OUT.x, y: ROUTE_OUT.y + ROUTE_OUT.height / 2 },
			],
			true,
		),
		down('OUTPUT', middle(HOOKS.OUTPUT), ROUTE_OUT.y, bottom(HOOKS.OUTPUT)),
		down('POSTROUTING', middle(HOOKS.OUTPUT), HOOKS.OUTPUT.y, bottom(HOOKS.POSTROUTING)),
	];
};

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
			size: 13,
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

const NAME = 4;
/** The host's own processes: where INPUT leads and OUTPUT begins. */
const local = (cast: Cast, say: Say): Marks => {
	const ports = [
		...cast.proxies.map((socket) => ({
			key: `proxy:${socket.port}`,
			text: `:${socket.port}`,
			title: `docker-proxy :${socket.port}`,
		})),
		...cast.services.map((socket) => {
			const comm = cast.state.tasks.get(socket.pid)?.comm ?? '';
			return { key: `socket:host/${socket.port}`, text: `:${socket.port}`, title: `${comm} :${socket.port}` };
		}),
	];
	const room = LOCAL.width - 16;
	let x = LOCAL.x + 8;
	const shown: Mark[] = [];
	for (const [i, port] of ports.entries()) {
		const width = Math.ceil(port.text.length * 7.2 + 16);
		const isLast = i === ports.length - 1;
		if (x + width > LOCAL.x + 8 + room - (isLast ? 0 : 40)) break;
		shown.push({
			kind: 'token',
			...port,
			x,
			y: LOCAL.y + 19,
			width,
			height: 20,
			size: 12,
			look: 'tile',
			tone: 'ink',
			weight: 600,
			fill: 'surface',
			parent: 'local',
			label: port.title,
		});
		x += width + NAME;
	}
	const rest = ports.length - shown.length;
	return [
		{
			kind: 'box',
			key: 'local',
			...LOCAL,
			layer: 4,
			fill: 'tint',
			tone: 'faint',
			radius: 9,
			label: say('local'),
		},
		{
			kind: 'label',
			key: 'local:name',
			x: LOCAL.x + 10,
			y: LOCAL.y + 14,
			text: cast.proxies.length ? say('local.proxy') : say('local'),
			size: 12,
			weight: 600,
			tone: 'muted',
		},
		...shown,
		...(rest > 0
			? [
					{
						kind: 'label',
						key: 'local:more',
						x: LOCAL.x + LOCAL.width - 10,
						y: LOCAL.y + 33,
						anchor: 'end',
						text: `+${rest}`,
						size: 12,
						mono: true,
						tone: 'muted',
					} as const,
				]
			: []),
	];
};

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
			size: 12,
			tone: 'muted',
			label: 'lo 127.0.0.1',
		},
		...hooks(),
		...decisions(cast, say),
		...local(cast, say),
	];
};
