/** How tasks begin, change their program and end: clone(2), execve(2), exit(2), wait(2), unshare(2), setns(2). */
import type { Host } from '../host.ts';
import { Process, type Program, type Running } from '../process.ts';
import type { HostState } from '../state.ts';
import type { Stream } from '../stream.ts';
import { chargedPids } from './control.ts';
import { Errno } from './errno.ts';
import { content, status } from './files.ts';
import { copyNamespaces, releaseNamespace } from './namespaces.ts';
import { isInit, ownPidNamespace, pidNamespaceLine } from './numbering.ts';
import { namespaceTypes, type NamespaceType } from './namespace.ts';
import { kill } from './kill.ts';
import type { Ending, Namespaces, Task } from './task.ts';

export { kill } from './kill.ts';
export { isFrozen } from './control.ts';
export { isInit, ownPidNamespace, pidInside, taskInside, tasksSeenFrom } from './numbering.ts';

export interface CloneOptions {
	/** CLONE_NEW…: types the child gets anew. */
	readonly newNamespaces?: readonly NamespaceType[];
	/** Descriptors of the child; default: holds of the parent's. */
	readonly streams?: Map<number, Stream>;
	readonly comm?: string;
	readonly argv?: readonly string[];
	/** clone3(2) CLONE_INTO_CGROUP. */
	readonly cgroups?: Readonly<Record<string, string>>;
	/** Set on the child before anybody sees it: credentials and the like. */
	readonly set?: Partial<Task>;
}

/** CLONE_NEWNS and its kin, as flags are written. */
export const flagOf: Readonly<Record<NamespaceType, string>> = {
	cgroup: 'CLONE_NEWCGROUP',
	ipc: 'CLONE_NEWIPC',
	mnt: 'CLONE_NEWNS',
	net: 'CLONE_NEWNET',
	pid: 'CLONE_NEWPID',
	time: 'CLONE_NEWTIME',
	user: 'CLONE_NEWUSER',
	uts: 'CLONE_NEWUTS',
};

const heldStreams = (process: Process | undefined): Map<number, Stream> =>
	new Map([...(process?.streams ?? [])].map(([fd, stream]) => [fd, stream.hold()]));

/** Numbers for a new task in `pidNamespace` and all around it. EAGAIN at a pids limit, ENOMEM where init is gone. */
const numbered = (state: HostState, pidNamespace: number): Task['pids'] =>
	pidNamespaceLine(state, pidNamespace).map((namespace) => ({
		namespace,
		pid: state.namespaces.get(namespace)!.lastPid + 1,
	}));

/** PID 1 of a PID namespace, found among its members. */
const initOf = (host: Host, pidNamespace: number): Task | undefined => {
	for (const pid of host.kin.members(pidNamespace)) {
		const task = host.state.tasks.get(pid);
		if (task?.pids.some((each) => each.namespace === pidNamespace && each.pid === 1)) return task;
	}
	return undefined;
};

const checkInit = (host: Host, pidNamespace: number): void => {
	const namespace = host.state.namespaces.get(pidNamespace);
	if (!namespace) throw new Errno('ENOMEM');
	if (namespace.isInitial || namespace.lastPid === 0) return;
	const init = initOf(host, pidNamespace);
	if (!init || init.status === 'Z') throw new Errno('ENOMEM');
};

/** A new task, child of `parentPid`, that has not begun to run: give it a body (`run`) or a program (`exec`). */
export const clone = (host: Host, parentPid: number, options: CloneOptions = {}): Process => {
	const parent = host.state.tasks.get(parentPid);
	if (!parent) throw new Errno('ESRCH');
	const cgroups = options.cgroups ?? parent.cgroups;
	chargedPids(host, cgroups);
	const fresh = options.newNamespaces ?? [];
	if (!fresh.includes('pid')) checkInit(host, parent.pidForChildren);
	const made = copyNamespaces(host, parent, fresh);
	const pidNamespace = made.pid ?? parent.pidForChildren;
	const pids = numbered(host.state, pidNamespace);
	const namespaces: Namespaces = { ...parent.namespaces, ...made, pid: pidNamespace };
	const { end: _, ...inherited } = parent;
	const task: Task = {
		...inherited,
		pid: pids[0]!.pid,
		parent: parentPid,
		pids,
		namespaces,
		pidForChildren: pidNamespace,
		comm: options.comm ?? parent.comm,
		argv: options.argv ?? parent.argv,
		status: 'S',
		cgroups,
		pending: [],
		memory: 0,
		swapped: 0,
		threads: 0,
		started: host.state.clock.now,
		cpu: 0,
		load: 0,
		...options.set,
	};
	host.emit({ kind: 'task.clone', task, flags: fresh.map((type) => flagOf[type]) });
	const process = new Process(
		host,
		task.pid,
		options.streams ?? heldStreams(host.scheduler.processes.get(parentPid)),
	);
	host.scheduler.processes.set(task.pid, process);
	return process;
};

