/** nsfs: the kernel's own mount of namespaces' files, to which /proc/PID/ns leads (namespaces(7)). */
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import type { Disk } from './file.ts';
import { emptyMountNamespace, type Mount } from './mount.ts';
import { nodeAt } from './node.ts';
import type { Found } from './path.ts';
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

const nowhere = emptyMountNamespace(0);

/** The file of a namespace: not below any mount point until it is bound to one. */
export const nsfsFound = (state: HostState, inode: number): Found => {
	const node = nodeAt({ state, pid: 0 }, NSFS, inode);
	if (!node) throw new Errno('ENOENT');
	const mount: Mount = {
		id: 0,
		parent: 0,
		at: inode,
		device: NSFS,
		root: inode,
		path: '',
		source: 'nsfs',
		options: ['rw'],
		propagation: 'private',
	};
	const type = state.namespaces.get(inode)!.type;
	const path = `${type}:[${inode}]`;
	return {
		place: { mount: 0, node: inode },
		mounts: nowhere,
		mount,
		node,
		inode: node.inode,
		device: NSFS,
		path,
		name: path,
	};
};
