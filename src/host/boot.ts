/** `boot` gives a host that has come up and not been touched yet: its tasks, namespaces, cgroups, disks, links and engine. */
import { capabilities } from './kernel/capability.ts';
import { cgroupKey, type Cgroup } from './kernel/cgroup.ts';
import { namespaceTypes, type Namespace, type NamespaceType } from './kernel/namespace.ts';
import type { Namespaces, Place, Task } from './kernel/task.ts';
import { emptyEngine } from './engine/engine.ts';
import { profiles, type Profile, type ProfileName } from './profile.ts';
import type { HostState, MachineName } from './state.ts';
import { Table } from './table.ts';

/** The kernel's fixed inodes (include/linux/proc_ns.h); net and mnt are allocated at boot. */
const inodes: Readonly<Record<NamespaceType, number>> = {
	time: 4026531834,
	cgroup: 4026531835,
	pid: 4026531836,
	user: 4026531837,
	uts: 4026531838,
	ipc: 4026531839,
	net: 4026531840,
	mnt: 4026531841,
};
/** The outside machine's kernel counts alike; a number of its own keeps the two apart in one state. */
const OUTSIDE = 100_000_000;
const BOOTED = Date.UTC(2026, 10, 23, 9, 0, 0) / 1000;

const namespacesOf = (machine: MachineName): Namespaces =>
	Object.fromEntries(
		namespaceTypes.map((type) => [type, inodes[type] + (machine === 'host' ? 0 : OUTSIDE)]),
	) as unknown as Namespaces;

/** PIDs that sessions' own tasks begin after: 20000 on the recorded hosts. */
const lastPids: Readonly<Record<MachineName, number>> = { host: 20000, outside: 3_000_000 };

const everyId = [{ inside: 0, outside: 0, length: 4294967295 }];
const namespaceOf = (machine: MachineName, type: NamespaceType): Namespace => ({
	inode: namespacesOf(machine)[type],
	type,
	machine,
	isInitial: true,
	owner: namespacesOf(machine).user,
	lastPid: type === 'pid' ? lastPids[machine] : 0,
	isPinned: false,
	...(type === 'uts' && { hostname: machine }),
	...(type === 'user' && { uidMap: everyId, gidMap: everyId }),
	...(type === 'cgroup' && { roots: {} }),
	...(type === 'ipc' && { queues: [] }),
});

interface BootTask {
	readonly pid: number;
	readonly parent: number;
	readonly comm: string;
	readonly argv: readonly string[];
	readonly exe: string;
	/** Unit it belongs to, v2. */
	readonly unit: string;
}

const hostTasks = (profile: Profile): readonly BootTask[] => [
	{ pid: 1, parent: 0, comm: profile.init, argv: ['/sbin/init'], exe: '/sbin/init', unit: '/init.scope' },
	{
		pid: 412,
		parent: 1,
		comm: 'containerd',
		argv: ['/usr/bin/containerd'],
		exe: '/usr/bin/containerd',
		unit: '/system.slice/containerd.service',
	},
	{
		pid: 431,
		parent: 1,
		comm: 'sshd',
		argv: ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups'],
		exe: '/usr/sbin/sshd',
		unit: '/system.slice/ssh.service',
	},
	{
		pid: 588,
		parent: 1,
		comm: 'dockerd',
		argv: ['/usr/sbin/dockerd', '-H', 'fd://', '--containerd=/run/containerd/containerd.sock'],
		exe: '/usr/sbin/dockerd',
		unit: '/system.slice/docker.service',
	},
	{
		pid: 902,
		parent: 431,
		comm: 'bash',
		argv: ['-bash'],
		exe: '/usr/bin/bash',
		unit: '/user.slice/user-0.slice/session-1.scope',
	},
];
const outsideTasks: readonly BootTask[] = [
	{ pid: 2_000_001, parent: 0, comm: 'init', argv: ['/sbin/init'], exe: '/sbin/init', unit: '/' },
	{ pid: 2_000_002, parent: 2_000_001, comm: 'bash', argv: ['-bash'], exe: '/usr/bin/bash', unit: '/' },
	{
		pid: 2_000_003,
		parent: 2_000_001,
		comm: 'dnsmasq',
		argv: ['/usr/sbin/dnsmasq'],
		exe: '/usr/sbin/dnsmasq',
		unit: '/',
	},
];
/** The LAN's name server, on the machine outside. */
export const nameServerPid = 2_000_003;
/** PIDs of the shells a person types into. */
export const shells: Readonly<Record<MachineName, number>> = { host: 902, outside: 2_000_002 };
export const daemonPid = 588;
export const containerdPid = 412;

/** Where a machine's root directory, and its shell's working directory, are: told by its disks. */
export interface Roots {
	readonly root: Place;
	readonly cwd: Place;
}

const environment = {
	HOME: '/root',
	LANG: 'C.UTF-8',
	LOGNAME: 'root',
	PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
	SHELL: '/bin/bash',
	USER: 'root',
	DOCKER_BUILDKIT: '0',
	COLUMNS: '200',
};

