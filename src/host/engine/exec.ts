/** docker exec: another process in the namespaces and the group of a running container (moby: daemon/exec.go; runc: setns_init_linux.go). */
import { clone, exec, setns } from '../kernel/life.ts';
import { namespaceTypes, type NamespaceType } from '../kernel/namespace.ts';
import { exitStatus } from '../kernel/ending.ts';
import { groupOf } from '../kernel/control.ts';
import { Errno, isErrno } from '../kernel/errno.ts';
import { exists } from '../kernel/files.ts';
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import type { Stream } from '../stream.ts';
import { announceContainer } from './announce.ts';
import { cgroupPath, enterContainerCgroup } from './cgroupLimits.ts';
import { changeContainer } from './change.ts';
import type { Container } from './container.ts';
import { becomeUser, environmentOf, identityOf, programPath, setPair } from './containerProcess.ts';
import { EngineError, messageOf } from './error.ts';
import { freshId } from './fresh.ts';
import { notRunning } from './notRunning.ts';
import { endTask, shimOf } from './shim.ts';
import { isRunning } from './status.ts';

export interface ExecSpec {
	readonly argv: readonly string[];
	readonly env: readonly string[];
	readonly user: string;
	readonly workingDir: string;
	readonly isPrivileged: boolean;
	readonly streams: Map<number, Stream>;
}

/** A process of `docker exec`: `exitCode` is there once it has ended. */
export interface Executed {
	readonly id: string;
	readonly key: string;
	/** 0 until it runs. */
	pid: number;
	exitCode: number | undefined;
}

export function execIn(host: Host, container: Container, spec: ExecSpec): Executed {
	checkState(host, container);
	const id = freshId(host, 'exec');
	const command = spec.argv.join(' ');
	const tell = (action: string, more = {}) =>
		announceContainer(host, host.state.engine.containers.get(container.id) ?? container, action, {
			...more,
			execID: id,
		});
	tell(`exec_create: ${command}`);
	changeContainer(host, container.id, 'exec', { execIds: [...container.execIds, id] });
	tell(`exec_start: ${command}`);
	const executed: Executed = { id, key: host.scheduler.freshKey('exec'), pid: 0, exitCode: undefined };
	try {
		const pid = (executed.pid = join(host, container, spec));
		shimOf(host, container.id)!.children.set(pid, (end) => {
			executed.exitCode = exitStatus(end);
			forget(host, container.id, id);
			tell('exec_die', { exitCode: String(executed.exitCode) });
			host.scheduler.wake(executed.key);
		});
	} catch (error) {
		forget(host, container.id, id);
		throw execFailure(host, error);
	}
	host.scheduler.pass(0.1);
	return executed;
}

function forget(host: Host, container: string, id: string): void {
	const now = host.state.engine.containers.get(container);
	if (now) changeContainer(host, container, 'exec', { execIds: now.execIds.filter((each) => each !== id) });
}

function checkState(host: Host, container: Container): void {
	const { status } = container.state;
	if (!isRunning(container)) throw notRunning(host, container.id);
	if (status === 'paused')
		throw new EngineError(
			'conflict',
			`Container ${container.name} is paused, unpause the container before exec`,
		);
	if (status === 'restarting')
		throw new EngineError(
			'conflict',
			`Container ${container.id} is restarting, wait until the container is running`,
		);
}

/** A helper of the shim enters every namespace of PID 1 with setns; its child is in the PID namespace too and becomes the program. */
function join(host: Host, container: Container, spec: ExecSpec): number {
	const shim = shimOf(host, container.id)!.pid;
	const helper = clone(host, shim, { comm: 'runc:[1:CHILD]', argv: ['runc', 'init'], streams: new Map() });
	let pid = 0;
	try {
		checkRoom(host, container);
		enterContainerCgroup(host, container, helper.pid);
		for (const [type, inode] of foreign(host, container, helper.pid)) setns(host, helper.pid, type, inode);
		pid = clone(host, helper.pid, {
			comm: 'runc:[2:INIT]',
			argv: ['runc', 'init'],
			streams: spec.streams,
		}).pid;
		host.emit({ kind: 'task.reparent', pid, parent: shim });
		runProgram(host, container, pid, spec);
		return pid;
	} catch (error) {
		if (pid) endTask(host, pid);
		throw error;
	} finally {
		endTask(host, helper.pid);
	}
}

/** runc is written in Go: its init brings threads along, and on v2 they are in the group before the program is. */
const RUNC_THREADS = 6;

function checkRoom(host: Host, container: Container): void {
	if (host.profile.cgroupVersion !== 2) return;
	const group = groupOf(host.state, 'unified', cgroupPath(host.state, container));
	const limit = Number(group?.files['pids.max'] ?? Infinity);
	if (!group || group.population + RUNC_THREADS <= limit) return;
	host.emit({ kind: 'cgroup.count', hierarchy: 'unified', path: group.path, counter: 'pids.max', by: 1 });
	throw new Errno('EAGAIN');
}

/** The namespaces of PID 1 that the helper is not in yet; mnt last, as nsexec does after the others are open. */
function foreign(host: Host, container: Container, pid: number): [NamespaceType, number][] {
	const own = host.state.tasks.get(pid)!.namespaces;
	const theirs = host.state.tasks.get(container.state.pid)!.namespaces;
	const order = [...namespaceTypes.filter((type) => type !== 'mnt'), 'mnt' as const];
	return order.filter((type) => own[type] !== theirs[type]).map((type) => [type, theirs[type]]);
}

function runProgram(host: Host, container: Container, pid: number, spec: ExecSpec): void {
	const { hostConfig } = container;
	const user = spec.user || container.config.user;
	const identity = identityOf(host, pid, user, hostConfig.groupAdd);
	const privileged = spec.isPrivileged ? { ...hostConfig, privileged: true } : hostConfig;
	const { workingDir } = spec;
	if (workingDir && !exists(host.state, pid, workingDir))
		throw new Error(`chdir to cwd ("${workingDir}") set in config.json failed: no such file or directory`);
	becomeUser(host, pid, privileged, identity, workingDir || container.config.workingDir);
	const env = environmentOf(host, container);
	for (const pair of spec.env) setPair(env, pair);
	env['HOME'] ??= identity.home;
	exec(host, pid, programPath(host, pid, spec.argv[0]!, env), spec.argv, env);
}

function execFailure(host: Host, error: unknown): EngineError {
	if (error instanceof EngineError) return error;
	if (isErrno(error, 'EAGAIN'))
		return new EngineError('system', `${prefix}read init-p: connection reset by peer: unknown`);
	const text = `${prefix}${messageOf(error)}: unknown`;
	const isDirectory = host.profile.major >= 26 && text.endsWith(': is a directory: unknown');
	return new EngineError('system', isDirectory ? `${text}: permission denied` : text);
}
const prefix = 'OCI runtime exec failed: exec failed: unable to start container process: ';

export function* untilEnded(executed: Executed): Running<number> {
	while (executed.exitCode === undefined) yield { keys: [executed.key] };
	return executed.exitCode;
}
