/** The files of /proc/PID that are written: comm, oom_score_adj, uid_map and gid_map. */
import type { Host } from '../host.ts';
import { isCapable } from './access.ts';
import { Errno } from './errno.ts';
import type { IdRange } from './namespace.ts';
import type { Task } from './task.ts';
import type { View, Virtual } from './virtual.ts';

const LONGEST_COMM = 15;

export const commFile = (task: Task): Virtual => ({
	kind: 'file',
	mode: 0o644,
	read: () => `${task.comm}\n`,
	write: (host, text) => {
		const comm = text.replace(/\n[^]*$/, '').slice(0, LONGEST_COMM);
		host.emit({ kind: 'task.change', pid: task.pid, why: 'name', set: { comm } });
	},
});

/** proc_pid_oom_score_adj(5): lowering it takes SYS_RESOURCE. */
export const oomScoreAdjFile = (task: Task): Virtual => ({
	kind: 'file',
	mode: 0o644,
	read: () => `${task.oomScoreAdj}\n`,
	write: (host, text) => {
		const oomScoreAdj = Number(text);
		if (!Number.isInteger(oomScoreAdj) || Math.abs(oomScoreAdj) > 1000) throw new Errno('EINVAL');
		if (oomScoreAdj < task.oomScoreAdj && !isCapable(host.state, task.pid, 'SYS_RESOURCE'))
			throw new Errno('EACCES');
		host.emit({ kind: 'task.change', pid: task.pid, why: 'oom-score', set: { oomScoreAdj } });
	},
});

type MapName = 'uidMap' | 'gidMap';
const rangesOf = (text: string): IdRange[] =>
	text
		.trim()
		.split('\n')
		.map((line) => {
			const numbers = line.trim().split(/\s+/).map(Number);
			if (numbers.length !== 3 || numbers.some((number) => !Number.isInteger(number) || number < 0))
				throw new Errno('EINVAL');
			const [inside, outside, length] = numbers as [number, number, number];
			if (!length) throw new Errno('EINVAL');
			return { inside, outside, length };
		});

/** user_namespaces(7): written once; without SETUID outside only the writer's own id can be mapped. */
const writeMap = (host: Host, pid: number, inode: number, name: MapName, text: string): void => {
	const namespace = host.state.namespaces.get(inode)!;
	const writer = host.state.tasks.get(pid)!;
	if (namespace[name]?.length) throw new Errno('EPERM');
	const ranges = rangesOf(text);
	const own = name === 'uidMap' ? writer.uid : writer.gid;
	const isOwn = ranges.length === 1 && ranges[0]!.length === 1 && ranges[0]!.outside === own;
	const capability = name === 'uidMap' ? 'SETUID' : 'SETGID';
	const isOutside = writer.namespaces.user !== inode;
	if (!isOwn && !(isOutside && isCapable(host.state, pid, capability))) throw new Errno('EPERM');
	host.emit({ kind: 'namespace.idMap', inode, [name]: ranges });
};

const column = (number: number) => String(number).padStart(10);

export const idMapFile = ({ state, pid }: View, task: Task, name: MapName): Virtual => ({
	kind: 'file',
	mode: 0o644,
	read: () =>
		(state.namespaces.get(task.namespaces.user)?.[name] ?? [])
			.map(({ inside, outside, length }) => `${column(inside)} ${column(outside)} ${column(length)}\n`)
			.join(''),
	write: (host, text) => writeMap(host, pid, task.namespaces.user, name, text),
});

/** user_namespaces(7), "The /proc/PID/setgroups file": once denied it stays so, and only before the group ids are mapped. */
export const setgroupsFile = ({ state }: View, task: Task): Virtual => {
	const inode = task.namespaces.user;
	const namespace = state.namespaces.get(inode);
	return {
		kind: 'file',
		mode: 0o644,
		read: () => (namespace?.deniesSetgroups ? 'deny\n' : 'allow\n'),
		write: (host, text) => {
			const word = text.trim();
			if (word !== 'deny' && word !== 'allow') throw new Errno('EINVAL');
			if (word === 'allow' ? namespace?.deniesSetgroups : namespace?.gidMap?.length) throw new Errno('EPERM');
			if (word === 'deny') host.emit({ kind: 'namespace.idMap', inode, deniesSetgroups: true });
		},
	};
};
