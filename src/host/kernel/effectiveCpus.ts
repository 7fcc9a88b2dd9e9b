/** Which CPUs a group may run on (cgroup-v2.rst, "Cpuset"; cgroup-v1/cpusets.rst). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { cgroupLine } from './cgroup.ts';
import { listOf } from './cpuList.ts';

/** v2: its wish cut to its parent's, or the parent's where nothing of it is left. */
export const effectiveCpus = (state: HostState, hierarchy: string, path: string): number[] => {
	const all = Array.from({ length: profiles[state.profile].cpus }, (_, cpu) => cpu);
	return cgroupLine(state, hierarchy, path).reduceRight((cpus, group) => {
		const wish = group.files['cpuset.cpus'];
		if (!wish) return cpus;
		const kept = listOf(wish).filter((cpu) => cpus.includes(cpu));
		return kept.length ? kept : cpus;
	}, all);
};
