/**
 * FileSystem is what a mount shows. Disks hold inodes; overlays merge directories of disks; kernel file systems (proc,
 * sysfs, cgroup) are read from the state itself (overlayfs.rst, proc(5)).
 */
import type { Appliers } from '../event.ts';
import type { Growing, HostState } from '../state.ts';
import { Table } from '../table.ts';

export type FileKind = 'file' | 'dir' | 'link' | 'char' | 'block' | 'fifo' | 'socket';

export interface Inode {
	readonly inode: number;
	readonly kind: FileKind;
	/** Permission bits, 0o644. */
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	/** Bytes. */
	readonly size: number;
	/** Seconds since the epoch. */
	readonly modified: number;
	readonly links: number;
	/** What reading gives; zeros follow up to `size`. Absent where only the size is known (a binary). */
	readonly content?: string;
	/** Target of a symbolic link. */
	readonly target?: string;
	/** major, minor; 0,0 is an overlay whiteout. */
	readonly device?: readonly [number, number];
	readonly entries?: Table<string, number>;
	/** Directories: the inode of `..` and the name there; a disk's root has neither. */
	readonly parent?: number;
	readonly name?: string;
	readonly xattrs?: Readonly<Record<string, string>>;
}

/** A directory on a disk. */
export interface DiskPlace {
	readonly device: number;
	readonly inode: number;
}

export interface Disk {
	readonly kind: 'disk';
	readonly device: number;
	readonly type: 'ext4' | 'tmpfs' | 'devtmpfs' | 'devpts' | 'mqueue' | 'nsfs';
	readonly inodes: Table<number, Inode>;
	readonly root: number;
	readonly nextInode: number;
	/** Bytes it may hold (tmpfs size=); absent: as the machine has. */
	readonly limit?: number;
	readonly options: readonly string[];
}

export interface Overlay {
	readonly kind: 'overlay';
	readonly device: number;
	readonly type: 'overlay';
	/** Topmost first, as in lowerdir=. */
	readonly lower: readonly DiskPlace[];
	readonly upper?: DiskPlace;
	readonly work?: DiskPlace;
	/** The strings given, for /proc/mounts. */
	readonly options: readonly string[];
}

export interface KernelFs {
	readonly kind: 'kernel';
	readonly device: number;
	readonly type: 'proc' | 'sysfs' | 'cgroup2' | 'cgroup' | 'securityfs' | 'bpf';
	/** proc: the PID namespace; sysfs: the network namespace; cgroup: the cgroup namespace, whose root is shown as `/`. */
	readonly namespace: number;
	/** cgroup (v1): which hierarchy. */
	readonly hierarchy?: string;
	readonly options: readonly string[];
}

export type FileSystem = Disk | Overlay | KernelFs;

/** One inode as it is to become, at `name` in directory `parent`; without a name an inode changed in place. */
export interface Put {
	readonly parent?: number;
	readonly name?: string;
	readonly inode: Inode;
}

/** A name in a directory of a disk. */
export interface Entry {
	readonly parent: number;
	readonly name: string;
}

/** Why files changed, so that a reader can be told: what a program wrote, or what the engine or kernel did. */
export type FileReason =
	| 'write'
	| 'make'
	| 'attributes'
	| 'remove'
	| 'rename'
	| 'layer'
	| 'config'
	| 'image'
	| 'log'
	| 'volume'
	| 'device'
	| 'boot'
	| 'copyUp'
	| 'whiteout'
	| 'opaque';

export type FileEvent =
	| { readonly kind: 'filesystem.make'; readonly filesystem: FileSystem }
	| { readonly kind: 'filesystem.drop'; readonly device: number }
	/** Inodes made or changed on a disk, in one system call or one act of the engine. `path` names what a reader sees. */
	| {
			readonly kind: 'file.put';
			readonly device: number;
			readonly puts: readonly Put[];
			readonly path: string;
			readonly why: FileReason;
			readonly by: number;
	  }
	/** Directory entries removed; an inode without links and entries goes. */
	| {
			readonly kind: 'file.remove';
			readonly device: number;
			readonly entries: readonly Entry[];
			readonly path: string;
			readonly why: FileReason;
			readonly by: number;
	  }
	/** rename(2): the entry moves, what had the new name goes. */
	| {
			readonly kind: 'file.rename';
			readonly device: number;
			readonly from: Entry;
			readonly to: Entry;
			readonly path: string;
			readonly was: string;
			readonly by: number;
	  }
	/** overlayfs copies a whole file up before its first change. `overlay` is the overlay's device, `bytes` what was copied. */
	| {
			readonly kind: 'overlay.copyUp';
			readonly overlay: number;
			readonly path: string;
			readonly device: number;
			readonly puts: readonly Put[];
			readonly bytes: number;
			readonly from: DiskPlace;
			readonly by: number;
	  }
	/** A deletion of what lies in a lower layer: a character device 0,0 in upper. */
	| {
			readonly kind: 'overlay.whiteout';
			readonly overlay: number;
			readonly path: string;
			readonly device: number;
			readonly puts: readonly Put[];
			readonly by: number;
	  }
	/** A directory made anew over a deleted one: trusted.overlay.opaque=y. */
	| {
			readonly kind: 'overlay.opaque';
			readonly overlay: number;
			readonly path: string;
			readonly device: number;
			readonly puts: readonly Put[];
			readonly by: number;
	  };

type Inodes = Table<number, Inode>;

