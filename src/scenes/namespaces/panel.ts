/** A panel: what stands at one place in the world, as the processes there see it. */
import type { Box, Cell, Label, Marks, Rect, Row, State, Tone } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import type { Seen } from './world.ts';

export interface Process {
	/** On the host. */
	readonly pid: number;
	/** Here. */
	readonly number: number;
	readonly program: string;
	readonly tone: Tone;
	/** Its number elsewhere, where that is another. */
	readonly aside?: string;
}

export interface Panel {
	readonly key: string;
	readonly parent?: string;
	/** Of its rows' keys. */
	readonly place: string;
	readonly heading: string;
	readonly tone: Tone;
	readonly state: State;
	readonly processes: readonly Process[];
	/** Said in the upper right corner: how many more there are. */
	readonly more?: string;
	/** Said where nothing runs, or beneath what runs. */
	readonly note?: string;
	readonly world: readonly Seen[];
}

/** How the text of a panel is set. */
interface Setting {
	readonly head: number;
	readonly pitch: number;
	readonly size: number;
	/** From one line about the world to the next. */
	readonly line: number;
}

const HOST: Setting = { head: 37, pitch: 16.5, size: 12, line: 16 };
const OTHER: Setting = { head: 30, pitch: 17, size: 12, line: 15 };
const settingOf = ({ key }: Panel): Setting => (key === 'host' ? HOST : OTHER);

/** Processes a panel has room for: beside the host's own two, each container's main one. */
export const ROOM_HOST = 10;
export const ROOM_OTHER = 2;

const PAD = 12;
/** Where a box's own text begins. */
const BOX_PAD = 16;
/** Room for the numbers of a panel's processes, so that the programs stand under one another. */
const numberWidth = ({ processes }: Panel, size: number): number =>
	Math.max(
		22,
		...processes.map(({ number }) => textWidth(String(number), { size, mono: true, weight: 700 }) + 12),
	);

const box = (panel: Panel, rect: Rect): Box => ({
	kind: 'box',
	key: panel.key,
	...(panel.parent !== undefined && { parent: panel.parent }),
	...rect,
	heading: panel.heading,
	tone: panel.tone,
	fill: panel.tone === 'ink' ? 'surface' : 'tint',
	state: panel.state,
	radius: 12,
	size: panel.key === 'host' ? 15 : 14,
	indent: PAD - BOX_PAD,
	label: panel.heading,
});

const cells = (process: Process, width: number, size: number, numbers: number): readonly Cell[] => {
	const { number, program, aside, tone } = process;
	const end = aside === undefined ? 0 : textWidth(aside, { size }) + 6;
	const room = width - numbers - end - 4;
	return [
		{ text: String(number), x: 4, width: numbers - 6, mono: true, weight: 700 },
		{ text: program, x: numbers, width: room, mono: true },
		...(aside === undefined
			? []
			: [
					{
						text: aside,
						x: width - end - 2,
						width: end,
						align: 'end',
						mono: false,
						tone: typeof tone === 'number' ? tone : 'muted',
					} as const,
				]),
	];
};

const placeName = ({ place, heading }: Panel, say: Say): string =>
	place === 'host' ? say('host.short') : place.startsWith('hand:') ? heading : place;

const rowOf = (panel: Panel, process: Process, index: number, rect: Rect, say: Say): Row => {
	const { head, pitch, size } = settingOf(panel);
	const { place, state } = panel;
	const width = rect.width - 2 * (PAD - 4);
	const { pid, number, program, tone } = process;
	const isHost = place === 'host';
	return {
		kind: 'row',
		key: `see:${place}/${number}`,
		parent: `task:${pid}`,
		x: rect.x + PAD - 4,
		y: rect.y + head + index * pitch,
		width,
		height: pitch - 1,
		look: isHost && typeof tone === 'number' ? 'block' : 'plain',
		size,
		tone: isHost ? tone : 'ink',
		state: isHost ? 'solid' : state,
		label: say('seeLabel', { pid: number, comm: program, place: placeName(panel, say) }),
		cells: cells(isHost ? process : { ...process, tone: 'ink' }, width, size, numberWidth(panel, size)),
	};
};

const NAMES = 50;

const worldLines = (panel: Panel, rect: Rect): Marks => {
	const { line, size } = settingOf(panel);
	const lines = panel.world;
	return lines.flatMap(({ type, name, value }, i): Label[] => {
		const y = rect.y + rect.height - 9 - (lines.length - 1 - i) * line;
		const shared = { y, size, halo: panel.state === 'hatched' } as const;
		return [
			{
				kind: 'label',
				key: `world:${panel.place}/${type}/name`,
				x: rect.x + PAD,
				text: name,
				tone: 'muted',
				width: NAMES,
				...shared,
			},
			{
				kind: 'label',
				key: `world:${panel.place}/${type}`,
				x: rect.x + PAD + NAMES,
				text: value,
				mono: /^[ -~]*$/.test(value),
				width: rect.width - 2 * PAD - NAMES + 6,
				...shared,
			},
		];
	});
};

const note = (panel: Panel, rect: Rect, text: string): Label => {
	const { head, pitch } = settingOf(panel);
	return {
		kind: 'label',
		key: `see:${panel.place}/note`,
		x: rect.x + PAD,
		y: rect.y + head + panel.processes.length * pitch + 13,
		text,
		size: 12,
		tone: 'muted',
		width: rect.width - 2 * PAD,
	};
};

const more = (panel: Panel, rect: Rect, text: string): Label => ({
	kind: 'label',
	key: `see:${panel.place}/more`,
	x: rect.x + rect.width - PAD,
	y: rect.y + 22,
	anchor: 'end',
	text,
	size: 12,
	tone: 'muted',
});

export const panelMarks = (panel: Panel, rect: Rect, say: Say): Marks => [
	box(panel, rect),
	...panel.processes.map((process, i) => rowOf(panel, process, i, rect, say)),
	...(panel.note === undefined ? [] : [note(panel, rect, panel.note)]),
	...(panel.more === undefined ? [] : [more(panel, rect, panel.more)]),
	...worldLines(panel, rect),
];
