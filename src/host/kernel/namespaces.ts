/** Making and letting go of namespaces (namespaces(7), "Namespace lifetime"). */
import type { Host } from '../host.ts';
import { emptyNet } from './net.ts';
import { emptyNetfilter } from './netfilter.ts';
import { namespaceTypes, type Namespace, type NamespaceType } from './namespace.ts';
import type { Namespaces, Task } from './task.ts';

/** The kernel makes them in this order (kernel/nsproxy.c, create_new_namespaces; user comes first, in copy_creds). */
const order: readonly NamespaceType[] = ['user', 'mnt', 'uts', 'ipc', 'pid', 'cgroup', 'net', 'time'];

const made = (host: Host, task: Task, type: NamespaceType, owner: number): Namespace => {
	const current = host.state.namespaces.get(type === 'pid' ? task.pidForChildren : task.namespaces[type])!;
	return {
		inode: host.state.next.inode,
		type,
		machine: current.machine,
		isInitial: false,
		...((type === 'pid' || type === 'user') && { parent: current.inode }),
		owner,
		lastPid: 0,
		isPinned: false,
		...(type === 'uts' && { hostname: current.hostname ?? '' }),
		...(type === 'user' && { uidMap: [], gidMap: [] }),
		...(type === 'cgroup' && { roots: task.cgroups }),
		...(type === 'ipc' && { queues: [] }),
	};
};

/** A namespace of each type in `types`, made from those of `task`; a new network namespace has a lo that is down. */
export const copyNamespaces = (
	host: Host,
	task: Task,
	types: readonly NamespaceType[],
): Partial<Record<NamespaceType, number>> => {
	const inodes: Partial<Record<NamespaceType, number>> = {};
	for (const type of order.filter((each) => types.includes(each))) {
		const namespace = made(host, task, type, inodes.user ?? task.namespaces.user);
		host.emit({ kind: 'namespace.create', namespace, by: task.pid, flag: type });
		if (type === 'net') makeNet(host, namespace.inode);
		if (type === 'mnt')
			host.emit({
				kind: 'mount.copy',
				from: task.namespaces.mnt,
				to: namespace.inode,
				first: host.state.next.mount,
			});
		inodes[type] = namespace.inode;
	}
	return inodes;
};

const makeNet = (host: Host, inode: number): void => {
	const net = emptyNet(inode, emptyNetfilter);
	const lo = {
		index: 1,
		name: 'lo',
		kind: 'loopback',
		mac: '00:00:00:00:00:00',
		mtu: 65536,
		isUp: false,
		addresses: [],
		rx: 0,
		tx: 0,
		queue: 'noop',
	} as const;
	host.emit({ kind: 'net.make', net: { ...net, links: net.links.set(1, lo), nextIndex: 2 } });
};

/** Lets a namespace go if nothing holds it any more: no task, no bind mount, no namespace inside. */
export const releaseNamespace = (host: Host, inode: number): void => {
	const namespace = host.state.namespaces.get(inode);
	if (!namespace || namespace.isInitial || namespace.isPinned || host.kin.uses(inode) > 0) return;
	if (namespace.type === 'pid' && host.kin.members(inode).size > 0) return;
	if (namespace.type === 'net') dropLinks(host, inode);
	host.emit({ kind: 'namespace.destroy', inode });
	if (namespace.parent !== undefined) releaseNamespace(host, namespace.parent);
};

/** Virtual links die with their namespace, and a veth's other end with it. */
const dropLinks = (host: Host, inode: number): void => {
	for (const link of host.state.nets.get(inode)?.links.values() ?? [])
		if (link.kind === 'veth' || link.kind === 'bridge')
			host.emit({ kind: 'link.remove', namespace: inode, index: link.index, by: 0 });
};

export const initialNamespaces = (inodeOf: (type: NamespaceType) => number): Namespaces =>
	Object.fromEntries(namespaceTypes.map((type) => [type, inodeOf(type)])) as unknown as Namespaces;
