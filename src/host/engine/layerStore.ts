/** Layers of images and containers on the disk, and overlays over them (moby: layer/layer_store.go, overlay2/overlay.go). */
import type { Host } from '../host.ts';
import { digestHex } from '../draw.ts';
import { isErrno } from '../kernel/errno.ts';
import type { Overlay } from '../kernel/file.ts';
import { exists, makeDirectory, removeDirectory } from '../kernel/files.ts';
import { mount, unmount } from '../kernel/mounting.ts';
import { inodeAt, layersAt } from '../kernel/overlay.ts';
import { lookup } from '../kernel/path.ts';
import { type Tree, type TreeNode } from '../kernel/tree.ts';
import type { HostState } from '../state.ts';
import { freshId } from './fresh.ts';
import type { Layer } from './image.ts';
import {
	directoryNode,
	dropLayer,
	dropRecord,
	fileNode,
	layLayer,
	layRecord,
	linkNode,
} from './layerFiles.ts';
import {
	chainLayers,
	daemonOf,
	diskOf,
	initOf,
	ownPaths,
	linkOf,
	lowerLinks,
	OVERLAY2,
	placeOf,
} from './layerPaths.ts';

export { layerPaths } from './layerPaths.ts';
export { installImage } from './installImage.ts';

export interface NewLayer {
	/** Chain id of the layer below. */
	readonly parent?: string;
	readonly chain?: string;
	/** `sha256:…` */
	readonly diffId?: string;
	readonly digest?: string;
	readonly size?: number;
	readonly tree: Tree;
}

/** What overlay2 counts of a layer: everything but directories, a symbolic link by its target (pkg/directory). */
const countedIn = ({ kind, link, size, target }: TreeNode): number =>
	link !== undefined ? 0 : kind === 'file' ? size : kind === 'link' ? (target ?? '').length : 0;
export const linkedBytes = (tree: Tree): number =>
	tree.reduce((sum, node) => sum + (node.kind === 'link' ? countedIn(node) : 0), 0);
const sizeOf = (tree: Tree): number => tree.reduce((sum, node) => sum + countedIn(node), 0);

const linksOf = (state: HostState, chain: string | undefined): string[] =>
	chainLayers(state, chain).map(({ link }) => link);

/** A read-only layer of an image; one that is there already is given as it is. */
export const addLayer = (host: Host, { parent, tree, ...given }: NewLayer): Layer => {
	const diffId = given.diffId ?? `sha256:${digestHex(JSON.stringify(tree))}`;
	const chain =
		given.chain ?? (parent === undefined ? diffId.slice(7) : digestHex(`sha256:${parent} ${diffId}`));
	const known = host.state.engine.layers.get(chain);
	if (known) return known;
	const directory = digestHex(`overlay2 ${chain}`);
	const layer: Layer = {
		chain,
		diffId,
		digest: given.digest ?? `sha256:${digestHex(`blob ${diffId}`)}`,
		directory,
		link: linkOf(directory),
		...(parent !== undefined && { parent }),
		size: given.size ?? sizeOf(tree),
		references: 0,
	};
	layLayer(host, directory, linksOf(host.state, parent), tree, 'image', true);
	const record = { 'cache-id': directory, diff: diffId, size: String(layer.size) };
	layRecord(host, `layerdb/sha256/${chain}`, {
		...record,
		...(parent !== undefined && { parent: `sha256:${parent}` }),
	});
	host.emit({ kind: 'layer.add', layer });
	return layer;
};

/** Removes a layer's directory and what the store knew of it. */
export const removeLayer = (host: Host, directory: string): void => {
	const layer = host.state.engine.layers.find((each) => each.directory === directory);
	dropLayer(host, directory);
	if (layer) dropRecord(host, `layerdb/sha256/${layer.chain}`);
};

/** Directories merged, seen without being mounted. */
export const overlayOf = (state: HostState, directories: readonly string[], upper?: string): Overlay => {
	const disk = diskOf(state);
	const place = (directory: string) => placeOf(disk, `${OVERLAY2}/${directory}/diff`)!;
	return {
		kind: 'overlay',
		device: -1,
		type: 'overlay',
		lower: directories.map(place),
		options: [],
		...(upper !== undefined && { upper: place(upper) }),
	};
};

