/** Which rows stand below the waterline: tasks, several that are alike as one, and namespaces that nobody is in. */
import type { Namespace } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask, isPlain } from '#host/whose.ts';
import { ownersOf } from './owners.ts';
import { ROOM } from './places.ts';

export interface TaskRow {
	readonly task: Task;
	/** All that it stands for, itself included. */
	readonly pids: readonly number[];
}

export interface Rows {
	readonly tasks: readonly TaskRow[];
	/** Held by a file, as `ip netns add` leaves them. */
	readonly pinned: readonly Namespace[];
	/** Made just now, before anybody is in them. */
	readonly fresh: readonly Namespace[];
	/** Tasks for which there is no row. */
	readonly rest: number;
}

const machinery = /^(dockerd|docker-proxy|containerd|runc)/;

const isOnHost = (state: HostState, task: Task): boolean =>
	state.namespaces.get(task.pids[0]?.namespace ?? 0)?.machine === 'host';

/** init, the engine's daemons, what is in a container, and who has left the initial namespaces; not a person's tools. */
const isShown = (state: HostState, task: Task): boolean => {
	if (!isOnHost(state, task)) return false;
	if (task.pid === 1 || machinery.test(task.comm)) return true;
	return (
		!isPlain(state, task) ||
		task.pidForChildren !== task.namespaces.pid ||
		containerOfTask(state, task.pid) !== undefined
	);
};

const isSame = (a: Task, b: Task): boolean =>
	Object.entries(a.namespaces).every(([type, inode]) => b.namespaces[type as 'net'] === inode);

/** One row for all of them, where the first of them stands. */
const together = (rows: readonly TaskRow[], isOne: (row: TaskRow) => boolean): readonly TaskRow[] => {
	const all = rows.filter(isOne);
	const first = all[0];
	if (!first || all.length < 2) return rows;
	const pids = all.flatMap((row) => row.pids);
	return rows.flatMap((row) => (row === first ? [{ ...row, pids }] : isOne(row) ? [] : [row]));
};

/** The proxies are one row. Where room is short the shims become one; then what a container runs beside its main task joins that. */
const folded = (state: HostState, tasks: readonly Task[], room: number): readonly TaskRow[] => {
	const each: readonly TaskRow[] = tasks.map((task) => ({ task, pids: [task.pid] }));
	const rows = together(each, ({ task }) => task.comm === 'docker-proxy');
	if (rows.length <= room) return rows;
	const { mains } = ownersOf(state);
	let fewer = together(rows, ({ task }) => task.comm === 'containerd-shim');
	if (fewer.length <= room) return fewer;
	for (const [pid, container] of mains) {
		const main = state.tasks.get(pid);
		fewer = together(
			fewer,
			({ task }) =>
				main !== undefined && isSame(task, main) && containerOfTask(state, task.pid)?.id === container.id,
		);
	}
	return fewer;
};

const unused = (state: HostState): readonly Namespace[] => {
	const used = new Set(
		state.tasks.values().flatMap((task) => [...Object.values(task.namespaces), task.pidForChildren]),
	);
	return state.namespaces.filter(
		(each) => !each.isInitial && each.machine === 'host' && !used.has(each.inode),
	);
};

const known = new WeakMap<HostState, Rows>();

/** By PID, so that a newcomer stands below those that are there. */
export const rowsOf = (state: HostState): Rows => {
	const before = known.get(state);
	if (before) return before;
	const idle = unused(state);
	const pinned = idle.filter(({ isPinned }) => isPinned);
	const fresh = idle.filter(({ isPinned }) => !isPinned);
	const tasks = state.tasks.filter((task) => isShown(state, task)).sort((a, b) => a.pid - b.pid);
	const room = Math.max(4, ROOM - Math.min(3, pinned.length) - (fresh.length ? 1 : 0));
	const all = folded(state, tasks, room);
	const { mains } = ownersOf(state);
	const kept = new Set(
		[...all].sort((a, b) => weightOf(b.task, mains) - weightOf(a.task, mains)).slice(0, room),
	);
	const rows = {
		tasks: all.filter((row) => kept.has(row)),
		pinned: pinned.slice(0, 3),
		fresh,
		rest: all.filter((row) => !kept.has(row)).reduce((sum, row) => sum + row.pids.length, 0),
	};
	known.set(state, rows);
	return rows;
};

/** What stays when there is no room for all. */
const weightOf = (task: Task, mains: ReadonlyMap<number, unknown>): number =>
	task.pid === 1
		? 4
		: mains.has(task.pid)
			? 3
			: task.comm === 'dockerd'
				? 2
				: machinery.test(task.comm)
					? 0
					: 1;

/** The task in whose row a task stands. */
export const standingFor = (state: HostState, pid: number): number =>
	rowsOf(state).tasks.find(({ pids }) => pids.includes(pid))?.task.pid ?? pid;
