/** What passing time does to the tasks that are busy and to their groups' counters (sched-bwc.rst, "Statistics"). */
import type { HostState } from '../state.ts';
import { cgroupKey, cgroupLine, type Cgroup } from './cgroup.ts';
import { cpuUses, quotaOf, type CpuUse } from './cpuSharing.ts';
import { hierarchyOf } from './control.ts';
import { effectiveCpus } from './effectiveCpus.ts';
import { sampled } from './usage.ts';

const TINY = 1e-9;
const NOBODY: ReadonlyMap<number, CpuUse> = new Map();

/** Seconds of one of a group's periods. */
export const periodOf = ({ hierarchy, files }: Cgroup): number =>
	Number(hierarchy === 'unified' ? files['cpu.max']?.split(' ')[1] : files['cpu.cfs_period_us']) / 1e6 || 0.1;

/** What holds a group back, and for how many seconds of CPU each second. */
interface Held {
	readonly isThrottled: boolean;
	readonly wish: number;
	readonly got: number;
}

/** Periods are whole, so what is left of one is carried over in `cpu.rest`. */
const periodsCounted = (group: Cgroup, seconds: number, { isThrottled, wish, got }: Held): Cgroup => {
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
			'cpu.throttled_usec': count(
				'cpu.throttled_usec',
				isThrottled ? Math.round(Math.max(0, wish - got) * seconds * 1e6) : 0,
			),
		},
	};
};

const coresUnder = (state: HostState, path: string): number =>
	effectiveCpus(state, hierarchyOf(state, 'cpuset'), path).length;

/** Busy tasks have used what they got, and groups with a quota count their periods. */
export const worked = (before: HostState, seconds: number): HostState => {
	if (!before.busy.length) return sampled(before, NOBODY);
	const uses = cpuUses(before);
	const state = sampled(before, uses);
	const hierarchy = hierarchyOf(state, 'cpu');
	const held = new Map<string, Held>();
	let { tasks, cgroups } = state;
	for (const [pid, { wish, got, isThrottled }] of uses) {
		const task = tasks.get(pid)!;
		tasks = tasks.set(pid, { ...task, cpu: task.cpu + got * seconds });
		for (const group of cgroupLine(state, hierarchy, task.cgroups[hierarchy] ?? '/')) {
			if (quotaOf(group) === Infinity) continue;
			const key = cgroupKey(hierarchy, group.path);
			const sum = held.get(key) ?? { isThrottled: false, wish: 0, got: 0 };
			held.set(key, {
				isThrottled: sum.isThrottled || isThrottled,
				wish: Math.min(coresUnder(state, group.path), sum.wish + wish),
				got: sum.got + got,
			});
		}
	}
	for (const [key, each] of held)
		cgroups = cgroups.update(key, (group) => periodsCounted(group, seconds, each));
	return { ...state, tasks, cgroups };
};
