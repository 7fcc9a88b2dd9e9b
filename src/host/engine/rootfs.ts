/**
 * PID 1 builds the tree it will see, still on the host's (order of runc: libcontainer/rootfs_linux.go prepareRootfs;
 * what is mounted: moby oci/defaults.go, daemon/oci_linux.go).
 */
import { Errno, isErrno } from '../kernel/errno.ts';
import type { Disk } from '../kernel/file.ts';
import { exists, makeDirectory, status, writeFile } from '../kernel/files.ts';
import type { MountReason } from '../kernel/mount.ts';
import { bind, makeSlave, mount, remount } from '../kernel/mounting.ts';
import { lookup } from '../kernel/path.ts';
import { putsOf, type TreeNode } from '../kernel/tree.ts';
import type { Host } from '../host.ts';
import type { Container, MountPoint } from './container.ts';
import { containerDirectory } from './containerFiles.ts';
import { askedDevices, defaultDevices } from './devices.ts';

interface Fixed {
	readonly type: string;
	readonly source: string;
	readonly target: string;
	readonly options: string;
	readonly why: MountReason;
}

const plain = 'nosuid,nodev,noexec';
const fixed = (container: Container): readonly Fixed[] => {
	const ro = container.hostConfig.privileged ? '' : ',ro';
	return [
		{ type: 'proc', source: 'proc', target: '/proc', options: plain, why: 'proc' },
		{
			type: 'tmpfs',
			source: 'tmpfs',
			target: '/dev',
			options: 'nosuid,strictatime,mode=755,size=65536k',
			why: 'dev',
		},
		{
			...{ type: 'devpts', source: 'devpts', target: '/dev/pts', why: 'dev' },
			options: 'nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5',
		},
		{ type: 'sysfs', source: 'sysfs', target: '/sys', options: `${plain}${ro}`, why: 'sys' },
	];
};
const later = ({ hostConfig: { shmSize } }: Container): readonly Fixed[] => [
	{ type: 'mqueue', source: 'mqueue', target: '/dev/mqueue', options: plain, why: 'dev' },
	{
		type: 'tmpfs',
		source: 'shm',
		target: '/dev/shm',
		options: `${plain},mode=1777,size=${shmSize / 1024}k`,
		why: 'shm',
	},
];

/** Mounts everything under `root`, the merged overlay. */
export function buildTree(host: Host, pid: number, container: Container, root: string): void {
	makeSlave(host, pid, '/', { recursive: true });
	bind(host, pid, { source: root, target: root, why: 'rootfs', recursive: true });
	for (const each of fixed(container)) mountFixed(host, pid, root, each);
	mountCgroups(host, pid, container, root);
	for (const each of later(container)) mountSpecial(host, pid, container, root, each);
	for (const each of userMounts(host, container)) mountUser(host, pid, root, each);
	makeDevices(host, pid, container, root);
}

function mountFixed(host: Host, pid: number, root: string, { target, options, ...rest }: Fixed): void {
	if (!exists(host.state, pid, root + target)) makeDirectory(host, pid, root + target, { parents: true });
	mount(host, pid, { ...rest, target: root + target, options: options.split(',') });
}

/** --ipc=container:x and --ipc=host share /dev/shm too. */
function mountSpecial(host: Host, pid: number, container: Container, root: string, each: Fixed): void {
	const { ipcMode } = container.hostConfig;
	const donor = ipcMode.startsWith('container:')
		? host.state.engine.containers.get(ipcMode.slice(10))
		: undefined;
	if (each.why !== 'shm' || (ipcMode !== 'host' && !donor)) return mountFixed(host, pid, root, each);
	const source = donor ? `/proc/${donor.state.pid}/root/dev/shm` : '/dev/shm';
	makeDirectory(host, pid, `${root}/dev/shm`, { parents: true });
	if (exists(host.state, pid, source)) bind(host, pid, { source, target: `${root}/dev/shm`, why: 'shm' });
}

