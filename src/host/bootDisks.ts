/** What is on the machines' disks when they have come up, and what is mounted where. */
import type { Profile } from './profile.ts';
import type { MachineName } from './state.ts';
import { Table } from './table.ts';
import { deviceNodes, deviceTree, rootTree, runTree } from './bootTree.ts';
import { treeOfText, type TreeText } from './images/treeText.ts';
import { withPuts, type Disk, type FileSystem, type KernelFs } from './kernel/file.ts';
import {
	emptyMountNamespace,
	withMount,
	type Mount,
	type MountNamespace,
	type Propagation,
} from './kernel/mount.ts';
import { versionTwoOptions } from './kernel/fileSystems.ts';
import type { NamespaceType } from './kernel/namespace.ts';
import { nsfs } from './kernel/nsfs.ts';
import type { Place } from './kernel/task.ts';
import { putsOf } from './kernel/tree.ts';

type Inodes = Readonly<Record<NamespaceType, number>>;

export interface BootDisks {
	readonly filesystems: readonly FileSystem[];
	readonly mounts: readonly MountNamespace[];
	readonly roots: Readonly<Record<MachineName, Place>>;
	/** /root/lab */
	readonly cwd: Place;
	readonly nextMount: number;
	readonly nextDevice: number;
}

/** When Debian was installed on them: 2026-11-02 09:00 UTC, in seconds since the epoch. */
const INSTALLED = 1793610000;

const emptyDisk = (
	device: number,
	type: Disk['type'],
	root: number,
	mode: number,
	options: readonly string[],
): Disk => ({
	kind: 'disk',
	device,
	type,
	inodes: Table.of([
		[
			root,
			{
				inode: root,
				kind: 'dir',
				mode,
				uid: 0,
				gid: 0,
				size: 4096,
				modified: INSTALLED,
				links: 2,
				entries: Table.empty(),
			},
		],
	]),
	root,
	nextInode: root + 1,
	options,
});

const filled = (disk: Disk, text: TreeText, modified = INSTALLED): Disk =>
	withPuts(disk, putsOf(treeOfText(text, modified), disk.root, disk.nextInode));

const withDevices = (disk: Disk): Disk =>
	withPuts(
		disk,
		deviceNodes.map(({ name, ...node }, i) => ({
			parent: disk.root,
			name,
			inode: { ...node, inode: disk.nextInode + i, uid: 0, gid: 0, size: 0, modified: INSTALLED, links: 1 },
		})),
	);

interface Wish {
	readonly fs: FileSystem;
	readonly path: string;
	readonly source: string;
	readonly options: string;
}

/** Mounts of one machine, each over the directory of that path in what is mounted already. */
class Mounting {
	readonly filesystems: FileSystem[] = [];
	namespace: MountNamespace;
	#next: number;
	readonly #propagation: Propagation;
	constructor(namespace: number, first: number, propagation: Propagation) {
		this.namespace = emptyMountNamespace(namespace);
		this.#next = first;
		this.#propagation = propagation;
	}
	get next(): number {
		return this.#next;
	}
	/** The mount that shows `path`, and the node at it. */
	#place(path: string): { parent: number; at: number | string } {
		const covering = this.namespace.mounts
			.values()
			.filter((mount) => mount.path === '/' || path.startsWith(`${mount.path}/`))
			.sort((a, b) => b.path.length - a.path.length)[0]!;
		const rest = path.slice(covering.path === '/' ? 0 : covering.path.length);
		const fs = this.filesystems.find((each) => each.device === covering.device)!;
		if (fs.kind !== 'disk') return { parent: covering.id, at: rest };
		let at = fs.root;
		for (const name of rest.split('/').filter(Boolean)) at = fs.inodes.get(at)!.entries!.get(name)!;
		return { parent: covering.id, at };
	}
	add({ fs, path, source, options }: Wish): void {
		const id = this.#next++;
		this.filesystems.push(fs);
		const root = fs.kind === 'disk' ? fs.root : '/';
		const place = path === '/' ? { parent: id, at: root } : this.#place(path);
		const propagation = this.#propagation;
		const mount: Mount = {
			id,
			...place,
			device: fs.device,
			root,
			path,
			source,
			options: options.split(','),
			propagation,
		};
		this.namespace = withMount(this.namespace, mount);
	}
}

const kernelFs = (
	device: number,
	type: KernelFs['type'],
	namespace: number,
	options: readonly string[] = [],
): KernelFs => ({
	kind: 'kernel',
	device,
	type,
	namespace,
	options,
});

const plain = 'rw,nosuid,nodev,noexec,relatime';

