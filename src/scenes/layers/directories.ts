/** The directories that layers are, and what lies in them at a path. */
import type { Container } from '#host/engine/container.ts';
import type { Layer } from '#host/engine/image.ts';
import type { Disk, Inode } from '#host/kernel/file.ts';
import { isOpaque, isWhiteout } from '#host/kernel/overlay.ts';
import type { HostState } from '#host/state.ts';
import { fileBelow, fileOnHost, hostDisk, OVERLAY2 } from '../hostDisk.ts';

const diff = (state: HostState, directory: string): Inode | undefined =>
	fileOnHost(state, `${OVERLAY2}/${directory}/diff`);

export const upperOf = (state: HostState, { layer }: Container): Inode | undefined => diff(state, layer);
export const initOf = (state: HostState, { layer }: Container): Inode | undefined =>
	diff(state, `${layer}-init`);
export const directoryOf = (state: HostState, { directory }: Layer): Inode | undefined =>
	diff(state, directory);

/** What a layer holds at a path of the container. */
export const fileAt = (state: HostState, top: Inode | undefined, path: string): Inode | undefined => {
	const disk = hostDisk(state);
	return disk && top && fileBelow(disk, top.inode, path);
};

/** An image's layers, topmost first. */
export const layersOf = (state: HostState, image: string): readonly Layer[] =>
	(state.engine.images.get(image)?.chain ?? [])
		.flatMap((chain) => state.engine.layers.get(chain) ?? [])
		.reverse();

export interface Change {
	readonly path: string;
	readonly inode: Inode;
}

/** So many changes are looked at; a package that was installed makes thousands. */
const MOST = 400;

function gather(disk: Disk, directory: Inode, path: string, into: Change[]): void {
	for (const [name, number] of directory.entries ?? []) {
		const inode = disk.inodes.get(number);
		if (!inode || into.length >= MOST) continue;
		const here = `${path}/${name}`;
		const isNode = inode.kind !== 'dir' || isOpaque(inode) || !inode.entries?.size;
		if (isNode) into.push({ path: here, inode });
		if (inode.kind === 'dir') gather(disk, inode, here, into);
	}
}

const walks = new WeakMap<Disk['inodes'], Map<number, readonly Change[]>>();

/** What was changed in a writable layer: files, whiteouts, opaque and empty directories, in the order they came. */
export function changesIn(state: HostState, upper: Inode | undefined): readonly Change[] {
	const disk = hostDisk(state);
	if (!disk || !upper) return [];
	const known = walks.get(disk.inodes) ?? new Map<number, readonly Change[]>();
	walks.set(disk.inodes, known);
	const before = known.get(upper.inode);
	if (before) return before;
	const found: Change[] = [];
	gather(disk, upper, '', found);
	found.sort((a, b) => a.inode.inode - b.inode.inode);
	known.set(upper.inode, found);
	return found;
}

const counts = new WeakMap<Inode, number>();

const entriesBelow = (disk: Disk, directory: Inode | undefined): number =>
	(directory?.entries?.values() ?? []).reduce((sum, number) => {
		const inode = disk.inodes.get(number);
		return sum + 1 + (inode?.kind === 'dir' ? entriesBelow(disk, inode) : 0);
	}, 0);

/** How many names a read-only layer holds. */
export function entriesOf(state: HostState, layer: Layer): number {
	const disk = hostDisk(state);
	const directory = directoryOf(state, layer);
	if (!disk || !directory) return 0;
	const count = counts.get(directory) ?? entriesBelow(disk, directory);
	counts.set(directory, count);
	return count;
}

export { isOpaque, isWhiteout };
