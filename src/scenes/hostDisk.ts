/** The host's own disk as a scene asks it: the file at a path, past whatever is mounted over it. */
import type { Disk, Inode } from '#host/kernel/file.ts';
import type { HostState } from '#host/state.ts';

/** Its machine's first task stands on the disk's root. */
const INIT = 1;

export const hostDisk = (state: HostState): Disk | undefined => {
	const init = state.tasks.get(INIT);
	const mount = init && state.mounts.get(init.namespaces.mnt)?.mounts.get(init.root.mount);
	const disk = mount && state.filesystems.get(mount.device);
	return disk?.kind === 'disk' ? disk : undefined;
};

/** The inode below a directory of a disk, by the names that lead there. */
export const inodeBelow = (
	disk: Disk,
	from: Inode | undefined,
	names: readonly string[],
): Inode | undefined =>
	names.reduce<Inode | undefined>((inode, name) => {
		const number = inode?.entries?.get(name);
		return number === undefined ? undefined : disk.inodes.get(number);
	}, from);

export const namesOf = (path: string): readonly string[] => path.split('/').filter(Boolean);

export const fileOnHost = (state: HostState, path: string): Inode | undefined => {
	const disk = hostDisk(state);
	return disk && inodeBelow(disk, disk.inodes.get(disk.root), namesOf(path));
};

export const CONTAINERS = '/var/lib/docker/containers';
export const OVERLAY2 = '/var/lib/docker/overlay2';
