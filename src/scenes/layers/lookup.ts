/** What a container sees at a path, and from where: through a mount, its writable layer, or a layer of its image. */
import type { Container, MountPoint } from '#host/engine/container.ts';
import type { Inode, Overlay } from '#host/kernel/file.ts';
import { inodeAt, layersAt } from '#host/kernel/overlay.ts';
import type { HostState } from '#host/state.ts';
import { fileOnHost } from '../hostDisk.ts';

export const overlayOf = (state: HostState, { overlay }: Container): Overlay | undefined => {
	const found = overlay === undefined ? undefined : state.filesystems.get(overlay);
	return found?.kind === 'overlay' ? found : undefined;
};

/** Where something other than the overlay is mounted. */
export const destinationsOf = ({ mounts, hostConfig }: Container): readonly string[] => [
	...mounts.map((each) => each.destination),
	...Object.keys(hostConfig.tmpfs),
];

/** The mount that a path lies on, other than the overlay itself. */
export const mountAt = ({ mounts }: Container, path: string): MountPoint | undefined =>
	mounts.find(({ destination }) => path === destination || path.startsWith(`${destination}/`));

/** The path with directories that are links (`/bin` to `usr/bin`) followed. */
function real(state: HostState, overlay: Overlay, path: string): string {
	const names = path.split('/').filter(Boolean);
	for (let i = 1; i < names.length; i++) {
		const place = layersAt(state, overlay, `/${names.slice(0, i).join('/')}`)?.[0];
		const inode = place && inodeAt(state, place);
		if (inode?.kind !== 'link' || !inode.target || inode.target.startsWith('..')) continue;
		const above = inode.target.startsWith('/') ? [] : names.slice(0, i - 1);
		return `/${[...above, inode.target, ...names.slice(i)].join('/').replace(/^\/+/, '')}`;
	}
	return path;
}

export interface Seen {
	readonly inode: Inode;
	readonly from: 'mount' | 'upper' | 'lower';
}

export function seenAt(state: HostState, container: Container, path: string): Seen | undefined {
	const overlay = overlayOf(state, container);
	if (!overlay) return undefined;
	const mount = mountAt(container, path);
	if (mount && path !== mount.destination) {
		const inode = fileOnHost(state, mount.source + path.slice(mount.destination.length));
		return inode && { inode, from: 'mount' };
	}
	const place = layersAt(state, overlay, real(state, overlay, path))?.[0];
	const inode = place && inodeAt(state, place);
	return inode && { inode, from: place.isUpper ? 'upper' : 'lower' };
}
