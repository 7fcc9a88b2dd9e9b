/** One container's bars: what it has is full, what it is refused outlined, what is frozen hatched. */
import type { Label, Marks, Meter, Part, Rect, State, Token, Tone, Wire } from '#stage/mark.ts';
import { hueOf } from '../containers.ts';
import type { Say } from '../scene.ts';
import { bytesText, coresText, countText, ofText } from './amounts.ts';
import { CPU, MEMORY, PIDS } from './places.ts';
import type { Use } from './uses.ts';

/** Full for what it has, outlined for what it would have if nothing held it back. */
const pieces = (use: Use, tone: Part['tone'], cores: number): readonly Part[] => {
	const held = Math.min(cores, use.wish) - use.got;
	return [
		{ key: 'got', value: use.got, tone: tone ?? 'ink' },
		...(held > 0.005
			? [
					{
						key: 'held',
						value: held,
						tone: tone ?? 'ink',
						state: use.isFrozen ? ('hatched' as const) : ('hollow' as const),
					},
				]
			: []),
	];
};

/** What it asked for beyond its limit is never given: outlined, until the kernel has made room. */
const memoryPieces = ({ memory, limits, isFrozen }: Use, tone: Tone, scale: number): readonly Part[] => {
	const got = Math.min(memory, limits.memory);
	const wanted = Math.min(scale, memory) - got;
	return [
		{ key: 'got', value: got, tone, state: isFrozen ? 'hatched' : 'solid' },
		...(wanted > 0 ? [{ key: 'wanted', value: wanted, tone, state: 'hollow' } as const] : []),
	];
};

/** Where a limit stands, across its bar. */
const tick = (key: string, place: { x: number; width: number }, row: Rect, part: number): readonly Wire[] => {
	if (!(part < 1)) return [];
	const x = place.x + place.width * part;
	const over = row.height > 20 ? 8 : 2;
	const points = [
		{ x, y: row.y - over },
		{ x, y: row.y + row.height + over },
	];
	return [{ kind: 'wire', key, x: 0, y: 0, points, tone: 'ink', thickness: 2.6, layer: 5 }];
};

const bar = (place: { x: number; width: number }, row: Rect, more: Partial<Meter>): Meter => ({
	kind: 'meter',
	key: '',
	of: 1,
	x: place.x,
	y: row.y,
	width: place.width,
	height: row.height,
	...more,
});

const amount = (key: string, place: { text: number }, row: Rect, text: string): Label => ({
	kind: 'label',
	key,
	x: place.text,
	y: row.y + row.height / 2 + 4.5,
	anchor: 'end',
	text,
	size: 12,
	mono: true,
});

const limited = (used: string, limit: number, text: (value: number) => string): string =>
	ofText(used, Number.isFinite(limit) ? text(limit) : undefined);

const chip = (
	key: string,
	row: Rect,
	right: number,
	text: string,
	tone: Token['tone'],
	title: string,
): Token => ({
	kind: 'token',
	key,
	x: right - 5,
	y: row.y + (row.height - 17) / 2,
	height: 17,
	anchor: 'end',
	text,
	size: 12,
	mono: false,
	weight: 700,
	tone: tone ?? 'ink',
	fill: 'tint',
	title,
});

/** Values at the right ends. */
export interface Scale {
	readonly cores: number;
	readonly memory: number;
}

export const bars = (use: Use, scale: Scale, row: Rect, say: Say): Marks => {
	const { name } = use.container;
	const tone = hueOf(use.container);
	const state: State = use.isFrozen ? 'hatched' : 'solid';
	const cpu = limited(coresText(use.got), use.limits.cores, coresText);
	const memory = limited(bytesText(Math.min(use.memory, use.limits.memory)), use.limits.memory, bytesText);
	const pids = limited(countText(use.pids), use.limits.pids, countText);
	const of = Number.isFinite(use.limits.pids) ? use.limits.pids : Math.max(use.pids, 64);
	return [
		bar(CPU, row, {
			key: `meter:${name}/cpu`,
			of: scale.cores,
			parts: pieces(use, tone, scale.cores),
			label: say('meter.cpu', { name, value: cpu }),
		}),
		...tick(`bound:${name}/cpu`, CPU, row, use.limits.cores / scale.cores),
		amount(`used:${name}/cpu`, CPU, row, cpu),
		bar(MEMORY, row, {
			key: `meter:${name}/memory`,
			of: scale.memory,
			parts: memoryPieces(use, tone, scale.memory),
			label: say('meter.memory', { name, value: memory }),
		}),
		...tick(`bound:${name}/memory`, MEMORY, row, use.limits.memory / scale.memory),
		amount(`used:${name}/memory`, MEMORY, row, memory),
		bar(PIDS, row, {
			key: `meter:${name}/pids`,
			of,
			value: use.pids,
			tone,
			state,
			label: say('meter.pids', { name, value: pids }),
		}),
		amount(`used:${name}/pids`, PIDS, row, pids),
		...(use.isThrottled
			? [chip(`throttle:${name}`, row, CPU.x + CPU.width, say('throttled'), tone, say('throttled.title'))]
			: []),
		...(use.isFrozen
			? [chip(`freeze:${name}`, row, CPU.x + CPU.width, say('frozen'), tone, say('frozen.title'))]
			: []),
		...(use.kills > 0
			? [
					chip(
						`oom:${name}`,
						row,
						MEMORY.x + MEMORY.width,
						say('oom', { count: use.kills }),
						tone,
						say('oom.title'),
					),
				]
			: []),
		...(use.refusals > 0
			? [
					chip(
						`eagain:${name}`,
						row,
						PIDS.x + PIDS.width,
						say('eagain', { count: use.refusals }),
						tone,
						say('eagain.title'),
					),
				]
			: []),
	];
};
