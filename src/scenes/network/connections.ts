/** Connections: what conntrack knows, each with the tuple as it came and the one its reply will have. */
import type { Flow, Tuple } from '#host/kernel/conntrack.ts';
import type { Cell, Mark, Marks, Rect } from '#stage/mark.ts';
import { slots } from '#stage/slots.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { HEAD } from './line.ts';
import { currentFlow, ported } from './current.ts';
import { nothing, PAD, SIZE, tableHead } from './tableHead.ts';

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
		tableHead('conntrack', rect, say('conntrack'), all.length > FLOWS ? all.length : 0),
		...(all.length === 0 ? [nothing('conntrack:none', rect, say('conntrack.none'))] : []),
		...shown.flatMap((flow) =>
			flowMarks(cast, flow, rect, rect.y + HEAD + (places.get(String(flow.id)) ?? 0) * (FLOW + 3), say),
		),
	];
};
export const CONNECTIONS = HEAD + FLOWS * (FLOW + 3);