function mountCgroups(host: Host, pid: number, container: Container, root: string): void {
	const ro = container.hostConfig.privileged ? [] : ['ro'];
	const options = [...plain.split(','), 'relatime', ...ro];
	const target = `${root}/sys/fs/cgroup`;
	if (host.profile.cgroupVersion === 2) {
		mount(host, pid, { type: 'cgroup2', source: 'cgroup', target, options, why: 'cgroup' });
		return;
	}
	mount(host, pid, {
		type: 'tmpfs',
		source: 'tmpfs',
		target,
		options: ['rw', ...plain.split(','), 'mode=755'],
		why: 'cgroup',
	});
	for (const hierarchy of host.profile.hierarchies) {
		const name = hierarchy.replace(/^name=/, '');
		makeDirectory(host, pid, `${target}/${name}`, {});
		const source = cgroupSource(host, container, name);
		bind(host, pid, { source, target: `${target}/${name}`, options, why: 'cgroup' });
	}
	if (ro.length) remount(host, pid, target, [...plain.split(','), 'ro', 'mode=755']);
}
/** Without a cgroup namespace runc binds the container's own directory of each hierarchy. */
const cgroupSource = (host: Host, container: Container, name: string): string => {
	const parent = container.hostConfig.cgroupParent.replace(/^\//, '') || 'docker';
	return `/sys/fs/cgroup/${name}/${parent}/${container.id}`;
};

interface UserMount {
	readonly source?: string;
	readonly target: string;
	readonly isReadOnly: boolean;
	readonly why: MountReason;
	readonly options?: string;
	readonly propagation?: string;
}

const depth = (path: string) => path.split('/').filter(Boolean).length;

/** Volumes, binds, tmpfs and the three files dockerd keeps, the outer ones first. */
function userMounts(host: Host, container: Container): UserMount[] {
	const { hostConfig, mounts, id } = container;
	const kept = ['resolv.conf', 'hostname', 'hosts']
		.filter((name) => !mounts.some(({ destination }) => destination === `/etc/${name}`))
		.map((name): UserMount => ({
			source: `${containerDirectory(id)}/${name}`,
			target: `/etc/${name}`,
			isReadOnly: hostConfig.readonlyRootfs,
			why: 'config',
		}));
	const tmpfs = Object.entries(hostConfig.tmpfs).map(([target, options]): UserMount => ({
		...{ target, isReadOnly: false, why: 'tmpfs' },
		options,
	}));
	const init: UserMount[] = hostConfig.init
		? [{ source: '/usr/bin/docker-init', target: '/sbin/docker-init', isReadOnly: true, why: 'bind' }]
		: [];
	const all = [...init, ...mounts.map(ofPoint), ...tmpfs, ...kept];
	return all.sort((a, b) => depth(a.target) - depth(b.target));
}

const ofPoint = ({ type, source, destination, rw, propagation }: MountPoint): UserMount => ({
	...{ source, target: destination, isReadOnly: !rw, propagation },
	why: type === 'volume' ? 'volume' : 'bind',
});

function mountUser(host: Host, pid: number, root: string, each: UserMount): void {
	const target = root + each.target;
	if (each.source === undefined) {
		const options = [...'nosuid,nodev,noexec'.split(','), ...(each.options ?? '').split(',').filter(Boolean)];
		makeDirectory(host, pid, target, { parents: true });
		mount(host, pid, { type: 'tmpfs', source: 'tmpfs', target, options, why: 'tmpfs' });
		return;
	}
	makeTarget(host, pid, each.source, target, each.target);
	const options = each.isReadOnly ? ['ro'] : [];
	const recursive = status(host.state, pid, each.source).kind === 'dir';
	bind(host, pid, { source: each.source, target, options, why: each.why, recursive });
}

/** runc makes the mount point: a directory for a directory, an empty file for a file. */
function makeTarget(host: Host, pid: number, source: string, target: string, inside: string): void {
	const { kind } = status(host.state, pid, source);
	if (exists(host.state, pid, target)) {
		const isDirectory = status(host.state, pid, target).kind === 'dir';
		if (isDirectory !== (kind === 'dir')) throw mismatch(source, target, inside);
		return;
	}
	if (kind === 'dir') return makeDirectory(host, pid, target, { parents: true });
	const directory = target.slice(0, target.lastIndexOf('/'));
	if (!exists(host.state, pid, directory)) makeDirectory(host, pid, directory, { parents: true });
	// runc 1.1.15 makes it as any file, 1.1.5 made it executable.
	writeFile(host, pid, target, '', { mode: host.profile.major >= 26 ? 0o644 : 0o755 });
}

function mismatch(source: string, target: string, inside: string): Error {
	return new Error(
		`error during container init: error mounting "${source}" to rootfs at "${inside}": mount ${source}:${inside} (via /proc/self/fd/6), flags: 0x5000: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`,
	);
}

const links: readonly (readonly [string, string])[] = [
	['/proc/self/fd', 'fd'],
	['/proc/self/fd/0', 'stdin'],
	['/proc/self/fd/1', 'stdout'],
	['/proc/self/fd/2', 'stderr'],
	['/proc/kcore', 'core'],
	['pts/ptmx', 'ptmx'],
];

/** runc makes them one after the other; nothing can be between, so it is one change of the new /dev. */
function makeDevices(host: Host, pid: number, container: Container, root: string): void {
	const disk = host.state.filesystems.get(lookup(host.state, pid, `${root}/dev`).device) as Disk;
	const asked = askedDevices(host, container.hostConfig).map(({ node }) => node);
	const base = { uid: 0, gid: 0, size: 0, modified: host.state.clock.now };
	const nodes = [...defaultDevices, ...asked].map(({ path, type, number, mode }): TreeNode => ({
		...{
			...base,
			path: path.slice('/dev/'.length),
			kind: type === 'b' ? 'block' : 'char',
			mode,
			device: number,
		},
	}));
	const known = links.filter(([target, name]) => name !== 'core' || exists(host.state, pid, target));
	const made = known.map(([target, path]): TreeNode => ({
		...base,
		path,
		kind: 'link',
		mode: 0o777,
		target,
	}));
	const tree = [...new Map([...nodes, ...made].map((node) => [node.path, node])).values()];
	const puts = putsOf(tree, disk.root, disk.nextInode);
	host.emit({ kind: 'file.put', device: disk.device, puts, path: '/dev', why: 'device', by: pid });
}

const readOnlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];
const maskedPaths = [
	...['/proc/asound', '/proc/acpi', '/proc/kcore', '/proc/keys', '/proc/latency_stats', '/proc/timer_list'],
	...['/proc/timer_stats', '/proc/sched_debug', '/proc/scsi', '/sys/firmware'],
];

