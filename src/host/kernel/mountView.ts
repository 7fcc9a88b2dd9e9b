/** A task's mount namespace, whether it may change it, and the mount at a path. */
import type { Host } from '../host.ts';
import { isCapable } from './access.ts';
import { Errno } from './errno.ts';
import type { MountNamespace } from './mount.ts';
import { lookup, type Found } from './path.ts';

export const namespaceOf = (host: Host, pid: number): MountNamespace =>
	host.state.mounts.get(host.state.tasks.get(pid)!.namespaces.mnt)!;

/** SYS_ADMIN in the user namespace that owns the mount namespace. */
export const checkMayMount = (host: Host, pid: number): void => {
	const { user, mnt } = host.state.tasks.get(pid)!.namespaces;
	const isOwner =
		host.state.namespaces.get(user)?.isInitial || host.state.namespaces.get(mnt)?.owner === user;
	if (!isOwner || !isCapable(host.state, pid, 'SYS_ADMIN')) throw new Errno('EPERM');
};

/** EINVAL where the path is no mount point. */
export const mountAt = (host: Host, pid: number, target: string): Found => {
	const found = lookup(host.state, pid, target);
	if (found.place.node !== found.mount.root) throw new Errno('EINVAL');
	return found;
};
