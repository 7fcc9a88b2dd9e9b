/** What the kernel knows besides rules: routes, connections, neighbours and what the bridges have learned. */
import type { Flow, Tuple } from '#host/kernel/conntrack.ts';
import type { Route } from '#host/kernel/net.ts';
import { isInside } from '#host/kernel/ipv4.ts';
import { routesInOrder } from '#host/kernel/routing.ts';
import type { Cell, Mark, Marks, Rect } from '#stage/mark.ts';
import { slots } from '#stage/slots.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { HEAD, LINE, PITCH } from './chains.ts';
import { currentFlow, currentPacket, ported } from './current.ts';
import { shortLink } from './ruleWords.ts';

const PAD = 8;
const SIZE = 12;

const head = (key: string, rect: Rect, text: string, count: number): Mark => ({
	kind: 'row',
	key,
	x: rect.x,
	y: rect.y,
	width: rect.width,
	height: HEAD - 2,
	size: 13,
	look: 'plain',
	cells: [
		{ text, x: 0, width: rect.width - 60, weight: 700, mono: false },
		{
			text: count > 0 ? String(count) : '',
			x: rect.width - 60,
			width: 60 - PAD,
			align: 'end',
			tone: 'muted',
			weight: 400,
		},
	],
	label: text,
});
const nothing = (key: string, rect: Rect, text: string): Mark => ({
	kind: 'label',
	key,
	x: rect.x + PAD,
	y: rect.y + HEAD + 14,
	text,
	size: 12,
	tone: 'muted',
});

const routeCells = ({ to, via, device, source }: Route, width: number): readonly Cell[] => [
	{ text: to, x: PAD, width: 122, weight: 600 },
	{
		text: [via && `via ${via}`, `dev ${shortLink(device)}`].filter(Boolean).join(' '),
		x: PAD + 130,
		width: width - PAD - 130 - 118,
	},
	{ text: source ? `src ${source}` : '', x: width - PAD - 118, width: 118, align: 'end', tone: 'muted' },
];

/** The main table, longest first where not all have a line: the one that the packet takes in any case. */
export const routes = (cast: Cast, rect: Rect, lines: number, say: Say): Marks => {
	const all = routesInOrder(cast.net);
	const goal = currentPacket(cast)?.header.destination;
	const fits = (route: Route): boolean =>
		goal !== undefined && route.to !== 'default' && isInside(goal, route.to);
	const shown =
		all.length <= lines
			? all
			: [...all]
					.sort((a, b) => Number(fits(b)) - Number(fits(a)))
					.slice(0, lines)
					.sort((a, b) => all.indexOf(a) - all.indexOf(b));
	const seen = new Set<string>();
	return [
		head('routes', rect, say('routes'), all.length > lines ? all.length : 0),
		...shown.map((route, i): Mark => {
			const key = seen.has(route.to) ? `route:${route.to}/${route.device}` : `route:${route.to}`;
			seen.add(route.to);
			return {
				kind: 'row',
				key,
				x: rect.x,
				y: rect.y + HEAD + i * PITCH,
				width: rect.width,
				height: LINE,
				size: SIZE,
				cells: routeCells(route, rect.width),
				parent: 'routes',
				label: `${route.to}${route.via ? ` via ${route.via}` : ''} dev ${route.device}`,
			};
		}),
	];
};

const ends = ({ source, destination, sourcePort, destinationPort }: Tuple): readonly [string, string] => [
	ported(source, sourcePort),
	ported(destination, destinationPort),
];

/** One direction: an end that NAT has made differ from the other direction's stands out. */
const tupleCells = (name: string, tuple: Tuple, other: Tuple): readonly Cell[] => {
	const [from, to] = ends(tuple);
	const [otherFrom, otherTo] = ends(other);
	const bold = (is: boolean) => ({ weight: is ? 700 : 400 }) as const;
	const wide = textWidth(from, { size: SIZE, mono: true });
	const x = PAD + 44;
	return [
		{ text: name, x: PAD, width: 44, mono: false, tone: 'muted' },
		{ text: from, x, width: wide + 2, ...bold(from !== otherTo) },
		{ text: '→', x: x + wide + 7, width: 14, tone: 'muted' },
		{
			text: to,
			x: x + wide + 26,
			width: textWidth(to, { size: SIZE, mono: true }) + 2,
			...bold(to !== otherFrom),
		},
	];
};

export const FLOW = 54;
const FLOWS = 2;

const flowMarks = (cast: Cast, flow: Flow, rect: Rect, y: number, say: Say): Marks => {
	const { protocol, state, isReplied, isAssured, original, reply } = flow;
	const flags = [isReplied ? '' : '[UNREPLIED]', isAssured ? '[ASSURED]' : ''].filter(Boolean).join(' ');
	const line = (part: string, i: number, cells: readonly Cell[]): Mark => ({
		kind: 'row',
		key: `flow:${flow.id}/${part}`,
		x: rect.x,
		y: y + 2 + i * 16.5,
		width: rect.width,
		height: 17,
		size: SIZE,
		look: 'plain',
		layer: 5,
		cells,
		parent: `flow:${flow.id}`,
	});
	return [
		{
			kind: 'row',
			key: `flow:${flow.id}`,
			x: rect.x,
			y,
			width: rect.width,
			height: FLOW,
			size: SIZE,
			cells: [],
			parent: 'conntrack',
			label: `${protocol} ${state ?? ''} ${ends(original).join(' → ')}`,
		},
		line('state', 0, [
			{ text: protocol, x: PAD, width: 44, tone: 'muted' },
			{
				text: state ?? (isReplied ? say('flow.replied') : say('flow.asked')),
				x: PAD + 44,
				width: 130,
				weight: 700,
				mono: state !== undefined,
			},
			{ text: flags, x: rect.width - PAD - 150, width: 150, align: 'end', tone: 'muted' },
		]),
		line('original', 1, tupleCells(say('flow.original'), original, reply)),
		line('reply', 2, tupleCells(say('flow.reply'), reply, original)),
	];
};

