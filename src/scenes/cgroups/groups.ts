/** Which control groups have a place of their own in the picture, and whose they are. */
import type { Container } from '#host/engine/container.ts';
import { cgroupKey, type Cgroup } from '#host/kernel/cgroup.ts';
import type { Task } from '#host/kernel/task.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import { containerOfCgroup } from '#host/whose.ts';
import { cgroupsOf } from '../members.ts';

export const isVersion2 = (state: HostState): boolean => profiles[state.profile].cgroupVersion === 2;

/** The hierarchy that shows what a container is in. */
export const mainHierarchy = (state: HostState): string => (isVersion2(state) ? 'unified' : 'memory');

export const groupAt = (state: HostState, hierarchy: string, path: string): Cgroup | undefined =>
	state.cgroups.get(cgroupKey(hierarchy, path));

/** A container's own group in a hierarchy, not those made below it. */
export const groupOf = (
	state: HostState,
	container: Container,
	hierarchy = mainHierarchy(state),
): Cgroup | undefined =>
	cgroupsOf(state, container)
		.filter((each) => each.hierarchy === hierarchy)
		.sort((a, b) => a.path.length - b.path.length)[0];

/** What a group is called in keys: its container's name, or its path. */
export const nameOf = (state: HostState, path: string): string =>
	containerOfCgroup(state, path)?.name ?? path;

export const lastName = (path: string): string =>
	path === '/' ? '/' : path.slice(path.lastIndexOf('/') + 1);

const childrenOf = (state: HostState, { hierarchy, path, children }: Cgroup): Cgroup[] =>
	children.keys().flatMap((name) => groupAt(state, hierarchy, `${path === '/' ? '' : path}/${name}`) ?? []);

const isContainers = (state: HostState, { path }: Cgroup): boolean =>
	containerOfCgroup(state, path) !== undefined;

/** systemd's own, in the order of its table. */
const BOOTED = ['/init.scope', '/user.slice', '/system.slice'];

/** Groups right below the root: systemd's first, then those made since. */
export const branches = (state: HostState, hierarchy: string): readonly Cgroup[] => {
	const root = groupAt(state, hierarchy, '/');
	const rank = ({ path }: Cgroup) => (BOOTED.includes(path) ? BOOTED.indexOf(path) : BOOTED.length);
	return root
		? childrenOf(state, root)
				.filter((each) => !isContainers(state, each))
				.sort((a, b) => rank(a) - rank(b))
		: [];
};

const below = (state: HostState, group: Cgroup): readonly Cgroup[] =>
	childrenOf(state, group).flatMap((each) => [each, ...below(state, each)]);

/** Groups that somebody made, those at the ends, in the order of the tree; systemd's units are only counted. */
export const handmade = (state: HostState, hierarchy: string): readonly Cgroup[] =>
	branches(state, hierarchy)
		.filter(({ path }) => !BOOTED.includes(path) && path !== '/docker')
		.flatMap((each) => [each, ...below(state, each)])
		.filter(
			(each) => !isContainers(state, each) && !each.path.endsWith('.slice') && each.children.size === 0,
		);

/** systemd's units in a slice, those of containers left out. */
export const unitsIn = (state: HostState, group: Cgroup): readonly Cgroup[] =>
	childrenOf(state, group).filter((each) => !isContainers(state, each));

/** Tasks in a group itself, the dead that nobody has reaped yet among them. */
export const tasksAt = (state: HostState, { hierarchy, path }: Cgroup): readonly Task[] =>
	state.tasks.filter((task) => task.cgroups[hierarchy] === path && isOnHost(state, task));

const isOnHost = (state: HostState, task: Task): boolean =>
	state.namespaces.get(task.pids[0]?.namespace ?? 0)?.machine === 'host';

export const isFrozen = ({ files }: Cgroup): boolean =>
	files['cgroup.freeze'] === '1' || files['freezer.state'] === 'FROZEN';
