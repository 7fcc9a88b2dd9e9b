/**
 * containerd-shim stands between containerd and a container's processes: their parent, who reaps them, and who tells
 * when one has ended (containerd: runtime/v2/runc).
 */
import { containerdPid } from '../boot.ts';
import { exit, reap, run } from '../kernel/life.ts';
import type { Host } from '../host.ts';
import type { Process, Running } from '../process.ts';
import type { Ending } from '../kernel/task.ts';

type Told = (end: Ending) => void;

interface Shim {
	readonly pid: number;
	/** Its children, with whom it tells of their end. */
	readonly children: Map<number, Told>;
}

const shims = new WeakMap<Host, Map<string, Shim>>();
const shimsOf = (host: Host): Map<string, Shim> => {
	const known = shims.get(host) ?? new Map<string, Shim>();
	shims.set(host, known);
	return known;
};
export const shimOf = (host: Host, id: string): Shim | undefined => shimsOf(host).get(id);

/**
 * containerd starts the shim, which forks itself free: its parent is the host's init. It also watches `group`, the
 * container's control group, for the OOM killer, and looks there whenever it wakes.
 */
export function startShim(host: Host, id: string, group: string, look: () => void): Shim {
	const parent = host.state.tasks.has(containerdPid) ? containerdPid : 1;
	const argv = [
		'/usr/bin/containerd-shim-runc-v2',
		'-namespace',
		'moby',
		'-id',
		id,
		'-address',
		'/run/containerd/containerd.sock',
	];
	const children = new Map<number, Told>();
	const process = run(host, parent, (self) => watch(self, children, group, look), {
		comm: 'containerd-shim',
		argv,
		streams: new Map(),
		set: { exe: argv[0]!, oomScoreAdj: -998 },
	});
	host.emit({ kind: 'task.reparent', pid: process.pid, parent: 1 });
	const shim = { pid: process.pid, children };
	shimsOf(host).set(id, shim);
	return shim;
}

/** Reaps every child that has ended, and tells of it. */
function* watch(
	{ host, pid }: Process,
	children: Map<number, Told>,
	group: string,
	look: () => void,
): Running<number> {
	for (;;) {
		look();
		for (const [child, tell] of [...children]) {
			const task = host.state.tasks.get(child);
			if (task && !task.end) continue;
			children.delete(child);
			if (task) reap(host, pid, child);
			tell(task?.end ?? { signal: 'KILL' });
		}
		yield { keys: [`exit:${pid}`, `oom:${group}`] };
	}
}

/** The container is gone: so is its shim. */
export function endShim(host: Host, id: string): void {
	const shim = shimOf(host, id);
	shimsOf(host).delete(id);
	if (shim) endTask(host, shim.pid);
}

/** A helper process ends, and its parent reaps it. */
export function endTask(host: Host, pid: number): void {
	const task = host.state.tasks.get(pid);
	if (!task) return;
	exit(host, pid, { code: 0 });
	if (host.state.tasks.has(pid)) reap(host, task.parent, pid);
}