/** A directory keeps its entries and its place when its attributes change, and has both from the beginning. */
const settled = (inode: Inode, old: Inode | undefined, put: Put): Inode => {
	if (inode.kind !== 'dir') return inode;
	const parent = put.parent ?? inode.parent ?? old?.parent;
	const name = put.name ?? inode.name ?? old?.name;
	const entries = old?.entries ?? inode.entries ?? Table.empty<string, number>();
	return directory(inode, entries, parent, name);
};

/** A directory's fields in one order, as `shapedState`. */
const directory = (
	{ inode, kind, mode, uid, gid, size, modified, links, xattrs }: Inode,
	entries: Table<string, number>,
	parent: number | undefined,
	name: string | undefined,
): Inode => {
	const made: Growing<Inode> = { inode, kind, mode, uid, gid, size, modified, links, entries };
	if (parent !== undefined) made.parent = parent;
	if (name !== undefined) made.name = name;
	if (xattrs) made.xattrs = xattrs;
	return made;
};

const dropped = (inodes: Inodes, number: number): Inodes => {
	const inode = inodes.get(number);
	if (!inode) return inodes;
	if (inode.kind !== 'dir' && inode.links > 1)
		return inodes.set(number, { ...inode, links: inode.links - 1 });
	const below = inode.entries?.values() ?? [];
	return below.reduce(dropped, inodes.delete(number));
};

const withEntry = (dir: Inode, name: string, number: number, time: number): Inode => ({
	...dir,
	entries: dir.entries!.set(name, number),
	modified: Math.max(dir.modified, time),
});

const linked = (inodes: Inodes, { parent, name }: Entry, number: number, time: number): Inodes => {
	const dir = inodes.get(parent);
	const old = dir?.entries?.get(name);
	if (!dir?.entries || old === number) return inodes;
	const next = inodes.set(parent, withEntry(dir, name, number, time));
	return old === undefined ? next : dropped(next, old);
};

const unlinked = (inodes: Inodes, { parent, name }: Entry, time: number): Inodes =>
	inodes.update(parent, (dir) => ({ ...dir, entries: dir.entries!.delete(name), modified: time }));

/** `disk` with inodes made or changed: one act of many puts sets each inode once. */
export const withPuts = (disk: Disk, puts: readonly Put[]): Disk => {
	let { inodes, nextInode } = disk;
	const changed = new Map<number, Inode>();
	const replaced: number[] = [];
	const current = (number: number) => changed.get(number) ?? inodes.get(number);
	for (const put of puts) {
		const { parent, name, inode } = put;
		changed.set(inode.inode, settled(inode, current(inode.inode), put));
		nextInode = Math.max(nextInode, inode.inode + 1);
		const dir = parent === undefined ? undefined : current(parent);
		const old = dir?.entries?.get(name ?? '');
		if (name === undefined || !dir?.entries || old === inode.inode) continue;
		changed.set(dir.inode, withEntry(dir, name, inode.inode, inode.modified));
		if (old !== undefined) replaced.push(old);
	}
	for (const [number, inode] of changed) inodes = inodes.set(number, inode);
	return { ...disk, inodes: replaced.reduce(dropped, inodes), nextInode };
};

const withoutEntries = (disk: Disk, entries: readonly Entry[], time: number): Disk => {
	let { inodes } = disk;
	for (const entry of entries) {
		const number = inodes.get(entry.parent)?.entries?.get(entry.name);
		if (number !== undefined) inodes = dropped(unlinked(inodes, entry, time), number);
	}
	return { ...disk, inodes };
};

const withRename = (disk: Disk, from: Entry, to: Entry, time: number): Disk => {
	const number = disk.inodes.get(from.parent)?.entries?.get(from.name);
	if (number === undefined) return disk;
	const inodes = linked(unlinked(disk.inodes, from, time), to, number, time);
	return {
		...disk,
		inodes: inodes.update(number, (inode) => (inode.kind === 'dir' ? { ...inode, ...to } : inode)),
	};
};

/** Its fields in one order, as `shapedState`. */
const shaped = ({ kind, device, type, inodes, root, nextInode, options, limit }: Disk): Disk => {
	const disk: Growing<Disk> = { kind, device, type, inodes, root, nextInode, options };
	if (limit !== undefined) disk.limit = limit;
	return disk;
};

const onDisk = (state: HostState, device: number, edit: (disk: Disk) => Disk): HostState => ({
	...state,
	filesystems: state.filesystems.update(device, (fs) => (fs.kind === 'disk' ? shaped(edit(fs)) : fs)),
});
const put = (state: HostState, { device, puts }: { device: number; puts: readonly Put[] }) =>
	onDisk(state, device, (disk) => withPuts(disk, puts));

export const fileAppliers: Appliers<FileEvent> = {
	'filesystem.make': (state, { filesystem }) => ({
		...state,
		filesystems: state.filesystems.set(filesystem.device, filesystem),
		next: { ...state.next, device: Math.max(state.next.device, filesystem.device + 1) },
	}),
	'filesystem.drop': (state, { device }) => ({ ...state, filesystems: state.filesystems.delete(device) }),
	'file.put': put,
	'file.remove': (state, { device, entries }) =>
		onDisk(state, device, (disk) => withoutEntries(disk, entries, state.clock.now)),
	'file.rename': (state, { device, from, to }) =>
		onDisk(state, device, (disk) => withRename(disk, from, to, state.clock.now)),
	'overlay.copyUp': put,
	'overlay.whiteout': put,
	'overlay.opaque': put,
};
