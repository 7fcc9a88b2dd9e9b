/** What reading the files of a control group gives (cgroup-v2.rst; cgroup-v1/*.rst). */
import type { HostState } from '../state.ts';
import { cgroupKey, parentPath, type Cgroup } from './cgroup.ts';
import { blockKnobs } from './blockStat.ts';
import { groupOf, isFrozenByCgroup, tasksIn, tasksUnder } from './control.ts';
import { rangesOf } from './cpuList.ts';
import { anonUsed, effectiveCpus, limitOf, memoryUsed } from './limits.ts';
import { bytesOf, cachedUnder, isDirty, type CachedFile } from './pageCache.ts';
import { pidInside } from './numbering.ts';
import { swapUsedUnder } from './swap.ts';
import { availableControllers, declared, NO_LIMIT } from './knobs.ts';

const lines = (values: Readonly<Record<string, string | number>>) =>
	Object.entries(values)
		.map(([key, value]) => `${key} ${value}`)
		.join('\n');

/** Counts of a group, or of it and all below it (memory.events is hierarchical, memory.events.local is not). */
const countIn = (state: HostState, group: Cgroup, counter: string, isLocal: boolean): number =>
	(group.counts[counter] ?? 0) +
	(isLocal
		? 0
		: group.children.keys().reduce((sum, name) => {
				const child = state.cgroups.get(
					cgroupKey(group.hierarchy, `${group.path === '/' ? '' : group.path}/${name}`),
				);
				return sum + (child ? countIn(state, child, counter, false) : 0);
			}, 0));

const memoryEvents = (state: HostState, group: Cgroup, isLocal: boolean) =>
	lines(
		Object.fromEntries(
			['low', 'high', 'max', 'oom', 'oom_kill', 'oom_group_kill'].map((each) => [
				each,
				countIn(state, group, `memory.${each}`, isLocal),
			]),
		),
	);

/** PIDs in a group as a reader in `pidNamespace` sees them; 0 for those it cannot see. */
const members = (state: HostState, group: Cgroup, pidNamespace: number | undefined): string =>
	tasksIn(state, group.hierarchy, group.path)
		.map((task) => (pidNamespace === undefined ? task.pid : (pidInside(state, task.pid, pidNamespace) ?? 0)))
		.join('\n');

/** How many descendants a group has. */
const descendants = (state: HostState, group: Cgroup): number =>
	group.children.keys().reduce((sum, name) => {
		const child = state.cgroups.get(
			cgroupKey(group.hierarchy, `${group.path === '/' ? '' : group.path}/${name}`),
		);
		return sum + 1 + (child ? descendants(state, child) : 0);
	}, 0);

const cpuSeconds = (state: HostState, group: Cgroup) =>
	tasksUnder(state, group.hierarchy, group.path).reduce(
		(sum, task) => sum + task.cpu,
		countIn(state, group, 'cpu.usage', false),
	);
const usec = (seconds: number) => Math.round(seconds * 1e6);
const periodsOf = (group: Cgroup) => ({
	nr_periods: group.counts['cpu.nr_periods'] ?? 0,
	nr_throttled: group.counts['cpu.nr_throttled'] ?? 0,
});

/** Pages of files by what can be done with them, in bytes. */
const pagesOf = (state: HostState, group: Cgroup) => {
	const cached = cachedUnder(state, group.path);
	const sum = (which: (each: CachedFile) => boolean) =>
		cached.filter(which).reduce((all, each) => all + bytesOf(state, each), 0);
	return {
		file: sum(() => true),
		shmem: sum(({ isShared }) => isShared),
		file_dirty: sum((each) => !each.isShared && isDirty(state, each)),
	};
};
const scans = (state: HostState, group: Cgroup) => ({
	pgscan: countIn(state, group, 'memory.pgscan', false),
	pgsteal: countIn(state, group, 'memory.pgsteal', false),
});

