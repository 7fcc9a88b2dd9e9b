/** The files of a control group: which there are and what reading them gives (cgroup-v2.rst; cgroup-v1/*.rst). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { cgroupKey, parentPath, type Cgroup } from './cgroup.ts';
import { groupOf, isFrozenByCgroup, tasksIn, tasksUnder } from './control.ts';
import { rangesOf } from './cpuList.ts';
import { anonUsed, effectiveCpus, limitOf, memoryUsed } from './limits.ts';
import { bytesOf, cachedUnder, isDirty, type CachedFile } from './pageCache.ts';
import { pidInside } from './numbering.ts';
import { swapUsedUnder } from './swap.ts';

const words = (text: string) => text.split(' ');
/** File and default per controller; `=` alone is an empty line, no `=` a file that is computed. */
const v2Files: Readonly<Record<string, readonly string[]>> = {
	cpuset: words(
		'cpuset.cpus= cpuset.cpus.effective cpuset.cpus.exclusive= cpuset.cpus.exclusive.effective= cpuset.cpus.partition=member cpuset.mems= cpuset.mems.effective',
	),
	cpu: words('cpu.idle=0 cpu.max cpu.max.burst=0 cpu.weight=100 cpu.weight.nice=0'),
	io: words('io.max= io.stat= io.weight'),
	memory: words(
		'memory.current memory.events memory.events.local memory.high=max memory.low=0 memory.max=max memory.min=0 memory.numa_stat= memory.oom.group=0 memory.peak memory.reclaim= memory.stat memory.swap.current memory.swap.events memory.swap.high=max memory.swap.max=max memory.swap.peak=0',
	),
	hugetlb: words('hugetlb.2MB.current=0 hugetlb.2MB.max=max'),
	pids: words('pids.current pids.events pids.events.local pids.max=max pids.peak'),
	rdma: words('rdma.current= rdma.max='),
	misc: words('misc.current= misc.events= misc.max='),
};
const v2Core = words(
	'cgroup.controllers cgroup.events cgroup.freeze=0 cgroup.kill cgroup.max.depth=max cgroup.max.descendants=max cgroup.procs cgroup.stat cgroup.subtree_control cgroup.threads cgroup.type cpu.stat',
);
const v2Root = words(
	'cgroup.controllers cgroup.max.depth=max cgroup.max.descendants=max cgroup.procs cgroup.stat cgroup.subtree_control cgroup.threads cpu.stat cpuset.cpus.effective cpuset.mems.effective io.stat= memory.stat',
);

const v1Core = words('cgroup.clone_children=0 cgroup.procs notify_on_release=0 tasks');
const NO_LIMIT = '9223372036854771712';
const v1Files: Readonly<Record<string, readonly string[]>> = {
	cpu: words('cpu.cfs_period_us=100000 cpu.cfs_quota_us=-1 cpu.shares=1024 cpu.stat'),
	cpuacct: words('cpuacct.stat cpuacct.usage'),
	cpuset: words(
		'cpuset.cpu_exclusive=0 cpuset.cpus= cpuset.effective_cpus cpuset.effective_mems cpuset.mem_exclusive=0 cpuset.mems= cpuset.sched_load_balance=1',
	),
	memory: words(
		`memory.failcnt memory.kmem.limit_in_bytes=${NO_LIMIT} memory.limit_in_bytes=${NO_LIMIT} memory.max_usage_in_bytes memory.memsw.limit_in_bytes=${NO_LIMIT} memory.memsw.usage_in_bytes memory.oom_control memory.soft_limit_in_bytes=${NO_LIMIT} memory.stat memory.swappiness=60 memory.usage_in_bytes memory.use_hierarchy=1`,
	),
	devices: words('devices.allow devices.deny devices.list'),
	freezer: words('freezer.parent_freezing freezer.self_freezing freezer.state=THAWED'),
	blkio: words('blkio.reset_stats blkio.throttle.read_bps_device= blkio.throttle.write_bps_device='),
	pids: words('pids.current pids.events pids.max=max'),
};

/** v2: controllers a group has, which its parent passes on; the root has all. */
export const availableControllers = (state: HostState, group: Cgroup): readonly string[] => {
	const parent = parentPath(group.path);
	return parent === undefined
		? profiles[state.profile].controllers
		: (groupOf(state, group.hierarchy, parent)?.passes ?? []);
};

const declared = (state: HostState, group: Cgroup): readonly string[] => {
	if (group.hierarchy !== 'unified') return [...v1Core, ...(v1Files[group.hierarchy] ?? [])];
	if (group.path === '/') return v2Root;
	return [...v2Core, ...availableControllers(state, group).flatMap((each) => v2Files[each] ?? [])];
};

export const knobNames = (state: HostState, hierarchy: string, path: string): string[] => {
	const group = groupOf(state, hierarchy, path);
	return group
		? declared(state, group)
				.map((each) => each.split('=')[0]!)
				.sort()
		: [];
};

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
	'io.weight': (_, group) => group.files['io.weight'] ?? 'default 100',
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
