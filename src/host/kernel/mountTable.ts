/** The mounts a task sees, as text: /proc/PID/mounts and /proc/PID/mountinfo (proc_pid_mounts(5), proc_pid_mountinfo(5)). */
import type { HostState } from '../state.ts';
import { rootPath } from './rootPath.ts';
import type { FileSystem } from './file.ts';
import { propagationOf, type Mount, type MountNamespace } from './mount.ts';
import { pathWithin } from './path.ts';

/** Blanks in a path would end its field. */
const escaped = (text: string) =>
	text.replace(/[ \t\n\\]/g, (each) => `\\${each.charCodeAt(0).toString(8).padStart(3, '0')}`);

const isRootPlace = (mounts: MountNamespace, { mount, node }: { mount: number; node: number | string }) =>
	mount === mounts.root && node === mounts.mounts.get(mount)?.root;

/** Mounts below the task's root, oldest first, with their paths seen from there. */
export const mountsSeen = (state: HostState, pid: number): Mount[] => {
	const task = state.tasks.get(pid);
	const mounts = task && state.mounts.get(task.namespaces.mnt);
	if (!mounts) return [];
	const all = mounts.mounts
		.values()
		.sort((a, b) => a.id - b.id)
		.map((mount) => ({ ...mount, propagation: propagationOf(mounts, mount) }));
	if (isRootPlace(mounts, task.root)) return all;
	const top = pathWithin(state, mounts, task.root);
	const isBelow = (path: string) => path === top || path.startsWith(`${top}/`);
	return all
		.filter(({ path }) => isBelow(path))
		.map((mount) => ({ ...mount, path: mount.path.slice(top.length) || '/' }));
};

const shownOptions = (mount: Mount, fs: FileSystem): string => [...mount.options, ...fs.options].join(',');

const row = (state: HostState, mount: Mount): string => {
	const fs = state.filesystems.get(mount.device)!;
	return `${escaped(mount.source)} ${escaped(mount.path)} ${fs.type} ${shownOptions(mount, fs)} 0 0`;
};

/** Lines of /proc/PID/mounts. */
export const mountTable = (state: HostState, pid: number): string[] =>
	mountsSeen(state, pid).map((mount) => row(state, mount));

/** st_dev as major and minor. */
export const deviceNumbers = (device: number): readonly [number, number] =>
	device > 255 * 16 ? [device >> 8, device & 255] : [0, device];
const optional = ({ propagation, id }: Mount) =>
	propagation === 'private' ? '' : propagation === 'shared' ? `shared:${id} ` : `master:${id} `;

/** Lines of /proc/PID/mountinfo. */
export const mountInfo = (state: HostState, pid: number): string[] =>
	mountsSeen(state, pid).map((mount) => {
		const fs = state.filesystems.get(mount.device)!;
		const own = fs.options.includes('ro') || (fs.kind === 'overlay' && !fs.upper) ? 'ro' : 'rw';
		const superblock = [own, ...fs.options.filter((word) => word !== 'ro')].join(',');
		const place = `${escaped(rootPath(state, mount))} ${escaped(mount.path)} ${mount.options.join(',')}`;
		return `${mount.id} ${mount.parent} ${deviceNumbers(mount.device).join(':')} ${place} ${optional(mount)}- ${fs.type} ${escaped(mount.source)} ${superblock}`;
	});
