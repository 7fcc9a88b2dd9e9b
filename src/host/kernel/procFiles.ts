/** The files of /proc: a directory for every task that the mount's PID namespace has, and what the machine says of itself (proc(5)). */
import type { KernelFs } from './file.ts';
import { pidInside, tasksSeenFrom } from './numbering.ts';
import { machineFile, machineNames } from './procMachine.ts';
import { procDirectories, procSecrets } from './procfs.ts';
import { sysctlFiles } from './procSys.ts';
import { link, type View, type Virtual } from './virtual.ts';

export { sysctlNames } from './procSys.ts';
export { taskFile, taskNames } from './procTask.ts';

const links: Readonly<Record<string, string>> = { mounts: 'self/mounts', net: 'self/net' };

/** The names at the top. */
export const rootNames = (view: View, fs: KernelFs): string[] => {
	const numbers = tasksSeenFrom(view.state, fs.namespace).map(({ pid }) =>
		pidInside(view.state, pid, fs.namespace),
	);
	const isSeen = pidInside(view.state, view.pid, fs.namespace) !== undefined;
	const own = isSeen ? ['self', 'thread-self'] : [];
	return [
		...numbers.map(String),
		...own,
		...machineNames,
		...procSecrets(view.state),
		...procDirectories,
		...Object.keys(links),
		'sys',
	];
};

/** The numbers of the reader itself, as thread-self leads to them. */
const threadLink = ({ state, pid }: View, fs: KernelFs): Virtual | undefined => {
	const own = pidInside(state, pid, fs.namespace);
	return own === undefined ? undefined : link(`${own}/task/${own}`);
};

/** What one reads in /proc besides tasks, below the directories that are always there. */
export const procRead = (view: View, fs: KernelFs, names: readonly string[]): Virtual | undefined => {
	const [first = '', ...rest] = names;
	if (first === 'sys') return sysctlFiles(view, rest);
	if (rest.length) return undefined;
	if (first === 'thread-self') return threadLink(view, fs);
	return Object.hasOwn(links, first) ? link(links[first]!) : machineFile(view, first);
};
