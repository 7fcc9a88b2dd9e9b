/** Task is a process as the kernel keeps it: numbers, namespaces, cgroup, credentials, signals (kernel: struct task_struct). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import { cgroupKey, populated } from './cgroup.ts';
import type { Capability } from './capability.ts';
import type { NamespaceType } from './namespace.ts';
import type { ResourceLimits } from './resourceLimits.ts';
import type { SignalName } from './signal.ts';

/** ps(1) process state codes: running, sleeping, uninterruptible (v1 freezer), stopped, zombie. */
export type TaskStatus = 'R' | 'S' | 'D' | 'T' | 'Z';

export type Namespaces = { readonly [T in NamespaceType]: number };

export interface Task {
	/** PID in the machine's initial PID namespace. */
	readonly pid: number;
	/** PID of the parent in the same numbering; 0 for a machine's first task. */
	readonly parent: number;
	/** Its number in each PID namespace it is seen from, outermost first: `NSpid` of proc_pid_status(5). */
	readonly pids: readonly { readonly namespace: number; readonly pid: number }[];
	readonly namespaces: Namespaces;
	/** PID namespace its next children are made in: differs from its own after unshare(CLONE_NEWPID) or setns. */
	readonly pidForChildren: number;
	/** At most 15 characters (comm in proc(5)). */
	readonly comm: string;
	readonly argv: readonly string[];
	/** Path of the program in its mount namespace; '' for kernel threads. */
	readonly exe: string;
	readonly status: TaskStatus;
	/** Cgroup path per hierarchy; on v2 the only key is `unified`. */
	readonly cgroups: { readonly [hierarchy: string]: string };
	/** In the machine's initial user namespace. */
	readonly uid: number;
	readonly gid: number;
	/** Supplementary groups, where they were set (setgroups(2)). */
	readonly groups?: readonly number[];
	readonly capabilities: readonly Capability[];
	/** Where its `/` is: a mount and a node in it. */
	readonly root: Place;
	readonly cwd: Place;
	readonly env: Readonly<Record<string, string>>;
	readonly handled: readonly SignalName[];
	readonly ignored: readonly SignalName[];
	/** Signals that wait for a frozen or stopped task to run again. */
	readonly pending: readonly SignalName[];
	/** Anonymous memory in bytes. */
	readonly memory: number;
	/** How much of that is in swap, in bytes. */
	readonly swapped?: number;
	/** Threads beside the main one (they count against pids.max). */
	readonly threads: number;
	readonly oomScoreAdj: number;
	/** What was changed of the kernel's own limits, with setrlimit(2). */
	readonly limits?: ResourceLimits;
	readonly noNewPrivileges: boolean;
	readonly seccomp: boolean;
	/** Seconds since the epoch. */
	readonly started: number;
	/** CPU seconds used. */
	readonly cpu: number;
	/** CPU it would use if nothing held it back, in cores. */
	readonly load: number;
	/** The wait status once it has ended (status Z). */
	readonly end?: Ending;
	/** The last signals it was sent, oldest first, with what each did. */
	readonly received?: readonly Received[];
}

export interface Received {
	readonly signal: SignalName;
	readonly effect: Extract<TaskEvent, { readonly kind: 'task.signal' }>['effect'];
	/** Seconds since the epoch. */
	readonly time: number;
}
/** So many signals are remembered: a stop with its SIGKILL, and one before. */
const REMEMBERED = 3;

/** Place is a mount and a node on it. `node` is an inode number, or a path for overlay and kernel file systems. */
export interface Place {
	readonly mount: number;
	readonly node: number | string;
}

export type Ending = { readonly code: number } | { readonly signal: SignalName };