/** v2: the one tree on /sys/fs/cgroup. v1: a tmpfs with a directory for every hierarchy. */
const mountCgroups = (to: Mounting, profile: Profile, inodes: Inodes, fresh: () => number): void => {
	if (profile.cgroupVersion === 2) {
		const fs = kernelFs(fresh(), 'cgroup2', inodes.cgroup, versionTwoOptions(profile));
		to.add({ fs, path: '/sys/fs/cgroup', source: 'cgroup2', options: plain });
		return;
	}
	const hierarchies = [...profile.hierarchies, 'unified'];
	const directory = (hierarchy: string) => hierarchy.replace(/^name=/, '');
	const lines = `d 755 ${hierarchies.map(directory).join(' ')}`;
	const top = filled(emptyDisk(fresh(), 'tmpfs', 1, 0o755, ['mode=755']), { lines });
	to.add({ fs: top, path: '/sys/fs/cgroup', source: 'tmpfs', options: 'rw,nosuid,nodev,noexec' });
	for (const hierarchy of hierarchies) {
		const type = hierarchy === 'unified' ? 'cgroup2' : 'cgroup';
		const options = type === 'cgroup' ? [hierarchy] : [];
		const fs = { ...kernelFs(fresh(), type, inodes.cgroup, options), hierarchy };
		to.add({ fs, path: `/sys/fs/cgroup/${directory(hierarchy)}`, source: 'cgroup', options: plain });
	}
};

/** Disks have numbers of their own (254,1 is vda1); what has no disk gets the next anonymous one. */
const DISKS: Readonly<Record<MachineName, number>> = { host: (254 << 8) | 1, outside: (254 << 8) | 17 };

const mounted = (
	profile: Profile,
	machine: MachineName,
	inodes: Inodes,
	tools: readonly string[],
	first: number,
	fresh: () => number,
): Mounting => {
	const isHost = machine === 'host';
	const to = new Mounting(inodes.mnt, first, isHost && profile.init === 'systemd' ? 'shared' : 'private');
	const root = filled(
		emptyDisk(DISKS[machine], 'ext4', 2, 0o755, ['errors=remount-ro']),
		rootTree(profile, machine, tools),
	);
	const devices = withDevices(
		filled(emptyDisk(fresh(), 'devtmpfs', 1, 0o755, ['mode=755']), deviceTree(profile)),
	);
	to.add({ fs: root, path: '/', source: '/dev/vda1', options: 'rw,relatime' });
	to.add({ fs: kernelFs(fresh(), 'sysfs', inodes.net), path: '/sys', source: 'sysfs', options: plain });
	to.add({ fs: kernelFs(fresh(), 'proc', inodes.pid), path: '/proc', source: 'proc', options: plain });
	to.add({ fs: devices, path: '/dev', source: 'udev', options: 'rw,nosuid,relatime' });
	const pts = emptyDisk(fresh(), 'devpts', 1, 0o755, ['gid=5', 'mode=620', 'ptmxmode=000']);
	to.add({ fs: pts, path: '/dev/pts', source: 'devpts', options: 'rw,nosuid,noexec,relatime' });
	const shm = emptyDisk(fresh(), 'tmpfs', 1, 0o1777, []);
	to.add({ fs: shm, path: '/dev/shm', source: 'tmpfs', options: 'rw,nosuid,nodev' });
	const run = filled(emptyDisk(fresh(), 'tmpfs', 1, 0o755, ['mode=755']), runTree(isHost));
	to.add({ fs: run, path: '/run', source: 'tmpfs', options: 'rw,nosuid,nodev' });
	if (isHost) mountCgroups(to, profile, inodes, fresh);
	return to;
};

const FIRST_MOUNT = 22;
const FIRST_DEVICE = 20;

export interface BootWish {
	/** Names of the tools that the machines have. */
	readonly tools: readonly string[];
	readonly namespaces: Readonly<Record<MachineName, Inodes>>;
}

export const bootDisks = (profile: Profile, { tools, namespaces }: BootWish): BootDisks => {
	let device = FIRST_DEVICE;
	const fresh = () => device++;
	const host = mounted(profile, 'host', namespaces.host, tools, FIRST_MOUNT, fresh);
	const outside = mounted(profile, 'outside', namespaces.outside, tools, host.next, fresh);
	const disk = host.filesystems[0] as Disk;
	const inode = (path: readonly string[]) =>
		path.reduce((at, name) => disk.inodes.get(at)!.entries!.get(name)!, disk.root);
	const rootOf = ({ namespace }: Mounting): Place => ({ mount: namespace.root, node: 2 });
	return {
		filesystems: [nsfs, ...host.filesystems, ...outside.filesystems],
		mounts: [host.namespace, outside.namespace],
		roots: { host: rootOf(host), outside: rootOf(outside) },
		cwd: { mount: host.namespace.root, node: inode(['root', 'lab']) },
		nextMount: outside.next,
		nextDevice: device,
	};
};
