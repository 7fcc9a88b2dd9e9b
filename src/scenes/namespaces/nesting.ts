/** PID namespaces one inside the other: each task stands once, where it belongs, with a number for every level that sees it. */
import { isInit, ownPidNamespace } from '#host/kernel/numbering.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { Frame, Label, Mark, Marks, Rect, State, Token, Tone } from '#stage/mark.ts';
import { grid, MARGIN, STAGE } from '#stage/place.ts';
import { placed } from '../containers.ts';
import { mainTask } from '../members.ts';
import type { Say } from '../scene.ts';
import { handMade } from './byHand.ts';
import { toneOf, toneOfTask } from './owners.ts';
import { rowsOf } from './rows.ts';

const LEVEL = 58;
const OUTER: Rect = { x: MARGIN, y: 96, width: STAGE.width - 2 * MARGIN, height: 640 };
const HOST_WIDTH = 262;
const INNER: Rect = {
	x: OUTER.x + HOST_WIDTH,
	y: OUTER.y + 14,
	width: OUTER.width - HOST_WIDTH - 14,
	height: OUTER.height - 28,
};
const places = grid(INNER, 4, 2, 12);
const HEAD = 32;
const PITCH = 29;
const HEIGHT = 23;
const INSET = 10;

/** As wide as its digits need. */
const widthOf = (number: number): number => Math.max(26, String(number).length * 8 + 13);

interface Level {
	readonly namespace: number;
	readonly name: string;
	readonly rect: Rect;
	/** How deep: 0 for the host's own. */
	readonly depth: number;
	readonly members: readonly Task[];
	/** What several rows stand for, by the first of them. */
	readonly counts?: ReadonlyMap<number, number>;
}

const stateOf = (state: HostState, task: Task): State =>
	task.status === 'Z'
		? 'hollow'
		: containerOfTask(state, task.pid)?.state.status === 'paused'
			? 'hatched'
			: 'solid';

/** One number for each level, the outermost first, each in the colour of the namespace that counts so. */
const tags = (state: HostState, task: Task, x: number, y: number, say: Say): readonly Token[] => {
	let left = x;
	return task.pids.map(({ namespace, pid }, i): Token => {
		const width = widthOf(pid);
		const at = left;
		left += width + 4;
		const isOwn = i === task.pids.length - 1;
		return {
			kind: 'token',
			key: isOwn ? `task:${task.pid}` : `number:${task.pid}/${i}`,
			parent: isOwn ? `task:${task.parent}` : `task:${task.pid}`,
			x: at,
			y,
			width,
			height: HEIGHT,
			text: String(pid),
			size: 13,
			weight: isInit(task) && isOwn ? 700 : 500,
			tone: toneOf(state, namespace),
			fill: isOwn && i > 0 ? 'full' : 'surface',
			state: stateOf(state, task),
			layer: 6,
			label: say('nest.numberLabel', { pid, comm: task.comm, namespace }),
		};
	});
};

const taskMarks = (state: HostState, level: Level, task: Task, y: number, say: Say): Marks => {
	const numbers = tags(state, task, level.rect.x + INSET, y, say);
	const last = numbers.at(-1)!;
	const x = last.x + (last.width ?? 0) + 8;
	const count = level.counts?.get(task.pid) ?? 1;
	return [
		...numbers,
		{
			kind: 'label',
			key: `comm:${task.pid}`,
			parent: `task:${task.pid}`,
			x,
			y: y + 16,
			text: count > 1 ? `${task.comm} ×${count}` : task.comm,
			mono: true,
			size: 13,
			tone: toneOfTask(state, task),
			width: Math.max(20, level.rect.x + level.rect.width - x - 6),
		},
	];
};

const frame = (level: Level, tone: Tone): Frame => ({
	kind: 'frame',
	key: `pidns:${level.namespace}`,
	...level.rect,
	heading: level.name,
	sub: String(level.namespace),
	mono: false,
	tone,
	fill: level.depth === 0 ? 'none' : 'surface',
	radius: 12,
	thickness: level.depth === 0 ? 2.5 : 2,
	layer: 1 + level.depth * 0.1,
	label: `${level.name}, pid:[${level.namespace}]`,
});

const childrenOf = (state: HostState, namespace: number): readonly number[] =>
	state.namespaces
		.filter(({ type, parent }) => type === 'pid' && parent === namespace)
		.map(({ inode }) => inode)
		.sort((a, b) => a - b);

