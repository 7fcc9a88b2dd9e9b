/** MountNamespace is the tree of mounts that its tasks see (mount_namespaces(7)). */
import type { Appliers } from '../event.ts';
import type { Growing, HostState } from '../state.ts';
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
	/** A bound file's path in its own file system. */
	readonly within?: string;
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
	/** The topmost mount on a node, by the mount and by the node. */
	readonly over: Table<number, Table<number | string, number>>;
	/** Ids of the mounts on each mount. */
	readonly below: Table<number, Table<number, true>>;
	/** How many mounts show each device. */
	readonly devices: Table<number, number>;
	/** Namespaces that began as a copy of this one and still have its root: mount events propagate to them. */
	readonly copies: readonly number[];
	/** The namespace it was copied from, as long as it has that one's root. */
	readonly origin?: number;
	/** One call made the whole tree private, slave or shared: it holds for mounts older than `before`, but `except` some. */
	readonly whole?: {
		readonly propagation: Propagation;
		readonly before: number;
		readonly except: readonly number[];
	};
}

export const propagationOf = ({ whole }: MountNamespace, { id, propagation }: Mount): Propagation =>
	whole && id < whole.before && !whole.except.includes(id) ? whole.propagation : propagation;

export const emptyMountNamespace = (namespace: number): MountNamespace => ({
	namespace,
	root: 0,
	mounts: Table.empty(),
	over: Table.empty(),
	below: Table.empty(),
	devices: Table.empty(),
	copies: [],
});

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
	/** mount --make-rslave / and its kin: the whole tree at once. */
	| {
			readonly kind: 'mount.propagation';
			readonly namespace: number;
			readonly propagation: Propagation;
			readonly by: number;
	  }
	/**
	 * A new mount namespace starts as a copy. A copied mount keeps its id here (the kernel numbers it anew), so that
	 * the id also tells which mounts are peers.
	 */
	| { readonly kind: 'mount.copy'; readonly from: number; readonly to: number; readonly first: number }
	/** pivot_root(2): `mount` becomes the root, the old root is detached; the tasks that stood on the old root follow. */
	| {
			readonly kind: 'mount.pivotRoot';
			readonly namespace: number;
			readonly mount: number;
			readonly tasks: readonly number[];
			/** Where the old root is mounted then; without it, it is let go. */
			readonly old?: { readonly at: number | string; readonly path: string };
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
	mounts: state.mounts.update(inode, (ns) => shaped(edit(ns))),
});

/** Its fields in one order, as `shapedState`. */
const shaped = (ns: MountNamespace): MountNamespace => {
	const { namespace, root, mounts, over, below, devices, copies } = ns;
	const made: Growing<MountNamespace> = { namespace, root, mounts, over, below, devices, copies };
	if (ns.origin !== undefined) made.origin = ns.origin;
	if (ns.whole) made.whole = ns.whole;
	return made;
};

const isRoot = (mount: Mount) => mount.parent === mount.id;
const counted = (devices: Table<number, number>, device: number, by: number): Table<number, number> => {
	const count = (devices.get(device) ?? 0) + by;
	return count > 0 ? devices.set(device, count) : devices.delete(device);
};

/** `ns` with one more mount; one without a parent of its own is the root. */
export const withMount = (ns: MountNamespace, mount: Mount): MountNamespace => {
	const grown = {
		...ns,
		mounts: ns.mounts.set(mount.id, mount),
		devices: counted(ns.devices, mount.device, 1),
	};
	if (isRoot(mount)) return { ...grown, root: mount.id };
	const siblings = ns.below.get(mount.parent) ?? Table.empty<number, true>();
	return {
		...grown,
		over: ns.over.set(mount.parent, (ns.over.get(mount.parent) ?? Table.empty()).set(mount.at, mount.id)),
		below: ns.below.set(mount.parent, siblings.set(mount.id, true)),
	};
};

const without = (ns: MountNamespace, id: number): MountNamespace => {
	const mount = ns.mounts.get(id);
	if (!mount) return ns;
	const over = ns.over.get(mount.parent);
	const uncovered = over?.get(mount.at) === id ? over.delete(mount.at) : over;
	const siblings = ns.below.get(mount.parent)?.delete(id);
	return {
		...ns,
		mounts: ns.mounts.delete(id),
		over: uncovered?.size ? ns.over.set(mount.parent, uncovered) : ns.over.delete(mount.parent),
		below: siblings?.size ? ns.below.set(mount.parent, siblings) : ns.below.delete(mount.parent),
		devices: counted(ns.devices, mount.device, -1),
	};
};

