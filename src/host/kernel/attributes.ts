/** What a file is marked with, and changing it: chmod(2), chown(2), utime(2), truncate(2), setxattr(2), readlink(2). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { checkAccess, isCapable, isOwner } from './access.ts';
import { byteLength, wholeContent, written } from './bytes.ts';
import { changeable, changeInode, checkChangeable, checkWritable, makeEntry } from './entries.ts';
import { Errno } from './errno.ts';
import type { Inode } from './file.ts';
import { freshInode } from './naming.ts';
import { lookup, resolve, type Found } from './path.ts';
import type { Follow } from './reading.ts';

const set = (host: Host, pid: number, found: Found, fields: Partial<Inode>): void => {
	const site = changeable(host, pid, found);
	changeInode(host, pid, site, found.path, 'attributes', fields);
};

export const setMode = (host: Host, pid: number, path: string, mode: number): void => {
	const found = lookup(host.state, pid, path);
	checkWritable(found);
	if (!isOwner(host.state, pid, found.inode)) throw new Errno('EPERM');
	set(host, pid, found, { mode: mode & 0o7777 });
};

export const setOwner = (
	host: Host,
	pid: number,
	path: string,
	uid?: number,
	gid?: number,
	options: Follow = {},
): void => {
	const found = lookup(host.state, pid, path, options);
	checkWritable(found);
	if (!isCapable(host.state, pid, 'CHOWN', found.inode)) throw new Errno('EPERM');
	set(host, pid, found, { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) });
};

export interface Touch {
	/** Seconds since the epoch; default now. */
	readonly seconds?: number;
	/** Makes the file where there is none (not touch -c). */
	readonly create?: boolean;
}
export const touch = (
	host: Host,
	pid: number,
	path: string,
	{ seconds, create = true }: Touch = {},
): void => {
	const { directory, name, found } = resolve(host.state, pid, path);
	const modified = seconds ?? host.state.clock.now;
	if (found) {
		checkWritable(found);
		if (!isOwner(host.state, pid, found.inode)) checkAccess(host.state, pid, found.inode, 'w');
		if (!found.node.virtual) set(host, pid, found, { modified });
		return;
	}
	if (!create) return;
	checkChangeable(host, pid, directory);
	makeEntry(host, pid, directory, name, { ...freshInode(host, pid, 'file', 0o644), content: '', modified });
};

/** truncate(2): cuts, or adds zeros. */
export const truncate = (host: Host, pid: number, path: string, size: number): void => {
	const found = lookup(host.state, pid, path);
	if (found.inode.kind === 'dir') throw new Errno('EISDIR');
	checkAccess(host.state, pid, found.inode, 'w');
	const { inode, name } = found;
	const content = inode.content ?? '';
	const kept =
		size >= byteLength(content) ? { content, size } : written(wholeContent(inode, name).slice(0, size));
	const site = changeable(host, pid, found);
	changeInode(host, pid, site, found.path, 'write', { ...kept, modified: host.state.clock.now });
};

/** trusted.* needs SYS_ADMIN (xattr(7)). */
export const setXattr = (host: Host, pid: number, path: string, name: string, value: string): void => {
	const found = lookup(host.state, pid, path);
	if (name.startsWith('trusted.') && !isCapable(host.state, pid, 'SYS_ADMIN')) throw new Errno('EPERM');
	set(host, pid, found, { xattrs: { ...found.inode.xattrs, [name]: value } });
};

export const readLink = (state: HostState, pid: number, path: string): string => {
	const { inode } = lookup(state, pid, path, { follow: false });
	if (inode.kind !== 'link') throw new Errno('EINVAL');
	return inode.target ?? '';
};

export const xattrs = (
	state: HostState,
	pid: number,
	path: string,
	options: Follow = {},
): Readonly<Record<string, string>> => lookup(state, pid, path, options).inode.xattrs ?? {};
