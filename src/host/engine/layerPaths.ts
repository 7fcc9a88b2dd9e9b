/** Where the layers lie: /var/lib/docker/overlay2, by directory and by short link (moby: daemon/graphdriver/overlay2). */
import { digestHex } from '../draw.ts';
import type { Disk, DiskPlace } from '../kernel/file.ts';
import type { HostState } from '../state.ts';
import type { Layer } from './image.ts';

export const DOCKER = '/var/lib/docker';
export const OVERLAY2 = `${DOCKER}/overlay2`;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 26 letters under overlay2/l: the real ones are drawn, these follow from the directory's name. */
export const linkOf = (directory: string): string => {
	const digits = digestHex(`link ${directory}`);
	let link = '';
	for (let at = 0; at < 52; at += 2) link += letters[parseInt(digits.slice(at, at + 2), 16) & 31]!;
	return link;
};

export const initOf = (layer: string): string => `${layer}-init`;

/** dockerd's own PID: its view is the host's. */
export const daemonOf = (state: HostState): number => state.engine.daemon ?? 1;

/** The disk that dockerd sees as `/`. */
export const diskOf = (state: HostState): Disk => {
	const ns = state.mounts.get(state.tasks.get(daemonOf(state))!.namespaces.mnt)!;
	return state.filesystems.get(ns.mounts.get(ns.root)!.device) as Disk;
};

/** What is at an absolute path of that disk, without links. */
export const placeOf = (disk: Disk, path: string): DiskPlace | undefined => {
	let inode: number | undefined = disk.root;
	for (const name of path.split('/'))
		if (name && inode !== undefined) inode = disk.inodes.get(inode)?.entries?.get(name);
	return inode === undefined ? undefined : { device: disk.device, inode };
};

/** An image layer and those below it, topmost first. */
export const chainLayers = (state: HostState, chain: string | undefined): Layer[] => {
	const layers: Layer[] = [];
	for (
		let layer = state.engine.layers.get(chain ?? '');
		layer;
		layer = state.engine.layers.get(layer.parent ?? '')
	)
		layers.push(layer);
	return layers;
};

/** What a layer's file `lower` says: the short links to the layers below it, topmost first. */
export const lowerLinks = (state: HostState, layer: string): string[] => {
	const disk = diskOf(state);
	const file = placeOf(disk, `${OVERLAY2}/${layer}/lower`);
	return disk.inodes.get(file?.inode ?? 0)?.content?.split(':') ?? [];
};

/** The directories below a container's writable layer. */
export const lowerDirectories = (state: HostState, layer: string): string[] => {
	const disk = diskOf(state);
	return lowerLinks(state, layer).map((link) => {
		const place = placeOf(disk, `${OVERLAY2}/${link}`);
		return disk.inodes.get(place?.inode ?? 0)?.target?.split('/')[1] ?? '';
	});
};

export interface LayerPaths {
	readonly upper: string;
	readonly work: string;
	readonly merged: string;
	readonly lower: readonly string[];
}

export const ownPaths = (layer: string): Omit<LayerPaths, 'lower'> => ({
	upper: `${OVERLAY2}/${layer}/diff`,
	work: `${OVERLAY2}/${layer}/work`,
	merged: `${OVERLAY2}/${layer}/merged`,
});
/** GraphDriver.Data of docker inspect. */
export const layerPaths = (state: HostState, layer: string): LayerPaths => ({
	...ownPaths(layer),
	lower: lowerDirectories(state, layer).map((directory) => `${OVERLAY2}/${directory}/diff`),
});
