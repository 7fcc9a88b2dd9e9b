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
}
/** A node of an overlay: what of it lies in each layer, topmost first. One that is not a directory lies in one. */
export type Layers = readonly LayerPlace[];

const roots = new WeakMap<Overlay, Layers>();
export const rootLayers = (overlay: Overlay): Layers => {
	const known = roots.get(overlay);
	if (known) return known;
	const { upper, lower } = overlay;
	const layers: Layers = upper ? [{ ...upper, isUpper: true }, ...lower] : lower;
	roots.set(overlay, layers);
	return layers;
};
/** The part of a node that lies in the upper layer. */
export const upperOf = (layers: Layers): LayerPlace | undefined =>
	layers[0]?.isUpper ? layers[0] : undefined;

/** `name` in a merged directory, or undefined where no layer has it or a whiteout hides it. */
export const childLayers = (state: HostState, directory: Layers, name: string): Layers | undefined => {
	const found: LayerPlace[] = [];
	let fs: FileSystem | undefined;
	for (const layer of directory) {
		if (fs?.device !== layer.device) fs = state.filesystems.get(layer.device);
		if (fs?.kind !== 'disk') continue;
		const number = fs.inodes.get(layer.inode)?.entries?.get(name);
		if (number === undefined) continue;
		const inode = fs.inodes.get(number);
		if (!inode || isWhiteout(inode)) break;
		if (inode.kind !== 'dir') return found.length ? found : [placeIn(layer, number)];
		found.push(placeIn(layer, number));
		if (isOpaque(inode)) break;
	}
	return found.length ? found : undefined;
};
const placeIn = ({ device, isUpper }: LayerPlace, inode: number): LayerPlace =>
	isUpper ? { device, inode, isUpper } : { device, inode };

/** The layers of the node at `path`. */
export const layersAt = (state: HostState, overlay: Overlay, path: string): Layers | undefined =>
	path
		.split('/')
		.filter(Boolean)
		.reduce<Layers | undefined>(
			(layers, name) => layers && childLayers(state, layers, name),
			rootLayers(overlay),
		);

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
