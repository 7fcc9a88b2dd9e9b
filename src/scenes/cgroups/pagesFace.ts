/** Memory as pages in bundles: whose they are, which of them came from files, what lies in swap, and what only on disk. */
import { bytesOf, isDirty, pageKey, type CachedFile } from '#host/kernel/pageCache.ts';
import { swapTotal } from '#host/kernel/swap.ts';
import type { HostState } from '#host/state.ts';
import { chargeOf } from '#host/kernel/memoryCharge.ts';
import type { Label, Marks, Own, Tone, Wire } from '#stage/mark.ts';
import { MARGIN } from '#stage/place.ts';
import { tasksOf } from '../members.ts';
import type { Say } from '../scene.ts';
import { bytesText, longBytes } from './amounts.ts';
import { columnsOf, toneOf, type Column } from './columns.ts';
import { titleOf } from './gauges.ts';
import { groupFor, lanes, narrowest, type Lane } from './knobs.ts';
import { SIZE } from './places.ts';
import { shortened } from './shortened.ts';

const LEVEL = 396;
const LEFT = 164;
const RIGHT = SIZE.width - MARGIN;
const PITCH = 20;
const CELLS = Math.floor((RIGHT - 150 - LEFT) / PITCH);
const ROW = { y: 84, pitch: 38, height: 24 };
const SWAP = { y: 462, height: 24 };
const FILES = { y: 540, pitch: 36, most: 5 };
const MIB = 2 ** 20;
const memory = lanes[1] as Lane;

interface Held {
	readonly column: Column;
	readonly anon: number;
	readonly clean: number;
	readonly dirty: number;
	readonly swapped: number;
	readonly limit: number;
}

const isUnder = (group: string, path: string): boolean => group === path || group.startsWith(`${path}/`);

const heldBy = (state: HostState, column: Column): Held | undefined => {
	const { path, container } = column;
	if (path === undefined) return undefined;
	const tasks = container
		? tasksOf(state, container)
		: state.tasks.filter(({ cgroups }) => Object.values(cgroups).some((own) => isUnder(own, path)));
	const files = state.pages.filter(({ group }) => isUnder(group, path));
	const sum = (which: (each: CachedFile) => boolean): number =>
		files.filter(which).reduce((all, each) => all + bytesOf(state, each), 0);
	const hasMemory = groupFor(state, path, memory) !== undefined;
	return {
		column,
		anon: hasMemory ? tasks.reduce((all, task) => all + chargeOf(task), 0) : 0,
		clean: sum((each) => !isDirty(state, each)),
		dirty: sum((each) => isDirty(state, each)),
		swapped: tasks.reduce((all, { swapped = 0 }) => all + swapped, 0),
		limit: narrowest(state, path, memory).value,
	};
};

/** What one cell stands for: so much that the largest fits into its row. */
const cellOf = (held: readonly Held[], files: readonly number[], swap: number): number => {
	const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
	const most = Math.max(
		swap,
		...files,
		...held.map((each) => Math.max(finite(each.limit), each.anon + each.clean + each.dirty)),
	);
	let cell = 4 * MIB;
	while (most / cell > CELLS) cell *= 2;
	return cell;
};

const label = (key: string, x: number, y: number, text: string, more: Partial<Label> = {}): Label => ({
	kind: 'label',
	key,
	x,
	y,
	text,
	size: 14,
	...more,
});

interface Cells {
	readonly count: number;
	readonly full?: number;
	readonly tint?: number;
	readonly hatched?: number;
}

const cells = (key: string, x: number, y: number, tone: Tone, amounts: Cells, said: string): Own => ({
	kind: 'own',
	shape: 'cells',
	key,
	x,
	y,
	width: Math.ceil(amounts.count) * PITCH,
	height: ROW.height,
	tone,
	data: { pitch: PITCH, full: 0, tint: 0, hatched: 0, ...amounts },
	label: said,
});

const edge = (key: string, x: number, y: number): Wire => ({
	kind: 'wire',
	key,
	x: 0,
	y: 0,
	points: [
		{ x, y: y - 6 },
		{ x, y: y + ROW.height + 6 },
	],
	tone: 'ink',
	thickness: 3,
	layer: 5,
});

const FACE = { size: 15, weight: 700, mono: false } as const;

const rowOf = (held: Held, cell: number, say: Say): Marks => {
	const { column, limit } = held;
	const { name } = column;
	const y = ROW.y + column.slot * ROW.pitch;
	const used = held.anon + held.clean + held.dirty;
	const count = Math.min(CELLS, Number.isFinite(limit) ? limit / cell : Math.max(1, used / cell));
	const text = Number.isFinite(limit) ? `${bytesText(used)} / ${bytesText(limit)}` : bytesText(used);
	const values = {
		name: titleOf(column),
		anon: longBytes(held.anon),
		file: longBytes(held.clean + held.dirty),
		swap: longBytes(held.swapped),
	};
	return [
		label(`holder:${name}`, MARGIN, y + 17, shortened(titleOf(column), LEFT - MARGIN - 10, FACE), {
			...FACE,
			tone: toneOf(column),
			title: titleOf(column),
		}),
		cells(
			`pages:${name}`,
			LEFT,
			y,
			toneOf(column),
			{ count, full: held.anon / cell, tint: held.clean / cell, hatched: held.dirty / cell },
			say('pages.label', values),
		),
		...(Number.isFinite(limit) ? [edge(`bound:${name}/memory`, LEFT + (limit / cell) * PITCH - 1, y)] : []),
		label(`used:${name}/memory`, RIGHT, y + 17, text, { anchor: 'end', mono: true, weight: 700 }),
	];
};

