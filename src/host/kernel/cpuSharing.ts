/**
 * How much of the CPUs each task that wants to run is given now: by weight among those that are next to each other in
 * the tree, never above a quota or a cpuset on the path, and what one leaves the others take (sched(7), "The autogroup
 * feature" and SCHED_OTHER; cgroup-v2.rst, "CPU"; sched-bwc.rst).
 */
import type { HostState } from '../state.ts';
import { cgroupKey, cgroupLine, type Cgroup } from './cgroup.ts';
import { effectiveCpus } from './effectiveCpus.ts';
import type { Task } from './task.ts';

export interface CpuUse {
	/** Cores it would use if nothing held it back. */
	readonly wish: number;
	/** Cores it has. */
	readonly got: number;
	/** A quota on its path is what holds it back. */
	readonly isThrottled: boolean;
}

interface Limit {
	readonly members: ReadonlySet<number>;
	readonly cores: number;
	readonly isQuota: boolean;
}

const hierarchyOf = (task: Task, controller: string): string =>
	task.cgroups[controller] === undefined ? 'unified' : controller;
const lineOf = (state: HostState, task: Task, controller: string): Cgroup[] => {
	const hierarchy = hierarchyOf(task, controller);
	return cgroupLine(state, hierarchy, task.cgroups[hierarchy] ?? '/');
};

/** A group's own quota in cores; Infinity where it has none. */
export const quotaOf = ({ files }: Pick<Cgroup, 'files'>): number => {
	const [quota = 'max', period = '100000'] = files['cpu.max']?.split(' ') ?? [
		files['cpu.cfs_quota_us'] ?? 'max',
		files['cpu.cfs_period_us'],
	];
	return quota === 'max' || Number(quota) < 0 ? Infinity : Number(quota) / Number(period);
};

/** A task of its own in a group counts as much as a group with the default weight. */
const weightOf = ({ hierarchy, files }: Cgroup): number =>
	hierarchy === 'unified'
		? Number(files['cpu.weight'] ?? 100) / 100
		: Number(files['cpu.shares'] ?? 1024) / 1024;

const isFrozen = (state: HostState, task: Task): boolean =>
	task.status === 'T' ||
	lineOf(state, task, 'freezer').some(
		({ files }) => files['cgroup.freeze'] === '1' || files['freezer.state'] === 'FROZEN',
	);

/** On the way from the root to a task: groups by their path, then the task itself. */
const wayOf = (
	state: HostState,
	task: Task,
): readonly { readonly key: string; readonly weight: number }[] => [
	...lineOf(state, task, 'cpu')
		.slice(0, -1)
		.reverse()
		.map((group) => ({ key: cgroupKey(group.hierarchy, group.path), weight: weightOf(group) })),
	{ key: String(task.pid), weight: 1 },
];

/** What part of the whole each has while these run, and only these. */
const parts = (
	ways: ReadonlyMap<number, ReturnType<typeof wayOf>>,
	running: ReadonlySet<number>,
): Map<number, number> => {
	const around = new Map<string, Map<string, number>>();
	for (const pid of running)
		for (const [i, { key, weight }] of ways.get(pid)!.entries()) {
			const above = ways.get(pid)![i - 1]?.key ?? '';
			around.set(above, (around.get(above) ?? new Map<string, number>()).set(key, weight));
		}
	const sums = new Map(
		[...around].map(([above, within]) => [above, [...within.values()].reduce((a, b) => a + b, 0)]),
	);
	return new Map(
		[...running].map((pid) => [
			pid,
			ways
				.get(pid)!
				.reduce((part, { weight }, i, way) => (part * weight) / sums.get(way[i - 1]?.key ?? '')!, 1),
		]),
	);
};

/** Every set of cores that can be short: those of one cpuset, and of several together. */
const coreSets = (sets: readonly (readonly number[])[]): number[][] => {
	const found = new Map<string, number[]>();
	for (const set of sets)
		for (const other of [[], ...found.values()]) {
			const union = [...new Set([...set, ...other])].sort((a, b) => a - b);
			found.set(union.join(), union);
		}
	return [...found.values()];
};

const limitsOf = (state: HostState, tasks: readonly Task[]): Limit[] => {
	const cpus = new Map(
		tasks.map((task) => {
			const hierarchy = hierarchyOf(task, 'cpuset');
			return [task.pid, effectiveCpus(state, hierarchy, task.cgroups[hierarchy] ?? '/')] as const;
		}),
	);
	const quotas = new Map<string, { cores: number; members: Set<number> }>();
	for (const task of tasks)
		for (const group of lineOf(state, task, 'cpu')) {
			const cores = quotaOf(group);
			const known = quotas.get(group.path) ?? { cores, members: new Set<number>() };
			if (cores < Infinity) quotas.set(group.path, { cores, members: known.members.add(task.pid) });
		}
	return [
		...tasks.map(({ pid, load }) => ({ members: new Set([pid]), cores: load, isQuota: false })),
		...[...quotas.values()].map((each) => ({ ...each, isQuota: true })),
		...coreSets([...cpus.values()]).map((set) => ({
			members: new Set(
				tasks.filter(({ pid }) => cpus.get(pid)!.every((cpu) => set.includes(cpu))).map(({ pid }) => pid),
			),
			cores: set.length,
			isQuota: false,
		})),
	];
};

const NOTHING = 1e-9;

/** Everybody's share rises by weight until something stops it; what is stopped stays, the rest goes on. */
const filled = (state: HostState, tasks: readonly Task[]): Map<number, CpuUse> => {
	const ways = new Map(tasks.map((task) => [task.pid, wayOf(state, task)]));
	const limits = limitsOf(state, tasks);
	const got = new Map(tasks.map(({ pid }) => [pid, 0]));
	const throttled = new Set<number>();
	const running = new Set(got.keys());
	while (running.size) {
		const rates = parts(ways, running);
		const sum = (of: ReadonlyMap<number, number>, { members }: Limit) =>
			[...members].reduce((all, pid) => all + (of.get(pid) ?? 0), 0);
		const room = (limit: Limit) => (limit.cores - sum(got, limit)) / sum(rates, limit);
		const open = limits.filter((limit) => [...limit.members].some((pid) => running.has(pid)));
		const step = Math.max(0, Math.min(...open.map(room)));
		const full = open.filter((limit) => room(limit) <= step + NOTHING);
		for (const [pid, rate] of rates) got.set(pid, got.get(pid)! + rate * step);
		for (const { members, isQuota } of full)
			for (const pid of members) {
				if (isQuota && running.has(pid)) throttled.add(pid);
				running.delete(pid);
			}
	}
	return new Map(
		tasks.map(({ pid, load }) => {
			const cores = got.get(pid)!;
			return [pid, { wish: load, got: cores, isThrottled: throttled.has(pid) && cores < load - NOTHING }];
		}),
	);
};

/** The machine outside has processors of its own. */
const isOnHost = (state: HostState, task: Task): boolean =>
	state.namespaces.get(task.pids[0]?.namespace ?? 0)?.machine === 'host';

/** By PID; tasks that wait for something are not in it, those that are frozen have nothing. */
export const cpuUses = (state: HostState): ReadonlyMap<number, CpuUse> => {
	const wishing = state.busy.flatMap((pid) => {
		const task = state.tasks.get(pid);
		return task && isOnHost(state, task) ? [task] : [];
	});
	const free = wishing.filter((task) => !isFrozen(state, task));
	const uses = filled(state, free);
	for (const { pid, load } of wishing)
		if (!uses.has(pid)) uses.set(pid, { wish: load, got: 0, isThrottled: false });
	return uses;
};
