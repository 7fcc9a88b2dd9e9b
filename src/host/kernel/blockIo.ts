/**
 * Reading from a disk and writing to it: bytes take time, as the disk allows and every throttle on the path of the
 * task's group (block/blk-throttle.c). Who comes while a group has used up its rate waits behind those before it.
 */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import type { Running } from '../process.ts';
import { diskOf, ioHierarchy, throttleOf, type Throttle } from './blockLimits.ts';
import { cgroupLine, type Cgroup, type Direction } from './cgroup.ts';
import type { DiskPlace } from './file.ts';
import { bytesOf, isDirty, pageKey } from './pageCache.ts';
import { lookup } from './path.ts';

/** Where the bytes of a file lie, if that is on a disk that the host has. */
export const blockPlace = (state: HostState, pid: number, path: string): DiskPlace | undefined => {
	const { device, node } = lookup(state, pid, path);
	const place = node.layers?.[0] ?? { device, inode: Number(node.id) };
	return state.filesystems.get(place.device)?.kind === 'disk' && diskOf(place.device) ? place : undefined;
};

/** The largest request that goes to a disk at once, in bytes (block/bio.c: 256 pages). */
export const REQUEST = 1 << 20;
export const requestsFor = (bytes: number): number => Math.ceil(bytes / REQUEST);

interface Gate {
	readonly path: string;
	readonly rate: Throttle;
	/** Until when it is taken. */
	readonly until: number;
}

/** The throttles on a task's path, and at the root the disk itself. */
const gatesOf = (host: Host, line: readonly Cgroup[], disk: string, direction: Direction): Gate[] => {
	const own = host.profile.disk;
	return line.flatMap((group) => {
		const rate =
			group.path === '/'
				? { bytes: own[direction], requests: own.requests }
				: throttleOf(group, disk, direction);
		const isOpen = rate.bytes === Infinity && rate.requests === Infinity;
		return isOpen ? [] : [{ path: group.path, rate, until: group.disk?.[direction] ?? 0 }];
	});
};

/** Seconds that so much takes at a rate. */
const takes = ({ bytes, requests }: Throttle, amount: Amount): number =>
	Math.max(amount.bytes / bytes, amount.requests / requests);

export interface Amount {
	readonly bytes: number;
	readonly requests: number;
}

/** Long ones go in parts, so that what has passed can be seen meanwhile. */
const PARTS = 6;
const SHORT = 1;
const PAGE = 4096;

const passed = (
	host: Host,
	pid: number,
	disk: string,
	direction: Direction,
	amount: (seconds: (of: Amount) => number) => Amount,
): { readonly amount: Amount; readonly seconds: number } => {
	const { state } = host;
	const hierarchy = ioHierarchy(state);
	const path = state.tasks.get(pid)?.cgroups[hierarchy] ?? '/';
	const gates = gatesOf(host, cgroupLine(state, hierarchy, path), disk, direction);
	const now = state.clock.now;
	const part = amount((of) => Math.max(...gates.map(({ rate }) => takes(rate, of))));
	const until = Object.fromEntries(
		gates.map((gate) => [gate.path, Math.max(now, gate.until) + takes(gate.rate, part)]),
	);
	host.emit({ kind: 'cgroup.transfer', hierarchy, path, disk, direction, ...part, until });
	return { amount: part, seconds: Math.max(...Object.values(until)) - now };
};

/** As much of what is left as passes in so many seconds; a request counts when its last byte has passed. */
const partOf = (left: Amount, seconds: number, takes: (of: Amount) => number): Amount => {
	const all = takes(left);
	if (all <= seconds * 1.01) return left;
	const part = seconds / all;
	const isSlowInBytes = takes({ ...left, requests: 0 }) > seconds;
	const requests = Math.max(isSlowInBytes ? 0 : 1, Math.floor(left.requests * part));
	const bytes = Math.ceil((left.bytes * part) / PAGE) * PAGE;
	return bytes >= left.bytes || (!isSlowInBytes && requests >= left.requests) ? left : { bytes, requests };
};

/** Bytes between memory and the disk of a device; returns when the last has passed. */
export function* transfer(
	host: Host,
	pid: number,
	device: number,
	direction: Direction,
	{ bytes, requests }: Amount,
): Running<void> {
	const disk = diskOf(device);
	if (disk === undefined || bytes <= 0) return;
	let left: Amount = { bytes, requests };
	let longest = 0;
	while (left.bytes > 0) {
		const { amount, seconds } = passed(host, pid, disk, direction, (takes) => {
			longest ||= Math.max(SHORT, takes(left) / PARTS);
			return partOf(left, longest, takes);
		});
		left = { bytes: left.bytes - amount.bytes, requests: left.requests - amount.requests };
		if (seconds > 0) yield { keys: [], seconds };
	}
}

/** fsync(2): what of a file is dirty goes to the disk. `least` was written just now, and may be too little to be followed. */
export function* writeBack(host: Host, pid: number, place: DiskPlace, least: number): Running<void> {
	const cached = host.state.pages.get(pageKey(place));
	const dirty = cached && isDirty(host.state, cached) ? bytesOf(host.state, cached) : 0;
	const bytes = Math.max(dirty, least);
	yield* transfer(host, pid, place.device, 'write', { bytes, requests: requestsFor(bytes) });
	const after = host.state.pages.get(pageKey(place));
	if (after?.written === undefined) return;
	const { written: _, ...clean } = after;
	host.emit({ kind: 'page.cache', cached: clean });
}
