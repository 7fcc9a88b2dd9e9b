/** What a machine says of itself in /proc: memory, processors, uptime, file systems (proc_meminfo(5) and its kin). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { directory, readOnly, type View } from './virtual.ts';
import type { Branch } from './virtualTree.ts';

const kib = (bytes: number) => Math.round(bytes / 1024);
const padded = (label: string, value: number) =>
	`${`${label}:`.padEnd(15)} ${String(value).padStart(8)} kB\n`;

/** Memory the tasks of all cgroups have: /proc/meminfo knows no limits. */
const usedMemory = (state: HostState): number =>
	state.tasks.values().reduce((sum, task) => sum + task.memory, 0);

const meminfo = (state: HostState): string => {
	const { memory } = profiles[state.profile];
	const free = memory - usedMemory(state);
	const rows: readonly [string, number][] = [
		['MemTotal', memory],
		['MemFree', free],
		['MemAvailable', free],
		['Buffers', 0],
		['Cached', 0],
		['SwapCached', 0],
		['AnonPages', usedMemory(state)],
		['SwapTotal', 0],
		['SwapFree', 0],
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

const version = (state: HostState) =>
	`Linux version ${profiles[state.profile].kernel} (debian-kernel@lists.debian.org) #1 SMP\n`;
const secret = (text = '') => readOnly(() => text, 0o400);

/** The files and directories of /proc that are not tasks'. A container's runtime covers several of them. */
export const machineFiles = ({ state, pid }: View): Branch => ({
	acpi: {},
	bus: {},
	cgroups: () => cgroups(state),
	cmdline: () => `BOOT_IMAGE=/boot/vmlinuz-${profiles[state.profile].kernel} root=/dev/vda1 ro\n`,
	cpuinfo: () => cpuinfo(state),
	devices: () =>
		'Character devices:\n  1 mem\n  5 /dev/tty\n136 pts\n\nBlock devices:\n  7 loop\n254 virtblk\n',
	filesystems: () => filesystemsText,
	fs: directory(() => []),
	irq: {},
	...(profiles[state.profile].hasKcore && { kcore: secret() }),
	keys: secret(),
	loadavg: () => loadavg(state, state.tasks.get(pid)?.namespaces.pid ?? 0),
	meminfo: () => meminfo(state),
	modules: () =>
		'overlay 163840 0 - Live 0x0000000000000000\nbr_netfilter 36864 0 - Live 0x0000000000000000\nbridge 393216 1 br_netfilter, Live 0x0000000000000000\nveth 40960 0 - Live 0x0000000000000000\n',
	partitions: () =>
		'major minor  #blocks  name\n\n 254        0    8388608 vda\n 254        1    8387567 vda1\n',
	scsi: {},
	stat: () => stat(state),
	swaps: () => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n',
	'sysrq-trigger': secret(),
	timer_list: secret(),
	uptime: () => uptime(state),
	version: () => version(state),
});
