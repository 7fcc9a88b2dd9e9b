/** Node is one file of a file system, of whatever kind that is, while a path is looked up. */
import type { HostState } from '../state.ts';
import type { FileSystem, Inode, Overlay } from './file.ts';
import type { Virtual, View } from './virtual.ts';
import { inodeOfVirtual, virtualAt } from './virtual.ts';
import { layersAt, mergedNames, type Layers } from './overlay.ts';

export interface Node {
	readonly fs: FileSystem;
	/** Inode number on a disk; path in an overlay or a kernel file system. */
	readonly id: number | string;
	readonly inode: Inode;
	/** Overlay: what of it lies in each layer. */
	readonly layers?: Layers;
	readonly virtual?: Virtual;
}

const below = (path: string, name: string) => (path === '/' ? `/${name}` : `${path}/${name}`);
export const directoryOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/';

/** A namespace's file: nsfs knows each by its inode number (ioctl_nsfs(2)). */
const namespaceNode = (state: HostState, fs: FileSystem, id: number): Node | undefined => {
	if (!state.namespaces.has(id)) return undefined;
	const times = { modified: state.clock.now, size: 0, links: 1 };
	return { fs, id, inode: { inode: id, kind: 'file', mode: 0o444, uid: 0, gid: 0, ...times } };
};

const overlayNode = (state: HostState, fs: Overlay, id: string): Node | undefined => {
	const layers = layersAt(state, fs, id);
	const inode = layers?.[0]?.node;
	return layers && inode && { fs, id, inode, layers };
};
const virtualNode = (view: View, fs: FileSystem, id: string): Node | undefined => {
	const file = fs.kind === 'kernel' ? virtualAt(view, fs, id) : undefined;
	return file && { fs, id, inode: inodeOfVirtual(view, id, file), virtual: file };
};

export const rootOf = (fs: FileSystem): number | string => (fs.kind === 'disk' ? fs.root : '/');

/** The node `id` of the file system on `device`. */
export const nodeAt = (view: View, device: number, id: number | string): Node | undefined => {
	const fs = view.state.filesystems.get(device);
	if (!fs) return undefined;
	if (fs.kind === 'overlay') return overlayNode(view.state, fs, String(id));
	if (fs.kind === 'kernel') return virtualNode(view, fs, String(id));
	if (fs.type === 'nsfs') return namespaceNode(view.state, fs, Number(id));
	const inode = fs.inodes.get(Number(id));
	return inode && { fs, id, inode };
};

export const childOf = (view: View, { fs, id, inode }: Node, name: string): Node | undefined => {
	if (fs.kind === 'overlay') return overlayNode(view.state, fs, below(String(id), name));
	if (fs.kind === 'kernel') return virtualNode(view, fs, below(String(id), name));
	const number = inode.entries?.get(name);
	const child = number === undefined ? undefined : fs.inodes.get(number);
	return child && { fs, id: number!, inode: child };
};

export const parentIdOf = ({ fs, id, inode }: Node): number | string | undefined =>
	fs.kind === 'disk' ? inode.parent : directoryOf(String(id));

export const namesIn = (view: View, { fs, inode, layers, virtual }: Node): string[] => {
	if (fs.kind === 'overlay') return mergedNames(view.state, layers!);
	if (fs.kind === 'kernel') return [...(virtual?.names?.() ?? [])];
	return inode.entries?.keys() ?? [];
};

/** The name of the node `id` in its directory. */
export const nameOf = ({ fs, inode: { entries } }: Node, id: number | string): string | undefined => {
	if (typeof id === 'string') return id.slice(id.lastIndexOf('/') + 1);
	const own = fs.kind === 'disk' ? fs.inodes.get(id)?.name : undefined;
	if (own !== undefined && entries?.get(own) === id) return own;
	return entries?.entries().find(([, number]) => number === id)?.[0];
};