type Reader = (state: HostState, group: Cgroup, pidNamespace: number | undefined) => string;
const used: Reader = (state, group) => String(memoryUsed(state, group.hierarchy, group.path));
/** The most it was charged at any time, as far as it was followed. */
const peak: Reader = (state, group) => {
	const points = state.usage.get(group.path) ?? [];
	return String(
		Math.max(memoryUsed(state, group.hierarchy, group.path), ...points.map(({ memory }) => memory)),
	);
};
const computed: Readonly<Record<string, Reader>> = {
	'cgroup.controllers': (state, group) => availableControllers(state, group).join(' '),
	'cgroup.subtree_control': (_, group) => group.passes.join(' '),
	'cgroup.type': () => 'domain',
	'cgroup.events': (state, group) => {
		const under = tasksUnder(state, group.hierarchy, group.path);
		const isFrozen = under.length
			? under.every((task) => isFrozenByCgroup(state, task.pid))
			: group.files['cgroup.freeze'] === '1';
		return lines({ populated: under.length ? 1 : 0, frozen: isFrozen ? 1 : 0 });
	},
	'cgroup.procs': members,
	'cgroup.threads': members,
	tasks: members,
	'cgroup.stat': (state, group) =>
		lines({ nr_descendants: descendants(state, group), nr_dying_descendants: 0 }),
	'cgroup.kill': () => '',
	'cpu.max': (_, group) => group.files['cpu.max'] ?? 'max 100000',
	'cpu.stat': (state, group) =>
		group.hierarchy === 'unified'
			? lines({
					usage_usec: usec(cpuSeconds(state, group)),
					user_usec: usec(cpuSeconds(state, group)),
					system_usec: 0,
					...(group.path !== '/' && {
						...periodsOf(group),
						throttled_usec: group.counts['cpu.throttled_usec'] ?? 0,
					}),
				})
			: lines({ ...periodsOf(group), throttled_time: (group.counts['cpu.throttled_usec'] ?? 0) * 1000 }),
	'cpuacct.usage': (state, group) => String(usec(cpuSeconds(state, group)) * 1000),
	'cpuacct.stat': (state, group) => lines({ user: Math.round(cpuSeconds(state, group) * 100), system: 0 }),
	'cpuset.cpus.effective': (state, group) => rangesOf(effectiveCpus(state, group.hierarchy, group.path)),
	'cpuset.effective_cpus': (state, group) => rangesOf(effectiveCpus(state, group.hierarchy, group.path)),
	'cpuset.mems.effective': () => '0',
	'cpuset.effective_mems': () => '0',
	...blockKnobs,
	'memory.current': used,
	'memory.peak': peak,
	'memory.usage_in_bytes': used,
	'memory.max_usage_in_bytes': peak,
	'memory.memsw.usage_in_bytes': (state, group) =>
		String(
			memoryUsed(state, group.hierarchy, group.path) + swapUsedUnder(state, group.hierarchy, group.path),
		),
	'memory.swap.current': (state, group) => String(swapUsedUnder(state, group.hierarchy, group.path)),
	'memory.failcnt': (_, group) => String(group.counts['memory.max'] ?? 0),
	'memory.events': (state, group) => memoryEvents(state, group, false),
	'memory.events.local': (state, group) => memoryEvents(state, group, true),
	'memory.swap.events': () => lines({ high: 0, max: 0, fail: 0 }),
	'memory.oom_control': (state, group) =>
		lines({
			oom_kill_disable: group.files['memory.oom_control'] || 0,
			under_oom: 0,
			oom_kill: countIn(state, group, 'memory.oom_kill', true),
		}),
	'memory.stat': (state, group) => {
		const anon = anonUsed(state, group.hierarchy, group.path);
		const pages = pagesOf(state, group);
		const swap = swapUsedUnder(state, group.hierarchy, group.path);
		if (group.hierarchy === 'unified')
			return lines({ anon, ...pages, kernel: 0, pgfault: 0, ...scans(state, group) });
		const limits = [limitOf(state, group)];
		for (let path = parentPath(group.path); path !== undefined; path = parentPath(path))
			limits.push(limitOf(state, groupOf(state, group.hierarchy, path)!));
		const tightest = Math.min(...limits);
		return lines({
			cache: pages.file,
			rss: anon,
			shmem: pages.shmem,
			dirty: pages.file_dirty,
			swap,
			hierarchical_memory_limit: tightest === Infinity ? NO_LIMIT : tightest,
		});
	},
	'pids.current': (_, group) => String(group.population),
	'pids.peak': (_, group) => String(group.population),
	'pids.events': (_, group) => lines({ max: group.counts['pids.max'] ?? 0 }),
	'pids.events.local': (_, group) => lines({ max: group.counts['pids.max'] ?? 0 }),
	'devices.list': (_, group) => group.files['devices.list'] ?? 'a *:* rwm',
	'freezer.parent_freezing': (state, group) => {
		for (let path = parentPath(group.path); path !== undefined; path = parentPath(path))
			if (groupOf(state, 'freezer', path)?.files['freezer.state'] === 'FROZEN') return '1';
		return '0';
	},
	'freezer.self_freezing': (_, group) => (group.files['freezer.state'] === 'FROZEN' ? '1' : '0'),
};

/** v1: a group without a setting of its own shows what it began with; the root's cpuset holds all there is. */
const rootDefaults: Readonly<Record<string, Reader>> = {
	'cpuset.cpus': (state) => rangesOf(effectiveCpus(state, 'cpuset', '/')),
	'cpuset.mems': () => '0',
};

/** What reading the file gives, without the last newline where the file is empty; undefined where there is no such file. */
export const readKnob = (
	state: HostState,
	hierarchy: string,
	path: string,
	file: string,
	pidNamespace?: number,
): string | undefined => {
	const group = groupOf(state, hierarchy, path);
	const known = group && declared(state, group).find((each) => each === file || each.startsWith(`${file}=`));
	if (!group || known === undefined) return undefined;
	const isRoot = group.path === '/' && hierarchy === 'cpuset';
	const text =
		computed[file]?.(state, group, pidNamespace) ??
		group.files[file] ??
		(isRoot ? rootDefaults[file]?.(state, group, undefined) : undefined) ??
		known.slice(file.length + 1);
	const isSilent =
		text === '' &&
		!/^cpuset\.(cpus|mems)$/.test(file) &&
		file !== 'cgroup.controllers' &&
		file !== 'cgroup.subtree_control';
	return isSilent ? '' : text === '' && file.startsWith('cgroup.') ? '' : `${text}\n`;
};
