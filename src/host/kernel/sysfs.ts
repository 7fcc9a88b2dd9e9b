/** /sys as far as a container's runtime looks at it, which mounts and covers there; who reads it fetches the rest (sysfs(5)). */
import { late } from '../late.ts';
import type { KernelFs } from './file.ts';
import { directory, type View, type Virtual } from './virtual.ts';

const files = late(['sys', 'lsblk'], () => import('./sysFiles.ts'));

const mountPoints = ['', 'firmware', 'fs', 'fs/cgroup'];

export const sysFile = (view: View, fs: KernelFs, names: readonly string[]): Virtual | undefined => {
	const there = () => files().sysRead(view, fs, names);
	return mountPoints.includes(names.join('/')) ? directory(() => there()!.names!(), 0o755) : there();
};
