/** What passing time does to the tasks that are busy and to their groups' counters (sched-bwc.rst, "Statistics"). */
import type { HostState } from '../state.ts';
import { cgroupKey, cgroupLine, type Cgroup } from './cgroup.ts';
import { cpuUses, quotaOf } from './cpuSharing.ts';
import { hierarchyOf } from './control.ts';

const TINY = 1e-9;

/** Seconds of one of a group's periods. */
const periodOf = ({ hierarchy, files }: Cgroup): number =>
	Number(hierarchy === 'unified' ? files['cpu.max']?.split(' ')[1] : files['cpu.cfs_period_us']) / 1e6 || 0.1;

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

/** Busy tasks have used what they got, and groups with a quota count their periods. */
export const worked = (state: HostState, seconds: number): HostState => {
	if (!state.busy.length) return state;
	const hierarchy = hierarchyOf(state, 'cpu');
	const held = new Map<string, boolean>();
	let { tasks, cgroups } = state;
	for (const [pid, { got, isThrottled }] of cpuUses(state)) {
		const task = tasks.get(pid)!;
		tasks = tasks.set(pid, { ...task, cpu: task.cpu + got * seconds });
		for (const group of cgroupLine(state, hierarchy, task.cgroups[hierarchy] ?? '/')) {
			const key = cgroupKey(hierarchy, group.path);
			if (quotaOf(group) < Infinity) held.set(key, (held.get(key) ?? false) || isThrottled);
		}
	}
	for (const [key, isThrottled] of held)
		cgroups = cgroups.update(key, (group) => periodsCounted(group, seconds, isThrottled));
	return { ...state, tasks, cgroups };
};