export type TaskEvent =
	/** clone(2): `flags` name the new namespaces (CLONE_NEW…), which came with namespace.create events of their own. */
	| { readonly kind: 'task.clone'; readonly task: Task; readonly flags: readonly string[] }
	/** execve(2): same PID, same namespaces, another program. */
	| {
			readonly kind: 'task.exec';
			readonly pid: number;
			readonly exe: string;
			readonly argv: readonly string[];
			readonly comm: string;
			readonly env: Readonly<Record<string, string>>;
	  }
	/** unshare(2) or setns(2): `how` tells which. The namespace exists already. */
	| {
			readonly kind: 'task.enter';
			readonly pid: number;
			readonly how: 'unshare' | 'setns';
			readonly types: readonly NamespaceType[];
			readonly namespaces: Partial<Namespaces>;
			readonly pidForChildren?: number;
	  }
	| {
			readonly kind: 'task.signal';
			readonly pid: number;
			readonly signal: SignalName;
			readonly from: number;
			readonly effect: 'ends' | 'handled' | 'ignored' | 'waits' | 'stops' | 'continues';
	  }
	| { readonly kind: 'task.status'; readonly pid: number; readonly status: TaskStatus }
	| {
			readonly kind: 'task.exit';
			readonly pid: number;
			readonly end: Ending;
			readonly cause: 'itself' | 'signal' | 'oom' | 'init-died';
	  }
	| { readonly kind: 'task.reparent'; readonly pid: number; readonly parent: number }
	| { readonly kind: 'task.reap'; readonly pid: number; readonly by: number }
	/** Everything that a task changes of itself with small system calls: chdir, setuid, capset, prctl, sigaction, brk … */
	| {
			readonly kind: 'task.change';
			readonly pid: number;
			readonly why: TaskChange;
			readonly set: Partial<Omit<Task, 'pid' | 'pids' | 'parent' | 'namespaces'>>;
	  };

export type TaskChange =
	| 'chdir'
	| 'chroot'
	| 'credentials'
	| 'capabilities'
	| 'seccomp'
	| 'signals'
	| 'memory'
	| 'swap'
	| 'threads'
	| 'load'
	| 'oom-score'
	| 'limits'
	| 'name'
	| 'environment'
	| 'cpu';

const change = (state: HostState, pid: number, set: Partial<Task>): HostState => ({
	...state,
	tasks: state.tasks.update(pid, (task) => ({ ...task, ...set })),
});

/** CPU time of a task that has gone stays counted in its group (`cpu.stat`). */
const spent = (cgroups: HostState['cgroups'], task: Task): HostState['cgroups'] =>
	Object.entries(task.cgroups).reduce(
		(table, [hierarchy, path]) =>
			table.update(cgroupKey(hierarchy, path), (group) => ({
				...group,
				counts: { ...group.counts, 'cpu.usage': (group.counts['cpu.usage'] ?? 0) + task.cpu },
			})),
		cgroups,
	);

const busyWithout = (busy: readonly number[], pid: number): readonly number[] =>
	busy.includes(pid) ? busy.filter((each) => each !== pid) : busy;

export const taskAppliers: Appliers<TaskEvent> = {
	'task.clone': (state, { task }) => ({
		...state,
		tasks: state.tasks.set(task.pid, task),
		cgroups: populated(state.cgroups, task, 1),
		namespaces: task.pids.reduce(
			(table, { namespace, pid }) =>
				table.update(namespace, (ns) => ({ ...ns, lastPid: Math.max(ns.lastPid, pid) })),
			state.namespaces,
		),
	}),
	'task.exec': (state, { pid, exe, argv, comm, env }) => ({
		...change(state, pid, { exe, argv, comm, env, handled: [], load: 0 }),
		busy: busyWithout(state.busy, pid),
	}),
	'task.enter': (state, { pid, namespaces, pidForChildren }) => ({
		...state,
		tasks: state.tasks.update(pid, (task) => ({
			...task,
			namespaces: { ...task.namespaces, ...namespaces },
			pidForChildren: pidForChildren ?? task.pidForChildren,
		})),
	}),
	'task.signal': (state, { pid, signal, effect }) =>
		signal === 'CHLD' && effect !== 'waits'
			? state
			: {
					...state,
					tasks: state.tasks.update(pid, (task) => ({
						...task,
						received: [...(task.received ?? []), { signal, effect, time: state.clock.now }].slice(
							-REMEMBERED,
						),
						...(effect === 'waits' && { pending: [...task.pending, signal] }),
					})),
				},
	'task.status': (state, { pid, status }) => change(state, pid, { status }),
	'task.exit': (state, { pid, end }) => ({
		...change(state, pid, { status: 'Z', end, memory: 0, swapped: 0, load: 0, threads: 0 }),
		busy: busyWithout(state.busy, pid),
	}),
	'task.reparent': (state, { pid, parent }) => change(state, pid, { parent }),
	'task.reap': (state, { pid }) => {
		const task = state.tasks.get(pid);
		if (!task) return state;
		const cgroups = populated(state.cgroups, task, -1);
		return {
			...state,
			tasks: state.tasks.delete(pid),
			cgroups: task.cpu > 0 ? spent(cgroups, task) : cgroups,
		};
	},
	'task.change': (state, { pid, set }) => {
		const changed = change(state, pid, set);
		if (set.load === undefined) return changed;
		const others = busyWithout(state.busy, pid);
		return { ...changed, busy: set.load > 0 ? [...others, pid] : others };
	},
};
