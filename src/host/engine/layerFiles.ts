/** Laying a layer's directory down on the disk, in one act: diff, link, lower, work, and the short link to it. */
import type { Host } from '../host.ts';
import type { FileReason } from '../kernel/file.ts';
import { putsOf, type Tree, type TreeNode } from '../kernel/tree.ts';
import { daemonOf, diskOf, DOCKER, linkOf, OVERLAY2, placeOf } from './layerPaths.ts';

export const directoryNode = (path: string, mode: number, modified: number): TreeNode => ({
	path,
	kind: 'dir',
	mode,
	uid: 0,
	gid: 0,
	size: 4096,
	modified,
});
export const fileNode = (path: string, content: string, modified: number, mode = 0o644): TreeNode => ({
	path,
	kind: 'file',
	mode,
	uid: 0,
	gid: 0,
	size: content.length,
	modified,
	content,
});
export const linkNode = (path: string, target: string, modified: number): TreeNode => ({
	path,
	kind: 'link',
	mode: 0o777,
	uid: 0,
	gid: 0,
	size: target.length,
	modified,
	target,
});

/** Puts a tree into a directory that is there, in one event. */
export const layDown = (host: Host, directory: string, tree: Tree, why: FileReason, path: string): void => {
	const disk = diskOf(host.state);
	const top = placeOf(disk, directory);
	if (!top) throw new Error(`${directory} is not on the disk`);
	const puts = putsOf(tree, top.inode, disk.nextInode);
	host.emit({ kind: 'file.put', device: disk.device, puts, path, why, by: daemonOf(host.state) });
};

const below = (top: string, node: TreeNode): TreeNode => {
	const path = node.path ? `${top}/${node.path}` : top;
	return node.link === undefined ? { ...node, path } : { ...node, path, link: `${top}/${node.link}` };
};

/** overlay2/DIRECTORY over the layers of short links `lowers` (topmost first), with `tree` for its diff. */
export const layLayer = (
	host: Host,
	directory: string,
	lowers: readonly string[],
	tree: Tree,
	why: FileReason,
	isCommitted: boolean,
): void => {
	const { now } = host.state.clock;
	const link = linkOf(directory);
	const lower = lowers.map((each) => `l/${each}`).join(':');
	const isTopGiven = tree[0]?.path === '';
	const nodes: TreeNode[] = [
		directoryNode(directory, 0o710, now),
		...(isTopGiven ? [] : [directoryNode(`${directory}/diff`, 0o755, now)]),
		...tree.map((node) => below(`${directory}/diff`, node)),
		fileNode(`${directory}/link`, link, now),
	];
	if (lower)
		nodes.push(fileNode(`${directory}/lower`, lower, now), directoryNode(`${directory}/work`, 0o700, now));
	if (isCommitted) nodes.push(fileNode(`${directory}/committed`, '', now, 0o600));
	layDown(host, OVERLAY2, nodes, why, `${OVERLAY2}/${directory}`);
	const short = [linkNode(link, `../${directory}/diff`, now)];
	layDown(host, `${OVERLAY2}/l`, short, why, `${OVERLAY2}/l/${link}`);
};

/** Removes a layer's directory and its short link. */
export const dropLayer = (host: Host, directory: string): void => {
	const disk = diskOf(host.state);
	const [top, links] = [placeOf(disk, OVERLAY2), placeOf(disk, `${OVERLAY2}/l`)];
	if (!top || !links) return;
	const entries = [
		{ parent: links.inode, name: linkOf(directory) },
		{ parent: top.inode, name: directory },
	];
	const path = `${OVERLAY2}/${directory}`;
	host.emit({
		kind: 'file.remove',
		device: disk.device,
		entries,
		path,
		why: 'layer',
		by: daemonOf(host.state),
	});
};

/** image/overlay2/layerdb: what the layer store knows of a layer by its chain id. */
export const layRecord = (host: Host, path: string, files: Readonly<Record<string, string>>): void => {
	const { now } = host.state.clock;
	const top = `${DOCKER}/image/overlay2`;
	const tree = Object.entries(files).map(([name, text]) => fileNode(`${path}/${name}`, text, now));
	const parent = path.slice(0, path.lastIndexOf('/'));
	const own = tree.map((node) => ({ ...node, path: node.path.slice(parent.length + 1) }));
	layDown(host, `${top}/${parent}`, own, 'layer', `${top}/${path}`);
};
export const dropRecord = (host: Host, path: string): void => {
	const disk = diskOf(host.state);
	const full = `${DOCKER}/image/overlay2/${path}`;
	const parent = placeOf(disk, full.slice(0, full.lastIndexOf('/')));
	if (!parent || !placeOf(disk, full)) return;
	const entries = [{ parent: parent.inode, name: full.slice(full.lastIndexOf('/') + 1) }];
	host.emit({
		kind: 'file.remove',
		device: disk.device,
		entries,
		path: full,
		why: 'layer',
		by: daemonOf(host.state),
	});
};
