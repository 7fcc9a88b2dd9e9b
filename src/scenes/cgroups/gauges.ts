/** Above the waterline: what a column uses of the cores, the memory and the PIDs, and where it would be stopped. */
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Box, Label, Mark, Marks, Own, Token } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import { shortened } from './shortened.ts';
import type { Say } from '../scene.ts';
import { bytesText, coresText, countText, longBytes } from './amounts.ts';
import { toneOf, type Column } from './columns.ts';
import { lastPeriods, PERIODS_SHOWN } from './periods.ts';
import {
	CHIPS,
	COLUMN,
	columnAt,
	GAUGE,
	laneAt,
	LIMIT,
	NAME,
	PERIODS,
	SIGN,
	USED,
	WIDEST,
} from './places.ts';
import { lanes } from './knobs.ts';
import { lastName } from './groups.ts';
import type { Use } from './uses.ts';

/** Values at the upper ends. */
export interface Scale {
	readonly cores: number;
	readonly memory: number;
}

export const titleOf = ({ container, name }: Column): string => container?.name ?? lastName(name);

const nameToken = (column: Column, use: Use | undefined): Token => {
	const { container, slot } = column;
	const text = titleOf(column);
	return {
		kind: 'token',
		key: container ? `container:${container.name}` : `name:${column.name}`,
		...(container && { parent: `image:${container.imageName}` }),
		x: columnAt(slot),
		y: NAME.y,
		width: COLUMN,
		height: NAME.height,
		look: 'tile',
		mono: false,
		weight: 700,
		size: 16,
		text: shortened(text, COLUMN - 18, { size: 16, weight: 700, mono: false }),
		title: text,
		tone: toneOf(column),
		state: !use ? 'hollow' : use.isFrozen ? 'hatched' : 'solid',
		label: text,
	};
};

interface Level {
	readonly key: string;
	readonly from: number;
	readonly to: number;
	readonly look: Pick<Box, 'fill' | 'state'>;
}

/** A piece of a gauge between two parts of its height. */
const piece = (column: Column, lane: number, { key, from, to, look }: Level): Box => ({
	kind: 'box',
	key,
	x: laneAt(column.slot, lane) - WIDEST / 2,
	y: GAUGE.y + GAUGE.height * (1 - Math.min(1, to)),
	width: WIDEST,
	height: Math.max(0, Math.min(1, to) - Math.min(1, from)) * GAUGE.height,
	radius: 5,
	tone: toneOf(column),
	layer: 4,
	...look,
});

const glass = (column: Column, lane: number, label: string): Box => ({
	kind: 'box',
	key: `meter:${column.name}/${lanes[lane]!.name}`,
	x: laneAt(column.slot, lane) - WIDEST / 2,
	y: GAUGE.y,
	width: WIDEST,
	height: GAUGE.height,
	radius: 6,
	tone: 'faint',
	fill: 'surface',
	label,
});

const tick = (column: Column, lane: number, part: number): readonly Mark[] => {
	if (!(part <= 1)) return [];
	const x = laneAt(column.slot, lane) - WIDEST / 2;
	const y = GAUGE.y + GAUGE.height * (1 - part);
	return [
		{
			kind: 'wire',
			key: `bound:${column.name}/${lanes[lane]!.name}`,
			x: 0,
			y: 0,
			points: [
				{ x: x - 4, y },
				{ x: x + WIDEST + 4, y },
			],
			tone: 'ink',
			thickness: 3,
			layer: 5,
		},
	];
};

const value = (column: Column, lane: number, text: string, of: string, say: Say): readonly Label[] => {
	const x = laneAt(column.slot, lane);
	const size = textWidth(text, { size: 14, weight: 700, mono: true }) > 36 ? 12 : 14;
	const { name } = lanes[lane]!;
	return [
		{
			kind: 'label',
			key: `used:${column.name}/${name}`,
			x,
			y: USED,
			anchor: 'middle',
			text,
			size,
			mono: true,
			weight: 700,
		},
		{
			kind: 'label',
			key: `most:${column.name}/${name}`,
			x,
			y: LIMIT,
			anchor: 'middle',
			text: of === 'max' ? '∞' : of,
			size: 13,
			mono: true,
			tone: 'muted',
			title: say('most', { name: titleOf(column), value: of }),
		},
	];
};

