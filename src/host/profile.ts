/** Profile says which engine and kernel a host is; `profiles` differ only where the real hosts differ. */
export type ProfileName = 'docker26-cgroup2' | 'docker20-cgroup1';

export interface Profile {
	readonly name: ProfileName;
	/** Docker's version as `docker version` prints it. */
	readonly docker: string;
	readonly major: 20 | 26;
	readonly api: string;
	readonly minApi: string;
	readonly goVersion: string;
	readonly containerd: string;
	readonly runc: string;
	readonly kernel: string;
	readonly os: string;
	readonly iptables: string;
	readonly cgroupVersion: 1 | 2;
	readonly cgroupDriver: 'systemd' | 'cgroupfs';
	readonly cpus: number;
	/** Bytes. */
	readonly memory: number;
	/** The v1 hierarchies by number, from 1 (/proc/self/cgroup lists them from the last); [] on v2. */
	readonly hierarchies: readonly string[];
	/** The controllers of the unified hierarchy, in cgroup.controllers' order. */
	readonly controllers: readonly string[];
	/** What an unlimited container's pids.max says: systemd's DefaultTasksMax is 15 % of the kernel's limit. */
	readonly tasksMax: string;
	/** The kernel has /proc/kcore (CONFIG_PROC_KCORE). */
	readonly hasKcore: boolean;
	/** An I/O scheduler of the kernel knows weights of groups (moby: pkg/sysinfo, BlkioWeight). */
	readonly hasBlkioWeight: boolean;
	/** What the disk does at most, each way: bytes and requests a second. Nominal: nobody measured the real ones. */
	readonly disk: { readonly read: number; readonly write: number; readonly requests: number };
	/** tmpfs counts inodes in 64 bits, and says so (CONFIG_TMPFS_INODE64). */
	readonly hasInode64: boolean;
	/** comm of PID 1. */
	readonly init: string;
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
	'docker26-cgroup2': {
		name: 'docker26-cgroup2',
		docker: '26.1.5+dfsg1',
		major: 26,
		api: '1.45',
		minApi: '1.24',
		goVersion: 'go1.24.4',
		containerd: '1.7.24~ds1',
		runc: '1.1.15+ds1',
		kernel: '6.12.117+deb13-cloud-amd64',
		os: 'Debian GNU/Linux 13 (trixie)',
		iptables: 'v1.8.11 (nf_tables)',
		cgroupVersion: 2,
		cgroupDriver: 'systemd',
		cpus: 2,
		memory: 2065563648,
		hierarchies: [],
		controllers: ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc'],
		tasksMax: '2338',
		hasKcore: true,
		hasBlkioWeight: true,
		disk: { read: 400e6, write: 200e6, requests: 20_000 },
		hasInode64: true,
		init: 'systemd',
	},
	'docker20-cgroup1': {
		name: 'docker20-cgroup1',
		docker: '20.10.24+dfsg1',
		major: 20,
		api: '1.41',
		minApi: '1.12',
		goVersion: 'go1.19.8',
		containerd: '1.6.20~ds1',
		runc: '1.1.5+ds1',
		kernel: '6.18.44',
		os: 'Debian GNU/Linux 12 (bookworm)',
		iptables: 'v1.8.9 (nf_tables)',
		cgroupVersion: 1,
		cgroupDriver: 'cgroupfs',
		cpus: 2,
		memory: 25233383424,
		hierarchies: [
			'cpu',
			'cpuacct',
			'cpuset',
			'memory',
			'devices',
			'freezer',
			'blkio',
			'pids',
			'name=systemd',
		],
		controllers: [],
		tasksMax: 'max',
		hasKcore: false,
		hasBlkioWeight: false,
		disk: { read: 400e6, write: 200e6, requests: 20_000 },
		hasInode64: false,
		init: 'init',
	},
};
