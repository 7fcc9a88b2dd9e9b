/** Residents are who lives in which network namespace of the host. */
import type { HostState } from '#host/state.ts';
import { containerOfNamespace } from '#host/whose.ts';
import { latest } from './latest.ts';

export interface Residents {
	/** Inodes by the container's id. */
	readonly namespaces: ReadonlyMap<string, number>;
	/** Ids of containers by the inode. */
	readonly containers: ReadonlyMap<number, string>;
}

/**
 * The sandbox's namespace, or, while that is being made, the one that the container's first task has. A stack comes and
 * goes with an entry among the namespaces, or as one more of its kind.
 */
export const residentsOf = latest(
	({ engine, tasks, namespaces, nets }: HostState) => [engine.containers, tasks, namespaces, nets.size],
	(state): Residents => {
		const namespaces = new Map<string, number>();
		const containers = new Map<number, string>();
		const claim = (id: string, inode: number | undefined): void => {
			if (!inode || !state.nets.has(inode) || namespaces.has(id)) return;
			namespaces.set(id, inode);
			containers.set(inode, containers.get(inode) ?? id);
		};
		for (const { id, sandbox, state: life } of state.engine.containers.values()) {
			const main = state.tasks.get(life.pid);
			claim(id, main?.namespaces.net ?? sandbox?.namespace);
		}
		for (const inode of state.nets.keys())
			if (!containers.has(inode) && !state.namespaces.get(inode)?.isInitial) {
				const whose = containerOfNamespace(state, inode);
				if (whose) claim(whose.id, inode);
			}
		return { namespaces, containers };
	},
);
