/** Below the waterline, v1: a tree for each controller, the same path in all of them. */
import { cgroupLine, type Cgroup } from '#host/kernel/cgroup.ts';
import type { HostState } from '#host/state.ts';
import type { Label, Mark, Marks, Token, Tone } from '#stage/mark.ts';
import { MARGIN } from '#stage/place.ts';
import { PLACES } from '../containers.ts';
import type { Say } from '../scene.ts';
import { branches, groupAt, handmade, isFrozen, lastName, placedWithGroup } from './groups.ts';
import { isSet, narrowest, narrowing, v1Knobs, valueOf, type Knob } from './knobs.ts';
import { shortName, taskTokens, toneOf, type Leaf } from './leaves.ts';
import { LEVEL } from './places.ts';

const trees: readonly string[] = ['memory', 'cpu', 'cpuset', 'pids', 'freezer'];
const NAMES = { x: MARGIN, width: 268 };
const FIRST = 316;
const TREE = 176;
const HEAD = LEVEL + 56;
const TOP = LEVEL + 72;
const ROW = 30;
const INNER = 2;
const LEAVES = TOP + 26 + INNER * ROW + 4;
const BOTTOM = 764;

const columnOf = (tree: string): number => FIRST + trees.indexOf(tree) * TREE;

const isInner = ({ path }: Cgroup): boolean => path !== '/';

/** Groups right below the roots, in any of the trees: docker's, and those made by hand. */
const upper = (state: HostState): readonly string[] => [
	...new Set(
		trees.flatMap((tree) =>
			branches(state, tree)
				.filter(isInner)
				.map(({ path }) => path),
		),
	),
];

const lower = (state: HostState): readonly Leaf[] => {
	const own = placedWithGroup(state).map(({ container, group }): Leaf => ({
		name: container.name,
		group,
		container,
		slot: container.slot,
	}));
	const first = Math.max(-1, ...state.engine.containers.values().map(({ slot }) => slot)) + 1;
	const byHand = new Map(
		trees.flatMap((tree) => handmade(state, tree)).map((group) => [group.path, group] as const),
	);
	return [
		...own,
		...[...byHand.values()].map((group, i): Leaf => ({ name: group.path, group, slot: first + i })),
	];
};

const valueText = (state: HostState, group: Cgroup, knob: Knob): string => {
	const text = knob.text(valueOf(state, group, knob));
	if (knob.hierarchy !== 'memory') return text;
	const { value, at } = narrowest(state, group.path, narrowing[0]);
	return at === undefined || at === group.path ? text : `${text} → ${narrowing[0].text(value)}`;
};

const cells = (
	state: HostState,
	name: string,
	path: string,
	y: number,
	height: number,
	tone: Tone,
	say: Say,
): Marks =>
	trees.flatMap((tree) => {
		const group = groupAt(state, tree, path);
		const knobs = v1Knobs.filter(({ hierarchy }) => hierarchy === tree);
		const width = (TREE - 30 - (knobs.length - 1) * 6) / knobs.length;
		return !group
			? []
			: knobs.map((knob, i): Token => {
					const isOwn = isSet(state, group, knob);
					return {
						kind: 'token',
						key: `limit:${name}/${knob.file}`,
						parent: `cgroup:${name}`,
						x: columnOf(tree) + 18 + i * (width + 6),
						y,
						width,
						height,
						size: 12,
						weight: isOwn ? 700 : 500,
						text: valueText(state, group, knob),
						tone: isOwn ? tone : 'faint',
						fill: isOwn ? 'full' : 'surface',
						label: say('limit', { file: knob.file, name, value: valueOf(state, group, knob) }),
					};
				});
	});

/** From the root's trunk to each row it has. */
const twigs = (state: HostState, rows: readonly { readonly path: string; readonly y: number }[]): Marks =>
	trees.flatMap((tree) => {
		const x = columnOf(tree) + 5;
		const there = rows.filter(({ path }) => path !== '/' && groupAt(state, tree, path));
		return there.map(({ path, y }): Mark => ({
			kind: 'wire',
			key: `twig:${tree}:${path}`,
			x: 0,
			y: 0,
			points: [
				{ x, y: TOP + 22 },
				{ x, y },
				{ x: x + 13, y },
			],
			curve: 'round',
			tone: 'water',
			thickness: 2,
		}));
	});

