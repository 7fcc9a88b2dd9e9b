/** The files that the machines have when they have come up: a small Debian, Docker's directories, device nodes. */
import type { Profile } from './profile.ts';
import type { MachineName } from './state.ts';
import { debianGroup, debianPasswd } from './images/debian.ts';
import type { TreeText } from './images/treeText.ts';

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
	'arp arptables bridge brctl chroot conntrack docker-proxy dockerd ethtool fdisk getcap ifconfig ip6tables ip6tables-save iptables iptables-restore iptables-save ip losetup mkfs.ext4 mkswap modprobe nft nologin pivot_root rmmod route setcap sshd start-stop-daemon swapoff swapon sysctl tc tcpdump useradd init'.split(
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

export const rootTree = (profile: Profile, machine: MachineName, tools: readonly string[]): TreeText => {
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

/** Links and directories of /dev. */
export const deviceTree = ({ hasKcore }: Profile): TreeText => ({
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
export const deviceNodes: readonly DeviceNode[] = [
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

export const runTree = (isHost: boolean): TreeText => ({
	lines: `d 1777 lock\nd 755 sshd systemd${isHost ? ' containerd docker docker/netns docker/runtime-runc netns' : ' netns'}`,
});
