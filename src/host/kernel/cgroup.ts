/** Cgroup is one control group: its knobs as written and its counters (kernel: admin-guide/cgroup-v2, cgroup-v1). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import { Table } from '../table.ts';
import type { Task } from './task.ts';

export interface Cgroup {
	/** `unified` on v2; on v1 the hierarchy's name: `memory`, `cpu,cpuacct`, `pids`, `freezer`, `name=systemd` … */
	readonly hierarchy: string;
	/** '/' or '/system.slice/docker-….scope'. */
	readonly path: string;
	/** Knobs that were written, by file name, in the form the file shows (`memory.max` → '67108864'). Unwritten ones have the kernel's default. */
	readonly files: Readonly<Record<string, string>>;
	/** v2: controllers it passes on to its children (cgroup.subtree_control), in the kernel's order. */
	readonly passes: readonly string[];
	/** What has happened in it: 'memory.oom', 'memory.oom_kill', 'pids.max', 'cpu.nr_throttled', … local, not hierarchical. */
	readonly counts: Readonly<Record<string, number>>;
	/** Names of the groups in it. */
	readonly children: Table<string, true>;
	/** Tasks in it and below, the unreaped too; kept only in the hierarchy that has the pids controller. */
	readonly population: number;
	/** Until when the disk is taken by what its throttle has let through, each way, in seconds since the epoch. */
	readonly disk?: Readonly<Partial<Record<Direction, number>>>;
}

/** Which way bytes go between memory and a disk. */
export type Direction = 'read' | 'write';

export const cgroupKey = (hierarchy: string, path: string) => `${hierarchy}:${path}`;

export type CgroupEvent =
	| {
			readonly kind: 'cgroup.create';
			readonly hierarchy: string;
			readonly path: string;
			readonly files: Readonly<Record<string, string>>;
	  }
	/** A limit or another knob is written. `value` is what the file shows afterwards. */
	| {
			readonly kind: 'cgroup.write';
			readonly hierarchy: string;
			readonly path: string;
			readonly file: string;
			readonly value: string;
	  }
	| {
			readonly kind: 'cgroup.pass';
			readonly hierarchy: string;
			readonly path: string;
			readonly controllers: readonly string[];
	  }
	/** A task is moved in (cgroup.procs). */
	| {
			readonly kind: 'cgroup.attach';
			readonly hierarchy: string;
			readonly path: string;
			readonly pid: number;
	  }
	| {
			readonly kind: 'cgroup.freeze';
			readonly hierarchy: string;
			readonly path: string;
			readonly frozen: boolean;
	  }
	/** A limit was hit: the count named goes up by `by`. */
	| {
			readonly kind: 'cgroup.count';
			readonly hierarchy: string;
			readonly path: string;
			readonly counter: string;
			readonly by: number;
	  }
	/** A task of the group reads from a disk or writes to it, past the throttles on its path. */
	| {
			readonly kind: 'cgroup.transfer';
			readonly hierarchy: string;
			readonly path: string;
			readonly disk: string;
			readonly direction: Direction;
			readonly bytes: number;
			readonly requests: number;
			/** The groups that it keeps busy, and until when: those with a limit, and the root for the disk itself. */
			readonly until: Readonly<Record<string, number>>;
	  }
	| { readonly kind: 'cgroup.remove'; readonly hierarchy: string; readonly path: string };

const change = (
	state: HostState,
	{ hierarchy, path }: { hierarchy: string; path: string },
	edit: (group: Cgroup) => Cgroup,
): HostState => ({
	...state,
	cgroups: state.cgroups.update(cgroupKey(hierarchy, path), edit),
});
/** '/a/b' → '/a'; '/a' → '/'; '/' → undefined. */
export const parentPath = (path: string): string | undefined =>
	path === '/' ? undefined : path.slice(0, path.lastIndexOf('/')) || '/';

