/** The rule that holds in a tree of limits: what counts is the smallest on the way from the root. */
import { cgroupLine } from '#host/kernel/cgroup.ts';
import type { HostState } from '#host/state.ts';
import type { Column, Marks } from '#stage/mark.ts';
import { tableHeight, tabulate, type RowOf, type Told } from '#stage/tabulate.ts';
import type { Say } from '../scene.ts';
import { lastName } from './groups.ts';
import { narrowest, narrowing } from './knobs.ts';
import { toneOf, type Leaf } from './leaves.ts';
import { PATH } from './places.ts';

/** The one that shows most: limited from further up, else limited at all, else the latest. */
const telling = (state: HostState, leaves: readonly Leaf[]): Leaf | undefined => {
	const score = ({ group }: Leaf): number =>
		narrowing.reduce((sum, kind) => {
			const { value, at } = narrowest(state, group.path, kind);
			if (!Number.isFinite(value)) return sum;
			return sum + (at === group.path ? (kind.name === 'pids.max' ? 1 : 4) : 16);
		}, 0);
	return leaves.reduce<Leaf | undefined>(
		(best, leaf) => (best && score(best) > score(leaf) ? best : leaf),
		undefined,
	);
};

const columns: readonly Column[] = [
	{ key: 'path', width: 140 },
	{ key: 'memory.max', width: 78, heading: 'memory', align: 'end' },
	{ key: 'cpu.max', width: 60, heading: 'cpu', align: 'end' },
	{ key: 'pids.max', width: 64, heading: 'pids', align: 'end' },
];

/** As many groups of the path as there is room for, the innermost. */
const ROWS = 4;
const leafName = ({ container, group }: Leaf): string => container?.name ?? lastName(group.path);

export const pathTable = (state: HostState, leaves: readonly Leaf[], say: Say): Marks => {
	const leaf = telling(state, leaves);
	if (!leaf) return [];
	const line = cgroupLine(state, 'unified', leaf.group.path).reverse().slice(-ROWS);
	const found = narrowing.map((kind) => ({ kind, ...narrowest(state, leaf.group.path, kind) }));
	const rows = line.map((group, i): RowOf => ({
		key: `path:${i}`,
		cells: {
			path: { text: ' '.repeat(i) + (group === leaf.group ? leafName(leaf) : lastName(group.path)) },
			...Object.fromEntries(
				found.map(({ kind, at }): [string, Told] => [
					kind.name,
					{
						text: kind.text(kind.of(group)),
						...(at === group.path ? { weight: 700, tone: toneOf(leaf) } : { tone: 'muted' }),
					},
				]),
			),
		},
	}));
	const smallest: RowOf = {
		key: 'path:smallest',
		label: say('path.label', { name: leaf.name }),
		cells: {
			path: { text: say('path.smallest'), mono: false, weight: 700 },
			...Object.fromEntries(
				found.map(({ kind, value }): [string, Told] => [
					kind.name,
					{ text: kind.text(value), weight: 700, tone: Number.isFinite(value) ? toneOf(leaf) : 'muted' },
				]),
			),
		},
	};
	const table = {
		key: 'path',
		x: PATH.x,
		heading: say('path.heading', { name: leaf.name }),
		columns,
		rows: [...rows, smallest],
		rowHeight: 22,
		gap: 1,
		look: 'line',
		size: 12,
	} as const;
	return tabulate({ ...table, y: PATH.y + PATH.height - tableHeight(table) });
};
