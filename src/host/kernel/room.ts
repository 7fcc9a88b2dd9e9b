/** How much a disk holds: a tmpfs with size= counts whole pages and then says ENOSPC (tmpfs(5)). */
import { Errno } from './errno.ts';
import type { Disk, Inode } from './file.ts';

const PAGE = 4096;
export const pagesOf = (bytes: number): number => Math.ceil(bytes / PAGE);

/** Bytes taken, in whole pages. */
export const usedBytes = (disk: Disk): number =>
	disk.inodes
		.values()
		.reduce((sum, inode) => sum + (inode.kind === 'file' ? pagesOf(inode.size) * PAGE : 0), 0);

/** Bytes a file that holds `was` bytes can still grow by. */
export const roomFor = (disk: Disk, was: number): number =>
	disk.limit === undefined ? Infinity : Math.max(0, disk.limit - usedBytes(disk) + pagesOf(was) * PAGE - was);

export const checkRoom = (disk: Disk, size: number, was = 0): void => {
	if (disk.limit !== undefined && size - was > roomFor(disk, was)) throw new Errno('ENOSPC');
};

/** What du(1) and st_blocks count, in 512-byte blocks: ext4 gives a directory one page, tmpfs none. */
export const blocksOf = (inode: Inode, type: string): number => {
	if (inode.kind === 'dir') return type === 'ext4' || type === 'overlay' ? 8 : 0;
	if (inode.kind === 'link') return inode.size > 59 ? 8 : 0;
	return inode.kind === 'file' && type !== 'proc' ? pagesOf(inode.size) * 8 : 0;
};
