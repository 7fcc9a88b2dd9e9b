/** What is on the machines' disks when they have come up, and what is mounted where. */
import type { Profile } from './profile.ts';
import type { MachineName } from './state.ts';
import { Table } from './table.ts';
import { debianGroup, debianPasswd } from './images/debian.ts';
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

const directories = `d 755 boot dev etc etc/default etc/docker etc/init.d etc/network etc/ssh etc/systemd etc/systemd/system home media mnt opt proc
d 700 root
d 755 root/lab run srv sys
d 1777 tmp
d 755 usr usr/bin usr/games usr/include usr/lib usr/lib64 usr/local usr/local/bin usr/local/sbin usr/sbin usr/share var var/backups var/cache var/lib var/log var/mail var/spool
d 1777 var/tmp
l bin usr/bin
l lib usr/lib
l lib64 usr/lib64
l sbin usr/sbin
l var/lock /run/lock
l var/run /run
l etc/mtab ../proc/self/mounts
l etc/os-release ../usr/lib/os-release
l usr/bin/sh dash
f 644 0 etc/passwd
f 644 0 etc/group
f 644 0 etc/hosts
f 644 0 etc/hostname
f 644 0 etc/resolv.conf
f 644 0 etc/nsswitch.conf
f 644 0 etc/debian_version
f 644 0 usr/lib/os-release
f 644 0 root/.bashrc`;

const dockerDirectories = `d 710 var/lib/docker
d 711 var/lib/docker/containers
d 700 var/lib/docker/buildkit var/lib/docker/image var/lib/docker/image/overlay2 var/lib/docker/image/overlay2/distribution var/lib/docker/image/overlay2/imagedb var/lib/docker/image/overlay2/imagedb/content var/lib/docker/image/overlay2/imagedb/content/sha256 var/lib/docker/image/overlay2/imagedb/metadata var/lib/docker/image/overlay2/imagedb/metadata/sha256 var/lib/docker/image/overlay2/layerdb var/lib/docker/image/overlay2/layerdb/mounts var/lib/docker/image/overlay2/layerdb/sha256
d 750 var/lib/docker/network var/lib/docker/network/files
d 710 var/lib/docker/overlay2
d 710 var/lib/docker/overlay2/l
d 700 var/lib/docker/plugins var/lib/docker/runtimes var/lib/docker/swarm var/lib/docker/tmp
d 701 var/lib/docker/volumes
d 711 var/lib/containerd`;

/** Programs of /usr/sbin; a tool of another name lies in /usr/bin. */
const system = new Set(
	'arp arptables bridge brctl chroot conntrack docker-proxy dockerd ethtool fdisk getcap ifconfig ip6tables ip6tables-save iptables iptables-restore iptables-save ip losetup mkfs.ext4 modprobe nft nologin pivot_root rmmod route setcap sshd start-stop-daemon swapoff swapon sysctl tc tcpdump useradd init'.split(
		' ',
	),
);
/** Programs that run at boot, or that the engine starts. */
const daemons =
	'containerd containerd-shim-runc-v2 ctr docker docker-init docker-proxy dockerd init runc sshd systemctl';

const programLines = (tools: readonly string[], more: string): string[] => {
	const names = [...new Set([...tools, ...more.split(' ').filter(Boolean)])].filter((name) => name !== 'sh');
	const inBin = names.filter((name) => !system.has(name));
	const inSbin = names.filter((name) => system.has(name));
	return [`x usr/bin ${inBin.join(' ')}`, ...(inSbin.length ? [`x usr/sbin ${inSbin.join(' ')}`] : [])];
};

const hostUsers: Readonly<Record<Profile['major'], string>> = {
	20: '',
	26: 'systemd-network:x:998:998:systemd Network Management:/:/usr/sbin/nologin\nmessagebus:x:100:101::/nonexistent:/usr/sbin/nologin\ntcpdump:x:101:102::/nonexistent:/usr/sbin/nologin\nsshd:x:102:65534::/run/sshd:/usr/sbin/nologin\n',
};

const loopback =
	'127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n';
const ADDRESSES: Readonly<Record<MachineName, string>> = { host: '203.0.113.10', outside: '203.0.113.50' };

