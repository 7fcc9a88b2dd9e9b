/** A namespace's file, as /proc/PID/ns leads there (ioctl_nsfs(2)). */
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import { emptyMountNamespace, type Mount } from './mount.ts';
import { nodeAt } from './node.ts';
import type { Found } from './path.ts';
import { NSFS } from './nsfs.ts';

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
