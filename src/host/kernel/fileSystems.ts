/** What mount(2) makes of a type and its options, or why it refuses. */
import type { Host } from '../host.ts';
import type { Profile } from '../profile.ts';
import { Table } from '../table.ts';
import { Errno } from './errno.ts';
import type { Disk, DiskPlace, FileSystem, Inode, KernelFs, Overlay } from './file.ts';
import { optionValue, sizeOf } from './mountOptions.ts';
import { lookup, type Found } from './path.ts';

const rootInode = (host: Host, mode: number, uid = 0, gid = 0): Inode => ({
	inode: 1,
	kind: 'dir',
	mode,
	uid,
	gid,
	size: 40,
	modified: host.state.clock.now,
	links: 2,
	entries: Table.empty(),
});

const emptyDisk = (host: Host, type: Disk['type'], options: readonly string[], root: Inode): Disk => ({
	kind: 'disk',
	device: host.state.next.device,
	type,
	inodes: Table.of([[1, root]]),
	root: 1,
	nextInode: 2,
	options,
});

const octal = (text: string | undefined, usual: number) => (text === undefined ? usual : parseInt(text, 8));

/** tmpfs(5) */
const tmpfs = (host: Host, data: readonly string[]): Disk => {
	const wished = optionValue(data, 'size');
	const limit = wished === undefined ? undefined : sizeOf(wished, host.profile.memory);
	if (wished !== undefined && limit === undefined) throw new Errno('EINVAL');
	const id = (name: string) => Number(optionValue(data, name) ?? 0);
	const root = rootInode(host, octal(optionValue(data, 'mode'), 0o1777), id('uid'), id('gid'));
	const mode = optionValue(data, 'mode');
	const shown = [
		...(limit === undefined ? [] : [`size=${limit / 1024}k`]),
		...data.filter((word) => word.startsWith('nr_inodes=')),
		...(mode === undefined || root.mode === 0o1777 ? [] : [`mode=${mode.replace(/^0+/, '')}`]),
		...data.filter((word) => /^[ug]id=/.test(word)),
		...(host.profile.hasInode64 ? ['inode64'] : []),
	];
	return { ...emptyDisk(host, 'tmpfs', shown, root), ...(limit !== undefined && { limit }) };
};

/** devpts has its own ptmx (devpts.rst). */
const devpts = (host: Host, data: readonly string[]): Disk => {
	const shown = ['gid', 'mode', 'ptmxmode'].flatMap((name) => {
		const value = optionValue(data, name);
		return value === undefined
			? []
			: [`${name}=${name === 'gid' ? value : value.replace(/^0+(?=.)/, '').padStart(3, '0')}`];
	});
	const disk = emptyDisk(host, 'devpts', shown, { ...rootInode(host, 0o755), size: 0 });
	const mode = octal(optionValue(data, 'ptmxmode'), 0);
	const ptmx: Inode = {
		...{ inode: 2, kind: 'char', mode, uid: 0, gid: 0, size: 0, links: 1, device: [5, 2] },
		modified: host.state.clock.now,
	};
	const root = disk.inodes.get(1)!;
	const inodes = disk.inodes.set(2, ptmx).set(1, { ...root, entries: Table.of([['ptmx', 2]]) });
	return { ...disk, inodes, nextInode: 3 };
};

const kernelFs = (
	host: Host,
	type: KernelFs['type'],
	namespace: number,
	options: readonly string[],
	hierarchy?: string,
): KernelFs => ({
	kind: 'kernel',
	device: host.state.next.device,
	type,
	namespace,
	options,
	...(hierarchy !== undefined && { hierarchy }),
});

/** Which v1 hierarchy the options name; EINVAL for one that is not there. */
const versionOne = (host: Host, namespace: number, data: readonly string[]): KernelFs => {
	const hierarchy = host.profile.hierarchies.find((name) => data.includes(name));
	if (hierarchy === undefined) throw new Errno('EINVAL');
	return kernelFs(host, 'cgroup', namespace, data, hierarchy);
};

/** There is one v2 hierarchy: every mount of it has the options systemd gave the first (cgroup-v2.rst, "Mounting"). */
export const versionTwoOptions = ({ cgroupVersion }: Profile): readonly string[] =>
	cgroupVersion === 2 ? ['nsdelegate', 'memory_recursiveprot'] : [];

const directoryAt = (host: Host, pid: number, path: string): Found => {
	const found = lookup(host.state, pid, path);
	if (found.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	return found;
};

/** What lies below a lower directory: itself, or where that is an overlay's, all its layers. */
const lowerPlaces = ({ node, device }: Found): DiskPlace[] => {
	if (node.fs.kind === 'kernel') throw new Errno('EINVAL');
	const layers: readonly DiskPlace[] = node.layers ?? [{ device, inode: Number(node.id) }];
	return layers.map(({ device: on, inode }) => ({ device: on, inode }));
};

const upperPlace = ({ node, device }: Found): DiskPlace => {
	if (node.fs.kind !== 'disk') throw new Errno('EINVAL');
	return { device, inode: Number(node.id) };
};

const isInside = (inner: string, outer: string) => `${inner}/`.startsWith(`${outer}/`);

/** overlayfs.rst: upper and work go together, on one mount, apart from each other; without them two lower layers at least. */
const overlay = (host: Host, pid: number, data: readonly string[]): Overlay => {
	const [lowers, upper, work] = ['lowerdir', 'upperdir', 'workdir'].map((name) => optionValue(data, name));
	if (!lowers || (upper !== undefined && work === undefined)) throw new Errno('EINVAL');
	const unescaped = lowers.split(':').filter(Boolean);
	const lower = unescaped.flatMap((path) => lowerPlaces(directoryAt(host, pid, path)));
	const base = {
		kind: 'overlay',
		device: host.state.next.device,
		type: 'overlay',
		lower,
		options: data,
	} as const;
	if (upper === undefined || work === undefined) {
		if (unescaped.length < 2) throw new Errno('EINVAL');
		return base;
	}
	const [over, beside] = [directoryAt(host, pid, upper), directoryAt(host, pid, work)];
	const isOverlapping = isInside(over.path, beside.path) || isInside(beside.path, over.path);
	if (over.place.mount !== beside.place.mount || isOverlapping) throw new Errno('EINVAL');
	return { ...base, upper: upperPlace(over), work: upperPlace(beside) };
};

/** The file system that `mount -t type -o data` gives; ENODEV for a type the kernel does not have. */
export const fileSystemOf = (host: Host, pid: number, type: string, data: readonly string[]): FileSystem => {
	const { namespaces } = host.state.tasks.get(pid)!;
	switch (type) {
		case 'overlay':
			return overlay(host, pid, data);
		case 'tmpfs':
		case 'ramfs':
			return tmpfs(host, data);
		case 'devtmpfs':
			return emptyDisk(host, 'devtmpfs', data, rootInode(host, 0o755));
		case 'mqueue':
			return emptyDisk(host, 'mqueue', data, rootInode(host, 0o1777));
		case 'devpts':
			return devpts(host, data);
		case 'proc':
			return kernelFs(host, 'proc', namespaces.pid, data);
		case 'sysfs':
			return kernelFs(host, 'sysfs', namespaces.net, data);
		case 'cgroup2':
			return kernelFs(host, 'cgroup2', namespaces.cgroup, versionTwoOptions(host.profile));
		case 'cgroup':
			return versionOne(host, namespaces.cgroup, data);
		case 'securityfs':
		case 'bpf':
			return kernelFs(host, type, namespaces.user, data);
		default:
			throw new Errno('ENODEV');
	}
};
