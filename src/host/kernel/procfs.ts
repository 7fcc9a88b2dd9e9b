/** /proc: a directory for every task that the mount's PID namespace has, and what the machine says of itself (proc(5)). */
import type { HostState } from '../state.ts';
import type { KernelFs } from './file.ts';
import { pidInside, taskInside, tasksSeenFrom } from './numbering.ts';
import { machineFiles } from './procMachine.ts';
import { sysctlFiles } from './procSys.ts';
import { taskFile } from './procTask.ts';
import { directory, link, type View, type Virtual } from './virtual.ts';
import { virtualIn, type Branch } from './virtualTree.ts';

/** /proc/self: the reader's number in the mount's PID namespace; no such file for one that has none there. */
const selfLinks = ({ state, pid }: View, fs: KernelFs): Branch => {
	const own = pidInside(state, pid, fs.namespace);
	if (own === undefined) return {};
	return { self: link(String(own)), 'thread-self': link(`${own}/task/${own}`) };
};

const rootFiles = (view: View, fs: KernelFs): Branch => ({
	...selfLinks(view, fs),
	...machineFiles(view),
	mounts: link('self/mounts'),
	net: link('self/net'),
});

const taskNumbers = (state: HostState, fs: KernelFs): string[] =>
	tasksSeenFrom(state, fs.namespace).map((task) => String(pidInside(state, task.pid, fs.namespace)));

export const procFile = (view: View, fs: KernelFs, names: readonly string[]): Virtual | undefined => {
	const [first, ...rest] = names;
	if (first === undefined)
		return directory(() => [...taskNumbers(view.state, fs), ...Object.keys(rootFiles(view, fs)), 'sys']);
	if (first === 'sys') return sysctlFiles(view, rest);
	if (!/^[1-9]\d*$/.test(first)) return virtualIn(rootFiles(view, fs), names);
	const task = taskInside(view.state, fs.namespace, Number(first));
	return task && taskFile(view, fs, task, rest);
};
