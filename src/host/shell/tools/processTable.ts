/** The processes that /proc shows to a task, and what ps can say of each (proc(5), ps(1)). */
import { isFrozenByCgroup } from '../../kernel/control.ts';
import { isErrno } from '../../kernel/errno.ts';
import { uidInside, gidInside } from '../../kernel/idMap.ts';
import { isInit, pidInside, tasksSeenFrom } from '../../kernel/life.ts';
import { lookup } from '../../kernel/path.ts';
import type { Task } from '../../kernel/task.ts';
import type { HostState } from '../../state.ts';
import { groupName, userName } from '../users.ts';
import { timeText } from './timeText.ts';

export interface ProcessRow {
	readonly task: Task;
	/** Its PID as this /proc numbers it. */
	readonly pid: number;
	readonly parent: number;
}

/** The PID namespace of the proc that is mounted on /proc; undefined without one. */
export const procNamespace = (state: HostState, pid: number): number | undefined => {
	try {
		const fs = state.filesystems.get(lookup(state, pid, '/proc').device);
		return fs?.kind === 'kernel' && fs.type === 'proc' ? fs.namespace : undefined;
	} catch (error) {
		if (isErrno(error)) return undefined;
		throw error;
	}
};

/** What `pid` finds under /proc, by number; undefined where no proc is mounted. */
export const rowsSeen = (state: HostState, pid: number): ProcessRow[] | undefined => {
	const namespace = procNamespace(state, pid);
	if (namespace === undefined) return undefined;
	return tasksSeenFrom(state, namespace).map((task) => ({
		task,
		pid: pidInside(state, task.pid, namespace)!,
		parent: pidInside(state, task.parent, namespace) ?? 0,
	}));
};

/** The command line; a zombie and a kernel thread have only their name. */
export const commandLine = ({ argv, comm, status }: Task): string =>
	status === 'Z' ? `[${comm}] <defunct>` : argv.length ? argv.join(' ') : `[${comm}]`;
export const commandName = ({ comm, status }: Task): string => (status === 'Z' ? `${comm} <defunct>` : comm);

