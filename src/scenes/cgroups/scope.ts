/** Below the waterline: a column's own group with what it is set to, and the tasks in it. */
import type { Cgroup } from '#host/kernel/cgroup.ts';
import { effectiveCpus } from '#host/kernel/effectiveCpus.ts';
import type { Task } from '#host/kernel/task.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks, Token } from '#stage/mark.ts';
import { shortened } from './shortened.ts';
import type { Say } from '../scene.ts';
import { toneOf, type Column } from './columns.ts';
import { titleOf } from './gauges.ts';
import { isFrozen, lastName, mainHierarchy, tasksAt } from './groups.ts';
import {
	beside,
	fileOf,
	groupFor,
	hasKnob,
	lanes,
	narrowest,
	treeOf,
	usualWeight,
	type Knob,
	type Lane,
} from './knobs.ts';
import {
	BETWEEN,
	COLUMN,
	columnAt,
	CPUS,
	LANE,
	laneAt,
	OWN_NAME,
	SCOPE,
	SECOND,
	TASKS,
	THROAT,
} from './places.ts';

/** docker-9f2c1a….scope without what all of them have: 9f2c1a….scope */
export const shortName = (path: string): string =>
	lastName(path)
		.replace(/^docker-/, '')
		.replace(/[0-9a-f]{64}/, (id) => `${id.slice(0, 6)}…`);

const SMALL = { size: 13, weight: 500, mono: true } as const;

interface Valued {
	readonly knob: Knob;
	readonly lane: number;
	readonly y: number;
	readonly height: number;
	/** Of all on the path, this is the one that counts. */
	readonly isBinding?: boolean;
}

/** One value in a field: full where it is what counts, tinted where it is set, plain where it is the usual. */
const field = (
	state: HostState,
	column: Column,
	path: string,
	name: string,
	{ knob, lane, y, height, isBinding = true }: Valued,
	say: Say,
): Marks => {
	const group = groupFor(state, path, knob);
	const isThere = hasKnob(state, path, knob);
	const found = group && isThere ? knob.of(group) : undefined;
	const usual = knob.name === 'weight' ? usualWeight(state) : knob.usual;
	const text = !isThere ? '–' : found === undefined ? usual : knob.text(found);
	const isOwn = found !== undefined && !(knob.name === 'weight' && text === usual);
	const file = fileOf(state, knob);
	const x = laneAt(column.slot, lane);
	const exact = group?.files[file] ?? text;
	return [
		{
			kind: 'token',
			key: `limit:${name}/${file}`,
			parent: `cgroup:${name}`,
			x: x - LANE / 2,
			y,
			width: LANE,
			height,
			text,
			size: text.length > 3 ? 12 : 14,
			weight: isOwn ? 700 : 500,
			struck: isOwn && !isBinding,
			tone: isOwn ? toneOf(column) : 'faint',
			fill: isOwn ? (isBinding ? 'full' : 'tint') : isThere ? 'surface' : 'none',
			state: isThere ? 'solid' : 'hollow',
			label: isThere
				? say('limit', { file, name: titleOf(column), value: exact })
				: say('limit.none', { file, name: titleOf(column) }),
		},
	];
};

/** The cores it may run on, each as a field. */
const cpuFields = (state: HostState, column: Column, path: string): Marks => {
	const { cpus } = profiles[state.profile];
	const may = effectiveCpus(state, treeOf(state, { tree: 'cpuset' }), path);
	const shown = Math.min(cpus, 4);
	return Array.from({ length: shown }, (_, cpu): Token => ({
		kind: 'token',
		key: `core:${column.name}/${cpu}`,
		x: columnAt(column.slot) + 6 + cpu * 27,
		y: CPUS.y,
		width: 24,
		height: CPUS.height,
		look: 'tile',
		text: String(cpu),
		size: 13,
		tone: may.includes(cpu) ? toneOf(column) : 'faint',
		fill: may.includes(cpu) ? 'full' : 'none',
		state: may.includes(cpu) ? 'solid' : 'hollow',
	}));
};

const taskToken = (column: Column, task: Task, row: number, frozen: boolean, say: Say): Token => {
	const text = `${task.pid} ${task.comm}`;
	return {
		kind: 'token',
		key: `task:${task.pid}`,
		parent: `task:${task.parent}`,
		x: columnAt(column.slot),
		y: TASKS.y + row * TASKS.pitch,
		width: COLUMN,
		height: TASKS.height,
		look: 'tile',
		...SMALL,
		text: shortened(text, COLUMN - 12, SMALL),
		title: text,
		tone: toneOf(column),
		fill: 'surface',
		state: task.status === 'Z' ? 'hollow' : frozen ? 'hatched' : 'solid',
		label: say('task', { pid: task.pid, comm: task.comm }),
	};
};

