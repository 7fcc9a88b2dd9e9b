/** umount(2), and what a mount that goes lets go of. */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import { mountsUpon, type Mount, type MountNamespace } from './mount.ts';
import { checkMayMount, mountAt, namespaceOf } from './mountView.ts';
import { releaseNamespace } from './namespaces.ts';
import { NSFS } from './nsfs.ts';
import { peers } from './propagation.ts';

/** Whether a task stands on one of `ids`, in a mount namespace. */
const isUsed = (host: Host, ns: MountNamespace, ids: readonly number[]): boolean =>
	host.state.tasks.find(
		(task) =>
			task.namespaces.mnt === ns.namespace && (ids.includes(task.cwd.mount) || ids.includes(task.root.mount)),
	) !== undefined;

const isShown = ({ state, kin }: Host, device: number): boolean => {
	const home = kin.home(device);
	if (home !== undefined) return state.mounts.get(home)?.devices.has(device) ?? false;
	return state.mounts.some((ns) => ns.devices.has(device));
};

/** What a mount that has gone held: its file system where nothing else shows it, the namespace it pinned. */
const release = (host: Host, pid: number, { device, root, path }: Mount): void => {
	if (device === NSFS) {
		host.emit({ kind: 'namespace.pin', inode: Number(root), isPinned: isBound(host.state, root), path });
		releaseNamespace(host, Number(root));
	} else if (!isShown(host, device)) host.emit({ kind: 'filesystem.drop', device });
};
const isBound = (state: HostState, inode: number | string): boolean =>
	state.mounts.find(
		(ns) =>
			ns.devices.has(NSFS) &&
			ns.mounts.find((each) => each.device === NSFS && each.root === inode) !== undefined,
	) !== undefined;

/** umount(2). `lazy` (MNT_DETACH) takes away what is mounted on it as well, in use or not. */
export const unmount = (
	host: Host,
	pid: number,
	target: string,
	{ lazy = false }: { readonly lazy?: boolean } = {},
): void => {
	checkMayMount(host, pid);
	const found = mountAt(host, pid, target);
	const ns = namespaceOf(host, pid);
	if (found.mount.parent === found.mount.id) throw new Errno(lazy ? 'EINVAL' : 'EBUSY');
	const ids = mountsUpon(ns, found.mount.id).reverse();
	if (!lazy && (ids.length > 1 || isUsed(host, ns, ids))) throw new Errno('EBUSY');
	const others = peers(host.state, ns, found.mount.parent);
	const gone = ids.map((id) => ns.mounts.get(id)!);
	for (const { namespace } of [ns, ...others])
		for (const id of ids)
			if (host.state.mounts.get(namespace)!.mounts.has(id))
				host.emit({ kind: 'mount.remove', namespace, id, by: pid });
	for (const each of gone) release(host, pid, each);
};
