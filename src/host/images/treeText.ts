/**
 * A tree written as lines, the compact form of what images and disks hold:
 *
 *     d 755 etc etc/nginx          directories
 *     f 644 389 etc/default/nginx  a file of a size
 *     x usr/bin ls cat             programs in a directory
 *     h bin/[ [[ acpid             hard links to a file, in its directory
 *     l bin/sh dash                a symbolic link
 *     w tmp/debs                   a whiteout
 *     o 755 etc/ufw                a directory that hides those below it
 *
 * A mode may be followed by owner and group: `d 755:0:4 var/log/nginx`.
 */
import { byteLength } from '../kernel/bytes.ts';
import type { Tree, TreeNode } from '../kernel/tree.ts';

export interface TreeText {
	readonly lines: string;
	/** Contents of files whose text is known, by path. */
	readonly contents?: Readonly<Record<string, string>>;
}

/** Programs' sizes are not known one by one: each counts as much as most of coreutils do. */
const PROGRAM = 43984;

const node = (
	path: string,
	kind: TreeNode['kind'],
	mode: string,
	size: number,
	modified: number,
): TreeNode => {
	const [bits = '755', uid = '0', gid = '0'] = mode.split(':');
	return { path, kind, mode: parseInt(bits, 8), uid: Number(uid), gid: Number(gid), size, modified };
};

type Reader = (words: string[], modified: number, contents: Readonly<Record<string, string>>) => TreeNode[];

const readers: Readonly<Record<string, Reader>> = {
	d: ([mode = '', ...paths], modified) => paths.map((path) => node(path, 'dir', mode, 4096, modified)),
	f: ([mode = '', size = '0', path = ''], modified, contents) => {
		const content = contents[path];
		if (content === undefined) return [node(path, 'file', mode, Number(size), modified)];
		const isProgram = content.startsWith('\x7fELF');
		return [
			{ ...node(path, 'file', mode, isProgram ? Number(size) : byteLength(content), modified), content },
		];
	},
	x: ([directory = '', ...names], modified) =>
		names.map((name) => node(`${directory}/${name}`, 'file', '755', PROGRAM, modified)),
	h: ([link = '', ...names], modified) => {
		const directory = link.slice(0, link.lastIndexOf('/') + 1);
		return names.map((name) => ({ ...node(directory + name, 'file', '755', 0, modified), link }));
	},
	l: ([path = '', target = ''], modified) => [
		{ ...node(path, 'link', '777', target.length, modified), target },
	],
	w: ([path = ''], modified) => [{ ...node(path, 'char', '0', 0, modified), device: [0, 0] }],
	o: ([mode = '', path = ''], modified) => [{ ...node(path, 'dir', mode, 4096, modified), isOpaque: true }],
};

/** Hard links take over what the file they name is. */
const resolved = (nodes: readonly TreeNode[]): Tree => {
	const byPath = new Map(nodes.map((each) => [each.path, each]));
	return nodes.map((each) => {
		const source = each.link === undefined ? undefined : byPath.get(each.link);
		return source ? { ...source, path: each.path, link: source.path } : each;
	});
};

export const treeOfText = ({ lines, contents = {} }: TreeText, modified: number): Tree =>
	resolved(
		lines
			.trim()
			.split('\n')
			.flatMap((line) => {
				const [kind = '', ...words] = line.trim().split(' ');
				return readers[kind]?.(words, modified, contents) ?? [];
			}),
	);
