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

const DEEPEST = 8;

/** The inode that names lead to; a link on the way (`/bin` to `usr/bin`) is followed from the top. */
function inodeBelow(
	disk: Disk,
	top: Inode | undefined,
	names: readonly string[],
	depth = 0,
): Inode | undefined {
	let inode = top;
	for (const [i, name] of names.entries()) {
		const number = inode?.entries?.get(name);
		inode = number === undefined ? undefined : disk.inodes.get(number);
		if (inode?.kind !== 'link' || i === names.length - 1) continue;
		if (depth > DEEPEST) return undefined;
		const target = inode.target ?? '';
		const above = target.startsWith('/') ? [] : names.slice(0, i);
		return inodeBelow(disk, top, [...above, ...namesOf(target), ...names.slice(i + 1)], depth + 1);
	}
	return inode;
}

const namesOf = (path: string): readonly string[] => path.split('/').filter(Boolean);

const looks = new WeakMap<Disk['inodes'], Map<string, Inode | undefined>>();

/** The file at a path below an inode; looked for once as long as the disk stays as it is. */
export function fileBelow(disk: Disk, from: number, path: string): Inode | undefined {
	const known = looks.get(disk.inodes) ?? new Map<string, Inode | undefined>();
	looks.set(disk.inodes, known);
	const key = `${from}${path}`;
	if (known.has(key)) return known.get(key);
	const found = inodeBelow(disk, disk.inodes.get(from), namesOf(path));
	known.set(key, found);
	return found;
}

export const fileOnHost = (state: HostState, path: string): Inode | undefined => {
	const disk = hostDisk(state);
	if (!disk) return undefined;
	const end = path.lastIndexOf('/');
	if (end <= 0) return fileBelow(disk, disk.root, path);
	const above = fileOnHost(state, path.slice(0, end));
	return above && fileBelow(disk, above.inode, path.slice(end));
};

export const CONTAINERS = '/var/lib/docker/containers';
export const OVERLAY2 = '/var/lib/docker/overlay2';
