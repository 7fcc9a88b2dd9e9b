/**
 * What the kernel takes back before it kills: first pages of files, which are on a disk or can be written there, then,
 * where there is swap, anonymous pages (admin-guide/mm/concepts.rst, "Reclaim"; mm/vmscan.c).
 */
import type { Host } from '../host.ts';
import type { Cgroup } from './cgroup.ts';
import { tasksUnder } from './control.ts';
import { bytesOf, cachedUnder, isDirty } from './pageCache.ts';
import { swapRoom } from './swap.ts';
import type { Task } from './task.ts';

const PAGE = 4096;
const wholePages = (bytes: number): number => Math.ceil(bytes / PAGE) * PAGE;

const dropFiles = (host: Host, { path }: Cgroup, need: number): number => {
	let freed = 0;
	for (const cached of cachedUnder(host.state, path)) {
		const bytes = Math.min(bytesOf(host.state, cached), wholePages(need - freed));
		if (freed >= need) break;
		if (cached.isShared || bytes <= 0) continue;
		const { device, inode } = cached;
		host.emit({ kind: 'page.drop', device, inode, bytes, wasDirty: isDirty(host.state, cached) });
		freed += bytes;
	}
	return freed;
};

const resident = ({ memory, swapped = 0 }: Task): number => memory - swapped;

const swapOut = (host: Host, { hierarchy, path }: Cgroup, need: number): number => {
	let freed = 0;
	const tasks = tasksUnder(host.state, hierarchy, path).sort((a, b) => resident(b) - resident(a));
	for (const task of tasks) {
		if (freed >= need) break;
		const room = Math.min(resident(task), swapRoom(host.state, task), wholePages(need - freed));
		const bytes = Math.floor(room / PAGE) * PAGE;
		if (!(bytes > 0)) continue;
		const swapped = (task.swapped ?? 0) + bytes;
		host.emit({ kind: 'task.change', pid: task.pid, why: 'swap', set: { swapped } });
		freed += bytes;
	}
	return freed;
};

/** Makes room in a group that is over its limit by `need` bytes; false where not enough can be had. */
export const reclaim = (host: Host, group: Cgroup, need: number): boolean => {
	const dropped = dropFiles(host, group, need);
	return dropped >= need || dropped + swapOut(host, group, need - dropped) >= need;
};