export const connections = (cast: Cast, rect: Rect, say: Say): Marks => {
	const all = cast.net.conntrack.values().sort((a, b) => a.id - b.id);
	const mine = currentFlow(cast);
	const latest = all.slice(-FLOWS);
	const own = all.find((flow) => flow.id === mine);
	const shown = own && !latest.includes(own) ? [own, ...latest.slice(1)] : latest;
	const places = slots(
		shown.map((flow) => ({ key: String(flow.id), number: all.length > FLOWS ? flow.id : all.indexOf(flow) })),
		FLOWS,
	);
	return [
		head('conntrack', rect, say('conntrack'), all.length > FLOWS ? all.length : 0),
		...(all.length === 0 ? [nothing('conntrack:none', rect, say('conntrack.none'))] : []),
		...shown.flatMap((flow) =>
			flowMarks(cast, flow, rect, rect.y + HEAD + (places.get(String(flow.id)) ?? 0) * (FLOW + 3), say),
		),
	];
};
export const CONNECTIONS = HEAD + FLOWS * (FLOW + 3);

interface Known {
	readonly address: string;
	readonly mac: string;
	readonly port: string;
	readonly isFailed: boolean;
	readonly since: number;
	readonly order: number;
}

/** Who has which address, and behind which port of a bridge that is: what all stacks on the stage have learned. */
const knownOf = (cast: Cast): readonly Known[] => {
	const ports = new Map(
		cast.net.fdb
			.filter((each) => !each.isPermanent)
			.map((each) => [each.mac, shortLink(cast.net.links.get(each.port)?.name ?? '')]),
	);
	const found = new Map<string, Known>();
	const inodes = [
		cast.host,
		...cast.guests.flatMap(({ slot, namespace, net }) =>
			slot !== undefined && net === 'own' && namespace !== undefined ? [namespace] : [],
		),
	];
	for (const inode of inodes)
		for (const { address, mac, state, since = 0 } of cast.state.nets.get(inode)?.neighbours ?? []) {
			const known = found.get(address);
			if (known && !known.isFailed) continue;
			found.set(address, {
				address,
				mac,
				port: ports.get(mac) ?? '',
				isFailed: state === 'FAILED',
				since,
				order: known?.order ?? found.size,
			});
		}
	const told = new Set([...found.values()].map((each) => each.mac));
	const rest = [...ports]
		.filter(([mac]) => !told.has(mac))
		.map(([mac, port], i) => ({ address: '', mac, port, isFailed: false, since: 0, order: found.size + i }));
	return [...found.values(), ...rest];
};

const knownMarks = ({ address, mac, port, isFailed }: Known, rect: Rect, y: number, say: Say): Marks => {
	const band = { x: rect.x, y, width: rect.width, height: LINE, size: SIZE } as const;
	const split = 256;
	const macCell: Cell = {
		text: isFailed ? say('neighbour.failed') : mac,
		x: PAD + 116,
		width: 134,
		...(isFailed && { tone: 'muted', mono: false }),
	};
	const behind: readonly Cell[] = port
		? [{ text: port, x: rect.width - PAD - 82, width: 82, align: 'end', tone: 'muted' }]
		: [];
	if (!address)
		return [
			{
				kind: 'row',
				key: `fdb:${mac}`,
				...band,
				cells: [macCell, ...behind],
				parent: 'neighbours',
				label: `${mac} ${port}`,
			},
		];
	return [
		{
			kind: 'row',
			key: `neighbour:${address}`,
			...band,
			cells: [{ text: address, x: PAD, width: 112, weight: 600 }, macCell],
			parent: 'neighbours',
			label: `${address} ${mac}`,
		},
		...(port
			? [
					{
						kind: 'row',
						key: `fdb:${mac}`,
						...band,
						x: rect.x + split,
						width: rect.width - split,
						look: 'plain',
						layer: 5,
						cells: behind.map((cell) => ({ ...cell, x: cell.x - split })),
						label: `${mac} ${port}`,
					} as const,
				]
			: []),
	];
};

export const neighbours = (cast: Cast, rect: Rect, lines: number, say: Say): Marks => {
	const all = knownOf(cast);
	const header = currentPacket(cast)?.header;
	const isMeant = (each: Known): number =>
		Number(
			header !== undefined &&
				[header.source, header.destination, header.sourceMac, header.destinationMac].some(
					(end) => end !== undefined && end !== '' && (end === each.address || end === each.mac),
				),
		);
	const shown =
		all.length <= lines
			? all
			: [...all]
					.sort((a, b) => isMeant(b) - isMeant(a) || b.since - a.since || a.order - b.order)
					.slice(0, lines)
					.sort((a, b) => a.order - b.order);
	return [
		head('neighbours', rect, say('neighbours'), all.length > lines ? all.length : 0),
		...(all.length === 0 ? [nothing('neighbours:none', rect, say('neighbours.none'))] : []),
		...shown.flatMap((each, i) => knownMarks(each, rect, rect.y + HEAD + i * PITCH, say)),
	];
};
