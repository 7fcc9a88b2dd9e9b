/**
 * What groups used while model time passed, as a short history: a point holds until the next one. The kernel keeps sums
 * (cpu.stat, memory.current); whoever draws a curve of them, docker stats say, samples them as is done here.
 */
import { profiles } from '../profile.ts';
import type { HostEvent } from '../event.ts';
import type { HostState } from '../state.ts';
import { cgroupKey, cgroupLine } from './cgroup.ts';
import { cpuUses, quotaOf, type CpuUse } from './cpuSharing.ts';
import { chargeOf, memoryHierarchy } from './memoryCharge.ts';
import { bytesOf } from './pageCache.ts';
import type { Task } from './task.ts';

export interface UsePoint {
	/** Seconds since the epoch. */
	readonly at: number;
	/** Cores it has from here on. */
	readonly cpu: number;
	/** Cores it would have if no quota held it back. */
	readonly wish: number;
	/** Of each period, the part in which a quota keeps it from running: 0..1. */
	readonly throttled: number;
	/** Bytes charged, the pages of files among them. */
	readonly memory: number;
	/** Bytes of that which are pages of files. */
	readonly file: number;
	/** Bytes in swap. */
	readonly swap: number;
}

/** So many points of a group are kept, and so many groups. */
const POINTS = 240;
const GROUPS = 24;

/** A container's own group, or the group by hand that a task is in; not what the machine booted with. */
const followed = (path: string): string | undefined => {
	const own = /^.*[0-9a-f]{64}[^/]*/.exec(path)?.[0];
	if (own !== undefined) return own;
	return path === '/' || /^\/(init\.scope|system\.slice|user\.slice)(\/|$)/.test(path) ? undefined : path;
};

type Sums = { -readonly [K in keyof Omit<UsePoint, 'at'>]: number };
const nothing = (): Sums => ({ cpu: 0, wish: 0, throttled: 0, memory: 0, file: 0, swap: 0 });

const pathsOf = ({ cgroups }: Task): readonly string[] =>
	cgroups['unified'] !== undefined && cgroups['memory'] === undefined
		? [cgroups['unified']]
		: [...new Set([cgroups['memory'] ?? '/', cgroups['cpu'] ?? '/'])];

/** With all its wish at once it has run out of its quota after this part of a period, and waits for the rest. */
const throttledPart = (state: HostState, path: string, wish: number): number => {
	const hierarchy = memoryHierarchy(state) === 'unified' ? 'unified' : 'cpu';
	const line = cgroupLine(state, hierarchy, path);
	const quota = Math.min(...line.map(quotaOf), Infinity);
	return wish > quota ? 1 - quota / wish : 0;
};

const summed = (state: HostState, uses: ReadonlyMap<number, CpuUse>): Map<string, Sums> => {
	const { cpus } = profiles[state.profile];
	const sums = new Map<string, Sums>();
	const held = new Set<string>();
	const at = (path: string): Sums => {
		const found = sums.get(path) ?? nothing();
		sums.set(path, found);
		return found;
	};
	for (const task of state.tasks.values())
		for (const each of pathsOf(task)) {
			const path = followed(each);
			if (path === undefined) continue;
			const sum = at(path);
			const use = uses.get(task.pid);
			sum.memory += chargeOf(task);
			sum.swap += task.swapped ?? 0;
			sum.cpu += use?.got ?? 0;
			sum.wish += use?.wish ?? 0;
			if (use?.isThrottled) held.add(path);
		}
	for (const cached of state.pages.values()) {
		const path = followed(cached.group);
		if (path === undefined || !state.cgroups.get(cgroupKey(memoryHierarchy(state), path))) continue;
		const bytes = bytesOf(state, cached);
		at(path).file += bytes;
		at(path).memory += bytes;
	}
	for (const path of held) {
		const sum = sums.get(path)!;
		sum.throttled = throttledPart(state, path, Math.min(sum.wish, cpus));
	}
	return sums;
};

const isEqual = (a: Omit<UsePoint, 'at'>, b: Omit<UsePoint, 'at'>): boolean =>
	a.cpu === b.cpu &&
	a.wish === b.wish &&
	a.throttled === b.throttled &&
	a.memory === b.memory &&
	a.file === b.file &&
	a.swap === b.swap;

const without = (table: HostState['usage'], path: string | undefined): HostState['usage'] =>
	path === undefined ? table : table.delete(path);

/** The state with a point for every group whose use has changed. */
export const sampled = (state: HostState, uses: ReadonlyMap<number, CpuUse>): HostState => {
	const sums = summed(state, uses);
	let { usage } = state;
	for (const path of [...usage.keys(), ...sums.keys()]) {
		const sum = sums.get(path) ?? nothing();
		const points = usage.get(path) ?? [];
		const last = points.at(-1);
		if (last ? isEqual(last, sum) : isEqual(sum, nothing())) continue;
		const kept = usage.get(path) || usage.size < GROUPS ? usage : without(usage, usage.keys()[0]);
		usage = kept.set(path, [...points, { at: state.clock.now, ...sum }].slice(-POINTS));
	}
	return usage === state.usage ? state : { ...state, usage };
};

/** Memory changes at once, without time passing: a point is due now. */
export const changesMemory = (before: HostState, event: HostEvent): boolean => {
	switch (event.kind) {
		case 'page.cache':
		case 'page.drop':
			return true;
		case 'task.change':
			return event.why === 'memory' || event.why === 'swap';
		case 'task.exit':
			return (before.tasks.get(event.pid)?.memory ?? 0) > 0;
		default:
			return false;
	}
};

export const sampledNow = (state: HostState): HostState => sampled(state, cpuUses(state));
