/** What all columns hang from. v2: the root and the slice of all containers. v1: a trunk for each tree that limits. */
import type { Cgroup } from '#host/kernel/cgroup.ts';
import { swapFree, swapTotal } from '#host/kernel/swap.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Box, Label, Marks, Own } from '#stage/mark.ts';
import { shortened } from './shortened.ts';
import { PLACES } from '../containers.ts';
import type { Say } from '../scene.ts';
import { longBytes } from './amounts.ts';
import { sliceOf } from './columns.ts';
import { branches, groupAt, isFrozen, isVersion2, lastName, tasksAt, unitsIn } from './groups.ts';
import { fileOf, groupFor, lanes } from './knobs.ts';
import { ALL, laneAt, ROOT, SIDE, SLICE, TRUNKS, trunkAt, WIDEST } from './places.ts';

const MONO = { size: 15, weight: 700, mono: true } as const;

/** What is set at a group, in one line: memory.max 512 MiB · pids.max 100 */
const limitsText = (state: HostState, path: string): string =>
	lanes
		.flatMap((lane) => {
			const group = groupFor(state, path, lane);
			const value = group && lane.of(group);
			return value === undefined ? [] : [`${fileOf(state, lane)} ${lane.text(value)}`];
		})
		.join(' · ');

const slab = (path: string, place: Omit<Box, 'kind' | 'key'>, group: Cgroup | undefined, say: Say): Box => ({
	kind: 'box',
	key: `cgroup:${path}`,
	...(path !== '/' && { parent: 'cgroup:/' }),
	tone: 'water',
	fill: 'surface',
	radius: 10,
	state: group && isFrozen(group) ? 'hatched' : 'solid',
	label: say('group', { path }),
	...place,
});

const line = (key: string, x: number, y: number, text: string, more: Partial<Label> = {}): Label => ({
	kind: 'label',
	key,
	x,
	y,
	text,
	size: 14,
	...more,
});

/** systemd's other groups beside the slice: they have no columns, only a place. */
const neighbours = (state: HostState, say: Say): Marks => {
	const half = (SIDE.width - 6) / 2;
	return ['/init.scope', '/user.slice'].flatMap((path, i) => {
		const group = groupAt(state, 'unified', path);
		if (!group) return [];
		const x = SIDE.x + i * (half + 6);
		const init = tasksAt(state, group)[0];
		const text = shortened(lastName(path), half - 2, { size: 12, weight: 600, mono: true });
		return [
			slab(path, { x, y: SLICE.y, width: half, height: SLICE.height }, group, say),
			line(`slice:${path}`, x + half / 2, SLICE.y + 22, text, {
				anchor: 'middle',
				size: 12,
				mono: true,
				weight: 600,
				...(init && { title: `${init.pid} ${init.comm}` }),
			}),
			stub(`stub:${path}`, x + half / 2, 10),
		];
	});
};

/** From the root up to what hangs from it: nothing narrows here. */
const stub = (key: string, x: number, width: number): Own => ({
	kind: 'own',
	shape: 'channel',
	key,
	x: x - WIDEST / 2,
	y: SLICE.y + SLICE.height,
	width: WIDEST,
	height: ROOT.y - SLICE.y - SLICE.height,
	layer: 1,
	tone: 'water',
	data: { stops: 2, y0: ROOT.y - SLICE.y - SLICE.height, w0: width, y1: 0, w1: width },
});

/** Where there is swap: how much of it is taken. */
const swapLine = (state: HostState, y: number, say: Say): Marks => {
	const total = swapTotal(state);
	if (!total) return [];
	const text = say('swaps', { used: longBytes(total - swapFree(state)), total: longBytes(total) });
	return [line('swaps', ALL.x + 260, y, text)];
};