const begin = (host: Host, process: Process, program: Program): void => {
	host.scheduler.drop(process);
	process.body = program(process);
	host.scheduler.start(process);
};

/** A child that runs `program` without an execve: a subshell, a worker, a thread of a daemon. */
export const run = (host: Host, parentPid: number, program: Program, options: CloneOptions = {}): Process => {
	const process = clone(host, parentPid, options);
	begin(host, process, program);
	return process;
};

/** First line of a script: `#!/bin/sh -e` → ['/bin/sh', '-e'] (execve(2), "Interpreter scripts"). */
const interpreter = (text: string): string[] | undefined => {
	const line = /^#!\s*(\S+)(?:[ \t]+(.*\S))?/.exec(text);
	return line ? [line[1]!, ...(line[2] ? [line[2]] : [])] : undefined;
};

/** execve(2). Throws Errno (ENOENT, EACCES, ENOTDIR …) and then changes nothing. */
export const exec = (
	host: Host,
	pid: number,
	path: string,
	argv: readonly string[],
	env: Readonly<Record<string, string>>,
	/** What /proc/PID/cmdline goes on to tell, where no execve happened. */
	shown = argv,
): void => {
	const inode = status(host.state, pid, path, { follow: true });
	const task = host.state.tasks.get(pid)!;
	if (inode.kind !== 'file' || !(inode.mode & 0o111)) throw new Errno('EACCES');
	const script = inode.content?.startsWith('#!') ? interpreter(content(host.state, pid, path)) : undefined;
	if (script) return exec(host, pid, script[0]!, [...script, path, ...argv.slice(1)], env);
	const program = host.programs(host, pid, path) ?? notSimulated(path);
	const process = host.scheduler.processes.get(pid) ?? new Process(host, pid, new Map());
	host.emit({
		kind: 'task.exec',
		pid,
		exe: path,
		argv: shown,
		comm: path.slice(path.lastIndexOf('/') + 1).slice(0, 15),
		env,
	});
	if (task.memory) host.emit({ kind: 'task.change', pid, why: 'memory', set: { memory: 0 } });
	process.words = shown === argv ? undefined : argv;
	process.arrived.length = 0;
	begin(host, process, program);
};

/** What exists on a real host and is not modelled says so. */
const notSimulated = (path: string): Program =>
	function* (process) {
		process.error(`${path.slice(path.lastIndexOf('/') + 1)}: real, but not simulated here\n`);
		return 126;
	};

const closeSockets = (host: Host, { pid, namespaces }: Task): void => {
	for (const id of [...host.kin.sockets(pid)]) {
		const { net } = namespaces;
		const isThere = host.state.nets.get(net)?.sockets.has(id);
		const namespace = isThere
			? net
			: host.state.nets.values().find((each) => each.sockets.has(id))?.namespace;
		if (namespace !== undefined) host.emit({ kind: 'socket.close', namespace, id });
	}
};

/** Who becomes the parent of its orphans: PID 1 of its PID namespace. */
const adopter = (host: Host, task: Task): number => initOf(host, ownPidNamespace(task))?.pid ?? 0;