const cpuGauge = (column: Column, use: Use, { cores }: Scale, say: Say): Marks => {
	const { name } = column;
	const [got, wish] = [use.got / cores, Math.min(cores, use.wish) / cores];
	const label = say('meter.cpu', {
		name: titleOf(column),
		value: `${coresText(use.got)} / ${coresText(use.limits.cpu)}`,
	});
	return [
		glass(column, 0, label),
		...(wish > got + 0.003
			? [
					piece(column, 0, {
						key: `wish:${name}/cpu`,
						from: got,
						to: wish,
						look: use.isFrozen ? { fill: 'tint', state: 'hatched' } : { fill: 'tint', state: 'hollow' },
					}),
				]
			: []),
		piece(column, 0, { key: `level:${name}/cpu`, from: 0, to: got, look: { fill: 'full' } }),
		...tick(column, 0, use.limits.cpu / cores),
		...value(column, 0, coresText(use.got), coresText(use.limits.cpu), say),
	];
};

/** Tasks' own memory is full, pages of files tinted, what had to go to swap hatched above the limit. */
const memoryGauge = (column: Column, use: Use, { memory }: Scale, say: Say): Marks => {
	const { name } = column;
	const held = Math.min(use.memory, use.limits.memory);
	const own = Math.min(held, use.memory - use.file) / memory;
	const all = held / memory;
	const text = longBytes(held);
	const label = say('meter.memory', {
		name: titleOf(column),
		value: `${text} / ${longBytes(use.limits.memory)}`,
		file: longBytes(use.file),
		swap: longBytes(use.swapped),
	});
	const state = use.isFrozen ? 'hatched' : 'solid';
	return [
		glass(column, 1, label),
		...(use.file > 0
			? [
					piece(column, 1, {
						key: `file:${name}`,
						from: own,
						to: all,
						look: { fill: 'tint', state: 'solid' },
					}),
				]
			: []),
		...(use.swapped > 0
			? [
					piece(column, 1, {
						key: `swap:${name}`,
						from: all,
						to: all + use.swapped / memory,
						look: { fill: 'tint', state: 'hatched' },
					}),
				]
			: []),
		piece(column, 1, { key: `level:${name}/memory`, from: 0, to: own, look: { fill: 'full', state } }),
		...tick(column, 1, use.limits.memory / memory),
		...value(column, 1, bytesText(held), bytesText(use.limits.memory), say),
	];
};

/** So many PIDs fill the gauge of a group without a limit that is near. */
const USUAL_PIDS = 64;

const pidsGauge = (column: Column, use: Use, say: Say): Marks => {
	const limit = use.limits.pids;
	const of = limit <= 4 * USUAL_PIDS ? limit * 1.15 : Math.max(USUAL_PIDS, use.pids * 1.15);
	const text = `${countText(use.pids)} / ${countText(limit)}`;
	return [
		glass(column, 2, say('meter.pids', { name: titleOf(column), value: text })),
		piece(column, 2, {
			key: `level:${column.name}/pids`,
			from: 0,
			to: use.pids / of,
			look: { fill: 'full', state: use.isFrozen ? 'hatched' : 'solid' },
		}),
		...tick(column, 2, limit / of),
		...value(column, 2, countText(use.pids), countText(limit), say),
	];
};

const signs = ({ slot, name }: Column): Marks =>
	lanes.map(({ icon, name: lane }, i): Mark => ({
		kind: 'icon',
		key: `sign:${name}/${lane}`,
		icon,
		x: laneAt(slot, i),
		y: SIGN,
		size: 15,
		tone: 'muted',
	}));

