/** How much of a disk is used: du(1), statvfs(3). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { childOf, namesIn, type Node } from './node.ts';
import { lookup } from './path.ts';
import { blocksOf, usedBytes } from './room.ts';
import type { View } from './virtual.ts';

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
