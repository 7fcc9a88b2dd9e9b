/** Control groups as directories of files: v2's one tree, or one of v1's hierarchies (cgroups(7), cgroup_namespaces(7)). */
import type { Host } from '../host.ts';
import { late } from '../late.ts';
import type { HostState } from '../state.ts';
import { checkAccess, isCapable } from './access.ts';
import { groupOf, makeCgroup, removeCgroup } from './control.ts';
import { Errno } from './errno.ts';
import type { KernelFs } from './file.ts';
import { knobNames } from './knobs.ts';
import { writeKnob } from './knobWriting.ts';
import type { Found } from './path.ts';
import { directory, type View, type Virtual } from './virtual.ts';

const reading = late(['cgroup'], () => import('./knobReading.ts'));

const hierarchyOfFs = (fs: KernelFs): string => fs.hierarchy ?? 'unified';

/** The group that a mount shows as its root: its cgroup namespace's. */
const rootOfFs = (state: HostState, fs: KernelFs): string =>
	state.namespaces.get(fs.namespace)?.roots?.[hierarchyOfFs(fs)] ?? '/';

const groupPath = (state: HostState, fs: KernelFs, names: readonly string[]): string => {
	const root = rootOfFs(state, fs);
	return names.length ? `${root === '/' ? '' : root}/${names.join('/')}` : root;
};

const isWriteOnly = (name: string) =>
	/^(cgroup\.kill|devices\.(allow|deny)|memory\.reclaim|blkio\.reset_stats)$/.test(name);
const isReadOnly = (name: string) =>
	/\.(current|events|events\.local|stat|effective|controllers|peak|usage|list|numa_stat|failcnt|usage_in_bytes|io_service(_bytes|d)(_recursive)?)$/.test(
		name,
	) || /^(cgroup\.type|cpuset\.effective_\w+|freezer\.(self|parent)_freezing)$/.test(name);
const modeOf = (name: string): number => (isWriteOnly(name) ? 0o200 : isReadOnly(name) ? 0o444 : 0o644);

const knob = (view: View, hierarchy: string, path: string, name: string): Virtual => ({
	kind: 'file',
	mode: modeOf(name),
	read: () => {
		if (isWriteOnly(name)) throw new Errno('EINVAL');
		const reader = view.state.tasks.get(view.pid)?.namespaces.pid;
		return reading().readKnob(view.state, hierarchy, path, name, reader) ?? '';
	},
	write: (host, text) => writeKnob(host, view.pid, hierarchy, path, name, text),
});

/** The file or group at `names` of a cgroup mount. */
export const cgroupFile = (view: View, fs: KernelFs, names: readonly string[]): Virtual | undefined => {
	const { state } = view;
	const hierarchy = hierarchyOfFs(fs);
	const path = groupPath(state, fs, names);
	const group = groupOf(state, hierarchy, path);
	if (group) return directory(() => [...knobNames(state, hierarchy, path), ...group.children.keys()], 0o755);
	const name = names.at(-1);
	const owner = groupPath(state, fs, names.slice(0, -1));
	if (name === undefined || !knobNames(state, hierarchy, owner).includes(name)) return undefined;
	return knob(view, hierarchy, owner, name);
};

const pathIn = (state: HostState, fs: KernelFs, id: number | string): string =>
	groupPath(state, fs, String(id).split('/').filter(Boolean));

const cgroupFs = ({ node: { fs } }: Found): KernelFs | undefined =>
	fs.kind === 'kernel' && (fs.type === 'cgroup' || fs.type === 'cgroup2') ? fs : undefined;

const checkMayChange = (host: Host, pid: number, found: Found): void => {
	if (found.mount.options.includes('ro')) throw new Errno('EROFS');
	checkAccess(host.state, pid, found.inode, 'w');
};

/** mkdir(2) in a cgroup file system makes a group; false elsewhere. */
export const makeGroupAt = (host: Host, pid: number, found: Found, name: string): boolean => {
	const fs = cgroupFs(found);
	if (!fs) return false;
	checkMayChange(host, pid, found);
	if (!isCapable(host.state, pid, 'DAC_OVERRIDE')) throw new Errno('EACCES');
	const path = pathIn(host.state, fs, found.node.id);
	makeCgroup(host, hierarchyOfFs(fs), path === '/' ? `/${name}` : `${path}/${name}`);
	return true;
};

/** rmdir(2) of a group, whose files do not count; false elsewhere. The root, a mount point, is busy. */
export const removeGroupAt = (host: Host, pid: number, found: Found): boolean => {
	const fs = cgroupFs(found);
	if (!fs) return false;
	if (found.place.node === found.mount.root) throw new Errno('EBUSY');
	checkMayChange(host, pid, found);
	removeCgroup(host, hierarchyOfFs(fs), pathIn(host.state, fs, found.node.id));
	return true;
};
