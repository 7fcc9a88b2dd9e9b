/** mount(2), umount(2), pivot_root(2), and what of them other namespaces see (mount_namespaces(7)). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { isCapable } from './access.ts';
import { Errno } from './errno.ts';
import type { Disk, Inode, Overlay } from './file.ts';
import { fileSystemOf } from './fileSystems.ts';
import {
	mountsUpon,
	propagationOf,
	type Mount,
	type MountNamespace,
	type MountReason,
	type Propagation,
} from './mount.ts';
import { mountOptions, wordsOf } from './mountOptions.ts';
import { rootPath } from './mountTable.ts';
import { rootOf } from './node.ts';
import { releaseNamespace } from './namespaces.ts';
import { NSFS } from './nsfs.ts';
import { lookup, pathWithin, type Found } from './path.ts';

export { mountInfo, mountsSeen, mountTable } from './mountTable.ts';

type Options = readonly string[] | string;

const namespaceOf = (host: Host, pid: number): MountNamespace =>
	host.state.mounts.get(host.state.tasks.get(pid)!.namespaces.mnt)!;

/** SYS_ADMIN in the user namespace that owns the mount namespace. */
const checkMayMount = (host: Host, pid: number): void => {
	const { user, mnt } = host.state.tasks.get(pid)!.namespaces;
	const isOwner =
		host.state.namespaces.get(user)?.isInitial || host.state.namespaces.get(mnt)?.owner === user;
	if (!isOwner || !isCapable(host.state, pid, 'SYS_ADMIN')) throw new Errno('EPERM');
};

const related = (state: HostState, start: MountNamespace): MountNamespace[] => {
	const seen = new Map<number, MountNamespace>();
	const visit = (inode: number | undefined): void => {
		const ns = inode === undefined || seen.has(inode) ? undefined : state.mounts.get(inode);
		if (!ns) return;
		seen.set(ns.namespace, ns);
		visit(ns.origin);
		ns.copies.forEach(visit);
	};
	visit(start.namespace);
	seen.delete(start.namespace);
	return [...seen.values()];
};

/** Other namespaces where an event on mount `id` shows too: peers and slaves of a shared mount. */
const peers = (state: HostState, ns: MountNamespace, id: number): MountNamespace[] => {
	if (kindOf(ns, id) !== 'shared') return [];
	return related(state, ns).filter((each) => kindOf(each, id) !== 'private');
};
const kindOf = (ns: MountNamespace, id: number): Propagation => {
	const mount = ns.mounts.get(id);
	return mount ? propagationOf(ns, mount) : 'private';
};

interface NewMount {
	readonly device: number;
	readonly root: number | string;
	readonly source: string;
	readonly options: readonly string[];
	readonly within?: string;
}

/** The path of what was found, in its mount namespace. A file has no way up of its own: its directory names it. */
const pathFound = (state: HostState, pid: number, ns: MountNamespace, found: Found): string => {
	const { root } = state.tasks.get(pid)!;
	if (root.mount === ns.root && root.node === ns.mounts.get(ns.root)!.root) return found.path;
	if (!found.parent || found.inode.kind === 'dir') return pathWithin(state, ns, found.place);
	const directory = pathWithin(state, ns, found.parent);
	return `${directory === '/' ? '' : directory}/${found.name}`;
};

/** Attaches a mount over what `target` is, here and wherever that propagates. */
const attach = (host: Host, pid: number, target: Found, made: NewMount, why: MountReason): Mount => {
	const ns = namespaceOf(host, pid);
	const under = target.mount;
	const mount: Mount = {
		...made,
		id: host.state.next.mount,
		parent: under.id,
		at: target.place.node,
		path: pathFound(host.state, pid, ns, target),
		propagation: propagationOf(ns, under) === 'shared' ? 'shared' : 'private',
	};
	const others = peers(host.state, ns, under.id);
	host.emit({ kind: 'mount.add', namespace: ns.namespace, mount, by: pid, why });
	for (const other of others) {
		const { namespace } = other;
		const propagation = kindOf(other, under.id);
		host.emit({ kind: 'mount.add', namespace, mount: { ...mount, propagation }, by: pid, why });
	}
	return mount;
};

