/** Namespace is one kernel namespace, known by its inode (namespaces(7)). */
import type { Appliers } from '../event.ts';
import type { MachineName } from '../state.ts';
import { withoutMountNamespace } from './mount.ts';

export const namespaceTypes = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const;
export type NamespaceType = (typeof namespaceTypes)[number];

export interface Namespace {
	readonly inode: number;
	readonly type: NamespaceType;
	readonly machine: MachineName;
	/** Whether it is one of the machine's initial namespaces. */
	readonly isInitial: boolean;
	/** The namespace it was made from: pid and user namespaces are nested. */
	readonly parent?: number;
	/** User namespace that owns it. */
	readonly owner: number;
	/** pid: the highest number handed out in it. 0 elsewhere. */
	readonly lastPid: number;
	/** uts: sethostname(2). */
	readonly hostname?: string;
	/** user: lines of /proc/PID/uid_map, inside, outside, length. */
	readonly uidMap?: readonly IdRange[];
	readonly gidMap?: readonly IdRange[];
	/** user: /proc/PID/setgroups says deny (user_namespaces(7)). */
	readonly deniesSetgroups?: true;
	/** cgroup: the cgroup path per hierarchy that it shows as `/`. */
	readonly roots?: { readonly [hierarchy: string]: string };
	/** ipc: message queues made in it. */
	readonly queues?: readonly number[];
	/** A bind mount or open file keeps it alive without a task. */
	readonly isPinned: boolean;
}

export interface IdRange {
	readonly inside: number;
	readonly outside: number;
	readonly length: number;
}

export type NamespaceEvent =
	| {
			readonly kind: 'namespace.create';
			readonly namespace: Namespace;
			readonly by: number;
			readonly flag: string;
	  }
	| { readonly kind: 'namespace.hostname'; readonly inode: number; readonly hostname: string }
	| {
			readonly kind: 'namespace.idMap';
			readonly inode: number;
			readonly uidMap?: readonly IdRange[];
			readonly gidMap?: readonly IdRange[];
			readonly deniesSetgroups?: true;
	  }
	| { readonly kind: 'namespace.queue'; readonly inode: number; readonly queue: number }
	/** `why` says what holds it: `ip netns`, or dockerd's sandbox under /var/run/docker/netns. */
	| {
			readonly kind: 'namespace.pin';
			readonly inode: number;
			readonly isPinned: boolean;
			readonly path: string;
	  }
	/** The last task and the last reference are gone. */
	| { readonly kind: 'namespace.destroy'; readonly inode: number };

export const namespaceAppliers: Appliers<NamespaceEvent> = {
	'namespace.create': (state, { namespace }) => ({
		...state,
		namespaces: state.namespaces.set(namespace.inode, namespace),
		next: { ...state.next, inode: Math.max(state.next.inode, namespace.inode + 1) },
	}),
	'namespace.hostname': (state, { inode, hostname }) => ({
		...state,
		namespaces: state.namespaces.update(inode, (ns) => ({ ...ns, hostname })),
	}),
	'namespace.idMap': (state, { inode, uidMap, gidMap, deniesSetgroups }) => ({
		...state,
		namespaces: state.namespaces.update(inode, (ns) => ({
			...ns,
			...(uidMap && { uidMap }),
			...(gidMap && { gidMap }),
			...(deniesSetgroups && { deniesSetgroups }),
		})),
	}),
	'namespace.queue': (state, { inode, queue }) => ({
		...state,
		namespaces: state.namespaces.update(inode, (ns) => ({ ...ns, queues: [...(ns.queues ?? []), queue] })),
	}),
	'namespace.pin': (state, { inode, isPinned }) => ({
		...state,
		namespaces: state.namespaces.update(inode, (ns) => ({ ...ns, isPinned })),
	}),
	'namespace.destroy': (state, { inode }) => ({
		...withoutMountNamespace(state, inode),
		namespaces: state.namespaces.delete(inode),
		nets: state.nets.delete(inode),
	}),
};