const chips = (column: Column, use: Use, say: Say): Marks => {
	const all = [
		...(use.isFrozen ? [['freeze', say('frozen'), say('frozen.title')] as const] : []),
		...(use.kills > 0 ? [['oom', say('oom', { count: use.kills }), say('oom.title')] as const] : []),
		...(use.refusals > 0
			? [['eagain', say('eagain', { count: use.refusals }), say('eagain.title')] as const]
			: []),
		...(use.isThrottled ? [['throttle', say('throttled'), say('throttled.title')] as const] : []),
		...(use.waitsForDisk ? [['disk', say('disk.waits'), say('disk.waits.title')] as const] : []),
		...(use.kills === 0 && use.hits > 0
			? [['reclaim', say('reclaimed', { count: use.hits }), say('reclaimed.title')] as const]
			: []),
	].slice(0, 2);
	const width = (COLUMN - (all.length - 1) * 4) / Math.max(1, all.length);
	return all.map(([kind, text, title], i): Token => ({
		kind: 'token',
		key: `${kind}:${column.name}`,
		x: columnAt(column.slot) + i * (width + 4),
		y: CHIPS.y,
		width,
		height: CHIPS.height,
		text: shortened(text, width - 9, { size: 13, weight: 700, mono: false }),
		size: 13,
		mono: false,
		weight: 700,
		tone: toneOf(column),
		fill: 'tint',
		title: `${text}: ${title}`,
	}));
};

const periodMarks = (state: HostState, column: Column, say: Say): readonly Own[] => {
	const periods = column.path === undefined ? [] : lastPeriods(state, column.path);
	if (!periods.length) return [];
	return [
		{
			kind: 'own',
			shape: 'periods',
			key: `periods:${column.name}`,
			x: columnAt(column.slot),
			y: PERIODS.y,
			width: COLUMN,
			height: PERIODS.height,
			tone: toneOf(column),
			data: {
				count: PERIODS_SHOWN,
				...Object.fromEntries(
					periods.flatMap(({ ran, held }, i) => [
						[`ran${i}`, ran],
						[`held${i}`, held],
					]),
				),
			},
			label: say('periods', {
				name: titleOf(column),
				count: PERIODS_SHOWN,
				held: periods.filter(({ held }) => held > 0).length,
			}),
		},
	];
};

/** What is said of a container that uses nothing, because no group holds it. */
const absent = ({ container, slot }: Column, say: Say): Marks => {
	if (!container) return [];
	const { status, exitCode, oomKilled } = container.state;
	const key = status === 'created' || status === 'exited' || status === 'restarting' ? status : 'other';
	const text = say(`absent.${key}${oomKilled && key === 'exited' ? '.oom' : ''}`, { code: exitCode, status });
	const lines = [
		...(key === 'exited' ? [say('exit', { code: exitCode })] : []),
		...(oomKilled && key === 'exited' ? ['OOM'] : []),
	];
	return [
		{
			kind: 'label',
			key: `absent:${container.name}`,
			x: columnAt(slot),
			y: GAUGE.y + 6,
			width: COLUMN,
			wrap: true,
			text: lines.length ? lines.join(' · ') : text,
			size: 14,
			weight: lines.length ? 700 : 400,
			tone: 'muted',
			title: text,
		},
	];
};

export const gaugeMarks = (
	state: HostState,
	column: Column,
	use: Use | undefined,
	memory: number,
	say: Say,
): Marks => {
	if (!use) return [nameToken(column, use), ...absent(column, say)];
	const scale: Scale = { cores: profiles[state.profile].cpus, memory };
	return [
		nameToken(column, use),
		...periodMarks(state, column, say),
		...chips(column, use, say),
		...cpuGauge(column, use, scale, say),
		...memoryGauge(column, use, scale, say),
		...pidsGauge(column, use, say),
		...signs(column),
	];
};