const releaseText = ({ os }: Profile): string => {
	const [, version = '', name = ''] = /GNU\/Linux (\d+) \((\w+)\)/.exec(os) ?? [];
	return `PRETTY_NAME="${os}"\nNAME="Debian GNU/Linux"\nVERSION_ID="${version}"\nVERSION="${version} (${name})"\nVERSION_CODENAME=${name}\nID=debian\n`;
};

const treeTextOf = (profile: Profile, machine: MachineName, tools: readonly string[]): TreeText => {
	const isHost = machine === 'host';
	const programs = programLines(tools, isHost ? daemons : 'init');
	const lines = [directories, ...(isHost ? [dockerDirectories] : []), ...programs];
	return {
		lines: lines.join('\n'),
		contents: {
			'etc/passwd': debianPasswd + hostUsers[profile.major],
			'etc/group': `${debianGroup}docker:x:103:\n`,
			'etc/hosts': `${loopback}${ADDRESSES[machine]}\t${machine}\n`,
			'etc/hostname': `${machine}\n`,
			'etc/resolv.conf': `nameserver ${ADDRESSES.outside}\n`,
			'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
			'etc/debian_version': `${/\d+/.exec(profile.os)?.[0] ?? ''}.0\n`,
			'usr/lib/os-release': releaseText(profile),
			'root/.bashrc': '# ~/.bashrc: executed by bash(1) for non-login shells.\n',
		},
	};
};

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

const deviceText = ({ hasKcore }: Profile): TreeText => ({
	lines: `${hasKcore ? 'l core /proc/kcore\n' : ''}d 755 block mapper mqueue net pts shm
l fd /proc/self/fd
l stdin /proc/self/fd/0
l stdout /proc/self/fd/1
l stderr /proc/self/fd/2
l ptmx pts/ptmx`,
});

interface DeviceNode {
	readonly name: string;
	readonly kind: 'char' | 'block';
	readonly device: readonly [number, number];
	readonly mode: number;
}
const character = (name: string, major: number, minor: number, mode = 0o666): DeviceNode => ({
	...{ name, kind: 'char', device: [major, minor], mode },
});
const deviceNodes: readonly DeviceNode[] = [
	character('null', 1, 3),
	character('zero', 1, 5),
	character('full', 1, 7),
	character('random', 1, 8),
	character('urandom', 1, 9),
	character('tty', 5, 0),
	character('console', 5, 1, 0o600),
	character('kmsg', 1, 11, 0o644),
	character('fuse', 10, 229),
	character('loop-control', 10, 237, 0o660),
	{ name: 'loop0', kind: 'block', device: [7, 0], mode: 0o660 },
	{ name: 'vda', kind: 'block', device: [254, 0], mode: 0o660 },
	{ name: 'vda1', kind: 'block', device: [254, 1], mode: 0o660 },
];

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

const runText = (isHost: boolean): TreeText => ({
	lines: `d 1777 lock\nd 755 sshd systemd${isHost ? ' containerd docker docker/netns docker/runtime-runc netns' : ' netns'}`,
});

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
		treeTextOf(profile, machine, tools),
	);
	const devices = withDevices(
		filled(emptyDisk(fresh(), 'devtmpfs', 1, 0o755, ['mode=755']), deviceText(profile)),
	);
	to.add({ fs: root, path: '/', source: '/dev/vda1', options: 'rw,relatime' });
	to.add({ fs: kernelFs(fresh(), 'sysfs', inodes.net), path: '/sys', source: 'sysfs', options: plain });
	to.add({ fs: kernelFs(fresh(), 'proc', inodes.pid), path: '/proc', source: 'proc', options: plain });
	to.add({ fs: devices, path: '/dev', source: 'udev', options: 'rw,nosuid,relatime' });
	const pts = emptyDisk(fresh(), 'devpts', 1, 0o755, ['gid=5', 'mode=620', 'ptmxmode=000']);
	to.add({ fs: pts, path: '/dev/pts', source: 'devpts', options: 'rw,nosuid,noexec,relatime' });
	const shm = emptyDisk(fresh(), 'tmpfs', 1, 0o1777, []);
	to.add({ fs: shm, path: '/dev/shm', source: 'tmpfs', options: 'rw,nosuid,nodev' });
	const run = filled(emptyDisk(fresh(), 'tmpfs', 1, 0o755, ['mode=755']), runText(isHost));
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