const version2 = (state: HostState, say: Say): Marks => {
	const slice = sliceOf(state);
	const group = groupAt(state, 'unified', slice);
	const { cpus, memory } = profiles[state.profile];
	const set = limitsText(state, slice);
	const units = group ? say('units', { count: unitsIn(state, group).length }) : '';
	const others = branches(state, 'unified').filter(
		({ path }) => !['/init.scope', '/user.slice', slice].includes(path),
	);
	return [
		slab(
			'/',
			{ x: SIDE.x, y: ROOT.y, width: ALL.x + ALL.width - SIDE.x, height: ROOT.height },
			undefined,
			say,
		),
		line('root', SIDE.x + 16, ROOT.y + 24, '/', { ...MONO, size: 18 }),
		line('whole', ALL.x, ROOT.y + 24, say('whole', { cores: cpus, memory: longBytes(memory) })),
		...swapLine(state, ROOT.y + 24, say),
		...(others.length
			? [
					line('others', ALL.x + ALL.width - 14, ROOT.y + 24, others.map(({ path }) => path).join('  '), {
						anchor: 'end',
						mono: true,
						size: 13,
						tone: 'muted',
						width: 420,
					}),
				]
			: []),
		...neighbours(state, say),
		slab(slice, { x: ALL.x, y: SLICE.y, width: ALL.width, height: SLICE.height }, group, say),
		line('slice', ALL.x + 14, SLICE.y + 23, lastName(slice), MONO),
		line('slice:more', ALL.x + ALL.width - 14, SLICE.y + 23, set || units, {
			anchor: 'end',
			mono: set !== '',
			tone: 'muted',
		}),
		...lanes.map((_, i) => stub(`stub:${slice}/${i}`, laneAt(0, i), WIDEST)),
	];
};

/** Trees without a lane of their own here; those that hold the same groups are said in one breath. */
const otherTrees = (state: HostState): readonly string[] =>
	profiles[state.profile].hierarchies.filter(
		(tree) => !lanes.some((lane) => lane.tree === tree) && !tree.startsWith('name='),
	);

const version1 = (state: HostState, say: Say): Marks => {
	const slice = sliceOf(state);
	return [
		...lanes.flatMap((lane, i): Marks => {
			const y = trunkAt(i);
			const group = groupAt(state, lane.tree, slice);
			const above = y + TRUNKS.height / 2 + 5;
			const set = limitsText(state, slice)
				.split(' · ')
				.filter((text) => text.startsWith(fileOf(state, lane)))[0];
			return [
				slab(
					i === 0 ? slice : `${lane.tree}:${slice}`,
					{ x: ALL.x, y, width: ALL.width, height: TRUNKS.height },
					group,
					say,
				),
				line(`tree:${lane.tree}`, SIDE.x, above, lane.tree, { ...MONO, size: 16 }),
				line(`trunk:${lane.tree}`, ALL.x + 14, above, group ? `/  →  ${slice}` : '/', { ...MONO, size: 14 }),
				...(set
					? [
							line(`set:${lane.tree}`, ALL.x + ALL.width - 14, above, set, {
								anchor: 'end',
								mono: true,
								tone: 'muted',
							}),
						]
					: []),
			];
		}),
		line(
			'trees',
			ALL.x,
			TRUNKS.y + 3 * TRUNKS.pitch + 7,
			say('trees.same', { trees: otherTrees(state).join(' ') }),
			{
				size: 13,
				tone: 'muted',
				width: ALL.width,
			},
		),
	];
};

const SOCKET = 8;

/** Where the next ones will hang from. */
const sockets = (state: HostState, taken: ReadonlySet<number>): Marks =>
	Array.from({ length: PLACES }, (_, slot) => slot)
		.filter((slot) => !taken.has(slot))
		.flatMap((slot) =>
			lanes.map((lane, i): Own => {
				const bottom = isVersion2(state) ? SLICE.y : TRUNKS.y;
				return {
					kind: 'own',
					shape: 'channel',
					key: `socket:${slot}/${lane.name}`,
					x: laneAt(slot, i) - WIDEST / 2,
					y: bottom - SOCKET,
					width: WIDEST,
					height: SOCKET,
					layer: 1,
					tone: 'faint',
					data: { stops: 2, y0: SOCKET, w0: WIDEST, y1: 0, w1: WIDEST },
				};
			}),
		);

export const trunkMarks = (state: HostState, taken: ReadonlySet<number>, say: Say): Marks => [
	...sockets(state, taken),
	...(isVersion2(state) ? version2(state, say) : version1(state, say)),
];
