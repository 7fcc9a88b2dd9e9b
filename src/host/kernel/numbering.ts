/** A task has a number in every PID namespace it is seen from (pid_namespaces(7)). */
import type { HostState } from '../state.ts';
import type { Task } from './task.ts';

/** The PID of a task as a task in `pidNamespace` sees it. */
export const pidInside = (state: HostState, pid: number, pidNamespace: number): number | undefined =>
	state.tasks.get(pid)?.pids.find((each) => each.namespace === pidNamespace)?.pid;

/** The task that has number `pid` in `pidNamespace`. */
export const taskInside = (state: HostState, pidNamespace: number, pid: number): Task | undefined => {
	const direct = state.tasks.get(pid);
	if (direct?.pids.some((each) => each.namespace === pidNamespace && each.pid === pid)) return direct;
	return state.tasks.find((task) =>
		task.pids.some((each) => each.namespace === pidNamespace && each.pid === pid),
	);
};

/** The tasks that a PID namespace shows, by their number in it. */
export const tasksSeenFrom = (state: HostState, pidNamespace: number): Task[] =>
	state.tasks
		.filter((task) => task.pids.some((each) => each.namespace === pidNamespace))
		.sort((a, b) => pidInside(state, a.pid, pidNamespace)! - pidInside(state, b.pid, pidNamespace)!);

/** The PID namespace a task is a member of: the innermost of those that number it. */
export const ownPidNamespace = (task: Task): number => task.pids[task.pids.length - 1]!.namespace;
/** Whether it is PID 1 of its PID namespace. */
export const isInit = (task: Task): boolean => task.pids[task.pids.length - 1]!.pid === 1;

/** A PID namespace and those around it, outermost first. */
export const pidNamespaceLine = (state: HostState, inode: number): number[] => {
	const line: number[] = [];
	for (let each: number | undefined = inode; each !== undefined; each = state.namespaces.get(each)?.parent)
		line.unshift(each);
	return line;
};
