/** Changing directories and inodes, on whatever file system a lookup led to; the checks of a read-only mount come first. */
import type { Host } from '../host.ts';
import { checkAccess } from './access.ts';
import { copyUp, makeMerged, removeMerged } from './copyUp.ts';
import { Errno } from './errno.ts';
import type { Disk, DiskPlace, FileReason, Inode } from './file.ts';
import { checkRoom } from './room.ts';
import type { Found } from './path.ts';

/** EROFS: the mount, or the file system under it, takes no writing. */
export const checkWritable = ({ mount, node }: Found): void => {
	const { fs } = node;
	const isReadOnly = mount.options.includes('ro') || fs.options.includes('ro');
	if (isReadOnly || (fs.kind === 'overlay' && !fs.upper)) throw new Errno('EROFS');
};

/** Names are made and removed here: a directory, writable for the task. */
export const checkChangeable = (host: Host, pid: number, directory: Found): void => {
	if (directory.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	checkWritable(directory);
	checkAccess(host.state, pid, directory.inode, 'w');
	checkAccess(host.state, pid, directory.inode, 'x');
};

/** A kernel file system's directories take no names: proc says ENOENT, the others EACCES (path_openat's `create` test). */
const refusal = ({ node }: Found): Errno =>
	new Errno(node.fs.kind === 'kernel' && node.fs.type === 'proc' ? 'ENOENT' : 'EACCES');

const diskAt = (host: Host, device: number): Disk => {
	const fs = host.state.filesystems.get(device);
	if (fs?.kind !== 'disk') throw new Errno('EIO');
	return fs;
};
export const pathBelow = (directory: Found, name: string) =>
	directory.path === '/' ? `/${name}` : `${directory.path}/${name}`;

/** Makes `name` in `directory`; gives where it now is on its disk. */
export const makeEntry = (
	host: Host,
	pid: number,
	directory: Found,
	name: string,
	fields: Omit<Inode, 'inode'>,
	why: FileReason = 'make',
): DiskPlace => {
	const { fs, id } = directory.node;
	if (fs.kind === 'kernel') throw refusal(directory);
	if (fs.kind === 'overlay') return makeMerged(host, fs, String(id), name, fields, pid);
	const disk = diskAt(host, fs.device);
	checkRoom(disk, fields.size);
	const inode = { ...fields, inode: disk.nextInode };
	const puts = [{ parent: Number(id), name, inode }];
	host.emit({ kind: 'file.put', device: fs.device, puts, path: pathBelow(directory, name), why, by: pid });
	return { device: fs.device, inode: inode.inode };
};

export const removeEntry = (host: Host, pid: number, directory: Found, name: string): void => {
	const { fs, id } = directory.node;
	if (fs.kind === 'kernel') throw new Errno('EPERM');
	if (fs.kind === 'overlay') return removeMerged(host, fs, String(id), name, pid);
	const entries = [{ parent: Number(id), name }];
	const path = pathBelow(directory, name);
	host.emit({ kind: 'file.remove', device: fs.device, entries, path, why: 'remove', by: pid });
};

/** Where the inode that `found` shows can be changed: copied up first where it lies in a lower layer. */
export const changeable = (host: Host, pid: number, found: Found, isEmptied = false): DiskPlace => {
	checkWritable(found);
	const { fs, id } = found.node;
	if (fs.kind === 'overlay') return copyUp(host, fs, String(id), pid, { isEmptied });
	if (fs.kind === 'kernel' || fs.type === 'nsfs') throw new Errno('EPERM');
	return { device: fs.device, inode: Number(id) };
};

/** Changes an inode in place. */
export const changeInode = (
	host: Host,
	pid: number,
	{ device, inode: number }: DiskPlace,
	path: string,
	why: FileReason,
	set: Partial<Inode>,
): void => {
	const disk = diskAt(host, device);
	const inode = disk.inodes.get(number);
	if (!inode) throw new Errno('ENOENT');
	if (set.size !== undefined && set.size > inode.size) checkRoom(disk, set.size, inode.size);
	const puts = [{ inode: { ...inode, ...set } }];
	host.emit({ kind: 'file.put', device, puts, path, why, by: pid });
};