/** A group and those around it, innermost first. */
export const cgroupLine = (state: HostState, hierarchy: string, path: string): Cgroup[] => {
	const line: Cgroup[] = [];
	for (let each: string | undefined = path; each !== undefined; each = parentPath(each)) {
		const group = state.cgroups.get(cgroupKey(hierarchy, each));
		if (group) line.push(group);
	}
	return line;
};

/** `population` of every group on a task's path, changed by `by`. */
export const populated = (
	cgroups: HostState['cgroups'],
	task: Pick<Task, 'cgroups'>,
	by: number,
): HostState['cgroups'] => {
	const hierarchy = task.cgroups['pids'] === undefined ? 'unified' : 'pids';
	let table = cgroups;
	for (let path = task.cgroups[hierarchy]; path !== undefined; path = parentPath(path))
		table = table.update(cgroupKey(hierarchy, path), (group) => ({
			...group,
			population: group.population + by,
		}));
	return table;
};

const registered = (
	cgroups: HostState['cgroups'],
	hierarchy: string,
	path: string,
	isThere: boolean,
): HostState['cgroups'] => {
	const parent = parentPath(path);
	if (parent === undefined) return cgroups;
	const name = path.slice(path.lastIndexOf('/') + 1);
	return cgroups.update(cgroupKey(hierarchy, parent), (group) => ({
		...group,
		children: isThere ? group.children.set(name, true) : group.children.delete(name),
	}));
};

const freezeFile = (hierarchy: string) => (hierarchy === 'unified' ? 'cgroup.freeze' : 'freezer.state');
const freezeValue = (hierarchy: string, frozen: boolean) =>
	hierarchy === 'unified' ? (frozen ? '1' : '0') : frozen ? 'FROZEN' : 'THAWED';

export const cgroupAppliers: Appliers<CgroupEvent> = {
	'cgroup.create': (state, { hierarchy, path, files }) => ({
		...state,
		cgroups: registered(state.cgroups, hierarchy, path, true).set(cgroupKey(hierarchy, path), {
			hierarchy,
			path,
			files,
			passes: [],
			counts: {},
			children: Table.empty(),
			population: 0,
		}),
	}),
	'cgroup.write': (state, event) =>
		change(state, event, (group) => ({ ...group, files: { ...group.files, [event.file]: event.value } })),
	'cgroup.pass': (state, event) => change(state, event, (group) => ({ ...group, passes: event.controllers })),
	'cgroup.attach': (state, { hierarchy, path, pid }) => {
		const task = state.tasks.get(pid);
		if (!task) return state;
		const there = { ...task, cgroups: { ...task.cgroups, [hierarchy]: path } };
		return {
			...state,
			cgroups: populated(populated(state.cgroups, task, -1), there, 1),
			tasks: state.tasks.set(pid, there),
		};
	},
	'cgroup.freeze': (state, event) =>
		change(state, event, (group) => ({
			...group,
			files: { ...group.files, [freezeFile(event.hierarchy)]: freezeValue(event.hierarchy, event.frozen) },
		})),
	'cgroup.count': (state, event) =>
		change(state, event, (group) => ({
			...group,
			counts: { ...group.counts, [event.counter]: (group.counts[event.counter] ?? 0) + event.by },
		})),
	'cgroup.transfer': (state, event) => {
		const { hierarchy, direction, disk, bytes, requests, until } = event;
		const letter = direction === 'read' ? 'r' : 'w';
		const [size, number] = [`io.${disk}.${letter}bytes`, `io.${disk}.${letter}ios`];
		const counted = change(state, event, (group) => ({
			...group,
			counts: {
				...group.counts,
				[size]: (group.counts[size] ?? 0) + bytes,
				[number]: (group.counts[number] ?? 0) + requests,
			},
		}));
		return Object.entries(until).reduce(
			(all, [path, time]) =>
				change(all, { hierarchy, path }, (group) => ({
					...group,
					disk: { ...group.disk, [direction]: time },
				})),
			counted,
		);
	},
	'cgroup.remove': (state, { hierarchy, path }) => ({
		...state,
		cgroups: registered(state.cgroups, hierarchy, path, false).delete(cgroupKey(hierarchy, path)),
	}),
};