const ROWS = 2;
const taskMarks = (state: HostState, column: Column, group: Cgroup, say: Say): Marks => {
	const all = tasksAt(state, group);
	const shown = all.length > ROWS ? all.slice(0, ROWS - 1) : all;
	const more = all.length - shown.length;
	const frozen = isFrozen(group) || isFrozen(groupFor(state, group.path, { tree: 'freezer' }) ?? group);
	return [
		...shown.map((task, row) => taskToken(column, task, row, frozen, say)),
		...(more
			? [
					{
						kind: 'label',
						key: `more:${column.name}`,
						x: columnAt(column.slot) + COLUMN / 2,
						y: TASKS.y + shown.length * TASKS.pitch + 17,
						anchor: 'middle',
						text: say('tasks.more', { count: more }),
						size: 14,
						weight: 600,
						tone: toneOf(column),
						halo: true,
					} as const satisfies Mark,
				]
			: []),
	];
};

const isBindingAt = (state: HostState, column: Column, lane: Lane, path: string): boolean => {
	const { at } = narrowest(state, column.path ?? '/', lane);
	return at === undefined || at === path;
};

/** Of several the one that narrows something, else the nearest to the column's own. */
const tellingBetween = (state: HostState, { between, path = '/' }: Column): Cgroup | undefined => {
	const binding = lanes.map((lane) => narrowest(state, path, lane).at);
	return between.findLast((each) => binding.includes(each.path)) ?? between.at(-1);
};

/** A group between the trunk and the column's own; of several only one is shown, the others are counted. */
const betweenMarks = (state: HostState, column: Column, say: Say): Marks => {
	const group = tellingBetween(state, column);
	if (!group) return [];
	const rest = column.between.length - 1;
	const text = `${lastName(group.path)}${rest ? ` (+${rest})` : ''}`;
	const x = columnAt(column.slot);
	return [
		{
			kind: 'box',
			key: `cgroup:${group.path}`,
			parent: 'cgroup:/',
			x,
			y: BETWEEN.y,
			width: COLUMN,
			height: BETWEEN.height,
			radius: 10,
			tone: 'water',
			fill: 'surface',
			state: isFrozen(group) ? 'hatched' : 'solid',
			label: say('group', { path: group.path }),
		},
		{
			kind: 'label',
			key: `path:${group.path}`,
			x: x + COLUMN / 2,
			y: BETWEEN.y + 16,
			anchor: 'middle',
			text: shortened(text, COLUMN - 12, SMALL),
			title: group.path,
			...SMALL,
			halo: true,
		},
		...lanes.flatMap((knob, lane) =>
			groupFor(state, group.path, knob)
				? field(
						state,
						{ name: group.path, slot: column.slot, path: group.path, between: [], isInSlice: false },
						group.path,
						group.path,
						{
							knob,
							lane,
							y: BETWEEN.y + 21,
							height: 22,
							isBinding: isBindingAt(state, column, knob, group.path),
						},
						say,
					)
				: [],
		),
	];
};

export const scopeMarks = (state: HostState, column: Column, say: Say): Marks => {
	const { path, name } = column;
	if (path === undefined) return [];
	const group = groupFor(state, path, { tree: mainHierarchy(state) }) ?? groupFor(state, path, lanes[0]!);
	const main = group ?? lanes.map((lane) => groupFor(state, path, lane)).find((each) => each !== undefined);
	if (!main) return [];
	const frozen = isFrozen(main) || isFrozen(groupFor(state, path, { tree: 'freezer' }) ?? main);
	const x = columnAt(column.slot);
	return [
		{
			kind: 'box',
			key: `cgroup:${name}`,
			parent: `cgroup:${path.slice(0, path.lastIndexOf('/')) || '/'}`,
			x,
			y: SCOPE.y,
			width: COLUMN,
			height: SCOPE.height,
			tone: toneOf(column),
			fill: column.container ? 'tint' : 'surface',
			state: frozen ? 'hatched' : 'solid',
			radius: 12,
			label: say('group', { path }),
		},
		{
			kind: 'label',
			key: `path:${name}`,
			x: x + COLUMN / 2,
			y: OWN_NAME,
			anchor: 'middle',
			text: shortened(shortName(path), COLUMN - 12, SMALL),
			...SMALL,
			tone: 'muted',
			halo: true,
			title: path,
		},
		...lanes.flatMap((knob, lane) =>
			groupFor(state, path, knob)
				? field(
						state,
						column,
						path,
						name,
						{ knob, lane, ...THROAT, isBinding: isBindingAt(state, column, knob, path) },
						say,
					)
				: [],
		),
		...beside.flatMap((knob, lane) =>
			groupFor(state, path, knob) ? field(state, column, path, name, { knob, lane, ...SECOND }, say) : [],
		),
		...(groupFor(state, path, { tree: 'cpuset' }) ? cpuFields(state, column, path) : []),
		...betweenMarks(state, column, say),
		...taskMarks(state, column, main, say),
	];
};
