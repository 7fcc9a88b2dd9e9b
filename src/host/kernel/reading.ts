/** Reading files, directories and links: stat(2), getdents(2), readlink(2), read(2). */
import type { HostState } from '../state.ts';
import { checkAccess } from './access.ts';
import { elfName, wholeContent } from './bytes.ts';
import { Errno, isErrno } from './errno.ts';
import type { Inode } from './file.ts';
import { childOf, namesIn, type Node } from './node.ts';
import { lookup, resolved, type Found } from './path.ts';
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

/** Which program a file is: what a copied program says of itself, else the name it is called by. */
export const programName = (state: HostState, pid: number, path: string): string => {
	const { inode, name } = lookup(state, pid, path);
	const called = path.slice(path.lastIndexOf('/') + 1);
	return elfName(inode.content ?? '') || (inode.links > 1 ? called : name);
};
