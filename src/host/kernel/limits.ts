/** What limits mean for a task: the tightest on its path (cgroup-v2.rst, "Resource Distribution Models"), reclaim, and the OOM killer. */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { cgroupLine, type Cgroup } from './cgroup.ts';
import { hierarchyOf, tasksUnder } from './control.ts';
import { rangesOf } from './cpuList.ts';
import { effectiveCpus } from './effectiveCpus.ts';
import { exit } from './life.ts';
import { chargeOf } from './memoryCharge.ts';
import { cacheUsed, isDirty, pageKey, type CachedFile } from './pageCache.ts';
import { reclaim } from './reclaim.ts';
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

/** Memory charged to the tasks in a group and below it, in bytes: what of theirs is in memory. */
export const anonUsed = (state: HostState, hierarchy: string, path: string): number =>
	tasksUnder(state, hierarchy, path).reduce((sum, task) => sum + chargeOf(task), 0);

/** All memory charged to a group: that of its tasks, and the pages of files they brought in. */
export const memoryUsed = (state: HostState, hierarchy: string, path: string): number =>
	anonUsed(state, hierarchy, path) + cacheUsed(state, path);

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

/** The root has no limit of its own: what the machine has is one. */
const capacityOf = (host: Host, group: Cgroup): number =>
	group.path === '/' ? host.profile.memory : limitOf(host.state, group);

/** The group on a task's path that is furthest over its limit, with by how much. */
const overLimit = (host: Host, pid: number): { readonly group: Cgroup; readonly by: number } | undefined =>
	pathOf(host.state, pid, 'memory')
		.filter((group) => capacityOf(host, group) < Infinity)
		.map((group) => ({
			group,
			by: memoryUsed(host.state, group.hierarchy, group.path) - capacityOf(host, group),
		}))
		.filter(({ by }) => by > 0)
		.sort((a, b) => b.by - a.by)[0];

/** At a limit the kernel reclaims; where nothing is left to take, the OOM killer ends somebody. False when that was `pid`. */
const keptWithin = (host: Host, pid: number): boolean => {
	for (;;) {
		const over = overLimit(host, pid);
		if (!over) return true;
		const { hierarchy, path } = over.group;
		if (path !== '/') host.emit({ kind: 'cgroup.count', hierarchy, path, counter: 'memory.max', by: 1 });
		if (reclaim(host, over.group, over.by)) continue;
		oomKill(host, over.group);
		const left = host.state.tasks.get(pid);
		if (!left || left.status === 'Z') return false;
	}
};

/**
 * A task takes (or with a negative number gives back) anonymous memory; false when the OOM killer ended it for that.
 */
export const useMemory = (host: Host, pid: number, bytes: number): boolean => {
	const task = host.state.tasks.get(pid);
	if (!task || task.status === 'Z') return false;
	const memory = Math.max(0, task.memory + bytes);
	const swapped = task.swapped ? { swapped: Math.min(task.swapped, memory) } : {};
	host.emit({ kind: 'task.change', pid, why: 'memory', set: { memory, ...swapped } });
	return keptWithin(host, pid);
};

/** Less than this of a file is not followed. */
const LEAST = 1 << 16;

/** A task has read or written so many bytes of a file: they are in the page cache now, and charged to whoever was first. */
export const cacheFile = (
	host: Host,
	pid: number,
	file: Pick<CachedFile, 'device' | 'inode' | 'name'>,
	{ bytes, isWritten }: { readonly bytes: number; readonly isWritten: boolean },
): void => {
	const disk = host.state.filesystems.get(file.device);
	const task = host.state.tasks.get(pid);
	if (bytes < LEAST || disk?.kind !== 'disk' || !task || task.status === 'Z') return;
	if (disk.type !== 'ext4' && disk.type !== 'tmpfs') return;
	const before = host.state.pages.get(pageKey(file));
	const size = disk.inodes.get(file.inode)?.size ?? 0;
	const now = Math.min(size, (before?.bytes ?? 0) + bytes);
	if (before && now <= before.bytes && !isWritten) return;
	const written = isWritten ? host.state.clock.now : before && isDirty(host.state, before) && before.written;
	const { device, inode, name } = file;
	const cached: CachedFile = {
		group: before?.group ?? task.cgroups[hierarchyOf(host.state, 'memory')] ?? '/',
		device,
		inode,
		name,
		bytes: now,
		isShared: disk.type === 'tmpfs',
		...(typeof written === 'number' && { written }),
	};
	host.emit({ kind: 'page.cache', cached });
	keptWithin(host, pid);
};
