/**
 * `runc create` and `runc start`: from a bundle to a process (runc: libcontainer/process_linux.go, nsenter/nsexec.c,
 * standard_init_linux.go). The order is a real host's.
 */
import { clone, exec, setns, unshare } from '../kernel/life.ts';
import { pivotRoot } from '../kernel/mounting.ts';
import type { Host } from '../host.ts';
import { NotLoaded } from '../late.ts';
import type { Container } from './container.ts';
import {
	enterContainerCgroup,
	limitTasks,
	makeContainerCgroup,
	removeContainerCgroup,
} from './cgroupLimits.ts';
import { openStreams } from './containerIo.ts';
import { becomeUser, environmentOf, identityOf, programPath } from './containerProcess.ts';
import { moveEndpointsIn } from './endpoint.ts';
import { EngineError, messageOf } from './error.ts';
import { buildTree, coverPaths } from './rootfs.ts';
import type { NamespacePlan } from './sharedNamespaces.ts';
import { endTask } from './shim.ts';

const INIT = '/sbin/docker-init';

/** The container's process, about to run its program. Throws with the text that runc gives. */
export function runcCreate(
	host: Host,
	container: Container,
	shim: number,
	plan: NamespacePlan,
	root: string,
): number {
	makeContainerCgroup(host, container);
	const parent = clone(host, shim, { comm: 'runc:[1:CHILD]', argv: ['runc', 'init'], streams: new Map() });
	let pid = 0;
	try {
		enterContainerCgroup(host, container, parent.pid);
		pid = cloneInit(host, container, parent.pid, shim, plan);
		endTask(host, parent.pid);
		limitTasks(host, container);
		settle(host, container, pid, plan, root);
		runcStart(host, container, pid);
		return pid;
	} catch (error) {
		if (pid) endTask(host, pid);
		throw error;
	} finally {
		endTask(host, parent.pid);
	}
}

/** Undoes what is left of a container whose process is gone (`runc delete`). */
export function runcDelete(host: Host, container: Container): void {
	removeContainerCgroup(host, container);
}

/** The caller unshares everything at once, and its next child is PID 1 of the new PID namespace; the caller never enters it. */
function cloneInit(
	host: Host,
	container: Container,
	parent: number,
	shim: number,
	plan: NamespacePlan,
): number {
	for (const { type, inode } of plan.joined) setns(host, parent, type, inode);
	const first = plan.fresh.filter((type) => type !== 'cgroup');
	unshare(host, parent, first);
	const streams = openStreams(host, container.id);
	const { pid } = clone(host, parent, { comm: 'runc:[2:INIT]', argv: ['runc', 'init'], streams });
	host.emit({ kind: 'task.reparent', pid, parent: shim });
	if (plan.fresh.includes('cgroup')) unshare(host, pid, ['cgroup']);
	return pid;
}

/** Everything between the clone and the program: file system, network, hostname, what it may see and do. */
function settle(host: Host, container: Container, pid: number, plan: NamespacePlan, root: string): void {
	buildTree(host, pid, container, root);
	const { namespaces } = host.state.tasks.get(pid)!;
	if (plan.fresh.includes('net')) moveEndpointsIn(host, container.id, namespaces.net, pid);
	pivotRoot(host, pid, root);
	if (plan.fresh.includes('uts'))
		host.emit({ kind: 'namespace.hostname', inode: namespaces.uts, hostname: container.config.hostname });
	for (const [key, value] of Object.entries(container.hostConfig.sysctls))
		if (key.startsWith('net.')) host.emit({ kind: 'net.sysctl', namespace: namespaces.net, key, value });
	coverPaths(host, pid, container);
}

/** PID 1 waits on exec.fifo until `runc start` opens it, and becomes the program: same PID, same namespaces. */
function runcStart(host: Host, container: Container, pid: number): void {
	const { config, hostConfig } = container;
	const identity = identityOf(host, pid, config.user, hostConfig.groupAdd);
	becomeUser(host, pid, hostConfig, identity, config.workingDir);
	const env = environmentOf(host, container);
	env['HOME'] ??= identity.home;
	const command = [container.path, ...container.args];
	const argv = hostConfig.init ? [INIT, '--', ...command] : command;
	const path = programPath(host, pid, argv[0]!, env);
	exec(host, pid, path, argv, env);
}

/** What dockerd makes of a failure below it (moby: daemon/start.go, containerd's and runc's wrapping around it). */
export function runcFailure(host: Host, error: unknown): EngineError {
	if (error instanceof NotLoaded) throw error;
	if (error instanceof EngineError) return error;
	const { major } = host.profile;
	const outer = major >= 26 ? 'failed to create task for container: ' : '';
	const text = `${outer}failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${inner(error)}: unknown`;
	return new EngineError('system', /: is a directory:/.test(text) ? `${text}: permission denied` : text);
}
const inner = (error: unknown): string =>
	error instanceof Error && error.name === 'KnobError'
		? `error during container init: error setting cgroup config for procHooks process: ${error.message}`
		: messageOf(error);
