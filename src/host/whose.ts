/** Whose a thing of the kernel is: the container that a task, namespace, cgroup, overlay or address belongs to. */
import type { Container } from './engine/container.ts';
import type { HostState, MachineName } from './state.ts';
import type { Task } from './kernel/task.ts';

const idIn = /([0-9a-f]{64})/;

/** By the id in a cgroup's path: `docker-<id>.scope` or `/docker/<id>`. */
export const containerOfCgroup = (state: HostState, path: string): Container | undefined => {
	const id = idIn.exec(path)?.[1];
	return id === undefined ? undefined : state.engine.containers.get(id);
};

const cgroupOf = (task: Task): string => task.cgroups['pids'] ?? task.cgroups['unified'] ?? '/';

/** The container a task is in; before its cgroup is joined, the one whose main task it is. */
export const containerOfTask = (state: HostState, pid: number): Container | undefined => {
	const task = state.tasks.get(pid);
	if (!task) return undefined;
	return (
		containerOfCgroup(state, cgroupOf(task)) ?? state.engine.containers.find((each) => each.state.pid === pid)
	);
};

/** The container whose own namespace (of any type) an inode is: its sandbox's, or one its main task is in alone. */
export const containerOfNamespace = (state: HostState, inode: number): Container | undefined => {
	const namespace = state.namespaces.get(inode);
	if (!namespace || namespace.isInitial) return undefined;
	const sandboxed = state.engine.containers.find((each) => each.sandbox?.namespace === inode);
	if (sandboxed) return sandboxed;
	const member = state.tasks.find(
		(task) => Object.values(task.namespaces).includes(inode) || task.pidForChildren === inode,
	);
	return member && containerOfTask(state, member.pid);
};

/** The container whose root an overlay is, or whose writable layer lies in a directory of the host. */
export const containerOfOverlay = (state: HostState, device: number): Container | undefined =>
	state.engine.containers.find((each) => each.overlay === device);
export const containerOfPath = (state: HostState, path: string): Container | undefined => {
	const id = idIn.exec(path)?.[1];
	if (id === undefined) return undefined;
	return state.engine.containers.get(id) ?? state.engine.containers.find((each) => each.layer === id);
};

/** The container that has an address now. */
export const containerAt = (state: HostState, address: string): Container | undefined =>
	state.engine.containers.find((each) =>
		Object.values(each.endpoints).some((endpoint) => endpoint.address === address),
	);

/** The container at the other side of a link of the host. */
export const containerOfLink = (state: HostState, name: string): Container | undefined =>
	state.engine.containers.find((each) =>
		Object.values(each.endpoints).some((endpoint) => endpoint.outside === name),
	);

export const machineOf = (state: HostState, namespace: number): MachineName | undefined =>
	state.namespaces.get(namespace)?.machine;
/** Whether a task is in the initial namespaces of its machine, all of them. */
export const isPlain = (state: HostState, task: Task): boolean =>
	Object.values(task.namespaces).every((inode) => state.namespaces.get(inode)?.isInitial);