/** After pivot_root: what of /proc and /sys is made read-only, and what is covered. */
export function coverPaths(host: Host, pid: number, { hostConfig }: Container): void {
	if (hostConfig.readonlyRootfs) remount(host, pid, '/', ['ro', 'relatime']);
	if (hostConfig.privileged) return;
	for (const path of readOnlyPaths)
		if (exists(host.state, pid, path))
			bind(host, pid, { source: path, target: path, options: ['ro', ...plain.split(',')], why: 'readonly' });
	for (const path of maskedPaths) if (exists(host.state, pid, path)) mask(host, pid, path);
}

function mask(host: Host, pid: number, path: string): void {
	if (status(host.state, pid, path).kind === 'dir')
		mount(host, pid, {
			type: 'tmpfs',
			source: 'tmpfs',
			target: path,
			options: ['ro', 'relatime'],
			why: 'mask',
		});
	else bind(host, pid, { source: '/dev/null', target: path, why: 'mask' });
}

/** A directory -v names and the host has not is made by dockerd (moby: volume/mounts SetupMounts). */
export function makeBindSources(host: Host, pid: number, { mounts }: Container): void {
	for (const { type, source } of mounts) {
		if (type !== 'bind' || exists(host.state, pid, source)) continue;
		try {
			makeDirectory(host, pid, source, { parents: true });
		} catch (error) {
			if (!isErrno(error)) throw error;
			throw new Errno(error.errno);
		}
	}
}
