/**
 * Who gets how much of the CPUs: shares count only where tasks contend, quotas hold always, a cpuset is where a task
 * may run at all (sched-design-CFS.rst; cgroup-v2.rst, "CPU"; sched-bwc.rst). Progressive filling: all busy tasks
 * grow in proportion to their weight until something they share is full.
 */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { cgroupKey, cgroupLine, type Cgroup } from './cgroup.ts';
import { hierarchyOf, isFrozen } from './control.ts';
import { coresOf } from './limits.ts';
import type { Task } from './task.ts';

export interface CpuTime {
	/** Cores that each busy task gets, by PID. */
	readonly granted: ReadonlyMap<number, number>;
	/** Keys of the groups whose quota holds their tasks back now. */
	readonly throttled: ReadonlySet<string>;
}

interface Limit {
	readonly cap: number;
	readonly members: readonly number[];
	/** The group whose quota it is. */
	readonly quotaOf?: string;
}

/** A group's quota in cores; Infinity without one. */
export const quotaOf = (group: Cgroup): number => {
	const [quota, period] =
		group.hierarchy === 'unified'
			? (group.files['cpu.max'] ?? 'max 100000').split(' ')
			: [group.files['cpu.cfs_quota_us'] ?? '-1', group.files['cpu.cfs_period_us'] ?? '100000'];
	return quota === 'max' || Number(quota) < 0 ? Infinity : Number(quota) / Number(period);
};
/** Seconds of one of its periods. */
export const periodOf = (group: Cgroup): number =>
	Number(
		group.hierarchy === 'unified'
			? (group.files['cpu.max'] ?? 'max 100000').split(' ')[1]
			: (group.files['cpu.cfs_period_us'] ?? 100000),
	) / 1e6;

const weightOf = (group: Cgroup): number =>
	group.hierarchy === 'unified'
		? Number(group.files['cpu.weight'] ?? 100)
		: Number(group.files['cpu.shares'] ?? 1024);
const plainWeight = (hierarchy: string): number => (hierarchy === 'unified' ? 100 : 1024);

const busyTasks = (state: HostState): readonly Task[] =>
	state.busy.flatMap((pid) => {
		const task = state.tasks.get(pid);
		return task && task.load > 0 && !isFrozen(state, pid) ? [task] : [];
	});

/** Each task's part of the machine if all went on being busy: at every group the weight among those that contend there. */
const weights = (
	tasks: readonly Task[],
	lines: ReadonlyMap<number, readonly Cgroup[]>,
	hierarchy: string,
): Map<number, number> => {
	const rivals = new Map<string, Map<string, number>>();
	for (const task of tasks) {
		const line = lines.get(task.pid)!;
		const steps = [`task:${task.pid}`, ...line.map((group) => cgroupKey(group.hierarchy, group.path))];
		line.forEach((group, i) => {
			const at = rivals.get(steps[i + 1]!) ?? new Map<string, number>();
			rivals.set(steps[i + 1]!, at.set(steps[i]!, i === 0 ? plainWeight(hierarchy) : weightOf(line[i - 1]!)));
		});
	}
	const sum = (at: ReadonlyMap<string, number>) => [...at.values()].reduce((total, each) => total + each, 0);
	return new Map(
		tasks.map((task) => {
			const line = lines.get(task.pid)!;
			const steps = [`task:${task.pid}`, ...line.map((group) => cgroupKey(group.hierarchy, group.path))];
			const part = line.reduce((product, _, i) => {
				const at = rivals.get(steps[i + 1]!)!;
				return (product * at.get(steps[i]!)!) / sum(at);
			}, 1);
			return [task.pid, part];
		}),
	);
};