const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
/** `[[dd-]hh:]mm:ss` */
const elapsed = (seconds: number): string => {
	const [days, hours] = [Math.floor(seconds / 86400), Math.floor((seconds % 86400) / 3600)];
	return `${days ? `${days}-` : ''}${days || hours ? `${two(hours)}:` : ''}${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
};
const cpuTime = (seconds: number): string =>
	`${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;

export const stateLetter = (state: HostState, reader: number, task: Task): string => {
	if (task.pid === reader) return 'R';
	if (task.status !== 'Z' && isFrozenByCgroup(state, task.pid) === 'v1') return 'D';
	return task.load > 0 && task.status === 'S' ? 'R' : task.status;
};
const cgroupText = ({ cgroups }: Task): string =>
	cgroups['unified'] !== undefined && Object.keys(cgroups).length <= 1
		? `0::${cgroups['unified']}`
		: Object.entries(cgroups)
				.map(([name, path]) => `${name}:${path}`)
				.join(',');

/** A column of ps -o: its header, width, side, and text. */
export interface Column {
	readonly header: string;
	readonly width: number;
	readonly isRight?: boolean;
	readonly text: (state: HostState, reader: number, row: ProcessRow) => string;
}

const right = (header: string, width: number, text: Column['text']): Column => ({
	header,
	width,
	isRight: true,
	text,
});
const left = (header: string, width: number, text: Column['text']): Column => ({ header, width, text });
const uid = (state: HostState, reader: number, { task }: ProcessRow) => uidInside(state, reader, task.uid);
const user: Column['text'] = (state, reader, row) => userName(state, reader, uid(state, reader, row));
const kilobytes = ({ task }: ProcessRow) => Math.round(task.memory / 1024);
const share = (state: HostState, { task }: ProcessRow) =>
	(task.cpu / Math.max(1, state.clock.now - task.started)) * 100;

export const columns: Readonly<Record<string, Column>> = {
	pid: right('PID', 7, (_, __, { pid }) => String(pid)),
	ppid: right('PPID', 7, (_, __, { parent }) => String(parent)),
	pgid: right('PGID', 7, (_, __, { pid }) => String(pid)),
	sid: right('SID', 7, (_, __, { pid }) => String(pid)),
	comm: left('COMMAND', 15, (_, __, { task }) => commandName(task)),
	args: left('COMMAND', 27, (_, __, { task }) => commandLine(task)),
	cmd: left('CMD', 27, (_, __, { task }) => commandLine(task)),
	user: left('USER', 8, user),
	uid: right('UID', 5, (state, reader, row) => String(uid(state, reader, row))),
	group: left('GROUP', 8, (state, reader, { task }) =>
		groupName(state, reader, gidInside(state, reader, task.gid)),
	),
	gid: right('GID', 5, (state, reader, { task }) => String(gidInside(state, reader, task.gid))),
	s: left('S', 1, (state, reader, { task }) => stateLetter(state, reader, task)),
	stat: left(
		'STAT',
		4,
		(state, reader, { task }) =>
			stateLetter(state, reader, task) + (isInit(task) ? 's' : '') + (task.threads ? 'l' : ''),
	),
	tty: left('TTY', 8, () => '?'),
	tt: left('TT', 8, () => '?'),
	time: right('TIME', 8, (_, __, { task }) => cpuTime(task.cpu)),
	etime: right('ELAPSED', 11, (state, _, { task }) => elapsed(state.clock.now - task.started)),
	etimes: right('ELAPSED', 7, (state, _, { task }) => String(Math.floor(state.clock.now - task.started))),
	stime: left('STIME', 5, (_, __, { task }) => timeText(task.started, '%H:%M')),
	start: left('START', 5, (_, __, { task }) => timeText(task.started, '%H:%M')),
	lstart: left('STARTED', 24, (_, __, { task }) => timeText(task.started, '%a %b %e %T %Y')),
	c: right('C', 2, (state, _, row) => String(Math.floor(share(state, row)))),
	'%cpu': right('%CPU', 4, (state, _, row) => share(state, row).toFixed(1)),
	'%mem': right('%MEM', 4, () => '0.0'),
	rss: right('RSS', 5, (_, __, row) => String(kilobytes(row) + 1024)),
	vsz: right('VSZ', 6, (_, __, row) => String(kilobytes(row) + 4096)),
	ni: right('NI', 3, () => '0'),
	pri: right('PRI', 3, () => '19'),
	nlwp: right('NLWP', 4, (_, __, { task }) => String(task.threads + 1)),
	cgroup: left('CGROUP', 27, (_, __, { task }) => cgroupText(task)),
	...Object.fromEntries(
		(['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const).map((type) => [
			`${type}ns`,
			right(`${type.toUpperCase()}NS`, 10, (_, __, { task }) => String(task.namespaces[type])),
		]),
	),
};

const ALIASES: Readonly<Record<string, string>> = {
	command: 'args',
	cmdline: 'args',
	ucmd: 'comm',
	ucomm: 'comm',
	euser: 'user',
	ruser: 'user',
	uname: 'user',
	euid: 'uid',
	ruid: 'uid',
	pcpu: '%cpu',
	pmem: '%mem',
	tname: 'tty',
	state: 's',
	cputime: 'time',
	start_time: 'stime',
	thcount: 'nlwp',
	rssize: 'rss',
	vsize: 'vsz',
	nice: 'ni',
	bsdstart: 'start',
	session: 'sid',
	pgrp: 'pgid',
	egroup: 'group',
	rgroup: 'group',
};
export const columnNamed = (name: string): Column | undefined => columns[ALIASES[name] ?? name];

/** Rows under headers; the last column is as wide as it needs. */
export const tableText = (
	rows: readonly (readonly string[])[],
	shape: readonly Pick<Column, 'width' | 'isRight'>[],
): string =>
	rows
		.map(
			(row) =>
				`${row.map((cell, i) => (shape[i]!.isRight ? cell.padStart(shape[i]!.width) : i === row.length - 1 ? cell : cell.padEnd(shape[i]!.width))).join(' ')}\n`,
		)
		.join('');