const membersOf = (state: HostState, namespace: number): readonly Task[] =>
	state.tasks.filter((task) => ownPidNamespace(task) === namespace).sort((a, b) => a.pid - b.pid);

const more = ({ namespace, rect }: Level, y: number, count: number, say: Say): Label => ({
	kind: 'label',
	key: `pidns:${namespace}/more`,
	x: rect.x + INSET,
	y: y + 14,
	text: say('more', { count }),
	size: 12,
	tone: 'muted',
});

/** Its tasks from the top down, and the namespaces inside it beneath them. */
const levelMarks = (state: HostState, level: Level, say: Say): Marks => {
	const { namespace, rect, members, depth } = level;
	const inner = depth === 0 ? [] : childrenOf(state, namespace).slice(0, 2);
	const heights = inner.map(
		(each) => HEAD + 12 + Math.max(1, Math.min(3, membersOf(state, each).length)) * PITCH,
	);
	const below = heights.reduce((sum, each) => sum + each + 8, 0);
	const room = Math.max(1, Math.floor((rect.height - HEAD - 20 - below) / PITCH));
	const shown = members.length > room ? members.slice(0, room - 1) : members;
	const yOf = (i: number): number => rect.y + HEAD + 12 + i * PITCH;
	let top = yOf(shown.length + (shown.length < members.length ? 1 : 0));
	return [
		frame(level, depth === 0 ? 'ink' : toneOf(state, namespace)),
		...shown.flatMap((task, i) => taskMarks(state, level, task, yOf(i), say)),
		...(shown.length < members.length
			? [more(level, yOf(shown.length), members.length - shown.length, say)]
			: []),
		...inner.flatMap((each, i): Mark[] => {
			const box = { x: rect.x + 8, y: top, width: rect.width - 16, height: heights[i]! };
			top += heights[i]! + 8;
			const own = { namespace: each, name: say('nest.inside'), rect: box, depth: depth + 1 };
			return [...levelMarks(state, { ...own, members: membersOf(state, each) }, say)];
		}),
	];
};

interface Place {
	readonly namespace: number;
	readonly name: string;
	readonly slot: number;
}

/** The namespaces right inside the host's, where their containers and hand-made worlds stand elsewhere too. */
const placesOf = (state: HostState, say: Say): readonly Place[] => {
	const found: Place[] = [
		...placed(state).flatMap((each): Place[] => {
			const task = mainTask(state, each);
			return task && task.pids.length > 1
				? [{ namespace: task.pids[1]!.namespace, name: each.name, slot: each.slot }]
				: [];
		}),
		...handMade(state).flatMap(({ task, hue }): Place[] =>
			task && task.pids.length > 1
				? [{ namespace: task.pids[1]!.namespace, name: say('nest.byHand'), slot: hue }]
				: [],
		),
	];
	return found.filter(
		({ namespace, slot }, i) =>
			found.findIndex((each) => each.namespace === namespace) === i &&
			found.findIndex((each) => each.slot === slot) === i,
	);
};

/** The host's own: those that stand in the table, folded as they are there. */
const hostLevel = (state: HostState, say: Say): Level | undefined => {
	const init = state.tasks.get(1);
	if (!init) return undefined;
	const rows = rowsOf(state).tasks.filter(({ task }) => task.pids.length === 1);
	return {
		namespace: ownPidNamespace(init),
		name: say('host.short'),
		rect: OUTER,
		depth: 0,
		members: rows.map(({ task }) => task),
		counts: new Map(rows.map(({ task, pids }) => [task.pid, pids.length])),
	};
};

export const nestingPicture = (state: HostState, say: Say): Marks => {
	const host = hostLevel(state, say);
	return [
		{
			kind: 'waterline',
			key: 'waterline',
			x: 0,
			y: LEVEL,
			width: STAGE.width,
			height: STAGE.height - LEVEL,
			above: say('nest.above'),
			aboveAt: 34,
		},
		...(host ? levelMarks(state, host, say) : []),
		...placesOf(state, say).flatMap(({ namespace, name, slot }) => {
			const rect = places[slot];
			const level = { namespace, name, depth: 1, members: membersOf(state, namespace) };
			return rect ? levelMarks(state, { ...level, rect }, say) : [];
		}),
		{
			kind: 'label',
			key: 'legend',
			x: MARGIN,
			y: STAGE.height - 14,
			text: say('nest.legend'),
			size: 13,
			tone: 'muted',
		},
	];
};
