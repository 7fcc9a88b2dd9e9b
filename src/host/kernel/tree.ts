/** Tree is a directory taken out of its file system: what tar, docker cp, commit and a layer carry. */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import type { FileKind, Inode, Put } from './file.ts';
import { childOf, namesIn, nodeAt, type Node } from './node.ts';
import { isOpaque, OPAQUE } from './overlay.ts';
import { checkChangeable, makeEntry, removeEntry, changeInode, changeable } from './entries.ts';
import { hardLink } from './naming.ts';
import { lookup, resolve } from './path.ts';

export interface TreeNode {
	/** From the top, 'etc/passwd'; '' is the top itself. */
	readonly path: string;
	readonly kind: FileKind;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly size: number;
	readonly modified: number;
	readonly content?: string;
	readonly target?: string;
	readonly device?: readonly [number, number];
	/** A hard link to what an earlier path of the tree is. */
	readonly link?: string;
	/** A layer's directory that hides those below it. */
	readonly isOpaque?: true;
}
/** Directories before what is in them. */
export type Tree = readonly TreeNode[];

const nodeOf = (path: string, inode: Inode): TreeNode => {
	const { kind, mode, uid, gid, size, modified, content, target, device } = inode;
	return {
		path,
		kind,
		mode,
		uid,
		gid,
		size,
		modified,
		...(content !== undefined && { content }),
		...(target !== undefined && { target }),
		...(device && { device }),
		...(kind === 'dir' && isOpaque(inode) && { isOpaque: true }),
	};
};

const joined = (path: string, name: string) => (path ? `${path}/${name}` : name);

const gather = (
	state: HostState,
	node: Node,
	path: string,
	seen: Map<number, string>,
	into: TreeNode[],
): void => {
	const { inode } = node;
	const link = inode.kind !== 'dir' && inode.links > 1 ? seen.get(inode.inode) : undefined;
	if (inode.kind !== 'dir') seen.set(inode.inode, path);
	into.push({ ...nodeOf(path, inode), ...(link !== undefined && { link }) });
	if (inode.kind !== 'dir') return;
	const view = { state, pid: 0 };
	for (const name of namesIn(view, node).sort()) {
		const child = childOf(view, node, name);
		if (child) gather(state, child, joined(path, name), seen, into);
	}
};

export const treeOfNode = (state: HostState, node: Node): Tree => {
	const into: TreeNode[] = [];
	gather(state, node, '', new Map(), into);
	return into;
};

/** What is at a path, with all below it in its file system (mounts are not entered). */
export const treeAt = (state: HostState, pid: number, path: string): Tree =>
	treeOfNode(state, lookup(state, pid, path).node);

/** The node `id` of a file system, with all below it. */
export const treeOn = (state: HostState, device: number, id: number | string): Tree => {
	const node = nodeAt({ state, pid: 0 }, device, id);
	if (!node) throw new Errno('ENOENT');
	return treeOfNode(state, node);
};

type Growing = { -readonly [K in keyof Inode]: Inode[K] };
const inodeOf = (node: TreeNode, number: number): Inode => {
	const { kind, mode, uid, gid, modified, content, target, device } = node;
	const isDirectory = kind === 'dir';
	const size = isDirectory ? 4096 : node.size;
	const inode: Growing = { inode: number, kind, mode, uid, gid, size, modified, links: isDirectory ? 2 : 1 };
	if (content !== undefined) inode.content = content;
	if (target !== undefined) inode.target = target;
	if (device) inode.device = device;
	if (node.isOpaque) inode.xattrs = { [OPAQUE]: 'y' };
	return inode;
};

const impliedDirectory = (modified: number): Omit<TreeNode, 'path'> => ({
	kind: 'dir',
	mode: 0o755,
	uid: 0,
	gid: 0,
	size: 4096,
	modified,
});

/** The inodes that lay a tree into the empty directory `top`, numbered from `first`. Directories left out are made. */
export const putsOf = (tree: Tree, top: number, first: number): Put[] => {
	const puts: Put[] = [];
	const numbers = new Map<string, number>([['', top]]);
	const linked = new Map<number, number>();
	let next = first;
	const place = (node: TreeNode): number => {
		const known = numbers.get(node.path);
		if (known !== undefined) return known;
		const slash = node.path.lastIndexOf('/');
		const above = slash < 0 ? '' : node.path.slice(0, slash);
		const parent = numbers.get(above) ?? place({ ...impliedDirectory(node.modified), path: above });
		const name = node.path.slice(slash + 1);
		const source = node.link === undefined ? undefined : numbers.get(node.link);
		const number = source ?? next++;
		numbers.set(node.path, number);
		if (source === undefined) puts.push({ parent, name, inode: inodeOf(node, number) });
		else {
			linked.set(source, (linked.get(source) ?? 1) + 1);
			puts.push({ parent, name, inode: inodeOf(node, number) });
		}
		return number;
	};
	for (const node of tree) place(node);
	return linked.size ? puts.map((put) => withLinks(put, linked)) : puts;
};

const withLinks = (put: Put, linked: ReadonlyMap<number, number>): Put => {
	const links = linked.get(put.inode.inode);
	return links === undefined ? put : { ...put, inode: { ...put.inode, links } };
};

/** Lays a tree down at `path`, over what is there, as tar x and docker cp do. The top's own name is the path's. */
export const plant = (host: Host, pid: number, path: string, tree: Tree): void => {
	for (const node of tree) plantNode(host, pid, path, node);
};

const plantNode = (host: Host, pid: number, top: string, node: TreeNode): void => {
	const path = node.path ? `${top.replace(/\/$/, '')}/${node.path}` : top;
	const { directory, name, found } = resolve(host.state, pid, path, node.path === '');
	if (found && found.inode.kind === 'dir' && node.kind === 'dir') return;
	if (found?.inode.kind === 'file' && node.kind === 'file' && node.link === undefined) {
		const { path: _, link: __, isOpaque: ___, ...fields } = node;
		return changeInode(host, pid, changeable(host, pid, found, true), found.path, 'write', fields);
	}
	checkChangeable(host, pid, directory);
	if (found) removeEntry(host, pid, directory, name);
	if (node.link !== undefined) return hardLink(host, pid, `${top}/${node.link}`, path);
	const { inode: _, ...fields } = inodeOf(node, 0);
	makeEntry(host, pid, directory, name, fields, node.content ? 'write' : 'make');
};
