/** /proc as far as a container's runtime looks at it, which covers parts of it; who reads it fetches the rest (proc(5)). */
import { late } from '../late.ts';
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import type { KernelFs } from './file.ts';
import { pidInside, taskInside } from './numbering.ts';
import { descriptorFiles } from './procDescriptor.ts';
import type { Task } from './task.ts';
import { directory, link, readOnly, type View, type Virtual } from './virtual.ts';
import { virtualIn } from './virtualTree.ts';

const files = late(
	['proc', 'ps', 'top', 'mount', 'sysctl', 'free', 'uptime'],
	() => import('./procFiles.ts'),
);

export const procDirectories = ['acpi', 'bus', 'fs', 'irq', 'scsi'];
const secrets = ['kcore', 'keys', 'sysrq-trigger', 'timer_list'];
/** A runtime would cover them too; the kernels here are built without. */
const absent = ['asound', 'latency_stats', 'timer_stats', 'sched_debug'];

/** What only root may read, and gives away the machine. */
export const procSecrets = ({ profile }: HostState): readonly string[] =>
	profiles[profile].hasKcore ? secrets : secrets.slice(1);

const fixed = ({ state }: View, name: string): Virtual | undefined => {
	if (name === 'sys') return directory(() => files().sysctlNames);
	if (procDirectories.includes(name)) return directory(() => []);
	return procSecrets(state).includes(name) ? readOnly(() => '', 0o400) : undefined;
};

/** /proc/self: the reader's number in the mount's PID namespace; no such file for one that has none there. */
const selfLink = ({ state, pid }: View, fs: KernelFs): Virtual | undefined => {
	const own = pidInside(state, pid, fs.namespace);
	return own === undefined ? undefined : link(String(own));
};

const taskAt = ({ state, pid }: View, fs: KernelFs, number: number): Task | undefined =>
	pidInside(state, pid, fs.namespace) === number
		? state.tasks.get(pid)
		: taskInside(state, fs.namespace, number);

/** A task's directory and what is in it belong to the task's user. */
const taskFile = (view: View, fs: KernelFs, number: number, names: readonly string[]) => {
	const task = taskAt(view, fs, number);
	if (!task) return undefined;
	const owner = { uid: task.uid, gid: task.gid };
	const [first] = names;
	if (first === undefined) return { ...directory(() => files().taskNames), ...owner };
	const branch = first === 'fd' ? { fd: descriptorFiles(view.state, task) } : undefined;
	const file = branch ? virtualIn(branch, names) : files().taskFile(view, fs, task, names);
	return file && { ...file, ...owner };
};

export const procFile = (view: View, fs: KernelFs, names: readonly string[]): Virtual | undefined => {
	const [first, ...rest] = names;
	if (first === undefined) return directory(() => files().rootNames(view, fs));
	if (/^[1-9]\d*$/.test(first)) return taskFile(view, fs, Number(first), rest);
	if (!rest.length) {
		if (first === 'self') return selfLink(view, fs);
		const known = fixed(view, first);
		if (known || secrets.includes(first) || absent.includes(first)) return known;
	}
	return files().procRead(view, fs, names);
};
