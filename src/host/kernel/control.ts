/** The cgroup verbs: making, attaching, freezing, removing groups, and what their limits do (cgroup-v2.rst, cgroup-v1/). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { cgroupKey, cgroupLine, parentPath, type Cgroup } from './cgroup.ts';
import { Errno } from './errno.ts';
import type { Task } from './task.ts';

export { knobNames } from './knobs.ts';
export { writeKnob } from './knobWriting.ts';
export {
	anonUsed,
	cacheFile,
	chargeOf,
	coresOf,
	effectiveCpus,
	effectiveMemoryLimit,
	limitOf,
	memoryUsed,
	useMemory,
} from './limits.ts';
export { freeze } from './freezer.ts';

/** The hierarchies of a host: every v1 one, and the unified one, which v1 hosts have as well, without controllers. */
export const hierarchiesOf = (host: Pick<Host, 'profile'>): readonly string[] => [
	...host.profile.hierarchies,
	'unified',
];
/** The hierarchy that has a controller. */
export const hierarchyOf = (state: HostState, controller: string): string =>
	state.profile === 'docker26-cgroup2' ? 'unified' : controller;

export const groupOf = (state: HostState, hierarchy: string, path: string): Cgroup | undefined =>
	state.cgroups.get(cgroupKey(hierarchy, path));

/** mkdir(2) in a hierarchy: EEXIST, or ENOENT without its parent. */
export const makeCgroup = (host: Host, hierarchy: string, path: string): void => {
	if (groupOf(host.state, hierarchy, path)) throw new Errno('EEXIST');
	const parent = parentPath(path);
	if (parent !== undefined && !groupOf(host.state, hierarchy, parent)) throw new Errno('ENOENT');
	host.emit({ kind: 'cgroup.create', hierarchy, path, files: {} });
};

/** mkdir -p in a hierarchy. */
export const makeCgroups = (host: Host, hierarchy: string, path: string): void => {
	const parent = parentPath(path);
	if (parent !== undefined && !groupOf(host.state, hierarchy, parent)) makeCgroups(host, hierarchy, parent);
	if (!groupOf(host.state, hierarchy, path)) makeCgroup(host, hierarchy, path);
};

/** Living tasks in a group itself, not below it. */
export const tasksIn = (state: HostState, hierarchy: string, path: string): Task[] =>
	state.tasks.filter((task) => task.cgroups[hierarchy] === path && task.status !== 'Z');
/** Living tasks in a group and below it. */
export const tasksUnder = (state: HostState, hierarchy: string, path: string): Task[] => {
	const prefix = path === '/' ? '/' : `${path}/`;
	return state.tasks.filter((task) => {
		const own = task.cgroups[hierarchy];
		return task.status !== 'Z' && own !== undefined && (own === path || own.startsWith(prefix));
	});
};

/** rmdir(2): EBUSY while it holds tasks or groups. */
export const removeCgroup = (host: Host, hierarchy: string, path: string): void => {
	const group = groupOf(host.state, hierarchy, path);
	if (!group) throw new Errno('ENOENT');
	if (path === '/' || group.children.size || host.kin.grouped(hierarchy, path).size) throw new Errno('EBUSY');
	host.emit({ kind: 'cgroup.remove', hierarchy, path });
};

const isThreaded = (controller: string) => ['cpu', 'cpuset', 'pids', 'perf_event'].includes(controller);
/** Controllers that may not be passed on by a group with tasks of its own ("no internal process constraint"). */
export const domainControllers = (group: Cgroup): string[] =>
	group.passes.filter((each) => !isThreaded(each));
export const isDomainController = (controller: string): boolean => !isThreaded(controller);

const checkAttach = ({ state, kin }: Host, group: Cgroup): void => {
	if (group.hierarchy === 'cpuset') {
		if (!group.files['cpuset.cpus'] || !group.files['cpuset.mems'])
			throw new Errno(group.path === '/' ? 'EINVAL' : 'ENOSPC');
		return;
	}
	if (group.hierarchy !== 'unified' || group.path === '/') return;
	const parent = groupOf(state, 'unified', parentPath(group.path)!)!;
	if (parent.path !== '/' && parent.passes.length && kin.grouped('unified', parent.path).size)
		throw new Errno('EOPNOTSUPP');
	if (domainControllers(group).length || (group.passes.length && group.children.size))
		throw new Errno('EBUSY');
};

/** A task moves into a group: EBUSY (v2, internal process), EOPNOTSUPP (v2, threaded), ENOSPC (v1, empty cpuset). */
export const attach = (host: Host, hierarchy: string, path: string, pid: number): void => {
	const group = groupOf(host.state, hierarchy, path);
	if (!group) throw new Errno('ENOENT');
	const task = host.state.tasks.get(pid);
	if (!task || task.status === 'Z') throw new Errno('ESRCH');
	if (task.cgroups[hierarchy] === path) return;
	checkAttach(host, group);
	host.emit({ kind: 'cgroup.attach', hierarchy, path, pid });
};

/** Makes room for one more task in every group of `cgroups`, or counts the refusal where the limit is and fails with EAGAIN. */
export const chargedPids = (host: Host, cgroups: Readonly<Record<string, string>>): void => {
	const hierarchy = hierarchyOf(host.state, 'pids');
	const full = cgroupLine(host.state, hierarchy, cgroups[hierarchy] ?? '/').find((group) => {
		const limit = group.files['pids.max'];
		return limit !== undefined && limit !== 'max' && group.population + 1 > Number(limit);
	});
	if (!full) return;
	host.emit({ kind: 'cgroup.count', hierarchy, path: full.path, counter: 'pids.max', by: 1 });
	throw new Errno('EAGAIN');
};

/** Which freezer holds a task still, if one does. */
export const isFrozenByCgroup = (state: HostState, pid: number): 'v1' | 'v2' | undefined => {
	const cgroups = state.tasks.get(pid)?.cgroups;
	if (!cgroups) return undefined;
	const isFrozenIn = (hierarchy: string, file: string, value: string) => {
		for (let path = cgroups[hierarchy]; path !== undefined; path = parentPath(path))
			if (state.cgroups.get(cgroupKey(hierarchy, path))?.files[file] === value) return true;
		return false;
	};
	if (cgroups['freezer'] !== undefined)
		return isFrozenIn('freezer', 'freezer.state', 'FROZEN') ? 'v1' : undefined;
	return isFrozenIn('unified', 'cgroup.freeze', '1') ? 'v2' : undefined;
};

/** Whether a task does not run at all now: frozen by its cgroup, or stopped. */
export const isFrozen = (state: HostState, pid: number): boolean =>
	state.tasks.get(pid)?.status === 'T' || isFrozenByCgroup(state, pid) !== undefined;