/** What daemon/initlayer puts between the image and the container, where the image does not have it. */
const initNodes = (now: number): readonly TreeNode[] => [
	directoryNode('dev/pts', 0o755, now),
	directoryNode('dev/shm', 0o755, now),
	directoryNode('proc', 0o755, now),
	directoryNode('sys', 0o755, now),
	fileNode('.dockerenv', '', now, 0o755),
	fileNode('dev/console', '', now, 0o755),
	fileNode('etc/hostname', '', now, 0o755),
	fileNode('etc/hosts', '', now, 0o755),
	fileNode('etc/resolv.conf', '', now, 0o755),
	linkNode('etc/mtab', '/proc/mounts', now),
];

/** The directories of the image that are written into keep their attributes. */
const copiedDirectory = (state: HostState, image: Overlay, path: string): TreeNode[] => {
	const layers = layersAt(state, image, `/${path}`);
	const inode = layers?.[0] && inodeAt(state, layers[0]);
	if (inode?.kind !== 'dir') return [];
	const { mode, uid, gid, modified } = inode;
	return [{ ...directoryNode(path, mode, modified), uid, gid }];
};

/** overlay2/LAYER-init, over the image's layers. */
export const initLayer = (host: Host, layer: string, chain: string | undefined): void => {
	const layers = chainLayers(host.state, chain);
	const image = overlayOf(
		host.state,
		layers.map(({ directory }) => directory),
	);
	const nodes = initNodes(host.state.clock.now).filter(
		({ path }) => !layersAt(host.state, image, `/${path}`),
	);
	const parents = ['dev', 'etc'].flatMap((path) => copiedDirectory(host.state, image, path));
	const lowers = layers.map(({ link }) => link);
	layLayer(host, initOf(layer), lowers, [...parents, ...nodes], 'layer', true);
};

/** overlay2/LAYER, empty, over its init layer. */
export const writableLayer = (
	host: Host,
	layer: string,
	chain: string | undefined,
	container?: string,
): void => {
	const lowers = [linkOf(initOf(layer)), ...linksOf(host.state, chain)];
	layLayer(host, layer, lowers, [], 'layer', false);
	if (container === undefined) return;
	const record = { 'init-id': initOf(layer), 'mount-id': layer };
	layRecord(host, `layerdb/mounts/${container}`, {
		...record,
		...(chain !== undefined && { parent: `sha256:${chain}` }),
	});
};

export const removeContainerLayers = (host: Host, layer: string, container?: string): void => {
	dropLayer(host, layer);
	dropLayer(host, initOf(layer));
	if (container !== undefined) dropRecord(host, `layerdb/mounts/${container}`);
};

/** Mounts a container's layers on `merged`, in dockerd's namespace; gives the overlay's device number. */
export const mountLayers = (host: Host, layer: string): number => {
	const pid = daemonOf(host.state);
	const { merged, upper, work } = ownPaths(layer);
	if (exists(host.state, pid, merged)) {
		const { mount: at, place } = lookup(host.state, pid, merged);
		if (place.node === at.root) return at.device;
	} else makeDirectory(host, pid, merged, { mode: 0o700 });
	const lower = lowerLinks(host.state, layer).map((link) => `${OVERLAY2}/${link}`);
	const options = [`lowerdir=${lower.join(':')}`, `upperdir=${upper}`, `workdir=${work}`];
	return mount(host, pid, { type: 'overlay', source: 'overlay', target: merged, options, why: 'rootfs' })
		.device;
};

/** Nothing happens where they are not mounted. */
export const unmountLayers = (host: Host, layer: string): void => {
	const pid = daemonOf(host.state);
	const { merged } = ownPaths(layer);
	if (!exists(host.state, pid, merged)) return;
	try {
		unmount(host, pid, merged, { lazy: true });
	} catch (error) {
		if (!isErrno(error, 'EINVAL')) throw error;
	}
	removeDirectory(host, pid, merged);
};

/** A name for a container's writable layer. */
export const freshLayerName = (host: Host): string => freshId(host, 'layer');
