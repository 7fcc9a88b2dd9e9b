/** Below the waterline: tasks as rows, types as columns, the inode in each cell. Equal inodes are equal in colour. */
import type { Container } from '#host/engine/container.ts';
import { containerOfTask } from '#host/whose.ts';
import type { NamespaceType } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Marks, Row, Token, Tone } from '#stage/mark.ts';
import { MARGIN } from '#stage/place.ts';
import { hueOf, placed } from '../containers.ts';
import { mainTask } from '../members.ts';
import type { Say } from '../scene.ts';
import { columnTypes, freshNamespaces, ownersOf, rowsOf } from './rows.ts';

const TOP = 366;
const ROW = 26;
const GAP = 4;
const PID = 70;
const COMM = 170;
const CELL = 115;
const PILL = 102;

const columnX = (i: number): number => MARGIN + PID + COMM + i * CELL;

const heads = (say: Say): Marks => [
	{ kind: 'label', key: 'head:pid', x: MARGIN + 8, y: TOP - 10, text: say('pid'), size: 13, weight: 600 },
	{ kind: 'label', key: 'head:task', x: MARGIN + PID, y: TOP - 10, text: say('task'), size: 13, weight: 600 },
	...columnTypes.map(
		(type, i) =>
			({
				kind: 'label',
				key: `type:${type}`,
				x: columnX(i) + CELL / 2,
				y: TOP - 10,
				anchor: 'middle',
				text: type,
				mono: true,
				size: 14,
				weight: 600,
			}) as const,
	),
];

interface Inks {
	readonly owners: ReadonlyMap<number, Container>;
	readonly mains: ReadonlyMap<number, Container>;
}

const toneOf = (state: HostState, { owners }: Inks, inode: number): Tone => {
	const owner = owners.get(inode);
	if (owner) return hueOf(owner);
	return state.namespaces.get(inode)?.isInitial ? 'ink' : 'water';
};

const cell = (state: HostState, inks: Inks, task: Task, type: NamespaceType, y: number, say: Say): Token => {
	const inode = task.namespaces[type];
	const tone = toneOf(state, inks, inode);
	const main = inks.mains.get(task.pid);
	const isOwn = main !== undefined && inks.owners.get(inode) === main;
	return {
		kind: 'token',
		key: isOwn ? `ns:${type}/${main.name}` : `cell:${task.pid}/${type}`,
		parent: isOwn ? `fresh:${inode}` : `task:${task.pid}`,
		x: columnX(columnTypes.indexOf(type)) + CELL / 2,
		y,
		anchor: 'middle',
		width: PILL,
		height: ROW - 4,
		text: String(inode),
		mono: true,
		size: 12,
		tone,
		fill: tone === 'ink' ? 'surface' : 'full',
		label: say('cellLabel', { pid: task.pid, type, inode }),
	};
};

const rowOf = (state: HostState, task: Task, y: number, say: Say): Row => {
	const container = containerOfTask(state, task.pid);
	const inner = task.pids.at(-1)!.pid;
	const told = { pid: task.pid, comm: task.comm, inner };
	return {
		kind: 'row',
		key: `task:${task.pid}`,
		parent: `task:${task.parent}`,
		x: MARGIN,
		y,
		width: 1160,
		height: ROW,
		look: 'plain',
		size: 13,
		tone: container ? hueOf(container) : 'ink',
		state: task.status === 'Z' ? 'hollow' : container?.state.status === 'paused' ? 'hatched' : 'solid',
		label: task.pids.length > 1 ? say('taskInsideLabel', told) : say('taskLabel', told),
		cells: [
			{ text: String(task.pid), x: 8, width: PID - 12, mono: true, weight: 600 },
			{ text: task.comm, x: PID, width: COMM - 8, mono: true },
		],
	};
};

const freshRow = (state: HostState, tasks: readonly Task[], y: number, say: Say): Marks => {
	const fresh = freshNamespaces(state, tasks);
	if (!fresh.length) return [];
	return [
		{ kind: 'label', key: 'fresh', x: MARGIN + PID, y: y + 17, text: say('fresh'), size: 13, tone: 'muted' },
		...fresh.map(({ inode, type }): Token => ({
			kind: 'token',
			key: `fresh:${inode}`,
			parent: `type:${type}`,
			x: columnX(columnTypes.indexOf(type)) + CELL / 2,
			y: y + 2,
			anchor: 'middle',
			width: PILL,
			height: ROW - 4,
			text: String(inode),
			mono: true,
			size: 12,
			tone: 'water',
			fill: 'tint',
			label: say('freshLabel', { type, inode }),
		})),
	];
};

export const kernelTable = (state: HostState, say: Say): Marks => {
	const { tasks, folded } = rowsOf(state);
	const mains = new Map(
		placed(state).flatMap((each) => {
			const task = mainTask(state, each);
			return task ? [[task.pid, each] as const] : [];
		}),
	);
	const inks = { owners: ownersOf(state), mains };
	const yOf = (i: number) => TOP + i * (ROW + GAP);
	return [
		...heads(say),
		...tasks.flatMap((task, i) => [
			rowOf(state, task, yOf(i), say),
			...(task.status === 'Z'
				? []
				: columnTypes.map((type) => cell(state, inks, task, type, yOf(i) + 2, say))),
		]),
		...freshRow(state, state.tasks.values(), yOf(tasks.length), say),
		{
			kind: 'label',
			key: 'legend',
			x: MARGIN + 8,
			y: 760,
			text: [folded > 0 ? say('moreTasks', { count: folded }) : '', say('legendSame'), say('legendOwn')]
				.filter(Boolean)
				.join(' · '),
			size: 13,
			tone: 'muted',
		},
	];
};
