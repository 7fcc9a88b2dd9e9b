/**
 * The page cache: how much of which file is in memory, and which group is charged for it: whoever brought it in first
 * (admin-guide/mm/concepts.rst, "Page cache"; cgroup-v2.rst, "Memory Ownership"). Small files do not count.
 */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import { cgroupKey } from './cgroup.ts';
import { memoryHierarchy } from './memoryCharge.ts';

export interface CachedFile {
	/** Path of the group that is charged. A group that is gone leaves its pages to the one around it. */
	readonly group: string;
	readonly device: number;
	readonly inode: number;
	/** As whoever brought it in called it. */
	readonly name: string;
	readonly bytes: number;
	/** On tmpfs: there is no disk to drop it to. */
	readonly isShared: boolean;
	/** When it was last written, in seconds since the epoch: dirty until it has been written back. */
	readonly written?: number;
}

export type PageEvent =
	/** Pages of a file are in memory now: `cached` is what of it is there afterwards. */
	| { readonly kind: 'page.cache'; readonly cached: CachedFile }
	/** Reclaim: pages of a file leave memory; those that were dirty are written to the disk first. */
	| {
			readonly kind: 'page.drop';
			readonly device: number;
			readonly inode: number;
			readonly bytes: number;
			readonly wasDirty: boolean;
	  };

export const pageKey = ({ device, inode }: Pick<CachedFile, 'device' | 'inode'>) => `${device}:${inode}`;

const PAGE = 4096;

/** Seconds until what was written goes to the disk by itself (sysctl/vm.rst, dirty_expire_centisecs). */
const EXPIRE = 30;
export const isDirty = ({ clock }: Pick<HostState, 'clock'>, { written }: CachedFile): boolean =>
	written !== undefined && clock.now - written < EXPIRE;

/** What of it is in memory now: a file that was cut or removed takes its pages with it. */
export const bytesOf = (state: HostState, { device, inode, bytes }: CachedFile): number => {
	const disk = state.filesystems.get(device);
	const size = disk?.kind === 'disk' ? (disk.inodes.get(inode)?.size ?? 0) : 0;
	return Math.min(bytes, size);
};

const isUnder = (path: string, group: string): boolean =>
	group === path || path === '/' || group.startsWith(`${path}/`);

/** Files whose pages a group is charged for, and those below it, the longest unused first. */
export const cachedUnder = (state: HostState, path: string): readonly CachedFile[] =>
	state.pages.filter((each) => isUnder(path, each.group));

export const cacheUsed = (state: HostState, path: string): number =>
	state.pages.size ? cachedUnder(state, path).reduce((sum, each) => sum + bytesOf(state, each), 0) : 0;

/** vmscan.c counts what it looked at and what it took (cgroup-v2.rst, memory.stat: pgscan, pgsteal). */
const reclaimed = (state: HostState, group: string, pages: number): HostState['cgroups'] => {
	const key = cgroupKey(memoryHierarchy(state), group);
	return state.cgroups.get(key)
		? state.cgroups.update(key, (each) => ({
				...each,
				counts: {
					...each.counts,
					'memory.pgscan': (each.counts['memory.pgscan'] ?? 0) + pages,
					'memory.pgsteal': (each.counts['memory.pgsteal'] ?? 0) + pages,
				},
			}))
		: state.cgroups;
};

export const pageAppliers: Appliers<PageEvent> = {
	'page.cache': (state, { cached }) => {
		const key = pageKey(cached);
		return { ...state, pages: state.pages.delete(key).set(key, cached) };
	},
	'page.drop': (state, { device, inode, bytes }) => {
		const key = pageKey({ device, inode });
		const cached = state.pages.get(key);
		if (!cached) return state;
		const left = bytesOf(state, cached) - bytes;
		return {
			...state,
			cgroups: reclaimed(state, cached.group, Math.ceil(bytes / PAGE)),
			pages: left > 0 ? state.pages.set(key, { ...cached, bytes: left }) : state.pages.delete(key),
		};
	},
};
