/**
 * docker diff and the size of a writable layer. overlay2 compares the container's merged tree with its init layer's
 * (moby: pkg/archive/changes_linux.go, overlay2's naive diff); only what lies in upper can differ.
 */
import type { Inode } from '../kernel/file.ts';
import {
	childLayers,
	inodeAt,
	isOpaque,
	isWhiteout,
	mergedNames,
	upperOf,
	placed,
	type LayerPlace,
	type Layers,
} from '../kernel/overlay.ts';
import type { HostState } from '../state.ts';
import type { Container } from './container.ts';
import { diskOf, lowerDirectories, OVERLAY2, placeOf } from './layerPaths.ts';

export interface Change {
	readonly kind: 'A' | 'C' | 'D';
	readonly path: string;
}

/** archive.statDifferent: a directory's size and time do not count. */
const isDifferent = (a: Inode, b: Inode): boolean =>
	a.kind !== b.kind ||
	a.mode !== b.mode ||
	a.uid !== b.uid ||
	a.gid !== b.gid ||
	a.device?.join() !== b.device?.join() ||
	(a.kind !== 'dir' && (a.modified !== b.modified || a.size !== b.size));

const top = (state: HostState, layers: Layers | undefined): Inode | undefined =>
	layers?.[0] && inodeAt(state, layers[0]);
const asDirectory = (state: HostState, layers: Layers | undefined): Layers | undefined =>
	top(state, layers)?.kind === 'dir' ? layers : undefined;

/** Names that may differ: those in upper; all of them where the directory in upper hides what is below. */
const names = (state: HostState, now: Layers, before: Layers | undefined): string[] => {
	const upper = upperOf(now);
	const inode = upper && inodeAt(state, upper);
	if (!inode) return [];
	const own = inode.entries?.keys() ?? [];
	if (!isOpaque(inode)) return own;
	return [...new Set([...own, ...(before ? mergedNames(state, before) : [])])];
};

const changesAt = (
	state: HostState,
	path: string,
	now: Layers | undefined,
	before: Layers | undefined,
): Change[] => {
	const [inode, old] = [top(state, now), top(state, before)];
	if (!inode || !now) return old ? [{ kind: 'D', path }] : [];
	const isChanged = old !== undefined && isDifferent(inode, old);
	const within = inode.kind === 'dir' ? changesWithin(state, path, now, asDirectory(state, before)) : [];
	if (!old) return [{ kind: 'A', path }, ...within];
	return isChanged || within.length ? [{ kind: 'C', path }, ...within] : [];
};

const changesWithin = (state: HostState, path: string, now: Layers, before: Layers | undefined): Change[] =>
	names(state, now, before).flatMap((name) =>
		changesAt(
			state,
			`${path}/${name}`,
			childLayers(state, now, name),
			before && childLayers(state, before, name),
		),
	);

/** The lines of docker diff. */
export const diff = (state: HostState, { layer }: Container): Change[] => {
	const disk = diskOf(state);
	const place = (directory: string) => placeOf(disk, `${OVERLAY2}/${directory}/diff`)!;
	const found = (directory: string): LayerPlace => placed(state, disk, place(directory).inode);
	const before = lowerDirectories(state, layer).map(found);
	return changesWithin(state, '', [{ ...found(layer), isUpper: true }, ...before], before);
};

const bytesIn = (
	inodes: { get(number: number): Inode | undefined },
	number: number,
	seen: Set<number>,
): number => {
	const inode = inodes.get(number);
	if (!inode || seen.has(number)) return 0;
	seen.add(number);
	if (inode.kind !== 'dir') return isWhiteout(inode) ? 0 : inode.size;
	return (inode.entries?.values() ?? []).reduce((sum, child) => sum + bytesIn(inodes, child, seen), 0);
};

/** Bytes that the writable layer holds (moby: daemon/internal/directory.Size): directories do not count, an inode once. */
export const sizeRw = (state: HostState, { layer }: Container): number => {
	const disk = diskOf(state);
	const place = placeOf(disk, `${OVERLAY2}/${layer}/diff`);
	return place ? bytesIn(disk.inodes, place.inode, new Set()) : 0;
};
