/** Below the waterline: tasks as rows, types as columns, the inode in each cell. Equal inodes are equal in colour. */
import type { Namespace, NamespaceType } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { Cell, Label, Mark, Marks, Row, Token, Tone } from '#stage/mark.ts';
import { MARGIN, STAGE } from '#stage/place.ts';
import { mainTask } from '../members.ts';
import type { Say } from '../scene.ts';
import { nsKey, ownersOf, toneOf, toneOfTask } from './owners.ts';
import { CELL, columnTypes, columnX, COMM, HEADS, INNER, PID, PILL, ROOM, ROW, yOf } from './places.ts';
import { rowsOf, type TaskRow } from './rows.ts';

const HEIGHT = ROW - 5;

const head = (key: string, x: number, text: string, more: Partial<Label> = {}): Label => ({
	kind: 'label',
	key,
	x,
	y: HEADS,
	text,
	size: 13,
	weight: 600,
	...more,
});

const heads = (say: Say): Marks => [
	head('head:number', MARGIN + PID.x, say('pid')),
	head('head:inner', MARGIN + INNER.x, say('inner'), { tone: 'muted', weight: 400 }),
	head('head:task', MARGIN + COMM.x, say('task')),
	...columnTypes.flatMap((type): Mark[] => [
		{
			kind: 'frame',
			key: `type:${type}`,
			x: columnX(type) + 4,
			y: HEADS - 20,
			width: CELL - 8,
			height: yOf(ROOM) - HEADS + 22,
			tone: 'faint',
			radius: 12,
			layer: 5,
			label: say(`type.${type}`),
		},
		head(`head:${type}`, columnX(type) + CELL / 2, type, {
			anchor: 'middle',
			mono: true,
			size: 14,
			weight: 700,
		}),
	]),
];

const pill = (key: string, type: NamespaceType, y: number, inode: number, tone: Tone): Token => ({
	kind: 'token',
	key,
	x: columnX(type) + CELL / 2,
	y: y + 2,
	anchor: 'middle',
	width: PILL,
	height: HEIGHT,
	text: String(inode),
	mono: true,
	size: 12,
	tone,
	fill: typeof tone === 'number' ? 'full' : 'surface',
});

const cellKey = (state: HostState, pid: number, type: NamespaceType, inode: number): string =>
	nsKey(state, pid, inode) ?? `cell:${pid}/${type}`;

/** Made inside a container, by another than its main task: of its colour, but not its own. */
const isNested = (state: HostState, inode: number, type: NamespaceType): boolean => {
	const container = ownersOf(state).containers.get(inode);
	const main = container && mainTask(state, container);
	return main !== undefined && main.namespaces[type] !== inode;
};

/** It comes down from who it was inherited from, or from where it was made. */
const cell = (state: HostState, task: Task, type: NamespaceType, y: number, say: Say): Token => {
	const inode = task.namespaces[type];
	const above = state.tasks.get(task.parent);
	const isInherited = above !== undefined && above.namespaces[type] === inode;
	return {
		...pill(cellKey(state, task.pid, type, inode), type, y, inode, toneOf(state, inode)),
		...(isNested(state, inode, type) && { fill: 'tint' }),
		parent: isInherited ? cellKey(state, above.pid, type, inode) : `fresh:${inode}`,
		label: say('cellLabel', { pid: task.pid, type, inode }),
	};
};

/** Its number on the host, and the one it has in its own PID namespace: NSpid of /proc/PID/status. */
const numbers = (task: Task, tone: Tone): readonly Cell[] => {
	const inner = task.pids.slice(1).map(({ pid }) => pid);
	return [
		{ text: String(task.pid), x: PID.x, width: PID.width, mono: true, weight: 600 },
		...(inner.length
			? [{ text: inner.join(' '), x: INNER.x, width: INNER.width, mono: true, weight: 700, tone } as const]
			: []),
	];
};

const rowOf = (state: HostState, { task, pids }: TaskRow, y: number, say: Say): Row => {
	const tone = toneOfTask(state, task);
	const told = { pid: task.pid, comm: task.comm, inner: task.pids.at(-1)!.pid };
	return {
		kind: 'row',
		key: `task:${task.pid}`,
		parent: `task:${task.parent}`,
		x: MARGIN,
		y,
		width: STAGE.width - 2 * MARGIN,
		height: ROW - 1,
		look: 'plain',
		size: 13,
		tone,
		state:
			task.status === 'Z'
				? 'hollow'
				: containerOfTask(state, task.pid)?.state.status === 'paused'
					? 'hatched'
					: 'solid',
		label: task.pids.length > 1 ? say('taskInsideLabel', told) : say('taskLabel', told),
		cells: [
			...numbers(task, tone),
			{
				text: pids.length > 1 ? `${task.comm} ×${pids.length}` : task.comm,
				x: COMM.x,
				width: COMM.width,
				mono: true,
			},
		],
	};
};

const pinnedRow = (state: HostState, { inode, type }: Namespace, y: number, say: Say): Marks => {
	const name = state.nets.get(inode)?.name;
	const tone = toneOf(state, inode);
	return [
		{
			kind: 'row',
			key: `pin:${inode}`,
			x: MARGIN,
			y,
			width: STAGE.width - 2 * MARGIN,
			height: ROW - 1,
			look: 'plain',
			size: 13,
			tone,
			label: say('pinnedLabel', { type, inode }),
			cells: [
				{
					text: name === undefined ? say('pinned') : say('netns', { name }),
					x: COMM.x - 48,
					width: COMM.width + 48,
					mono: false,
				},
			],
		},
		{
			...pill(`fresh:${inode}`, type, y, inode, tone),
			parent: `type:${type}`,
			label: say('freshLabel', { type, inode }),
		},
	];
};

const freshRow = (fresh: readonly Namespace[], y: number, say: Say): Marks =>
	fresh.length
		? [
				{
					kind: 'label',
					key: 'fresh',
					x: MARGIN + COMM.x,
					y: y + 17,
					text: say('fresh'),
					size: 13,
					tone: 'water',
				},
				...fresh.map(({ inode, type }): Token => ({
					...pill(`fresh:${inode}`, type, y, inode, 'water'),
					parent: `head:${type}`,
					label: say('freshLabel', { type, inode }),
				})),
			]
		: [];

export const kernelTable = (state: HostState, say: Say): Marks => {
	const { tasks, pinned, fresh, rest } = rowsOf(state);
	return [
		...heads(say),
		...tasks.flatMap((row, i) => [
			rowOf(state, row, yOf(i), say),
			...(row.task.status === 'Z' ? [] : columnTypes.map((type) => cell(state, row.task, type, yOf(i), say))),
		]),
		...pinned.flatMap((each, i) => pinnedRow(state, each, yOf(tasks.length + i), say)),
		...freshRow(fresh, yOf(tasks.length + pinned.length), say),
		{
			kind: 'label',
			key: 'legend',
			x: MARGIN + PID.x,
			y: STAGE.height - 12,
			text: [rest > 0 ? say('moreTasks', { count: rest }) : '', say('legendSame'), say('legendOwn')]
				.filter(Boolean)
				.join(' · '),
			size: 13,
			tone: 'muted',
		},
	];
};
