/** What of the kernel's a container has: its tasks and its control groups, found once per state. */
import type { Container } from '#host/engine/container.ts';
import type { Cgroup } from '#host/kernel/cgroup.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';

const ID = /[0-9a-f]{64}/;

const grouped = <T>(
	all: readonly T[],
	idsOf: (each: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> => {
	const groups = new Map<string, T[]>();
	for (const each of all)
		for (const id of new Set(idsOf(each))) {
			const group = groups.get(id);
			if (group) group.push(each);
			else groups.set(id, [each]);
		}
	return groups;
};

const remembered = <K extends object, V>(make: (key: K) => V): ((key: K) => V) => {
	const known = new WeakMap<K, V>();
	return (key) => {
		const value = known.get(key) ?? make(key);
		known.set(key, value);
		return value;
	};
};

const idIn = (path: string): readonly string[] => ID.exec(path)?.slice(0, 1) ?? [];

const tasksById = remembered((tasks: HostState['tasks']) =>
	grouped(tasks.values(), (task: Task) => Object.values(task.cgroups).flatMap(idIn)),
);
const cgroupsById = remembered((cgroups: HostState['cgroups']) =>
	grouped(cgroups.values(), (group: Cgroup) => idIn(group.path)),
);

export const tasksOf = (state: HostState, { id }: Container): readonly Task[] =>
	tasksById(state.tasks).get(id) ?? [];
export const cgroupsOf = (state: HostState, { id }: Container): readonly Cgroup[] =>
	cgroupsById(state.cgroups).get(id) ?? [];

const isAlive = (task: Task | undefined): task is Task => task !== undefined && task.status !== 'Z';

/** The task that is PID 1 inside; while the runtime still builds the container, the one that will be. */
export const mainTask = (state: HostState, container: Container): Task | undefined => {
	const recorded = state.tasks.get(container.state.pid);
	if (container.state.pid > 0 && isAlive(recorded)) return recorded;
	return tasksOf(state, container).find(
		(task) => isAlive(task) && task.pids.length > 1 && task.pids.at(-1)?.pid === 1,
	);
};

/** The same once it has ended, until it is reaped. */
export const lastTask = (state: HostState, container: Container): Task | undefined =>
	mainTask(state, container) ?? tasksOf(state, container).find((task) => task.pids.at(-1)?.pid === 1);
