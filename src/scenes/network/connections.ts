/** Connections: what conntrack knows, each with the tuple as it came and the one its reply will have. */
import type { Flow, Tuple } from '#host/kernel/conntrack.ts';
import type { Cell, Mark, Marks, Rect } from '#stage/mark.ts';
import { slots } from '#stage/slots.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { currentFlow, ported } from './current.ts';
import { HEAD, SIZE } from './line.ts';
import { nothing, PAD, tableHead } from './tableHead.ts';

const ends = ({ source, destination, sourcePort, destinationPort }: Tuple): readonly [string, string] => [
	ported(source, sourcePort),
	ported(destination, destinationPort),
];

/** Which direction, and between its ends. */
const NAME = 38;
const ARROW = 25;

/** Two long addresses need smaller words. */
const sizeFor = (tuples: readonly Tuple[], width: number): number => {
	const longest = Math.max(...tuples.map((tuple) => ends(tuple).join('').length));
	const room = width - 2 * PAD - NAME - ARROW;
	return (
		[SIZE, 13.5, 13].find((size) => textWidth('0'.repeat(longest), { size, mono: true }) <= room) ?? 12.5
	);
};

/** One direction: an end that NAT has made differ from the other direction's stands out. */
const tupleCells = (name: string, tuple: Tuple, other: Tuple, size: number): readonly Cell[] => {
	const [from, to] = ends(tuple);
	const [otherFrom, otherTo] = ends(other);
	const bold = (is: boolean) => ({ weight: is ? 700 : 400 }) as const;
	const wide = (text: string): number => textWidth(text, { size, mono: true });
	const x = PAD + NAME;
	return [
		{ text: name, x: PAD, width: NAME, mono: false, tone: 'muted' },
		{ text: from, x, width: wide(from) + 2, ...bold(from !== otherTo) },
		{ text: '→', x: x + wide(from) + 6, width: 14, tone: 'muted' },
		{ text: to, x: x + wide(from) + ARROW, width: wide(to) + 2, ...bold(to !== otherFrom) },
	];
};

export const FLOW = 56;
const LINE_OF_FLOW = 17.5;
const FLOWS = 2;

const flowMarks = (flow: Flow, rect: Rect, y: number, say: Say): Marks => {
	const { protocol, state, isReplied, isAssured, original, reply } = flow;
	const flags = [isReplied ? '' : '[UNREPLIED]', isAssured ? '[ASSURED]' : ''].filter(Boolean).join(' ');
	const size = sizeFor([original, reply], rect.width);
	const line = (part: string, i: number, cells: readonly Cell[]): Mark => ({
		kind: 'row',
		key: `flow:${flow.id}/${part}`,
		x: rect.x,
		y: y + 2 + i * LINE_OF_FLOW,
		width: rect.width,
		height: LINE_OF_FLOW,
		size: part === 'state' ? SIZE : size,
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
			{ text: protocol, x: PAD, width: NAME, tone: 'muted' },
			{
				text: state ?? (isReplied ? say('flow.replied') : say('flow.asked')),
				x: PAD + NAME,
				width: 140,
				weight: 700,
				mono: state !== undefined,
			},
			{ text: flags, x: rect.width - PAD - 160, width: 160, align: 'end', tone: 'muted' },
		]),
		line('original', 1, tupleCells(say('flow.original'), original, reply, size)),
		line('reply', 2, tupleCells(say('flow.reply'), reply, original, size)),
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
			flowMarks(flow, rect, rect.y + HEAD + (places.get(String(flow.id)) ?? 0) * (FLOW + 2), say),
		),
	];
};
export const CONNECTIONS = HEAD + FLOWS * (FLOW + 2);