const limitsOf = (
	state: HostState,
	tasks: readonly Task[],
	lines: ReadonlyMap<number, readonly Cgroup[]>,
): readonly Limit[] => {
	const cores = new Map(tasks.map((task) => [task.pid, coresOf(state, task.pid)]));
	const sets = new Map([...cores.values()].map((set) => [set.join(), set]));
	sets.set(
		'all',
		Array.from({ length: profiles[state.profile].cpus }, (_, cpu) => cpu),
	);
	const quotas = new Map<string, { cap: number; members: number[] }>();
	for (const task of tasks)
		for (const group of lines.get(task.pid)!) {
			if (quotaOf(group) === Infinity) continue;
			const key = cgroupKey(group.hierarchy, group.path);
			const quota = quotas.get(key) ?? { cap: quotaOf(group), members: [] };
			quota.members.push(task.pid);
			quotas.set(key, quota);
		}
	return [
		...tasks.map((task): Limit => ({
			cap: Math.min(task.load, cores.get(task.pid)!.length),
			members: [task.pid],
		})),
		...[...sets.values()].map((set): Limit => ({
			cap: set.length,
			members: tasks
				.filter((task) => cores.get(task.pid)!.every((cpu) => set.includes(cpu)))
				.map((task) => task.pid),
		})),
		...[...quotas].map(([key, { cap, members }]): Limit => ({ cap, members, quotaOf: key })),
	];
};

const TINY = 1e-9;

/** How the CPUs are divided among the tasks that are busy in a state. */
export const cpuTime = (state: HostState): CpuTime => {
	const tasks = busyTasks(state);
	const hierarchy = hierarchyOf(state, 'cpu');
	const lines = new Map(
		tasks.map((task) => [task.pid, cgroupLine(state, hierarchy, task.cgroups[hierarchy] ?? '/')]),
	);
	const part = weights(tasks, lines, hierarchy);
	const limits = limitsOf(state, tasks, lines);
	const granted = new Map(tasks.map((task) => [task.pid, 0]));
	const growing = new Set(granted.keys());
	const throttled = new Set<string>();
	while (growing.size) {
		const open = limits.flatMap((limit) => {
			const speed = limit.members.reduce((sum, pid) => sum + (growing.has(pid) ? part.get(pid)! : 0), 0);
			const used = limit.members.reduce((sum, pid) => sum + granted.get(pid)!, 0);
			return speed > 0 ? [{ limit, step: Math.max(0, limit.cap - used) / speed }] : [];
		});
		const step = Math.min(...open.map((each) => each.step));
		for (const pid of growing) granted.set(pid, granted.get(pid)! + step * part.get(pid)!);
		for (const { limit } of open.filter((each) => each.step <= step + TINY)) {
			if (limit.quotaOf !== undefined) throttled.add(limit.quotaOf);
			for (const pid of limit.members) growing.delete(pid);
		}
	}
	return { granted, throttled };
};

/** Seconds go by: busy tasks have used what they got, and groups with a quota count their periods. */
export const worked = (state: HostState, seconds: number): HostState => {
	if (!state.busy.length) return state;
	const { granted, throttled } = cpuTime(state);
	const hierarchy = hierarchyOf(state, 'cpu');
	let { tasks, cgroups } = state;
	const counted = new Set<string>();
	for (const [pid, cores] of granted) {
		const task = tasks.get(pid)!;
		tasks = tasks.set(pid, { ...task, cpu: task.cpu + cores * seconds });
		for (const group of cgroupLine(state, hierarchy, task.cgroups[hierarchy] ?? '/')) {
			const key = cgroupKey(hierarchy, group.path);
			if (quotaOf(group) === Infinity || counted.has(key)) continue;
			counted.add(key);
			cgroups = cgroups.set(key, periodsCounted(group, seconds, throttled.has(key)));
		}
	}
	return { ...state, tasks, cgroups };
};

/** Periods are whole, so what is left of one is carried over in `cpu.rest`. */
const periodsCounted = (group: Cgroup, seconds: number, isThrottled: boolean): Cgroup => {
	const all = (group.counts['cpu.rest'] ?? 0) + seconds / periodOf(group);
	const whole = Math.floor(all + TINY);
	const count = (name: string, by: number) => (group.counts[name] ?? 0) + by;
	return {
		...group,
		counts: {
			...group.counts,
			'cpu.rest': Math.max(0, all - whole),
			'cpu.nr_periods': count('cpu.nr_periods', whole),
			'cpu.nr_throttled': count('cpu.nr_throttled', isThrottled ? whole : 0),
		},
	};
};
