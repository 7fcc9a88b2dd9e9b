/** The part of a file system that a mount shows (proc_pid_mountinfo(5), field 4). */
import type { HostState } from '../state.ts';
import { type Mount } from './mount.ts';
import { nameOf, nodeAt, parentIdOf } from './node.ts';

/** The path within its file system that a mount shows as its root. */
export const rootPath = (state: HostState, mount: Pick<Mount, 'device' | 'root' | 'within'>): string => {
	if (mount.within !== undefined) return mount.within;
	if (typeof mount.root === 'string') return mount.root;
	const fs = state.filesystems.get(mount.device);
	if (fs?.type === 'nsfs') return `${state.namespaces.get(mount.root)?.type}:[${mount.root}]`;
	const view = { state, pid: 0 };
	const names: string[] = [];
	for (let node = nodeAt(view, mount.device, mount.root); node;) {
		const above = parentIdOf(node);
		const directory = above === undefined ? undefined : nodeAt(view, mount.device, above);
		if (directory) names.unshift(nameOf(directory, node.id) ?? '');
		node = directory;
	}
	return `/${names.join('/')}`;
};
