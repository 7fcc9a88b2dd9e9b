/** /proc: a directory for every task that the mount's PID namespace has, and what the machine says of itself (proc(5)). */
import type { KernelFs } from './file.ts';
import { pidInside, taskInside, tasksSeenFrom } from './numbering.ts';
import { machineFile, machineNames } from './procMachine.ts';
import { sysctlFiles } from './procSys.ts';
import { taskFile } from './procTask.ts';
import type { Task } from './task.ts';
import { directory, link, type View, type Virtual } from './virtual.ts';

/** /proc/self: the reader's number in the mount's PID namespace; no such file for one that has none there. */
const selfLink = (own: number | undefined, name: string): Virtual | undefined => {
	if (own === undefined) return undefined;
	return link(name === 'self' ? String(own) : `${own}/task/${own}`);
};

const links: Readonly<Record<string, string>> = { mounts: 'self/mounts', net: 'self/net' };

const rootNames = (view: View, fs: KernelFs): string[] => {
	const numbers = tasksSeenFrom(view.state, fs.namespace).map(({ pid }) =>
		pidInside(view.state, pid, fs.namespace),
	);
	const isSeen = pidInside(view.state, view.pid, fs.namespace) !== undefined;
	const own = isSeen ? ['self', 'thread-self'] : [];
	return [...numbers.map(String), ...own, ...machineNames(view), ...Object.keys(links), 'sys'];
};

const taskAt = ({ state, pid }: View, fs: KernelFs, number: number): Task | undefined =>
	pidInside(state, pid, fs.namespace) === number
		? state.tasks.get(pid)
		: taskInside(state, fs.namespace, number);

export const procFile = (view: View, fs: KernelFs, names: readonly string[]): Virtual | undefined => {
	const [first, ...rest] = names;
	if (first === undefined) return directory(() => rootNames(view, fs));
	if (/^[1-9]\d*$/.test(first)) {
		const task = taskAt(view, fs, Number(first));
		return task && taskFile(view, fs, task, rest);
	}
	if (first === 'sys') return sysctlFiles(view, rest);
	if (first === 'self' || first === 'thread-self')
		return rest.length ? undefined : selfLink(pidInside(view.state, view.pid, fs.namespace), first);
	if (Object.hasOwn(links, first)) return rest.length ? undefined : link(links[first]!);
	return rest.length ? undefined : machineFile(view, first);
};
