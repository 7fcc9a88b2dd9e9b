/** What limits mean for a task: the tightest on its path (cgroup-v2.rst, "Resource Distribution Models"), and the OOM killer. */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { cgroupLine, type Cgroup } from './cgroup.ts';
import { hierarchyOf, tasksUnder } from './control.ts';
import { rangesOf } from './cpuList.ts';
import { effectiveCpus } from './effectiveCpus.ts';
import { exit } from './life.ts';
import { chargeOf } from './memoryCharge.ts';
import type { Task } from './task.ts';

export { effectiveCpus } from './effectiveCpus.ts';
export { chargeOf } from './memoryCharge.ts';

const memoryFile = (state: HostState) =>
	hierarchyOf(state, 'memory') === 'unified' ? 'memory.max' : 'memory.limit_in_bytes';

const pathOf = (state: HostState, pid: number, controller: string): Cgroup[] => {
	const hierarchy = hierarchyOf(state, controller);
	return cgroupLine(state, hierarchy, state.tasks.get(pid)?.cgroups[hierarchy] ?? '/');
};

/** A group's own memory limit in bytes; Infinity where it has none. */
export const limitOf = (state: HostState, group: Cgroup): number => {
	const text = group.files[memoryFile(state)];
	return text === undefined || text === 'max' || text === '9223372036854771712' ? Infinity : Number(text);
};

/** The tightest memory limit on a task's path, in bytes. */
export const effectiveMemoryLimit = (state: HostState, pid: number): number =>
	Math.min(...pathOf(state, pid, 'memory').map((group) => limitOf(state, group)), Infinity);

/** Memory charged to the tasks in a group and below it, in bytes. */
export const memoryUsed = (state: HostState, hierarchy: string, path: string): number =>
	tasksUnder(state, hierarchy, path).reduce((sum, task) => sum + chargeOf(task), 0);

/** The CPUs a task may run on, as Cpus_allowed_list has it. */
export const coresOf = (state: HostState, pid: number): number[] => {
	const hierarchy = hierarchyOf(state, 'cpuset');
	return effectiveCpus(state, hierarchy, state.tasks.get(pid)?.cgroups[hierarchy] ?? '/');
};
export const coreListOf = (state: HostState, pid: number): string => rangesOf(coresOf(state, pid));

const isGroupKill = (group: Cgroup) => group.files['memory.oom.group'] === '1';

/** The fattest task under the limit, not one that is exempt (mm/oom_kill.c, oom_badness). */
const victimOf = (host: Host, group: Cgroup): Task | undefined =>
	tasksUnder(host.state, group.hierarchy, group.path)
		.filter((task) => task.oomScoreAdj > -1000)
		.sort((a, b) => b.memory - a.memory)[0];

const oomKill = (host: Host, group: Cgroup): void => {
	const { hierarchy } = group;
	const count = (path: string, counter: string) =>
		host.emit({ kind: 'cgroup.count', hierarchy, path, counter, by: 1 });
	count(group.path, 'memory.oom');
	const victim = victimOf(host, group);
	if (!victim) return;
	const line = cgroupLine(host.state, hierarchy, victim.cgroups[hierarchy] ?? '/');
	const whole = line
		.slice(0, line.findIndex((each) => each.path === group.path) + 1)
		.filter(isGroupKill)
		.at(-1);
	const victims = whole
		? tasksUnder(host.state, hierarchy, whole.path).filter((task) => task.oomScoreAdj > -1000)
		: [victim];
	if (whole) count(whole.path, 'memory.oom_group_kill');
	for (const task of victims) count(task.cgroups[hierarchy] ?? '/', 'memory.oom_kill');
	for (const each of line) host.scheduler.wake(`oom:${each.path}`);
	for (const task of victims) exit(host, task.pid, { signal: 'KILL' }, 'oom');
};

/**
 * A task takes (or with a negative number gives back) anonymous memory. At the tightest limit the OOM killer ends
 * somebody; false when that was the task itself. The hosts have no swap.
 */
export const useMemory = (host: Host, pid: number, bytes: number): boolean => {
	const task = host.state.tasks.get(pid);
	if (!task || task.status === 'Z') return false;
	host.emit({ kind: 'task.change', pid, why: 'memory', set: { memory: Math.max(0, task.memory + bytes) } });
	const hierarchy = hierarchyOf(host.state, 'memory');
	for (;;) {
		const over = pathOf(host.state, pid, 'memory')
			.map((group) => ({
				group,
				room:
					limitOf(host.state, group) === Infinity
						? Infinity
						: limitOf(host.state, group) - memoryUsed(host.state, hierarchy, group.path),
			}))
			.filter(({ room }) => room < 0)
			.sort((a, b) => a.room - b.room)[0];
		if (!over) return true;
		oomKill(host, over.group);
		const left = host.state.tasks.get(pid);
		if (!left || left.status === 'Z') return false;
	}
};
