/** What layers hold, as trees: for commit, save and export. */
import { inodeAt, rootLayers } from '../kernel/overlay.ts';
import { treeOfNode, treeOn, type Tree } from '../kernel/tree.ts';
import type { HostState } from '../state.ts';
import type { Container } from './container.ts';
import { diskOf, lowerDirectories, OVERLAY2, placeOf } from './layerPaths.ts';
import { overlayOf } from './layerStore.ts';

const treeIn = (state: HostState, directory: string): Tree => {
	const place = placeOf(diskOf(state), `${OVERLAY2}/${directory}/diff`)!;
	return treeOn(state, place.device, place.inode);
};

/** What a layer itself holds, whiteouts included. */
export const treeOfLayer = (state: HostState, chain: string): Tree =>
	treeIn(state, state.engine.layers.get(chain)!.directory);

/** What a container wrote: the layer that a commit makes. */
export const treeOfChanges = (state: HostState, { layer }: Container): Tree => treeIn(state, layer);

/** What a container sees, without its mounts: docker export. */
export const treeOfContainer = (state: HostState, { layer }: Container): Tree => {
	const fs = overlayOf(state, lowerDirectories(state, layer), layer);
	const layers = rootLayers(state, fs);
	return treeOfNode(state, { fs, id: '/', inode: inodeAt(state, layers[0]!)!, layers });
};
