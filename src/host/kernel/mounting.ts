/** mount(2), bind mounts, remounting and pivot_root(2). */
import type { Host } from '../host.ts';
import type { Growing, HostState } from '../state.ts';
import { setXattr } from './attributes.ts';
import { Errno } from './errno.ts';
import type { Disk, Inode, Overlay } from './file.ts';
import { fileSystemOf } from './fileSystems.ts';
import { mountsUpon, propagationOf, type Mount, type MountNamespace, type MountReason } from './mount.ts';
import { mountOptions, optionValue, wordsOf } from './mountOptions.ts';
import { rootPath } from './rootPath.ts';
import { checkMayMount, mountAt, namespaceOf } from './mountView.ts';
import { rootOf } from './node.ts';
import { NSFS } from './nsfs.ts';
import { lookup, pathWithin, type Found } from './path.ts';
import { kindOf, peers } from './propagation.ts';

export { makePrivate, makeShared, makeSlave } from './propagation.ts';
export { unmount } from './unmounting.ts';

type Options = readonly string[] | string;

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
	const { device, root, source, options, within } = made;
	const mount: Growing<Mount> = {
		id: host.state.next.mount,
		parent: under.id,
		at: target.node.id,
		device,
		root,
		path: pathFound(host.state, pid, ns, target),
		source,
		options,
		propagation: propagationOf(ns, under) === 'shared' ? 'shared' : 'private',
	};
	if (within !== undefined) mount.within = within;
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

const UUID = 'trusted.overlay.uuid';
/** An upper directory that is mounted for the first time gets a UUID to keep, and the mount says so (overlayfs.rst, "UUID and fsid"). */
const firstMounted = (host: Host, pid: number, made: MadeFs, data: readonly string[]): MadeFs => {
	const upper = optionValue(data, 'upperdir');
	if (made.kind !== 'overlay' || upper === undefined) return made;
	const { inode } = lookup(host.state, pid, upper);
	if (inode.xattrs?.[UUID] !== undefined) return made;
	setXattr(host, pid, upper, UUID, '');
	return { ...made, options: [...made.options, 'uuid=on'] };
};
type MadeFs = ReturnType<typeof fileSystemOf>;

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
	const made = fileSystemOf(host, pid, type, data);
	const filesystem = why === 'rootfs' ? made : firstMounted(host, pid, made, data);
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

/** MS_REMOUNT of the mount's own flags: `ro`, `rw`, `nosuid` … */
export const remount = (host: Host, pid: number, target: string, options: Options): void => {
	checkMayMount(host, pid);
	const { mount: at } = mountAt(host, pid, target);
	const { flags } = mountOptions(wordsOf(options), at.options);
	host.emit({ kind: 'mount.change', namespace: namespaceOf(host, pid).namespace, id: at.id, options: flags });
};

/** Tasks of a namespace that stand where `pid` does: they follow it to the new root. */
const followers = (host: Host, pid: number): number[] => {
	const task = host.state.tasks.get(pid)!;
	if (host.kin.uses(task.namespaces.mnt) <= 1) return [pid];
	return host.state.tasks
		.filter((each) => each.namespaces.mnt === task.namespaces.mnt && each.root.mount === task.root.mount)
		.map((each) => each.pid);
};

const isShared = (ns: MountNamespace, id: number): boolean => {
	const mount = ns.mounts.get(id);
	return mount !== undefined && propagationOf(ns, mount) === 'shared';
};

/** pivot_root(2): the mount at `newRoot` becomes `/`; the old tree goes under `putOld`, or away as after `umount -l`. */
export const pivotRoot = (host: Host, pid: number, newRoot: string, putOld?: string): void => {
	checkMayMount(host, pid);
	const { mount: top } = mountAt(host, pid, newRoot);
	const ns = namespaceOf(host, pid);
	if (top.id === ns.root) throw new Errno('EBUSY');
	if ([top.parent, ns.root].some((id) => isShared(ns, id))) throw new Errno('EINVAL');
	const { namespace } = ns;
	const below = putOld === undefined ? undefined : lookup(host.state, pid, putOld);
	if (below && below.mount.id !== top.id) throw new Errno('EINVAL');
	const old = below && { at: below.place.node, path: pathWithin(host.state, ns, below.place) };
	const tasks = followers(host, pid);
	host.emit({ kind: 'mount.pivotRoot', namespace, mount: top.id, tasks, by: pid, ...(old && { old }) });
};
