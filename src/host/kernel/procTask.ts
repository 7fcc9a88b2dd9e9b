/** /proc/PID: what the kernel tells of one task (proc_pid(5)). Numbers are those of the mount's PID namespace. */
import type { KernelFs } from './file.ts';
import { isErrno } from './errno.ts';
import { nsfsFound } from './nsfs.ts';
import { mountInfo, mountTable } from './mountTable.ts';
import { namespaceTypes } from './namespace.ts';
import { pidInside } from './numbering.ts';
import { foundOf, lookup, pathOf } from './path.ts';
import { netFiles } from './procNet.ts';
import { descriptorFiles } from './procDescriptor.ts';
import { cgroupText, statText, statusText } from './procStatus.ts';
import { commFile, idMapFile, oomScoreAdjFile } from './procWritable.ts';
import type { Task } from './task.ts';
import { link, readOnly, type View, type Virtual } from './virtual.ts';
import { virtualIn, type Branch } from './virtualTree.ts';

const zeroEnded = (words: readonly string[]) => words.map((word) => `${word}\0`).join('');

const namespaceLink = ({ state }: View, name: string, type: string, inode: number): [string, Virtual] => [
	name,
	{ ...link(`${type}:[${inode}]`), follow: () => nsfsFound(state, inode) },
];
/** /proc/PID/ns (namespaces(7)): readable of a zombie no more. */
const namespaceLinks = (view: View, task: Task): Branch => {
	if (task.status === 'Z') return {};
	const own = namespaceTypes.map((type) => namespaceLink(view, type, type, task.namespaces[type]));
	const forChildren = [
		namespaceLink(view, 'pid_for_children', 'pid', task.pidForChildren),
		namespaceLink(view, 'time_for_children', 'time', task.namespaces.time),
	];
	return Object.fromEntries([...own, ...forChildren]);
};

/** What the link says of a directory that is gone. */
const workingDirectory = (view: View, task: Task): string => {
	try {
		return pathOf(view.state, task.pid);
	} catch (error) {
		if (isErrno(error)) return '/ (deleted)';
		throw error;
	}
};

const magicLinks = (view: View, task: Task): Branch => {
	const { state, pid } = view;
	if (task.status === 'Z') return {};
	return {
		cwd: { ...link(workingDirectory(view, task)), follow: () => foundOf(state, pid, task.pid, task.cwd) },
		exe: { ...link(task.exe), follow: () => lookup(state, task.pid, task.exe) },
		root: { ...link('/'), follow: () => foundOf(state, pid, task.pid, task.root) },
	};
};

const childNumbers = ({ state }: View, fs: KernelFs, task: Task): string =>
	state.tasks
		.filter((each) => each.parent === task.pid)
		.map((each) => `${pidInside(state, each.pid, fs.namespace) ?? 0} `)
		.join('');

const threadFiles = (view: View, fs: KernelFs, task: Task): Branch => ({
	children: () => childNumbers(view, fs, task),
	comm: () => `${task.comm}\n`,
	stat: () => statText(view, fs, task),
	status: () => statusText(view, fs, task),
});

const filesOf = (view: View, fs: KernelFs, task: Task): Branch => {
	const { state } = view;
	const number = String(pidInside(state, task.pid, fs.namespace));
	return {
		...magicLinks(view, task),
		cgroup: () => cgroupText(view, task),
		cmdline: () => zeroEnded(task.status === 'Z' ? [] : task.argv),
		comm: commFile(task),
		environ: readOnly(
			() => zeroEnded(Object.entries(task.env).map(([name, value]) => `${name}=${value}`)),
			0o400,
		),
		fd: descriptorFiles(state, task),
		gid_map: idMapFile(view, task, 'gidMap'),
		limits: () =>
			'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            1024                 1048576              files     \n',
		mountinfo: () =>
			mountInfo(state, task.pid)
				.map((line) => `${line}\n`)
				.join(''),
		mounts: () =>
			mountTable(state, task.pid)
				.map((line) => `${line}\n`)
				.join(''),
		net: netFiles(state, task),
		ns: namespaceLinks(view, task),
		oom_score: () => `${Math.max(0, task.oomScoreAdj)}\n`,
		oom_score_adj: oomScoreAdjFile(task),
		setgroups: () => 'allow\n',
		stat: () => statText(view, fs, task),
		status: () => statusText(view, fs, task),
		task: { [number]: threadFiles(view, fs, task) },
		uid_map: idMapFile(view, task, 'uidMap'),
	};
};

/** The file at `names` below a task's directory; it belongs to the task's user. */
export const taskFile = (
	view: View,
	fs: KernelFs,
	task: Task,
	names: readonly string[],
): Virtual | undefined => {
	const file = virtualIn(filesOf(view, fs, task), names);
	return file && { ...file, uid: task.uid, gid: task.gid };
};
