/** What the history calls a copied source by: file:…, dir:… or multi:… (moby: builder/dockerfile/copy.go, pkg/tarsum version 1). */
import { byteLength } from '../kernel/bytes.ts';
import type { Tree, TreeNode } from '../kernel/tree.ts';
import { sha256 } from '../hash.ts';

/** 20.10's mode has the kind of file in it, as a real st_mode has (Go 1.8's archive/tar). */
const typeBits: Readonly<Record<string, number>> = {
	file: 0o100000,
	link: 0o120000,
	char: 0o020000,
	block: 0o060000,
	dir: 0o040000,
	fifo: 0o010000,
};
const typeFlags: Readonly<Record<string, string>> = {
	file: '0',
	link: '2',
	char: '3',
	block: '4',
	dir: '5',
	fifo: '6',
};

/** Header fields without the time, name behind name, then the contents. */
function tarSum(
	{ path, kind, mode, uid, gid, size, content = '', target = '' }: TreeNode,
	is26: boolean,
): string {
	const isFile = kind === 'file';
	const fields: readonly (readonly [string, string | number])[] = [
		['name', kind === 'dir' ? `${path}/` : path],
		['mode', is26 ? mode : mode | (typeBits[kind] ?? 0)],
		['uid', uid],
		['gid', gid],
		['size', isFile ? Math.max(size, byteLength(content)) : 0],
		['typeflag', typeFlags[kind] ?? '0'],
		['linkname', target],
		['uname', ''],
		['gname', ''],
		['devmajor', 0],
		['devminor', 0],
	];
	return sha256(fields.map(([key, value]) => `${key}${value}`).join('') + (isFile ? content : ''));
}

function oneHash(source: Tree, node: TreeNode, is26: boolean): string {
	if (node.kind !== 'dir') return `file:${tarSum(node, is26)}`;
	const prefix = node.path ? `${node.path}/` : '';
	const inside = source.filter(({ path }) => path !== node.path && path.startsWith(prefix));
	const sums = [...(node.path ? [node] : []), ...inside].map((each) => tarSum(each, is26)).sort();
	return `dir:${sha256(sums.join(','))}`;
}

export function sourceHash(source: Tree, found: readonly TreeNode[], is26: boolean): string {
	const hashes = found.map((node) => oneHash(source, node, is26));
	return hashes.length === 1 ? hashes[0]! : `multi:${sha256(hashes.join(','))}`;
}