/** The swap area: who has how much of it, one after another. */
const swapMarks = (state: HostState, held: readonly Held[], cell: number, say: Say): Marks => {
	const total = swapTotal(state);
	const head = label('swap:head', MARGIN, SWAP.y - 12, say('pages.swap'), { weight: 700 });
	if (!total) return [head, label('swap:none', LEFT, SWAP.y + 17, say('pages.noSwap'), { tone: 'muted' })];
	const users = held.filter(({ swapped }) => swapped > 0);
	let x = LEFT;
	const taken = users.map(({ column, swapped }) => {
		const count = swapped / cell;
		const mark = cells(
			`swap:${column.name}`,
			x,
			SWAP.y,
			toneOf(column),
			{ count, hatched: count },
			say('pages.swapped', { name: titleOf(column), value: longBytes(swapped) }),
		);
		x += Math.ceil(count - 0.001) * PITCH;
		return mark;
	});
	const used = users.reduce((sum, { swapped }) => sum + swapped, 0);
	const free = Math.max(0, Math.min(CELLS - (x - LEFT) / PITCH, Math.round((total - used) / cell)));
	return [
		head,
		...taken,
		cells(
			'swap:free',
			x,
			SWAP.y,
			'faint',
			{ count: free },
			say('pages.free', { value: longBytes(total - used) }),
		),
		label('swap:used', RIGHT, SWAP.y + 17, `${bytesText(used)} / ${bytesText(total)}`, {
			anchor: 'end',
			mono: true,
			weight: 700,
		}),
	];
};

/** Files with pages in memory; what is empty lies on the disk alone. */
const fileMarks = (
	state: HostState,
	columns: readonly Column[],
	files: readonly CachedFile[],
	cell: number,
	say: Say,
): Marks => [
	label('files:head', MARGIN, FILES.y - 12, say('pages.files'), { weight: 700 }),
	...(files.length ? [] : [label('files:none', LEFT, FILES.y + 17, say('pages.noFiles'), { tone: 'muted' })]),
	...files.flatMap((each, i): Marks => {
		const key = pageKey(each);
		const y = FILES.y + i * FILES.pitch;
		const owner = columns.find(({ path }) => path !== undefined && isUnder(each.group, path));
		const tone = owner ? toneOf(owner) : 'ink';
		const disk = state.filesystems.get(each.device);
		const size = disk?.kind === 'disk' ? (disk.inodes.get(each.inode)?.size ?? 0) : 0;
		const here = bytesOf(state, each);
		const name = `${owner ? `${titleOf(owner)}:` : ''}${each.name.replace(/^.*\/merged/, '')}`;
		const face = { size: 14, weight: 600, mono: true } as const;
		return [
			label(`name:${key}`, MARGIN, y + 17, shortened(name, LEFT - MARGIN - 10, face), {
				...face,
				tone,
				title: name,
			}),
			cells(
				`cached:${key}`,
				LEFT,
				y,
				tone,
				{
					count: Math.min(CELLS, size / cell),
					[isDirty(state, each) ? 'hatched' : 'tint']: Math.min(CELLS, here / cell),
				},
				say('pages.file', { name, value: longBytes(here), size: longBytes(size) }),
			),
			label(`here:${key}`, RIGHT, y + 17, `${bytesText(here)} / ${bytesText(size)}`, {
				anchor: 'end',
				mono: true,
				weight: 700,
			}),
		];
	}),
];

const LEGEND = ['anon', 'clean', 'dirty'] as const;
const legend = (cell: number, say: Say): Marks => {
	const looks: Readonly<Record<(typeof LEGEND)[number], Cells>> = {
		anon: { count: 1, full: 1 },
		clean: { count: 1, tint: 1 },
		dirty: { count: 1, hatched: 1 },
	};
	return [
		label('cell', RIGHT, 34, say('pages.cell', { size: longBytes(cell) }), { anchor: 'end', tone: 'muted' }),
		...LEGEND.flatMap((name, i): Marks => {
			const x = LEFT + i * 250;
			return [
				{ ...cells(`legend:${name}`, x, 46, 'water', looks[name], say(`pages.${name}`)), height: 18 },
				label(`legend:${name}/text`, x + 26, 60, say(`pages.${name}`), { tone: 'muted' }),
			];
		}),
	];
};

export const pagesMarks = (state: HostState, say: Say): Marks => {
	const { columns } = columnsOf(state);
	const held = columns.flatMap((column) => heldBy(state, column) ?? []);
	const files = state.pages
		.filter((each) => bytesOf(state, each) > 0)
		.slice(-FILES.most)
		.reverse();
	const sizes = files.map(({ bytes }) => bytes);
	const cell = cellOf(held, sizes, swapTotal(state));
	return [
		{
			kind: 'waterline',
			key: 'waterline',
			x: 0,
			y: LEVEL,
			width: SIZE.width,
			height: SIZE.height - LEVEL,
			above: say('pages.above'),
			below: say('pages.below'),
		},
		...legend(cell, say),
		...(held.length ? [] : [label('none', LEFT, ROW.y + 40, say('pages.none'), { size: 16, tone: 'muted' })]),
		...held.flatMap((each) => rowOf(each, cell, say)),
		...swapMarks(state, held, cell, say),
		...fileMarks(state, columns, files, cell, say),
	];
};
