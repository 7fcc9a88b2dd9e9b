/** Reading files, directories and links: stat(2), getdents(2), readlink(2), read(2). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { checkAccess } from './access.ts';
import { elfName, wholeContent } from './bytes.ts';
import { Errno, isErrno } from './errno.ts';
import type { Inode } from './file.ts';
import { childOf, namesIn, type Node } from './node.ts';
import { lookup, resolved, type Found } from './path.ts';
import { blocksOf, usedBytes } from './room.ts';
import type { View } from './virtual.ts';

export interface Follow {
	readonly follow?: boolean;
}

const subdirectories = (view: View, node: Node): number =>
	namesIn(view, node).filter((name) => childOf(view, node, name)?.inode.kind === 'dir').length;

/** What stat(2) counts rather than stores: a directory's links, and on tmpfs its size (20 bytes an entry). */
const counted = (view: View, { node, inode }: Found): Inode => {
	if (inode.kind !== 'dir' || node.fs.kind === 'kernel') return inode;
	const isMerged = (node.layers?.length ?? 0) > 1;
	const links = isMerged ? 1 : 2 + subdirectories(view, node);
	const isTmpfs = node.fs.type === 'tmpfs' || node.fs.type === 'devtmpfs';
	return { ...inode, links, ...(isTmpfs && { size: 40 + 20 * (inode.entries?.size ?? 0) }) };
};

export const status = (state: HostState, pid: number, path: string, options: Follow = {}): Inode =>
	counted({ state, pid }, lookup(state, pid, path, options));

export const exists = (state: HostState, pid: number, path: string): boolean => {
	try {
		return resolved(state, pid, path, true)?.found !== undefined;
	} catch (error) {
		if (isErrno(error)) return false;
		throw error;
	}
};

/** Names in a directory, in no order, without . and .. */
export const listing = (state: HostState, pid: number, path: string): string[] => {
	const found = lookup(state, pid, path);
	if (found.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	checkAccess(state, pid, found.inode, 'r');
	return namesIn({ state, pid }, found.node);
};

/** What a file that was found reads as, whole. */
export const contentOf = ({ node, inode, name }: Found): string => {
	if (inode.kind === 'dir') throw new Errno('EISDIR');
	if (!node.virtual) return inode.kind === 'file' ? wholeContent(inode, name) : '';
	if (!node.virtual.read) throw new Errno('EINVAL');
	return node.virtual.read();
};

export const content = (state: HostState, pid: number, path: string): string => {
	const found = lookup(state, pid, path);
	if (found.inode.kind !== 'dir') checkAccess(state, pid, found.inode, 'r');
	return contentOf(found);
};

export const readLink = (state: HostState, pid: number, path: string): string => {
	const { inode } = lookup(state, pid, path, { follow: false });
	if (inode.kind !== 'link') throw new Errno('EINVAL');
	return inode.target ?? '';
};

/** Which program a file is: what a copied program says of itself, else the name it is called by. */
export const programName = (state: HostState, pid: number, path: string): string => {
	const { inode, name } = lookup(state, pid, path);
	const called = path.slice(path.lastIndexOf('/') + 1);
	return elfName(inode.content ?? '') || (inode.links > 1 ? called : name);
};

export const xattrs = (
	state: HostState,
	pid: number,
	path: string,
	options: Follow = {},
): Readonly<Record<string, string>> => lookup(state, pid, path, options).inode.xattrs ?? {};

const blocksBelow = (view: View, node: Node, seen: Set<string>): number => {
	const key = `${node.fs.device}:${node.inode.inode}`;
	if (seen.has(key)) return 0;
	if (node.inode.kind !== 'dir' && node.inode.links > 1) seen.add(key);
	const children = node.inode.kind === 'dir' ? namesIn(view, node) : [];
	return children.reduce(
		(sum, name) => {
			const child = childOf(view, node, name);
			return sum + (child ? blocksBelow(view, child, seen) : 0);
		},
		blocksOf(node.inode, node.fs.type),
	);
};

/** What du(1) counts, in bytes: every inode once, in whole blocks. */
export const diskUsage = (state: HostState, pid: number, path: string): number =>
	blocksBelow({ state, pid }, lookup(state, pid, path, { follow: false }).node, new Set()) * 512;

export interface Space {
	readonly total: number;
	readonly used: number;
	readonly available: number;
	readonly source: string;
	readonly type: string;
	/** Where it is mounted. */
	readonly path: string;
}

/** A machine's disk has 8 GiB; a tmpfs without size= may take half of the memory (tmpfs(5)). */
const DISK = 8 * 2 ** 30;

/** statvfs(3), with the mount that df(1) names. */
export const freeSpace = (state: HostState, pid: number, path: string): Space => {
	const { mount, node } = lookup(state, pid, path);
	const { fs } = node;
	const disk = fs.kind === 'overlay' ? state.filesystems.get(fs.upper?.device ?? -1) : fs;
	const of = { source: mount.source, type: fs.type, path: mount.path };
	if (disk?.kind !== 'disk') return { total: 0, used: 0, available: 0, ...of };
	const half = profiles[state.profile].memory / 2;
	const total = disk.type === 'ext4' ? DISK : (disk.limit ?? half);
	const used = usedBytes(disk);
	return { total, used, available: total - used, ...of };
};
