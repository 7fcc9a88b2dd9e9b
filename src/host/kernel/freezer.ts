/** The freezer (cgroup-v1/freezer-subsystem.rst; cgroup-v2.rst, "cgroup.freeze"). */
import type { Host } from '../host.ts';
import { groupOf, isFrozenByCgroup, tasksUnder } from './control.ts';
import { wakeUp } from './kill.ts';

/** Freezes or thaws a group and all below it. On v1 its tasks show D while frozen; on v2 they keep S. */
export const freeze = (host: Host, hierarchy: string, path: string, frozen: boolean): void => {
	const group = groupOf(host.state, hierarchy, path);
	if (!group) return;
	host.emit({ kind: 'cgroup.freeze', hierarchy, path, frozen });
	for (const { pid, status } of tasksUnder(host.state, hierarchy, path)) {
		const isHeld = isFrozenByCgroup(host.state, pid) !== undefined;
		if (hierarchy !== 'unified' && status !== 'T')
			host.emit({ kind: 'task.status', pid, status: isHeld ? 'D' : 'S' });
		if (!frozen && !isHeld) wakeUp(host, pid);
	}
};