/** An overlay's work directory gets an empty directory `work` of its own. */
const prepareWork = (host: Host, pid: number, { work }: Overlay): void => {
	if (!work) return;
	const disk = host.state.filesystems.get(work.device) as Disk;
	const old = disk.inodes.get(work.inode)?.entries?.get('work');
	if (old !== undefined && disk.inodes.get(old)?.entries?.size === 0) return;
	const times = { size: 4096, links: 2, modified: host.state.clock.now };
	const inode: Inode = { inode: disk.nextInode, kind: 'dir', mode: 0, uid: 0, gid: 0, ...times };
	const puts = [{ parent: work.inode, name: 'work', inode }];
	host.emit({ kind: 'file.put', device: work.device, puts, path: 'work/work', why: 'layer', by: pid });
};

export interface MountRequest {
	readonly type: string;
	readonly source?: string;
	readonly target: string;
	readonly options?: Options;
	readonly why?: MountReason;
}

/** mount(2) of a new file system. */
export const mount = (
	host: Host,
	pid: number,
	{ type, source = 'none', target, options, why = 'other' }: MountRequest,
): Mount => {
	checkMayMount(host, pid);
	const found = lookup(host.state, pid, target);
	if (found.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	const { flags, data } = mountOptions(options);
	const filesystem = fileSystemOf(host, pid, type, data);
	host.emit({ kind: 'filesystem.make', filesystem });
	if (filesystem.kind === 'overlay') prepareWork(host, pid, filesystem);
	const { device } = filesystem;
	return attach(host, pid, found, { device, root: rootOf(filesystem), source, options: flags }, why);
};

/** Where a file that is to be bound lies in its file system. */
const withinOf = (
	state: HostState,
	{ inode, mount: at, parent, name, device }: Found,
): Pick<Mount, 'within'> => {
	if (inode.kind === 'dir' || device === NSFS) return {};
	if (at.within !== undefined) return { within: at.within };
	const directory = parent && rootPath(state, { device, root: parent.node });
	return { within: `${directory === '/' ? '' : (directory ?? '')}/${name}` };
};

export interface BindRequest {
	readonly source: string;
	readonly target: string;
	readonly options?: Options;
	readonly why?: MountReason;
	/** With the mounts on the source (MS_REC). */
	readonly recursive?: boolean;
}

/** Mounts on a source's own directory tree, nearest first. */
const mountsWithin = ({ mounts, mount: source, path }: Found, within: string): Mount[] =>
	mountsUpon(mounts, source.id)
		.slice(1)
		.map((id) => mounts.mounts.get(id)!)
		.filter((each) => each.path.startsWith(path === '/' ? '/' : `${within}/`));

const bindUpon = (
	host: Host,
	pid: number,
	top: Mount,
	upon: readonly Mount[],
	from: number,
	prefix: string,
): void => {
	const ns = namespaceOf(host, pid).namespace;
	const ids = new Map([[from, top.id]]);
	for (const each of upon) {
		const id = host.state.next.mount;
		ids.set(each.id, id);
		const path = `${top.path === '/' ? '' : top.path}${each.path.slice(prefix === '/' ? 0 : prefix.length)}`;
		const copy = { ...each, id, parent: ids.get(each.parent) ?? top.id, path, propagation: top.propagation };
		host.emit({ kind: 'mount.add', namespace: ns, mount: copy, by: pid, why: 'bind' });
	}
};

/** MS_BIND: the same file or directory at another place. A namespace's file stays alive as long as it is bound. */
export const bind = (
	host: Host,
	pid: number,
	{ source, target, options, why = 'bind', recursive = false }: BindRequest,
): Mount => {
	checkMayMount(host, pid);
	const [from, found] = [lookup(host.state, pid, source), lookup(host.state, pid, target)];
	if ((from.inode.kind === 'dir') !== (found.inode.kind === 'dir')) throw new Errno('ENOTDIR');
	const { flags } = mountOptions(options, from.mount.options);
	const within = recursive ? pathFound(host.state, pid, from.mounts, from) : '';
	const upon = recursive ? mountsWithin(from, within) : [];
	const made = {
		device: from.device,
		root: from.place.node,
		source: from.mount.source,
		options: flags,
		...withinOf(host.state, from),
	};
	const mounted = attach(host, pid, found, made, why);
	bindUpon(host, pid, mounted, upon, from.mount.id, within);
	if (from.device === NSFS)
		host.emit({ kind: 'namespace.pin', inode: Number(from.place.node), isPinned: true, path: mounted.path });
	return mounted;
};

const mountAt = (host: Host, pid: number, target: string): Found => {
	const found = lookup(host.state, pid, target);
	if (found.place.node !== found.mount.root) throw new Errno('EINVAL');
	return found;
};

/** Whether a task stands on one of `ids`, in a mount namespace. */
const isUsed = (host: Host, ns: MountNamespace, ids: readonly number[]): boolean =>
	host.state.tasks.find(
		(task) =>
			task.namespaces.mnt === ns.namespace && (ids.includes(task.cwd.mount) || ids.includes(task.root.mount)),
	) !== undefined;

const isShown = (state: HostState, device: number): boolean =>
	state.mounts.some((ns) => ns.devices.has(device));

/** What a mount that has gone held: its file system where nothing else shows it, the namespace it pinned. */
const release = (host: Host, pid: number, { device, root, path }: Mount): void => {
	if (device === NSFS) {
		host.emit({ kind: 'namespace.pin', inode: Number(root), isPinned: isBound(host.state, root), path });
		releaseNamespace(host, Number(root));
	} else if (!isShown(host.state, device)) host.emit({ kind: 'filesystem.drop', device });
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

/** MS_REMOUNT of the mount's own flags: `ro`, `rw`, `nosuid` … */
export const remount = (host: Host, pid: number, target: string, options: Options): void => {
	checkMayMount(host, pid);
	const { mount: at } = mountAt(host, pid, target);
	const { flags } = mountOptions(wordsOf(options), at.options);
	host.emit({ kind: 'mount.change', namespace: namespaceOf(host, pid).namespace, id: at.id, options: flags });
};

const setPropagation =
	(propagation: Propagation) =>
	(
		host: Host,
		pid: number,
		target: string,
		{ recursive = false }: { readonly recursive?: boolean } = {},
	): void => {
		checkMayMount(host, pid);
		const { mount: at } = mountAt(host, pid, target);
		const ns = namespaceOf(host, pid);
		if (recursive && at.id === ns.root) {
			host.emit({ kind: 'mount.propagation', namespace: ns.namespace, propagation, by: pid });
			return;
		}
		for (const id of recursive ? mountsUpon(ns, at.id) : [at.id])
			if (kindOf(ns, id) !== propagation)
				host.emit({ kind: 'mount.change', namespace: ns.namespace, id, propagation });
	};
/** mount --make-private */
export const makePrivate = setPropagation('private');
export const makeSlave = setPropagation('slave');
export const makeShared = setPropagation('shared');

/** Tasks of a namespace that stand where `pid` does: they follow it to the new root. */
const followers = (host: Host, pid: number): number[] => {
	const task = host.state.tasks.get(pid)!;
	if (host.kin.uses(task.namespaces.mnt) <= 1) return [pid];
	return host.state.tasks
		.filter((each) => each.namespaces.mnt === task.namespaces.mnt && each.root.mount === task.root.mount)
		.map((each) => each.pid);
};

/** pivot_root(2): the mount at `newRoot` becomes `/`; the old tree goes under `putOld`, or away as after `umount -l`. */
export const pivotRoot = (host: Host, pid: number, newRoot: string, putOld?: string): void => {
	checkMayMount(host, pid);
	const { mount: top } = mountAt(host, pid, newRoot);
	const ns = namespaceOf(host, pid);
	if (top.id === ns.root) throw new Errno('EBUSY');
	const { namespace } = ns;
	const below = putOld === undefined ? undefined : lookup(host.state, pid, putOld);
	if (below && below.mount.id !== top.id) throw new Errno('EINVAL');
	const old = below && { at: below.place.node, path: pathWithin(host.state, ns, below.place) };
	const tasks = followers(host, pid);
	host.emit({ kind: 'mount.pivotRoot', namespace, mount: top.id, tasks, by: pid, ...(old && { old }) });
};
