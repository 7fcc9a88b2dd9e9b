/** MountNamespace is the tree of mounts that its tasks see (mount_namespaces(7)). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import { Table } from '../table.ts';
import type { Place } from './task.ts';

export type Propagation = 'shared' | 'slave' | 'private';

export interface Mount {
	readonly id: number;
	/** The mount it is mounted on; its own id for the root of the tree. */
	readonly parent: number;
	/** The node of `parent` that it covers. */
	readonly at: number | string;
	/** Device number of the file system mounted. */
	readonly device: number;
	/** The node of that file system seen at the mount point (differs from its root for bind mounts). */
	readonly root: number | string;
	/** Path as /proc/PID/mounts shows it. */
	readonly path: string;
	/** First field of /proc/PID/mounts: overlay, proc, /dev/vda1 … */
	readonly source: string;
	/** Per-mount options, `rw,relatime`. */
	readonly options: readonly string[];
	readonly propagation: Propagation;
}

export interface MountNamespace {
	readonly namespace: number;
	readonly root: number;
	readonly mounts: Table<number, Mount>;
	/** The topmost mount on a node, by `parent:at`. */
	readonly over: Table<string, number>;
}

export const mountPointKey = (mount: number, node: number | string) => `${mount}:${node}`;

export type MountEvent =
	/** mount(2) or a bind mount; `namespace` is the mount namespace's inode. */
	| {
			readonly kind: 'mount.add';
			readonly namespace: number;
			readonly mount: Mount;
			readonly by: number;
			readonly why: MountReason;
	  }
	| { readonly kind: 'mount.remove'; readonly namespace: number; readonly id: number; readonly by: number }
	| {
			readonly kind: 'mount.change';
			readonly namespace: number;
			readonly id: number;
			readonly options?: readonly string[];
			readonly propagation?: Propagation;
	  }
	/** A new mount namespace starts as a copy: `mounts` with ids of their own. */
	| { readonly kind: 'mount.copy'; readonly from: number; readonly to: number; readonly first: number }
	/** pivot_root(2): `mount` becomes the root, the old root is detached; tasks of the namespace follow. */
	| {
			readonly kind: 'mount.pivotRoot';
			readonly namespace: number;
			readonly mount: number;
			readonly by: number;
	  };

export type MountReason =
	| 'rootfs'
	| 'proc'
	| 'dev'
	| 'sys'
	| 'cgroup'
	| 'shm'
	| 'config'
	| 'volume'
	| 'bind'
	| 'tmpfs'
	| 'netns'
	| 'mask'
	| 'readonly'
	| 'init-layer'
	| 'other';

const inNamespace = (
	state: HostState,
	inode: number,
	edit: (ns: MountNamespace) => MountNamespace,
): HostState => ({
	...state,
	mounts: state.mounts.update(inode, edit),
});

const without = (ns: MountNamespace, id: number): MountNamespace => {
	const mount = ns.mounts.get(id);
	if (!mount) return ns;
	const key = mountPointKey(mount.parent, mount.at);
	return {
		...ns,
		mounts: ns.mounts.delete(id),
		over: ns.over.get(key) === id ? ns.over.delete(key) : ns.over,
	};
};

/** The copy of a namespace's mounts, numbered from `first` in their order. */
const copied = (
	from: MountNamespace,
	to: number,
	first: number,
): { copy: MountNamespace; ids: ReadonlyMap<number, number> } => {
	const ids = new Map(from.mounts.keys().map((id, i) => [id, first + i]));
	const mounts = from.mounts.values().map((mount): [number, Mount] => {
		const id = ids.get(mount.id)!;
		return [id, { ...mount, id, parent: ids.get(mount.parent) ?? id }];
	});
	const over = mounts
		.filter(([id, mount]) => mount.parent !== id)
		.map(([id, mount]): [string, number] => [mountPointKey(mount.parent, mount.at), id]);
	return {
		copy: { namespace: to, root: ids.get(from.root)!, mounts: Table.of(mounts), over: Table.of(over) },
		ids,
	};
};

const moved = (place: Place, ids: ReadonlyMap<number, number>): Place => ({
	...place,
	mount: ids.get(place.mount) ?? place.mount,
});

export const mountAppliers: Appliers<MountEvent> = {
	'mount.add': (state, { namespace, mount }) => ({
		...inNamespace(state, namespace, (ns) => ({
			...ns,
			mounts: ns.mounts.set(mount.id, mount),
			over: ns.over.set(mountPointKey(mount.parent, mount.at), mount.id),
		})),
		next: { ...state.next, mount: Math.max(state.next.mount, mount.id + 1) },
	}),
	'mount.remove': (state, { namespace, id }) => inNamespace(state, namespace, (ns) => without(ns, id)),
	'mount.change': (state, { namespace, id, options, propagation }) =>
		inNamespace(state, namespace, (ns) => ({
			...ns,
			mounts: ns.mounts.update(id, (mount) => ({
				...mount,
				options: options ?? mount.options,
				propagation: propagation ?? mount.propagation,
			})),
		})),
	'mount.copy': (state, { from, to, first }) => {
		const { copy, ids } = copied(state.mounts.get(from)!, to, first);
		const inside = state.tasks.filter((task) => task.namespaces.mnt === to);
		const tasks = inside.reduce(
			(table, task) =>
				table.set(task.pid, { ...task, root: moved(task.root, ids), cwd: moved(task.cwd, ids) }),
			state.tasks,
		);
		return {
			...state,
			tasks,
			mounts: state.mounts.set(to, copy),
			next: { ...state.next, mount: first + copy.mounts.size },
		};
	},
	'mount.pivotRoot': (state, { namespace, mount }) => {
		const ns = state.mounts.get(namespace)!;
		const kept = new Set<number>([mount]);
		for (const each of ns.mounts.values()) if (kept.has(each.parent)) kept.add(each.id);
		const prefix = ns.mounts.get(mount)!.path;
		const renamed = ns.mounts
			.filter((each) => kept.has(each.id))
			.map((each): [number, Mount] => {
				const path = each.path.slice(prefix.length) || '/';
				return [
					each.id,
					each.id === mount ? { ...each, path: '/', parent: mount, at: each.root } : { ...each, path },
				];
			});
		const root: Place = { mount, node: ns.mounts.get(mount)!.root };
		const tasks = state.tasks
			.filter((task) => task.namespaces.mnt === namespace)
			.reduce((table, task) => table.set(task.pid, { ...task, root, cwd: root }), state.tasks);
		const over = renamed
			.filter(([id, each]) => each.parent !== id)
			.map(([id, each]): [string, number] => [mountPointKey(each.parent, each.at), id]);
		return {
			...state,
			tasks,
			mounts: state.mounts.set(namespace, {
				...ns,
				root: mount,
				mounts: Table.of(renamed),
				over: Table.of(over),
			}),
		};
	},
};
