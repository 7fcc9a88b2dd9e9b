/** nsfs: the kernel's own mount of namespaces' files, to which /proc/PID/ns leads (namespaces(7)). */
import type { Disk } from './file.ts';
import { Table } from '../table.ts';

/** Its device number is the same on every boot. */
export const NSFS = 4;
export const nsfs: Disk = {
	kind: 'disk',
	device: NSFS,
	type: 'nsfs',
	inodes: Table.empty(),
	root: 0,
	nextInode: 1,
	options: [],
};
