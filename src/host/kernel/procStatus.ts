/** /proc/PID/{status,stat,cgroup} as text (proc_pid_status(5), proc_pid_stat(5), cgroups(7)). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { capabilities, type Capability } from './capability.ts';
import { listOf } from './cpuList.ts';
import type { KernelFs } from './file.ts';
import { gidInside, uidInside } from './idMap.ts';
import { coreListOf } from './limits.ts';
import { pidInside } from './numbering.ts';
import { signalNumber, type SignalName } from './signal.ts';
import type { Task, TaskStatus } from './task.ts';
import type { View } from './virtual.ts';

const words: Readonly<Record<TaskStatus, string>> = {
	R: 'running',
	S: 'sleeping',
	D: 'disk sleep',
	T: 'stopped',
	Z: 'zombie',
};

const hex = (value: bigint) => value.toString(16).padStart(16, '0');
const capabilityMask = (set: readonly Capability[]) =>
	hex(set.reduce((mask, name) => mask | (1n << BigInt(capabilities.indexOf(name))), 0n));
const signalMask = (set: readonly SignalName[]) =>
	hex(set.reduce((mask, name) => mask | (1n << BigInt(signalNumber(name) - 1)), 0n));

/** A task that reads its own status is running. */
const statusOf = (view: View, task: Task): TaskStatus => (task.pid === view.pid ? 'R' : task.status);
const parentNumber = (state: HostState, fs: KernelFs, task: Task): number =>
	pidInside(state, task.parent, fs.namespace) ?? 0;

/** Its numbers from the mount's PID namespace inwards. */
const innerNumbers = (fs: KernelFs, task: Task): string => {
	const first = task.pids.findIndex(({ namespace }) => namespace === fs.namespace);
	return task.pids
		.slice(Math.max(0, first))
		.map(({ pid }) => pid)
		.join('\t');
};

const cpuMask = (list: string) =>
	listOf(list)
		.reduce((mask, cpu) => mask | (1 << cpu), 0)
		.toString(16);

export const statusText = (view: View, fs: KernelFs, task: Task): string => {
	const { state, pid } = view;
	const number = pidInside(state, task.pid, fs.namespace);
	const status = statusOf(view, task);
	const four = (id: number) => Array<number>(4).fill(id).join('\t');
	const mask = capabilityMask(task.capabilities);
	const none = capabilityMask([]);
	const cpus = coreListOf(state, task.pid);
	const memory = `${String(Math.round(task.memory / 1024)).padStart(8)} kB`;
	const rows: readonly [string, string | number | undefined][] = [
		['Name', task.comm],
		['Umask', '0022'],
		['State', `${status} (${words[status]})`],
		['Tgid', number],
		['Ngid', 0],
		['Pid', number],
		['PPid', parentNumber(state, fs, task)],
		['TracerPid', 0],
		['Uid', four(uidInside(state, pid, task.uid))],
		['Gid', four(gidInside(state, pid, task.gid))],
		['FDSize', 64],
		['Groups', (task.groups ?? [task.gid]).map((gid) => `${gidInside(state, pid, gid)} `).join('')],
		['NStgid', innerNumbers(fs, task)],
		['NSpid', innerNumbers(fs, task)],
		['VmRSS', memory],
		['RssAnon', memory],
		['Threads', task.threads + 1],
		['SigPnd', signalMask(task.pending)],
		['SigBlk', signalMask([])],
		['SigIgn', signalMask(task.ignored)],
		['SigCgt', signalMask(task.handled)],
		['CapInh', none],
		['CapPrm', mask],
		['CapEff', mask],
		['CapBnd', mask],
		['CapAmb', none],
		['NoNewPrivs', task.noNewPrivileges ? 1 : 0],
		['Seccomp', task.seccomp ? 2 : 0],
		['Seccomp_filters', task.seccomp ? 1 : 0],
		['Cpus_allowed', cpuMask(cpus)],
		['Cpus_allowed_list', cpus],
		['Mems_allowed_list', 0],
	];
	return rows.map(([label, value]) => `${label}:\t${value}\n`).join('');
};

/** Clock ticks: 100 a second. */
const ticks = (seconds: number) => Math.round(seconds * 100);

export const statText = (view: View, fs: KernelFs, task: Task): string => {
	const { state } = view;
	const number = pidInside(state, task.pid, fs.namespace);
	const before = [statusOf(view, task), parentNumber(state, fs, task), number, number, 0, -1, 0];
	const faults = [0, 0, 0, 0];
	const times = [
		ticks(task.cpu),
		0,
		0,
		0,
		20,
		0,
		task.threads + 1,
		0,
		ticks(task.started - state.clock.boot),
	];
	const memory = [task.memory, Math.ceil(task.memory / 4096)];
	const rest = Array<number>(28).fill(0);
	return `${number} (${task.comm}) ${[...before, ...faults, ...times, ...memory, ...rest].join(' ')}\n`;
};

/** A cgroup path as a reader sees it whose cgroup namespace has `root` for `/` (cgroup_namespaces(7)). */
const pathFrom = (root: string, path: string): string => {
	if (root === '/') return path;
	if (path === root) return '/';
	if (path.startsWith(`${root}/`)) return path.slice(root.length);
	const [from, to] = [root.split('/').slice(1), path.split('/').slice(1).filter(Boolean)];
	const common = from.findIndex((name, i) => to[i] !== name);
	const shared = common < 0 ? from.length : common;
	return `/${[...Array<string>(from.length - shared).fill('..'), ...to.slice(shared)].join('/')}`;
};

export const cgroupText = ({ state, pid }: View, task: Task): string => {
	const reader = state.namespaces.get(state.tasks.get(pid)?.namespaces.cgroup ?? 0);
	const { hierarchies } = profiles[state.profile];
	const line = (number: number, label: string, hierarchy: string) =>
		`${number}:${label}:${pathFrom(reader?.roots?.[hierarchy] ?? '/', task.cgroups[hierarchy] ?? '/')}\n`;
	const versionOne = hierarchies.map((name, i) => line(i + 1, name, name)).reverse();
	return [...versionOne, line(0, '', 'unified')].join('');
};
