/** What the history calls a copied source by: file:…, dir:… or multi:… (moby: builder/dockerfile/copy.go, pkg/tarsum version 1). */
import { byteLength } from '../kernel/bytes.ts';
import type { Tree, TreeNode } from '../kernel/tree.ts';
import { sha256 } from '../shell/tools/checksums.ts';

const typeFlags: Readonly<Record<string, string>> = {
	file: '0',
	link: '2',
	char: '3',
	block: '4',
	dir: '5',
	fifo: '6',
};

/** Header fields without the time, name behind name, then the contents. */
function tarSum({ path, kind, mode, uid, gid, size, content = '', target = '' }: TreeNode): string {
	const isFile = kind === 'file';
	const fields: readonly (readonly [string, string | number])[] = [
		['name', kind === 'dir' ? `${path}/` : path],
		['mode', mode],
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

function oneHash(source: Tree, node: TreeNode): string {
	if (node.kind !== 'dir') return `file:${tarSum(node)}`;
	const prefix = node.path ? `${node.path}/` : '';
	const inside = source.filter(({ path }) => path !== node.path && path.startsWith(prefix));
	const sums = [...(node.path ? [node] : []), ...inside].map(tarSum).sort();
	return `dir:${sha256(sums.join(','))}`;
}

export function sourceHash(source: Tree, found: readonly TreeNode[]): string {
	const hashes = found.map((node) => oneHash(source, node));
	return hashes.length === 1 ? hashes[0]! : `multi:${sha256(hashes.join(','))}`;
}
