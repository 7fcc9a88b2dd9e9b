/** What a machine says of itself in /proc: memory, processors, uptime, file systems (proc_meminfo(5) and its kin). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { cacheUsed } from './pageCache.ts';
import { swapFree, swapTotal } from './swap.ts';
import { readOnly, type View, type Virtual } from './virtual.ts';

const kib = (bytes: number) => Math.round(bytes / 1024);
const padded = (label: string, value: number) =>
	`${`${label}:`.padEnd(15)} ${String(value).padStart(8)} kB\n`;

/** Memory the tasks of all cgroups have: /proc/meminfo knows no limits. */
const usedMemory = (state: HostState): number =>
	state.tasks.values().reduce((sum, task) => sum + task.memory - (task.swapped ?? 0), 0);

const meminfo = (state: HostState): string => {
	const { memory } = profiles[state.profile];
	const cached = cacheUsed(state, '/');
	const free = memory - usedMemory(state) - cached;
	const rows: readonly [string, number][] = [
		['MemTotal', memory],
		['MemFree', free],
		['MemAvailable', free + cached],
		['Buffers', 0],
		['Cached', cached],
		['SwapCached', 0],
		['AnonPages', usedMemory(state)],
		['SwapTotal', swapTotal(state)],
		['SwapFree', swapFree(state)],
	];
	return rows.map(([label, bytes]) => padded(label, kib(bytes))).join('');
};

const processor = (number: number, count: number): string =>
	[
		`processor\t: ${number}`,
		'vendor_id\t: GenuineIntel',
		'model name\t: Virtual CPU',
		'physical id\t: 0',
		`siblings\t: ${count}`,
		`core id\t\t: ${number}`,
		`cpu cores\t: ${count}`,
		'\n',
	].join('\n');
const cpuinfo = (state: HostState): string => {
	const { cpus } = profiles[state.profile];
	return Array.from({ length: cpus }, (_, number) => processor(number, cpus)).join('');
};

const uptime = ({ profile, clock }: HostState): string => {
	const up = clock.now - clock.boot;
	return `${up.toFixed(2)} ${(up * profiles[profile].cpus).toFixed(2)}\n`;
};

const loadavg = (state: HostState, pidNamespace: number): string => {
	const tasks = state.tasks.values();
	const load = tasks.reduce((sum, task) => sum + task.load, 0).toFixed(2);
	const running = tasks.filter((task) => task.load > 0).length + 1;
	const last = state.namespaces.get(pidNamespace)?.lastPid ?? 0;
	return `${load} ${load} ${load} ${running}/${tasks.length} ${last}\n`;
};

const fileSystems = [
	'sysfs',
	'tmpfs',
	'bdev',
	'proc',
	'cgroup',
	'cgroup2',
	'devtmpfs',
	'securityfs',
	'sockfs',
	'bpf',
	'pipefs',
	'devpts',
	'mqueue',
	'overlay',
];
const filesystemsText = `${fileSystems.map((name) => `nodev\t${name}\n`).join('')}\text4\n`;

const controllers = ['cpuset', 'cpu', 'cpuacct', 'blkio', 'memory', 'devices', 'freezer', 'pids'];
/** cgroups(7), "/proc/cgroups": hierarchy 0 is v2. */
const cgroups = (state: HostState): string => {
	const { hierarchies } = profiles[state.profile];
	const count = (hierarchy: string) => state.cgroups.filter((group) => group.hierarchy === hierarchy).length;
	const rows = controllers.map((name) => {
		const number = hierarchies.indexOf(name) + 1;
		return `${name}\t${number}\t${count(number ? name : 'unified')}\t1\n`;
	});
	return `#subsys_name\thierarchy\tnum_cgroups\tenabled\n${rows.join('')}`;
};

const stat = ({ clock, profile, tasks }: HostState): string => {
	const used = Math.round(tasks.values().reduce((sum, task) => sum + task.cpu, 0) * 100);
	const { cpus } = profiles[profile];
	const idle = Math.max(0, Math.round((clock.now - clock.boot) * 100 * cpus) - used);
	return `cpu  ${used} 0 0 ${idle} 0 0 0 0 0 0\nbtime ${Math.floor(clock.boot)}\nprocesses ${tasks.size}\n`;
};

/** proc(5), "/proc/swaps": sizes in KiB; areas are filled in the order in which they were added. */
const swaps = (state: HostState): string => {
	let left = swapTotal(state) - swapFree(state);
	const rows = state.swaps.map(({ path, size }, i) => {
		const used = Math.min(left, size);
		left -= used;
		return `${path.padEnd(40)}file\t\t${kib(size)}\t\t${kib(used)}\t\t${-2 - i}\n`;
	});
	return `Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n${rows.join('')}`;
};

const version = (state: HostState) =>
	`Linux version ${profiles[state.profile].kernel} (debian-kernel@lists.debian.org) #1 SMP\n`;
const modules = `overlay 163840 0 - Live 0x0000000000000000
br_netfilter 36864 0 - Live 0x0000000000000000
bridge 393216 1 br_netfilter, Live 0x0000000000000000
veth 40960 0 - Live 0x0000000000000000
`;

const texts: Readonly<Record<string, (view: View) => string>> = {
	cgroups: ({ state }) => cgroups(state),
	cmdline: ({ state }) => `BOOT_IMAGE=/boot/vmlinuz-${profiles[state.profile].kernel} root=/dev/vda1 ro\n`,
	cpuinfo: ({ state }) => cpuinfo(state),
	devices: () =>
		'Character devices:\n  1 mem\n  5 /dev/tty\n136 pts\n\nBlock devices:\n  7 loop\n254 virtblk\n',
	filesystems: () => filesystemsText,
	loadavg: ({ state, pid }) => loadavg(state, state.tasks.get(pid)?.namespaces.pid ?? 0),
	meminfo: ({ state }) => meminfo(state),
	modules: () => modules,
	partitions: () =>
		'major minor  #blocks  name\n\n 254        0    8388608 vda\n 254        1    8387567 vda1\n',
	stat: ({ state }) => stat(state),
	swaps: ({ state }) => swaps(state),
	uptime: ({ state }) => uptime(state),
	version: ({ state }) => version(state),
};
/** The names in /proc that anybody reads and are not tasks'. */
export const machineNames: readonly string[] = Object.keys(texts);

export const machineFile = (view: View, name: string): Virtual | undefined =>
	Object.hasOwn(texts, name) ? readOnly(() => texts[name]!(view)) : undefined;
