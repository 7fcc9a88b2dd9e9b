/** What an overlay shows: directories of several layers merged, upper ones hiding lower ones (overlayfs.rst). */
import type { HostState } from '../state.ts';
import type { DiskPlace, FileSystem, Inode, Overlay } from './file.ts';

export const OPAQUE = 'trusted.overlay.opaque';

/** overlayfs.rst, "whiteouts and opaque directories". */
export const isWhiteout = (inode: Inode): boolean =>
	inode.kind === 'char' && inode.device?.[0] === 0 && inode.device[1] === 0;
export const isOpaque = (inode: Inode): boolean => inode.xattrs?.[OPAQUE] === 'y';

export const inodeAt = (state: HostState, { device, inode }: DiskPlace): Inode | undefined => {
	const fs = state.filesystems.get(device);
	return fs?.kind === 'disk' ? fs.inodes.get(inode) : undefined;
};

export interface LayerPlace extends DiskPlace {
	readonly isUpper?: true;
	/** What is there now. */
	readonly node: Inode | undefined;
}
/** A node of an overlay: what of it lies in each layer, topmost first. One that is not a directory lies in one. */
export type Layers = readonly LayerPlace[];

/** What was found in the overlay asked last, as long as none of its disks changes. */
interface Seen {
	readonly overlay: Overlay;
	readonly disks: ReadonlyMap<number, FileSystem | undefined>;
	readonly byPath: Map<string, Layers | undefined>;
}
let seen: Seen | undefined;

const isCurrent = (state: HostState, { disks }: Seen): boolean => {
	for (const [device, disk] of disks) if (state.filesystems.get(device) !== disk) return false;
	return true;
};
const seenIn = (state: HostState, overlay: Overlay): Seen['byPath'] => {
	if (seen?.overlay === overlay && isCurrent(state, seen)) return seen.byPath;
	const { upper, lower } = overlay;
	const places: (DiskPlace & { isUpper?: true })[] = upper
		? [{ ...upper, isUpper: true }, ...lower]
		: [...lower];
	const layers = places.map((place) => placed(state, place, place.inode));
	const disks = new Map(places.map(({ device }) => [device, state.filesystems.get(device)]));
	seen = { overlay, disks, byPath: new Map([['/', layers]]) };
	return seen.byPath;
};
export const rootLayers = (state: HostState, overlay: Overlay): Layers => seenIn(state, overlay).get('/')!;

/** The part of a node that lies in the upper layer. */
export const upperOf = (layers: Layers): LayerPlace | undefined =>
	layers[0]?.isUpper ? layers[0] : undefined;

/** `name` in a merged directory, or undefined where no layer has it or a whiteout hides it. */
export const childLayers = (state: HostState, directory: Layers, name: string): Layers | undefined => {
	const found: LayerPlace[] = [];
	for (const layer of directory) {
		const number = layer.node?.entries?.get(name);
		if (number === undefined) continue;
		const place = placed(state, layer, number);
		const { node } = place;
		if (!node || isWhiteout(node)) break;
		if (node.kind !== 'dir') return found.length ? found : [place];
		found.push(place);
		if (isOpaque(node)) break;
	}
	return found.length ? found : undefined;
};
/** A place with what is there. */
export const placed = (
	state: HostState,
	{ device, isUpper }: Pick<LayerPlace, 'device' | 'isUpper'>,
	inode: number,
): LayerPlace => {
	const node = inodeAt(state, { device, inode });
	return isUpper ? { device, inode, node, isUpper } : { device, inode, node };
};

/** The layers of the node at `path`, which begins with a slash and ends with none. */
export const layersAt = (state: HostState, overlay: Overlay, path: string): Layers | undefined => {
	const byPath = seenIn(state, overlay);
	const look = (each: string): Layers | undefined => {
		const known = byPath.get(each);
		if (known || byPath.has(each)) return known;
		const slash = each.lastIndexOf('/');
		const directory = look(each.slice(0, slash) || '/');
		const found = directory && childLayers(state, directory, each.slice(slash + 1));
		byPath.set(each, found);
		return found;
	};
	return look(path);
};

/** Names in a merged directory. */
export const mergedNames = (state: HostState, directory: Layers): string[] => {
	const names = new Map<string, boolean>();
	for (const layer of directory)
		for (const [name, number] of inodeAt(state, layer)?.entries ?? []) {
			if (names.has(name)) continue;
			const inode = inodeAt(state, { device: layer.device, inode: number });
			names.set(name, inode !== undefined && !isWhiteout(inode));
		}
	return [...names].filter(([, isThere]) => isThere).map(([name]) => name);
};
