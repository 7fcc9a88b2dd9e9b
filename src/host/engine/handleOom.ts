/** The OOM killer has been in a container's group (moby: daemon/monitor.go, EventOOM). */
import { cgroupKey } from '../kernel/cgroup.ts';
import type { Host } from '../host.ts';
import { announceContainer } from './announce.ts';
import { cgroupPath } from './cgroupLimits.ts';
import { changeState } from './change.ts';
import type { Container } from './container.ts';

/** Tells of kills that nobody has been told of. 26.1 notes the first at once; 20.10 notes it when the container ends. */
export function oomWatch(host: Host, container: Container): () => void {
	let told = 0;
	return () => {
		const count = oomKills(host, container);
		for (; told < count; told++) handleOom(host, container.id);
	};
}

function handleOom(host: Host, id: string): void {
	const container = host.state.engine.containers.get(id);
	if (!container) return;
	if (host.profile.major >= 26) changeState(host, id, 'oom', { oomKilled: true });
	announceContainer(host, container, 'oom');
}

/** How many in the group were killed for want of memory, as its counters tell. */
export function oomKills(host: Host, container: Container): number {
	const hierarchy = host.profile.cgroupVersion === 2 ? 'unified' : 'memory';
	const group = host.state.cgroups.get(cgroupKey(hierarchy, cgroupPath(host.state, container)));
	return group?.counts['memory.oom_kill'] ?? 0;
}
