/** Below the waterline, v2: one tree. What leads to a group is as wide as the memory it lets through. */
import type { Cgroup } from '#host/kernel/cgroup.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import { connect } from '#stage/connect.ts';
import type { Box, Line, Mark, Marks, Wire } from '#stage/mark.ts';
import { PLACES } from '../containers.ts';
import type { Say } from '../scene.ts';
import { bytesText } from './amounts.ts';
import {
	branches,
	branchOf,
	handmade,
	isFrozen,
	lastName,
	placedWithGroup,
	tasksAt,
	unitsIn,
} from './groups.ts';
import { isSet, narrowing, v2Knobs, valueOf } from './knobs.ts';
import { knobHeads, leafMarks, taskTokens, toneOf, type Leaf } from './leaves.ts';
import { pathTable } from './pathTable.ts';
import { BRANCH, LEVEL, leafRow, PATH, ROOT, TREE_TOP } from './places.ts';

const UNIFIED = 'unified';
const [memoryMax] = narrowing;

/** Containers on the places they have above, groups made by hand on those after them. */
export const leavesOf = (state: HostState): readonly Leaf[] => {
	const own = placedWithGroup(state).map(({ container, group }): Leaf => ({
		name: container.name,
		group,
		container,
		slot: container.slot,
	}));
	const first = Math.max(-1, ...state.engine.containers.values().map(({ slot }) => slot)) + 1;
	return [
		...own,
		...handmade(state, UNIFIED).map((group, i): Leaf => ({ name: group.path, group, slot: first + i })),
	];
};

/** As wide as the memory it lets through, on a logarithmic scale: from a page's worth of megabytes to the whole host. */
const widthOf = (state: HostState, group: Cgroup): number => {
	const most = profiles[state.profile].memory;
	const least = 2 ** 22;
	const limit = Math.min(most, Math.max(least, memoryMax.of(group)));
	return 3 + (17 * Math.log(limit / least)) / Math.log(most / least);
};

const HEIGHT = { plain: 38, first: 24, line: 19, tasks: 27, gap: 9 };

/** What a slice or a group by hand says beneath its name: its own limits, and the units it is made of. */
const linesOf = (state: HostState, group: Cgroup, say: Say): readonly Line[] => [
	...v2Knobs
		.filter((knob) => isSet(state, group, knob))
		.slice(0, 2)
		.map((knob): Line => ({ name: knob.file, text: knob.text(valueOf(state, group, knob)), weight: 600 })),
	...(group.path === '/system.slice'
		? [{ text: say('units', { count: unitsIn(state, group).length }), mono: false } as const]
		: []),
];

const initText = (state: HostState, group: Cgroup): string =>
	tasksAt(state, group)
		.map(({ pid, comm }) => `${pid} ${comm}`)
		.join(' ');

const tasksIn = (state: HostState, group: Cgroup): boolean =>
	!/\.(slice|scope)$/.test(group.path) && tasksAt(state, group).length > 0;

interface Branch {
	readonly group: Cgroup;
	readonly lines: readonly Line[];
	readonly height: number;
	readonly y: number;
}

/** As many as there is room for above the table; the rest is said as a number. */
const branchesOf = (
	state: HostState,
	say: Say,
): { readonly shown: readonly Branch[]; readonly more: number } => {
	const all = branches(state, UNIFIED);
	const shown: Branch[] = [];
	let y = TREE_TOP;
	for (const group of all) {
		const lines = linesOf(state, group, say);
		const height =
			HEIGHT.plain +
			(lines.length ? HEIGHT.first + (lines.length - 1) * HEIGHT.line : 0) +
			(tasksIn(state, group) ? HEIGHT.tasks : 0);
		if (y + height > PATH.y) break;
		shown.push({ group, lines, height, y });
		y += height + HEIGHT.gap;
	}
	return { shown, more: all.length - shown.length };
};

const branchMarks = (state: HostState, { group, lines, height, y }: Branch, say: Say): Marks => {
	const name = group.path;
	const box: Box = {
		kind: 'box',
		key: `cgroup:${name}`,
		parent: 'cgroup:/',
		x: BRANCH.x,
		y,
		width: BRANCH.width,
		height,
		heading: lastName(group.path),
		mono: true,
		size: 14,
		...(group.path === '/init.scope' && { sub: initText(state, group), beside: true }),
		lines,
		names: 92,
		pitch: HEIGHT.line,
		tone: 'water',
		fill: 'surface',
		radius: 10,
		state: isFrozen(group) ? 'hatched' : 'solid',
		label: say('group', { path: group.path }),
	};
	const place = { x: BRANCH.x + 12, y: y + height - 27, right: BRANCH.x + BRANCH.width - 8, height: 19 };
	return [box, ...(tasksIn(state, group) ? taskTokens(state, { name, group, slot: 0 }, place, say) : [])];
};

const rootMark = (state: HostState, height: number, say: Say): Box => ({
	kind: 'box',
	key: 'cgroup:/',
	x: ROOT.x,
	y: TREE_TOP,
	width: ROOT.width,
	height,
	heading: '/',
	mono: true,
	size: 18,
	sub: bytesText(profiles[state.profile].memory),
	align: 'middle',
	tone: 'water',
	fill: 'surface',
	radius: 10,
	label: say('group', { path: '/' }),
});

const ribbon = (
	state: HostState,
	from: { readonly mark: Mark; readonly at?: number },
	to: Mark,
	group: Cgroup,
	tone: Wire['tone'],
): Wire =>
	connect(
		{ mark: from.mark, side: 'right', ...(from.at !== undefined && { at: from.at }) },
		{ mark: to, side: 'left' },
		{
			key: `way:${group.path}`,
			curve: 'across',
			look: 'ribbon',
			thickness: widthOf(state, group),
			...(tone !== undefined && { tone }),
		},
	);

export const treeMarks = (state: HostState, dense: boolean, say: Say): Marks => {
	const { shown, more } = branchesOf(state, say);
	const leaves = leavesOf(state).filter((leaf) => leaf.slot < (dense ? PLACES : 3));
	const last = shown.at(-1);
	const boxes = shown.flatMap((branch) => branchMarks(state, branch, say));
	const root = rootMark(state, last ? last.y + last.height - TREE_TOP : 120, say);
	const ends = leaves.map((leaf) => leafMarks(state, leaf, leafRow(leaf.slot, dense), say));
	const boxOf = (path: string) => boxes.find((mark) => mark.key === `cgroup:${path}`);
	const ways = [
		...shown.flatMap(({ group, y, height }) => {
			const box = boxOf(group.path);
			const at = (y + height / 2 - TREE_TOP) / root.height;
			return box ? [ribbon(state, { mark: root, at }, box, group, 'water')] : [];
		}),
		...leaves.flatMap((leaf, i) => {
			const above = boxOf(branchOf(leaf.group.path)) ?? root;
			const end = ends[i]?.[0];
			const at = dense ? (leaf.slot + 1) / (PLACES + 1) : (leaf.slot + 1) / 4;
			return end ? [ribbon(state, { mark: above, at }, end, leaf.group, toneOf(leaf))] : [];
		}),
	];
	return [
		...(leaves.length ? knobHeads(LEVEL + 38) : []),
		...ways,
		root,
		...boxes,
		...(more
			? [
					{
						kind: 'label',
						key: 'branches:more',
						x: BRANCH.x + 4,
						y: PATH.y - 4,
						text: say('groups.more', { count: more }),
						size: 12,
						tone: 'muted',
					} as const,
				]
			: []),
		...ends.flat(),
		...pathTable(state, leaves, say),
	];
};