/** The outside machine's control groups are nobody's concern here. */
const hostGroups = (profile: Profile, unit: string): Task['cgroups'] =>
	Object.fromEntries(
		[...profile.hierarchies, 'unified'].map((hierarchy) => [
			hierarchy,
			profile.cgroupVersion === 2 ? unit : '/',
		]),
	);

const taskOf =
	(profile: Profile, machine: MachineName, { root, cwd }: Roots) =>
	(boot: BootTask): Task => {
		const namespaces = namespacesOf(machine);
		return {
			...boot,
			pids: [{ namespace: namespaces.pid, pid: boot.pid }],
			namespaces,
			pidForChildren: namespaces.pid,
			status: 'S',
			cgroups: machine === 'host' ? hostGroups(profile, boot.unit) : {},
			uid: 0,
			gid: 0,
			capabilities,
			root,
			cwd: boot.comm === 'bash' ? cwd : root,
			env: environment,
			handled: boot.pid === 1 ? ['TERM', 'INT', 'HUP'] : [],
			ignored: [],
			pending: [],
			memory: 0,
			threads: 0,
			oomScoreAdj: /containerd|dockerd/.test(boot.comm) ? -999 : 0,
			noNewPrivileges: false,
			seccomp: false,
			started: BOOTED,
			cpu: 0,
			load: 0,
		};
	};

const group = (
	hierarchy: string,
	path: string,
	children: readonly string[],
	passes: readonly string[],
	population: number,
): [string, Cgroup] => [
	cgroupKey(hierarchy, path),
	{
		hierarchy,
		path,
		files: {},
		passes,
		counts: {},
		children: Table.of(children.map((name) => [name, true] as const)),
		population,
	},
];

/** What systemd passes on before any unit asks for more (Delegate=). */
const passedOn = ['cpuset', 'cpu', 'io', 'memory', 'pids'];

const unifiedTree = (profile: Profile, tasks: readonly BootTask[]): [string, Cgroup][] => {
	const paths = new Set(['/', '/system.slice', '/user.slice']);
	for (const { unit } of tasks)
		for (let path = unit; path; path = path.slice(0, path.lastIndexOf('/'))) paths.add(path);
	return [...paths].sort().map((path) => {
		const prefix = path === '/' ? '/' : `${path}/`;
		const children = [...paths]
			.filter((each) => each !== '/' && each.startsWith(prefix) && !each.slice(prefix.length).includes('/'))
			.map((each) => each.slice(prefix.length));
		const isSlice = path === '/' || path.endsWith('.slice');
		const population = tasks.filter(({ unit }) => unit === path || unit.startsWith(prefix)).length;
		return group(
			'unified',
			path,
			children,
			isSlice && profile.cgroupVersion === 2 ? passedOn : [],
			population,
		);
	});
};

const cgroupTree = (profile: Profile): HostState['cgroups'] => {
	const tasks = hostTasks(profile);
	if (profile.cgroupVersion === 2) return Table.of(unifiedTree(profile, tasks));
	return Table.of(
		[...profile.hierarchies, 'unified'].map((hierarchy) => {
			const [key, root] = group(hierarchy, '/', [], [], hierarchy === 'pids' ? tasks.length : 0);
			return [
				key,
				hierarchy === 'cpuset'
					? { ...root, files: { 'cpuset.cpus': `0-${profile.cpus - 1}`, 'cpuset.mems': '0' } }
					: root,
			] as [string, Cgroup];
		}),
	);
};

export interface BootParts {
	readonly roots: Readonly<Record<MachineName, Roots>>;
	readonly mounts: HostState['mounts'];
	readonly filesystems: HostState['filesystems'];
	readonly nets: HostState['nets'];
	readonly next: Pick<HostState['next'], 'mount' | 'device'>;
}

export const inodesOf = namespacesOf;

/** The state before anybody has typed anything; dockerd is told to be up, its networks are made by the engine's own start. */
export const bootState = (name: ProfileName, parts: BootParts): HostState => {
	const profile = profiles[name];
	const machines: readonly MachineName[] = ['host', 'outside'];
	const tasks = [
		...hostTasks(profile).map(taskOf(profile, 'host', parts.roots.host)),
		...outsideTasks.map(taskOf(profile, 'outside', parts.roots.outside)),
	];
	return {
		profile: name,
		clock: { now: BOOTED + 7200, boot: BOOTED },
		tasks: Table.of(tasks.map((task) => [task.pid, task] as const)),
		namespaces: Table.of(
			machines
				.flatMap((machine) => namespaceTypes.map((type) => namespaceOf(machine, type)))
				.map((each) => [each.inode, each] as const),
		),
		cgroups: cgroupTree(profile),
		usage: Table.empty(),
		pages: Table.empty(),
		swaps: [],
		mounts: parts.mounts,
		filesystems: parts.filesystems,
		nets: parts.nets,
		busy: [],
		packets: Table.empty(),
		lookup: undefined,
		engine: { ...emptyEngine, daemon: daemonPid },
		next: { inode: 4026532201, packet: 1, flow: 1, socket: 1, rule: 1, draw: 1, ...parts.next },
	};
};