/** Ids of a mount and of all the mounts on it, from below upwards. */
export const mountsUpon = (ns: MountNamespace, id: number): number[] => [
	id,
	...(ns.below.get(id)?.keys() ?? []).flatMap((child) => mountsUpon(ns, child)),
];

const rebased = (path: string, from: string, to: string): string =>
	path === from ? to || '/' : `${to}${path.slice(from === '/' ? 0 : from.length)}`;

/** `ns` with `id` for its root: that mount and those on it, their paths seen from there; the old tree at `old`, if anywhere. */
const pivoted = (
	ns: MountNamespace,
	id: number,
	old: { readonly at: number | string; readonly path: string } | undefined,
): MountNamespace => {
	const top = ns.mounts.get(id)!;
	const kept = mountsUpon(ns, id);
	const under = (path: string) => rebased(path, top.path, '');
	const kin = (each: number): Mount => {
		const mount = ns.mounts.get(each)!;
		return { ...mount, propagation: propagationOf(ns, mount) };
	};
	const placed = kept.map((each): Mount => {
		const mount = kin(each);
		const path = under(mount.path);
		return each === id ? { ...mount, path, parent: id, at: mount.root } : { ...mount, path };
	});
	const rest = old ? mountsUpon(ns, ns.root).filter((each) => !kept.includes(each)) : [];
	const put = rest.map((each): Mount => {
		const mount = kin(each);
		const path = `${under(old!.path)}${mount.path === '/' ? '' : mount.path}`;
		return each === ns.root ? { ...mount, path, parent: id, at: old!.at } : { ...mount, path };
	});
	return [...placed, ...put].reduce(withMount, emptyMountNamespace(ns.namespace));
};

/** A namespace is no longer a copy of the one it came from: its root is another, or it is gone. */
const parted = (state: HostState, inode: number): HostState => {
	const origin = state.mounts.get(inode)?.origin;
	if (origin === undefined) return state;
	return inNamespace(state, origin, (ns) => ({
		...ns,
		copies: ns.copies.filter((each) => each !== inode),
	}));
};

/** Whether any mount namespace shows a device. */
const isShown = (state: HostState, device: number): boolean =>
	state.mounts.some((ns) => ns.devices.has(device));

/** The state without a mount namespace, and without the file systems that only it showed. */
export const withoutMountNamespace = (state: HostState, inode: number): HostState => {
	const ns = state.mounts.get(inode);
	if (!ns) return state;
	const left: HostState = { ...parted(state, inode), mounts: parted(state, inode).mounts.delete(inode) };
	const gone = ns.devices
		.keys()
		.filter((device) => state.filesystems.get(device)?.type !== 'nsfs' && !isShown(left, device));
	return { ...left, filesystems: gone.reduce((table, device) => table.delete(device), left.filesystems) };
};

const onRoot = (state: HostState, tasks: readonly number[], root: Place): HostState['tasks'] =>
	tasks.reduce((table, pid) => table.update(pid, (task) => ({ ...task, root, cwd: root })), state.tasks);

export const mountAppliers: Appliers<MountEvent> = {
	'mount.add': (state, { namespace, mount }) => ({
		...inNamespace(state, namespace, (ns) => withMount(ns, mount)),
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
			...(ns.whole && propagation && { whole: { ...ns.whole, except: [...ns.whole.except, id] } }),
		})),
	'mount.propagation': (state, { namespace, propagation }) =>
		inNamespace(state, namespace, (ns) => ({
			...ns,
			whole: { propagation, before: state.next.mount, except: [] },
		})),
	'mount.copy': (state, { from, to }) => {
		const origin = state.mounts.get(from)!;
		return {
			...state,
			mounts: state.mounts
				.set(from, shaped({ ...origin, copies: [...origin.copies, to] }))
				.set(to, shaped({ ...origin, namespace: to, origin: from, copies: [] })),
		};
	},
	'mount.pivotRoot': (state, { namespace, mount, tasks, old }) => ({
		...inNamespace(parted(state, namespace), namespace, (ns) => pivoted(ns, mount, old)),
		tasks: onRoot(state, tasks, { mount, node: state.mounts.get(namespace)!.mounts.get(mount)!.root }),
	}),
};
