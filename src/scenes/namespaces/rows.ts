/** Which tasks have a row below the waterline, and whose each namespace is. */
import type { Container } from '#host/engine/container.ts';
import { containerOfTask, isPlain } from '#host/whose.ts';
import { namespaceTypes, type NamespaceType } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import { mainTask } from '../members.ts';
import { placed } from '../containers.ts';

/** As order.md has them: those a container gets anew first, those it shares last. */
export const columnTypes: readonly NamespaceType[] = [
	'mnt',
	'uts',
	'ipc',
	'pid',
	'net',
	'cgroup',
	'user',
	'time',
];

/** Rows there is room for. */
const ROOM = 12;
const machinery = /^(dockerd|containerd|runc)/;

const isOnHost = (state: HostState, task: Task): boolean =>
	state.namespaces.get(task.namespaces.user)?.machine === 'host' ||
	state.namespaces.get(task.pids[0]?.namespace ?? 0)?.machine === 'host';

/** init, the engine's daemons, what is in a container, and what has left the initial namespaces; not a person's tools. */
const isShown = (state: HostState, task: Task): boolean => {
	if (!isOnHost(state, task) || (task.status === 'Z' && task.pids.length === 1)) return false;
	if (task.pid === 1 || (machinery.test(task.comm) && task.comm !== 'docker-proxy')) return true;
	return !isPlain(state, task) || containerOfTask(state, task.pid) !== undefined;
};

/** What is dropped first when there is no room: shims, then what is not the main task of its container. */
const weightOf = (state: HostState, task: Task, mains: ReadonlySet<number>): number =>
	task.pid === 1 || task.comm === 'dockerd'
		? 3
		: mains.has(task.pid)
			? 2
			: task.comm.startsWith('containerd')
				? 0
				: 1;

export interface Rows {
	readonly tasks: readonly Task[];
	/** How many are folded away. */
	readonly folded: number;
}

/** By PID, so that a newcomer stands below those that are there. */
export const rowsOf = (state: HostState): Rows => {
	const all = state.tasks.filter((task) => isShown(state, task));
	const mains = new Set(placed(state).flatMap((each) => mainTask(state, each)?.pid ?? []));
	const kept = [...all]
		.sort((a, b) => weightOf(state, b, mains) - weightOf(state, a, mains) || a.pid - b.pid)
		.slice(0, ROOM);
	return { tasks: kept.sort((a, b) => a.pid - b.pid), folded: all.length - kept.length };
};

/** The container that has a namespace of its own: the first whose main task is in it. */
export const ownersOf = (state: HostState): ReadonlyMap<number, Container> => {
	const owners = new Map<number, Container>();
	for (const container of placed(state)) {
		const task = mainTask(state, container);
		for (const inode of task ? Object.values(task.namespaces) : [])
			if (!owners.has(inode) && !state.namespaces.get(inode)?.isInitial) owners.set(inode, container);
		const pinned = container.sandbox?.namespace;
		if (pinned !== undefined && !owners.has(pinned) && !state.namespaces.get(pinned)?.isInitial)
			owners.set(pinned, container);
	}
	return owners;
};

/** Namespaces that nobody is in yet: just made. */
export const freshNamespaces = (
	state: HostState,
	tasks: readonly Task[],
): readonly { readonly inode: number; readonly type: NamespaceType }[] => {
	const used = new Set(tasks.flatMap((task) => [...Object.values(task.namespaces), task.pidForChildren]));
	return state.namespaces.filter(
		(each) =>
			!each.isInitial && !used.has(each.inode) && !each.isPinned && namespaceTypes.includes(each.type),
	);
};
