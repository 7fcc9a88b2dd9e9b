/** Virtual is a file that the kernel makes up when it is asked: in proc, sysfs or a cgroup file system (proc(5)). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import type { Stream } from '../stream.ts';
import { cgroupFile } from './cgroupfs.ts';
import type { Inode, KernelFs } from './file.ts';
import type { Found } from './path.ts';
import { procFile } from './procfs.ts';
import { sysFile } from './sysfs.ts';

/** Who looks: much of /proc differs by reader. */
export interface View {
	readonly state: HostState;
	readonly pid: number;
}

export interface Virtual {
	readonly kind: 'file' | 'dir' | 'link';
	readonly mode: number;
	readonly uid?: number;
	readonly gid?: number;
	/** What a link says. */
	readonly target?: string;
	/** A magic link leads there, whatever it says. */
	readonly follow?: () => Found;
	/** What a descriptor's link opens: the very stream. */
	readonly stream?: (host: Host) => Stream | undefined;
	readonly names?: () => readonly string[];
	readonly read?: () => string;
	readonly write?: (host: Host, text: string) => void;
}

export const directory = (names: () => readonly string[], mode = 0o555): Virtual => ({
	kind: 'dir',
	mode,
	names,
});
export const readOnly = (read: () => string, mode = 0o444): Virtual => ({ kind: 'file', mode, read });
export const link = (target: string): Virtual => ({ kind: 'link', mode: 0o777, target });

/** The file at `path` ('/…') of a kernel file system, as `view` sees it. */
export const virtualAt = (view: View, fs: KernelFs, path: string): Virtual | undefined => {
	const names = path.split('/').filter(Boolean);
	if (fs.type === 'proc') return procFile(view, fs, names);
	if (fs.type === 'sysfs') return sysFile(view, fs, names);
	if (fs.type === 'cgroup' || fs.type === 'cgroup2') return cgroupFile(view, fs, names);
	return names.length ? undefined : directory(() => []);
};

const numberOf = (path: string): number => {
	let hash = 1;
	for (let i = 1; i < path.length; i++) hash = (Math.imul(hash, 31) + path.charCodeAt(i)) >>> 0;
	return hash;
};

export const inodeOfVirtual = ({ state }: View, path: string, file: Virtual): Inode => ({
	inode: numberOf(path),
	kind: file.kind,
	mode: file.mode,
	uid: file.uid ?? 0,
	gid: file.gid ?? 0,
	size: 0,
	modified: state.clock.now,
	links: file.kind === 'dir' ? 2 : 1,
	...(file.target !== undefined && { target: file.target }),
});
