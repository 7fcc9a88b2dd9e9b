/**
 * How an overlay changes: only its upper layer is written. A lower file is copied up whole before its first change, a
 * lower name is removed by a whiteout, a directory made over one is opaque (overlayfs.rst; fs/overlayfs/{copy_up,dir}.c).
 */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import type { Disk, DiskPlace, Inode, Overlay, Put } from './file.ts';
import { directoryOf } from './node.ts';
import { childLayers, inodeAt, isWhiteout, layersAt, OPAQUE, upperOf, type Layers } from './overlay.ts';

const diskOf = (state: HostState, device: number): Disk => {
	const fs = state.filesystems.get(device);
	if (fs?.kind !== 'disk') throw new Errno('EIO');
	return fs;
};

export const checkUpper = (overlay: Overlay): DiskPlace => {
	if (!overlay.upper) throw new Errno('EROFS');
	return overlay.upper;
};

interface Missing {
	readonly name: string;
	readonly layers: Layers;
}
/** The directories above `path` and itself, down from the first that is not in the upper layer. */
const missingFrom = (state: HostState, overlay: Overlay, path: string): [DiskPlace, Missing[]] => {
	const upper = upperOf(layersAt(state, overlay, path) ?? []);
	if (upper) return [upper, []];
	if (path === '/') return [checkUpper(overlay), []];
	const [place, missing] = missingFrom(state, overlay, directoryOf(path));
	const layers = layersAt(state, overlay, path);
	if (!layers) throw new Errno('ENOENT');
	return [place, [...missing, { name: path.slice(path.lastIndexOf('/') + 1), layers }]];
};

const withoutOverlayXattrs = (inode: Inode): Inode['xattrs'] =>
	inode.xattrs &&
	Object.fromEntries(Object.entries(inode.xattrs).filter(([name]) => !name.startsWith('trusted.overlay.')));

/** What is in the upper layer after copying: same attributes, an inode of its own, no hard links. */
const copyOf = (inode: Inode, number: number, isEmptied: boolean): Inode => {
	const { entries: _, parent: __, xattrs: ___, ...rest } = inode;
	const xattrs = withoutOverlayXattrs(inode);
	const links = inode.kind === 'dir' ? 2 : 1;
	return {
		...rest,
		inode: number,
		links,
		...(xattrs && { xattrs }),
		...(isEmptied && { content: '', size: 0 }),
	};
};

/** Copies the file or directory at `path` up, and the directories above it; does nothing where it is in upper already. */
export const copyUp = (
	host: Host,
	overlay: Overlay,
	path: string,
	by: number,
	{ isEmptied = false }: { readonly isEmptied?: boolean } = {},
): DiskPlace => {
	checkUpper(overlay);
	const [start, missing] = missingFrom(host.state, overlay, path);
	const last = missing.at(-1);
	if (!last) return start;
	const { device } = start;
	const first = diskOf(host.state, device).nextInode;
	const puts = missing.map(({ name, layers }, i): Put => ({
		parent: i === 0 ? start.inode : first + i - 1,
		name,
		inode: copyOf(inodeAt(host.state, layers[0]!)!, first + i, isEmptied && i === missing.length - 1),
	}));
	const inode = puts.at(-1)!.inode;
	const bytes = inode.kind === 'file' ? inode.size : 0;
	const { device: fromDevice, inode: fromInode } = last.layers[0]!;
	const from = { device: fromDevice, inode: fromInode };
	host.emit({ kind: 'overlay.copyUp', overlay: overlay.device, path, device, puts, bytes, from, by });
	return { device, inode: inode.inode };
};

export const isInLower = (state: HostState, directory: Layers, name: string): boolean =>
	childLayers(
		state,
		directory.filter((layer) => !layer.isUpper),
		name,
	) !== undefined;

/** The kernel keeps one whiteout in the work directory and links it wherever one is needed (ovl_whiteout). */
const WHITEOUT = '#1';
const whiteoutPuts = (state: HostState, overlay: Overlay, parent: number, name: string): Put[] => {
	const disk = diskOf(state, overlay.upper!.device);
	const work = disk.inodes.get(overlay.work!.inode)?.entries?.get('work');
	const shared = work === undefined ? undefined : disk.inodes.get(work)?.entries?.get(WHITEOUT);
	const old = shared === undefined ? undefined : disk.inodes.get(shared);
	if (old) return [{ parent, name, inode: { ...old, links: old.links + 1 } }];
	const times = { modified: state.clock.now, size: 0, links: work === undefined ? 1 : 2 };
	const owner = { mode: 0, uid: 0, gid: 0 };
	const inode: Inode = { inode: disk.nextInode, kind: 'char', device: [0, 0], ...owner, ...times };
	return [...(work === undefined ? [] : [{ parent: work, name: WHITEOUT, inode }]), { parent, name, inode }];
};

export const below = (path: string, name: string) => (path === '/' ? `/${name}` : `${path}/${name}`);

/** Takes the place of `name` in a merged directory, whose lower layers have it. */
export const whiteOut = (host: Host, overlay: Overlay, directory: string, name: string, by: number): void => {
	const { device, inode: parent } = copyUp(host, overlay, directory, by);
	const puts = whiteoutPuts(host.state, overlay, parent, name);
	const path = below(directory, name);
	host.emit({ kind: 'overlay.whiteout', overlay: overlay.device, path, device, puts, by });
};

/** Removes a name from the merged directory at `directory`. */
export const removeMerged = (
	host: Host,
	overlay: Overlay,
	directory: string,
	name: string,
	by: number,
): void => {
	checkUpper(overlay);
	const layers = layersAt(host.state, overlay, directory)!;
	if (isInLower(host.state, layers, name)) return whiteOut(host, overlay, directory, name, by);
	const { device, inode: parent } = upperOf(layers)!;
	const path = below(directory, name);
	host.emit({ kind: 'file.remove', device, entries: [{ parent, name }], path, why: 'remove', by });
};

/** Makes a name in the merged directory at `directory`; `inode`'s number is given here. */
export const makeMerged = (
	host: Host,
	overlay: Overlay,
	directory: string,
	name: string,
	fields: Omit<Inode, 'inode'>,
	by: number,
): DiskPlace => {
	const { device, inode: parent } = copyUp(host, overlay, directory, by);
	const disk = diskOf(host.state, device);
	const old = disk.inodes.get(disk.inodes.get(parent)?.entries?.get(name) ?? -1);
	const isOverWhiteout = old !== undefined && isWhiteout(old);
	const isMerged = layersAt(host.state, overlay, directory)!.some((layer) => !layer.isUpper);
	const isMadeOpaque = fields.kind === 'dir' && (isOverWhiteout || isMerged);
	const xattrs = { ...fields.xattrs, ...(isMadeOpaque && { [OPAQUE]: 'y' }) };
	const inode = { ...fields, inode: disk.nextInode, ...(Object.keys(xattrs).length && { xattrs }) };
	const puts = [{ parent, name, inode }];
	const path = below(directory, name);
	if (isMadeOpaque && isOverWhiteout)
		host.emit({ kind: 'overlay.opaque', overlay: overlay.device, path, device, puts, by });
	else host.emit({ kind: 'file.put', device, puts, path, why: 'make', by });
	return { device, inode: inode.inode };
};

/** Where an entry of an overlay is, or is to be: its directory's path and its name. */
export interface MergedEntry {
	readonly directory: string;
	readonly name: string;
}