/** exit(2), or an end that a signal, the OOM killer or the death of PID 1 brings. */
export const exit = (
	host: Host,
	pid: number,
	end: Ending,
	cause: 'itself' | 'signal' | 'oom' | 'init-died' = 'itself',
): void => {
	const task = host.state.tasks.get(pid);
	if (!task || task.status === 'Z') return;
	const process = host.scheduler.processes.get(pid);
	if (process) host.scheduler.drop(process);
	process?.close();
	closeSockets(host, task);
	host.emit({ kind: 'task.exit', pid, end, cause });
	if (isInit(task))
		for (const member of [...host.kin.members(ownPidNamespace(task))])
			if (member !== pid) exit(host, member, { signal: 'KILL' }, 'init-died');
	for (const child of [...host.kin.children(pid)])
		adopt(host, child, isInit(task) ? undefined : adopter(host, task), pid);
	for (const type of namespaceTypes) if (type !== 'pid') releaseNamespace(host, task.namespaces[type]);
	notifyParent(host, task);
};

const adopt = (host: Host, child: number, parent: number | undefined, was: number): void => {
	const task = host.state.tasks.get(child);
	if (!task) return;
	if (task.status === 'Z' && (parent === undefined || !host.scheduler.processes.get(parent)?.body))
		return reap(host, parent ?? was, child);
	if (parent !== undefined && parent !== was) host.emit({ kind: 'task.reparent', pid: child, parent });
};

/** SIGCHLD. A parent that runs no program here (init, the daemons at boot) reaps at once. */
const notifyParent = (host: Host, task: Task): void => {
	const parent = host.state.tasks.get(task.parent);
	const isReaped =
		!parent ||
		parent.status === 'Z' ||
		!host.scheduler.processes.get(parent.pid)?.body ||
		parent.ignored.includes('CHLD');
	host.scheduler.wake(`exit:${task.parent}`);
	host.scheduler.wake(`gone:${task.pid}`);
	if (isReaped) reap(host, parent?.pid ?? 0, task.pid);
	else if (parent.handled.includes('CHLD')) kill(host, task.pid, parent.pid, 'CHLD');
};

/** The parent has taken its status: the task is gone, and with the last task its PID namespace. */
export const reap = (host: Host, by: number, pid: number): void => {
	const task = host.state.tasks.get(pid);
	if (!task) return;
	host.emit({ kind: 'task.reap', pid, by });
	host.scheduler.processes.delete(pid);
	releaseNamespace(host, ownPidNamespace(task));
};

/** waitpid(2) for one child: how it ended. ECHILD where it is not (or no longer) a child. */
export function* waitFor(process: Process, child: number): Running<Ending> {
	for (;;) {
		const task = process.host.state.tasks.get(child);
		if (!task) throw new Errno('ECHILD');
		if (task.status === 'Z' && task.end) {
			reap(process.host, process.pid, child);
			return task.end;
		}
		yield { keys: [`exit:${process.pid}`] };
	}
}

/** Exit status as a shell shows it: a code, or 128 + the signal's number. */
export { exitStatus } from './ending.ts';

/** unshare(2): CLONE_NEWPID takes effect for its children only. */
export const unshare = (host: Host, pid: number, types: readonly NamespaceType[]): void => {
	const task = host.state.tasks.get(pid)!;
	const made = copyNamespaces(host, task, types);
	const { pid: pidForChildren, ...namespaces } = made;
	host.emit({
		kind: 'task.enter',
		pid,
		how: 'unshare',
		types,
		namespaces,
		...(pidForChildren !== undefined && { pidForChildren }),
	});
	for (const type of types) if (type !== 'pid') releaseNamespace(host, task.namespaces[type]);
};

/** setns(2) into an existing namespace; for a mount namespace root and cwd become its root, for pid only children enter. */
export const setns = (host: Host, pid: number, type: NamespaceType, inode: number): void => {
	const task = host.state.tasks.get(pid)!;
	if (type === 'pid')
		host.emit({
			kind: 'task.enter',
			pid,
			how: 'setns',
			types: [type],
			namespaces: {},
			pidForChildren: inode,
		});
	else host.emit({ kind: 'task.enter', pid, how: 'setns', types: [type], namespaces: { [type]: inode } });
	if (type === 'mnt') {
		const mounts = host.state.mounts.get(inode)!;
		const root = { mount: mounts.root, node: mounts.mounts.get(mounts.root)!.root };
		host.emit({ kind: 'task.change', pid, why: 'chroot', set: { root, cwd: root } });
	}
	if (type !== 'pid') releaseNamespace(host, task.namespaces[type]);
};
