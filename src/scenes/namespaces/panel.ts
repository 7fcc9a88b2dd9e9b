/** A panel: what stands at one place in the world, as the processes there see it. */
import type { Box, Label, Marks, Rect, Row, State, Tone } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import type { Seen } from './world.ts';

export interface Process {
	/** Of the place, for the key. */
	readonly place: string;
	/** On the host. */
	readonly pid: number;
	/** Here. */
	readonly number: number;
	readonly program: string;
	readonly tone: Tone;
	readonly state: State;
	/** Its number on the host, where that is another. */
	readonly outside?: number;
}

export interface Panel {
	readonly key: string;
	readonly parent?: string;
	readonly place: string;
	readonly heading: string;
	readonly tone: Tone;
	readonly state: State;
	readonly processes: readonly Process[];
	/** From one process to the next, where they must stand closer than usual. */
	readonly pitch?: number;
	/** How many more there are. */
	readonly more: number;
	readonly world: readonly Seen[];
	/** Said instead where nothing runs. */
	readonly none?: string;
}

const PITCH = 23;
const HEAD = 40;
const SMALL = 150;
const NUMBER = 52;
const ASIDE = 66;

export const isSmall = ({ height }: Rect): boolean => height < SMALL;
/** Processes a panel has room for. */
export const roomIn = (rect: Rect): number => (isSmall(rect) ? 2 : 4);

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
	size: isSmall(rect) ? 14 : 15,
	label: panel.heading,
});

const rowOf = (process: Process, y: number, pitch: number, rect: Rect, say: Say): Row => {
	const { place, pid, number, program, tone, state, outside } = process;
	const width = rect.width - 24;
	const isRoomy = textWidth(program, { size: 13, mono: true }) + NUMBER + ASIDE < width;
	const aside = outside !== undefined && isRoomy ? ASIDE : 0;
	return {
		kind: 'row',
		key: `see:${place}/${number}`,
		parent: `task:${pid}`,
		x: rect.x + 12,
		y,
		width,
		height: pitch - 2,
		look: place === 'host' && typeof tone === 'number' ? 'block' : 'plain',
		size: pitch < PITCH ? 12 : 13,
		tone: place === 'host' ? tone : 'ink',
		state,
		label: say('seeLabel', {
			pid: number,
			comm: program,
			place: place === 'host' ? say('host.short') : place,
		}),
		cells: [
			{ text: String(number), x: 4, width: NUMBER - 6, mono: true, weight: 700 },
			{ text: program, x: NUMBER, width: width - NUMBER - aside - 4, mono: true },
			...(aside
				? [
						{
							text: say('outside', { pid: outside ?? 0 }),
							x: width - aside,
							width: aside - 4,
							align: 'end',
							mono: false,
							tone: 'muted',
						} as const,
					]
				: []),
		],
	};
};

const worldLines = (panel: Panel, rect: Rect): Marks => {
	const lines = isSmall(rect) || panel.pitch !== undefined ? panel.world.slice(1, 2) : panel.world;
	return lines.flatMap(({ name, value }, i): Label[] => {
		const y = rect.y + rect.height - 13 - (lines.length - 1 - i) * 20;
		const names = isSmall(rect) ? 0 : 74;
		return [
			...(names
				? [
						{
							kind: 'label',
							key: `world:${panel.place}/${name}`,
							x: rect.x + 16,
							y,
							text: name,
							size: 12,
							tone: 'muted',
							width: names - 6,
							halo: panel.state === 'hatched',
						} as const,
					]
				: []),
			{
				kind: 'label',
				key: `world:${panel.place}/${name}/value`,
				x: rect.x + 16 + names,
				y,
				text: value,
				size: isSmall(rect) ? 12 : 13,
				mono: true,
				width: rect.width - 28 - names,
				halo: panel.state === 'hatched',
			},
		];
	});
};

const aside = (panel: Panel, rect: Rect, text: string, y: number): Label => ({
	kind: 'label',
	key: `see:${panel.place}/more`,
	x: rect.x + 16,
	y,
	text,
	size: 12,
	tone: 'muted',
	width: rect.width - 32,
});

export const panelMarks = (panel: Panel, rect: Rect, say: Say): Marks => {
	const small = isSmall(rect);
	const pitch = panel.pitch ?? PITCH;
	const top = rect.y + (small ? 32 : HEAD);
	const end = top + panel.processes.length * pitch + 13;
	return [
		box(panel, rect),
		...panel.processes.map((process, i) => rowOf(process, top + i * pitch, pitch, rect, say)),
		...(panel.none !== undefined ? [aside(panel, rect, panel.none, rect.y + (small ? 52 : 60))] : []),
		...(panel.more > 0 && !small ? [aside(panel, rect, say('more', { count: panel.more }), end)] : []),
		...worldLines(panel, rect),
	];
};