const heads = (say: Say): Marks =>
	trees.flatMap((tree): Label[] => [
		{
			kind: 'label',
			key: `tree:${tree}`,
			x: columnOf(tree),
			y: HEAD,
			text: tree,
			size: 15,
			weight: 700,
			mono: true,
		},
		{
			kind: 'label',
			key: `files:${tree}`,
			x: columnOf(tree),
			y: TOP + 16,
			text: v1Knobs
				.filter(({ hierarchy }) => hierarchy === tree)
				.map(({ file }) => (tree === 'cpu' ? file.replace('cpu.', '').replace('_us', '') : file))
				.join(' · '),
			size: 12,
			mono: true,
			tone: 'muted',
			width: TREE - 8,
			title: say('tree', { tree }),
		},
	]);

const innerRow = (state: HostState, path: string, y: number, say: Say): Marks => [
	{
		kind: 'token',
		key: `cgroup:${path}`,
		parent: 'cgroup:/',
		x: NAMES.x,
		y,
		width: NAMES.width,
		height: 24,
		look: 'tile',
		text: path,
		tone: 'water',
		fill: 'surface',
		label: say('group', { path }),
	},
	...cells(state, path, path, y, 24, 'water', say),
];

const leafRow = (state: HostState, leaf: Leaf, y: number, height: number, say: Say): Marks => {
	const isDense = height < 40;
	const tone = toneOf(leaf);
	const frozen = cgroupLine(state, 'freezer', leaf.group.path).some(isFrozen);
	const mid = isDense ? y + height / 2 : y + 20;
	return [
		{
			kind: 'box',
			key: `cgroup:${leaf.name}`,
			parent: 'cgroup:/docker',
			x: NAMES.x,
			y,
			width: NAMES.width,
			height,
			tone,
			fill: leaf.container ? 'tint' : 'surface',
			radius: 9,
			state: frozen ? 'hatched' : 'solid',
			label: say('group', { path: leaf.group.path }),
		},
		{
			kind: 'label',
			key: `name:${leaf.name}`,
			x: NAMES.x + 12,
			y: mid + 5,
			text: leaf.container ? leaf.name : lastName(leaf.name),
			width: 90,
			size: 14,
			weight: 700,
			halo: frozen,
		},
		...(isDense
			? []
			: [
					{
						kind: 'label',
						key: `path:${leaf.name}`,
						x: NAMES.x + 108,
						y: mid + 4.5,
						text: `/docker/${shortName(leaf.group.path)}`,
						width: 150,
						size: 12,
						mono: true,
						tone: 'muted',
						title: leaf.group.path,
					} as const,
				]),
		...taskTokens(
			state,
			leaf,
			{
				x: isDense ? NAMES.x + 104 : NAMES.x + 12,
				y: isDense ? y + (height - 18) / 2 : y + height - 34,
				right: NAMES.x + NAMES.width - 8,
				height: isDense ? 18 : 24,
			},
			say,
		),
		...cells(state, leaf.name, leaf.group.path, mid - (isDense ? 9 : 12), isDense ? 18 : 24, tone, say),
	];
};

export const treesMarks = (state: HostState, dense: boolean, say: Say): Marks => {
	const all = upper(state);
	const above = all.slice(0, INNER);
	const leaves = lower(state).filter(({ slot }) => slot < (dense ? PLACES : 3));
	const pitch = (BOTTOM - LEAVES) / (dense ? PLACES : 3);
	const height = dense ? pitch - 5 : Math.min(84, pitch - 10);
	const innerY = (i: number) => TOP + 26 + i * ROW;
	const leafY = ({ slot }: Leaf) => LEAVES + slot * pitch;
	const rows = [
		...above.map((path, i) => ({ path, y: innerY(i) + 12 })),
		...leaves.map((leaf) => ({ path: leaf.group.path, y: leafY(leaf) + (dense ? height / 2 : 20) })),
	];
	return [
		{
			kind: 'token',
			key: 'cgroup:/',
			x: NAMES.x,
			y: TOP - 6,
			width: NAMES.width,
			height: 24,
			look: 'tile',
			text: '/',
			tone: 'water',
			fill: 'surface',
			label: say('group', { path: '/' }),
		},
		...(all.length > INNER
			? [
					{
						kind: 'label',
						key: 'branches:more',
						x: NAMES.x,
						y: HEAD,
						text: say('groups.more', { count: all.length - INNER }),
						size: 12,
						tone: 'muted',
					} as const,
				]
			: []),
		...heads(say),
		...twigs(state, rows),
		...above.flatMap((path, i) => innerRow(state, path, innerY(i), say)),
		...leaves.flatMap((leaf) => leafRow(state, leaf, leafY(leaf), height, say)),
	];
};
