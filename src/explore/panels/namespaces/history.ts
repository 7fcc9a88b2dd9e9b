/** How isolation came to be, year by year, and what each added; with where that is described. */
export const KINDS = ['files', 'processes', 'network', 'users', 'resources', 'images'] as const;
export type Kind = (typeof KINDS)[number];

export interface Stop {
	readonly key: string;
	readonly year: number;
	/** Of what kind the separation is that it brought. */
	readonly adds: readonly Kind[];
	readonly system: 'unix' | 'kernel' | 'docker';
	readonly source: string;
}

export const STOPS: readonly Stop[] = [
	{ key: 'chroot', year: 1979, adds: ['files'], system: 'unix', source: 'Unix Version 7, chroot(2)' },
	{
		key: 'jail',
		year: 2000,
		adds: ['files', 'processes', 'network'],
		system: 'unix',
		source: 'FreeBSD 4.0, jail(8); FreeBSD Architecture Handbook',
	},
	{ key: 'mnt', year: 2002, adds: ['files'], system: 'kernel', source: 'Linux 2.4.19, mount_namespaces(7)' },
	{
		key: 'zones',
		year: 2005,
		adds: ['files', 'processes', 'network', 'users', 'resources'],
		system: 'unix',
		source: 'Solaris 10, zones(5)',
	},
	{ key: 'uts', year: 2006, adds: ['network'], system: 'kernel', source: 'Linux 2.6.19, namespaces(7)' },
	{
		key: 'lxc',
		year: 2008,
		adds: ['processes', 'resources'],
		system: 'kernel',
		source: 'Linux 2.6.24, pid_namespaces(7), cgroups(7)',
	},
	{
		key: 'net',
		year: 2009,
		adds: ['network'],
		system: 'kernel',
		source: 'Linux 2.6.29, network_namespaces(7)',
	},
	{ key: 'docker', year: 2013, adds: ['images'], system: 'docker', source: 'Docker 0.1' },
	{ key: 'user', year: 2013, adds: ['users'], system: 'kernel', source: 'Linux 3.8, user_namespaces(7)' },
	{ key: 'libcontainer', year: 2014, adds: [], system: 'docker', source: 'Docker 0.9' },
	{ key: 'runc', year: 2015, adds: [], system: 'docker', source: 'opencontainers/runc' },
	{
		key: 'containerd',
		year: 2016,
		adds: [],
		system: 'docker',
		source: 'Docker 1.10, 1.11',
	},
	{
		key: 'cgroup2',
		year: 2016,
		adds: ['resources'],
		system: 'kernel',
		source: 'Linux 4.5, 4.6, cgroup_namespaces(7)',
	},
	{ key: 'time', year: 2020, adds: ['processes'], system: 'kernel', source: 'Linux 5.6, time_namespaces(7)' },
];

/** What stands under `docker run`, from the top down, in each period. */
export const STACKS: readonly { readonly key: string; readonly layers: readonly string[] }[] = [
	{ key: '2013', layers: ['docker', 'LXC', 'kernel'] },
	{ key: '2014', layers: ['docker', 'libcontainer', 'kernel'] },
	{ key: 'now', layers: ['docker', 'dockerd', 'containerd', 'containerd-shim', 'runc', 'kernel'] },
];

/** A directory for a root, left through /proc/1/root; and the same way tried where the old root is no longer mounted. */
export const ESCAPES = {
	chroot: [
		'mkdir -p /tmp/jail/bin /tmp/jail/proc',
		'cp /bin/busybox /tmp/jail/bin/sh; cp /bin/busybox /tmp/jail/bin/ls',
		'cp /bin/busybox /tmp/jail/bin/chroot',
		'mount -t proc proc /tmp/jail/proc',
		'chroot /tmp/jail /bin/ls /',
		'chroot /tmp/jail /bin/chroot /proc/1/root /bin/ls /',
	],
	pivot: [
		'docker run -d --name box busybox sleep 1000',
		'docker exec box ls /',
		'docker exec box chroot /proc/1/root ls /',
		'docker exec box cat /proc/1/mounts | head -1',
	],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type EscapeName = keyof typeof ESCAPES;
