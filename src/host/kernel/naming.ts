/** Making, removing and moving names: mkdir(2), unlink(2), rename(2), link(2), symlink(2), mknod(2). */
import type { Host } from '../host.ts';
import { checkSticky } from './access.ts';
import { checkChangeable, makeEntry, removeEntry, changeable } from './entries.ts';
import { makeGroupAt, removeGroupAt } from './cgroupfs.ts';
import { Errno } from './errno.ts';
import type { Disk, Inode } from './file.ts';
import { childOf, namesIn } from './node.ts';
import { lookup, resolve, resolved, type Found, type Resolved } from './path.ts';

/** Every program of a session keeps the usual umask. */
export const UMASK = 0o022;

/** Fields of a new inode that belongs to task `pid`. */
export const freshInode = (
	host: Host,
	pid: number,
	kind: Inode['kind'],
	mode: number,
): Omit<Inode, 'inode'> => {
	const { uid, gid } = host.state.tasks.get(pid)!;
	const isDirectory = kind === 'dir';
	const size = isDirectory ? 4096 : 0;
	return { kind, mode, uid, gid, size, modified: host.state.clock.now, links: isDirectory ? 2 : 1 };
};

/** The place for a new name: EEXIST where there is one already. */
export const vacant = (host: Host, pid: number, path: string): Resolved => {
	const resolved = resolve(host.state, pid, path, false);
	if (resolved.found) throw new Errno('EEXIST');
	return resolved;
};

const makeOneDirectory = (host: Host, pid: number, path: string, mode: number): void => {
	const { directory, name } = vacant(host, pid, path);
	if (makeGroupAt(host, pid, directory, name)) return;
	checkChangeable(host, pid, directory);
	makeEntry(host, pid, directory, name, freshInode(host, pid, 'dir', mode));
};

const isDirectory = (host: Host, pid: number, path: string): boolean => {
	const found = resolved(host.state, pid, path, true)?.found;
	if (found && found.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	return found !== undefined;
};

export interface MakeDirectory {
	readonly mode?: number;
	/** mkdir -p: makes those above it, and does not mind that it is there. */
	readonly parents?: boolean;
}
export const makeDirectory = (
	host: Host,
	pid: number,
	path: string,
	{ mode = 0o777 & ~UMASK, parents = false }: MakeDirectory = {},
): void => {
	const trimmed = path.replace(/(.)\/+$/, '$1');
	if (!parents) return makeOneDirectory(host, pid, trimmed, mode);
	makeParents(host, pid, trimmed, mode);
};

const makeParents = (host: Host, pid: number, path: string, mode: number): void => {
	if (isDirectory(host, pid, path)) return;
	const slash = path.lastIndexOf('/');
	if (slash > 0) makeParents(host, pid, path.slice(0, slash), 0o777 & ~UMASK);
	if (!['', '.', '..'].includes(path.slice(slash + 1))) makeOneDirectory(host, pid, path, mode);
};

export const isMountPoint = ({ place, mount }: Found): boolean => place.node === mount.root;

/** What may be taken out of its directory. */
export const removable = (host: Host, pid: number, path: string): Resolved & { found: Found } => {
	const resolved = resolve(host.state, pid, path, false);
	const { directory, found } = resolved;
	if (!found) throw new Errno('ENOENT');
	if (isMountPoint(found)) throw new Errno('EBUSY');
	checkChangeable(host, pid, directory);
	checkSticky(host.state, pid, directory.inode, found.inode);
	return { ...resolved, found };
};

/** rmdir(2) */
export const removeDirectory = (host: Host, pid: number, path: string): void => {
	const found = lookup(host.state, pid, path, { follow: false });
	if (found.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	if (removeGroupAt(host, pid, found)) return;
	const { directory, name } = removable(host, pid, path);
	if (namesIn({ state: host.state, pid }, found.node).length) throw new Errno('ENOTEMPTY');
	removeEntry(host, pid, directory, name);
};

/** Mounts below a directory that is to go make it busy. */
const checkUnmounted = (host: Host, pid: number, { node, mount, mounts }: Found): void => {
	for (const name of namesIn({ state: host.state, pid }, node)) {
		const child = childOf({ state: host.state, pid }, node, name);
		if (child && mounts.over.get(mount.id)?.has(child.id)) throw new Errno('EBUSY');
	}
};

/** unlink(2); with `recursive`, a directory with all that is in it. */
export const remove = (
	host: Host,
	pid: number,
	path: string,
	{ recursive = false }: { readonly recursive?: boolean } = {},
): void => {
	const { directory, name, found } = removable(host, pid, path);
	if (found.inode.kind === 'dir') {
		if (!recursive) throw new Errno('EISDIR');
		checkUnmounted(host, pid, found);
	}
	removeEntry(host, pid, directory, name);
};

/** link(2): one inode, one name more. */
export const hardLink = (host: Host, pid: number, existing: string, path: string): void => {
	const source = lookup(host.state, pid, existing, { follow: false });
	if (source.inode.kind === 'dir') throw new Errno('EPERM');
	const { directory, name } = vacant(host, pid, path);
	if (source.place.mount !== directory.place.mount) throw new Errno('EXDEV');
	checkChangeable(host, pid, directory);
	const { device, inode: number } = changeable(host, pid, source);
	const parent = changeable(host, pid, directory).inode;
	const inode = (host.state.filesystems.get(device) as Disk).inodes.get(number)!;
	const puts = [{ parent, name, inode: { ...inode, links: inode.links + 1 } }];
	const shown = `${directory.path === '/' ? '' : directory.path}/${name}`;
	host.emit({ kind: 'file.put', device, puts, path: shown, why: 'make', by: pid });
};
