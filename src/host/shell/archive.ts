/**
 * What stands for a tar archive in the model: a mark, then the tree as JSON. Its size is the real one's: 512 bytes a
 * header, contents in blocks of 512, two empty blocks at the end (tar(5)).
 */
import type { Tree } from '../kernel/tree.ts';

const MARK = 'ustar\u0000';

export const archiveText = (tree: Tree): string => MARK + JSON.stringify(tree);
export const isArchive = (text: string): boolean => text.startsWith(MARK);

export function treeOfArchive(text: string): Tree | undefined {
	if (!isArchive(text)) return undefined;
	try {
		return JSON.parse(text.slice(MARK.length)) as Tree;
	} catch {
		return undefined;
	}
}

const blocks = (bytes: number) => Math.ceil(bytes / 512) * 512;
const body = (node: Tree[number]) =>
	node.kind === 'file' && node.link === undefined ? blocks(node.size) : 0;
export const archiveSize = (tree: Tree): number => tree.reduce((sum, node) => sum + 512 + body(node), 1024);
