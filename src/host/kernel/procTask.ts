/** /proc/PID: what the kernel tells of one task (proc_pid(5)). Numbers are those of the mount's PID namespace. */
import type { KernelFs } from './file.ts';
import { isErrno } from './errno.ts';
import { nsfsFound } from './nsfsFound.ts';
import { mountInfo, mountTable } from './mountTable.ts';
import { namespaceTypes } from './namespace.ts';
import { pidInside } from './numbering.ts';
import { limitsText } from './limitsText.ts';
import { foundOf, lookup, pathOf } from './path.ts';
import { netFiles } from './procNet.ts';
import { cgroupText, statText, statusText } from './procStatus.ts';
import { commFile, idMapFile, oomScoreAdjFile, setgroupsFile } from './procWritable.ts';
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

type Maker = (view: View, fs: KernelFs, task: Task) => Branch[string];
const lines = (list: readonly string[]) => list.map((line) => `${line}\n`).join('');
const environment = ({ env }: Task) =>
	zeroEnded(Object.entries(env).map(([name, value]) => `${name}=${value}`));

const makers: Readonly<Record<string, Maker>> = {
	cgroup: (view, _, task) => () => cgroupText(view, task),
	cmdline: (_, __, task) => () => zeroEnded(task.status === 'Z' ? [] : task.argv),
	comm: (_, __, task) => commFile(task),
	cwd: (view, _, task) => ({
		...link(workingDirectory(view, task)),
		follow: () => foundOf(view.state, view.pid, task.pid, task.cwd),
	}),
	environ: (_, __, task) => readOnly(() => environment(task), 0o400),
	exe: ({ state }, _, task) => ({ ...link(task.exe), follow: () => lookup(state, task.pid, task.exe) }),
	gid_map: (view, _, task) => idMapFile(view, task, 'gidMap'),
	limits:
		({ state }, _, task) =>
		() =>
			limitsText(state, task),
	mountinfo:
		({ state }, _, task) =>
		() =>
			lines(mountInfo(state, task.pid)),
	mounts:
		({ state }, _, task) =>
		() =>
			lines(mountTable(state, task.pid)),
	net: ({ state }, _, task) => netFiles(state, task),
	ns: (view, _, task) => namespaceLinks(view, task),
	oom_score: (_, __, task) => () => `${Math.max(0, task.oomScoreAdj)}\n`,
	oom_score_adj: (_, __, task) => oomScoreAdjFile(task),
	root: ({ state, pid }, _, task) => ({
		...link('/'),
		follow: () => foundOf(state, pid, task.pid, task.root),
	}),
	setgroups: (view, _, task) => setgroupsFile(view, task),
	stat: (view, fs, task) => () => statText(view, fs, task),
	status: (view, fs, task) => () => statusText(view, fs, task),
	task: (view, fs, task) => ({
		[String(pidInside(view.state, task.pid, fs.namespace))]: threadFiles(view, fs, task),
	}),
	uid_map: (view, _, task) => idMapFile(view, task, 'uidMap'),
};
/** A zombie has no files any more: neither root nor program. */
const ofTheLiving = new Set(['cwd', 'exe', 'root']);

export const taskNames: readonly string[] = [...Object.keys(makers), 'fd'].sort();

/** The file at `names` below a task's directory. */
export const taskFile = (
	view: View,
	fs: KernelFs,
	task: Task,
	names: readonly string[],
): Virtual | undefined => {
	const [first = ''] = names;
	const maker = Object.hasOwn(makers, first) ? makers[first] : undefined;
	if (!maker || (task.status === 'Z' && ofTheLiving.has(first))) return undefined;
	return virtualIn({ [first]: maker(view, fs, task) }, names);
};
