/** HostState is everything a host (and the machine outside it) holds at one moment. Immutable; see `apply` in event.ts. */
import type { Clock } from './kernel/clock.ts';
import type { Task } from './kernel/task.ts';
import type { Namespace } from './kernel/namespace.ts';
import type { Cgroup } from './kernel/cgroup.ts';
import type { MountNamespace } from './kernel/mount.ts';
import type { FileSystem } from './kernel/file.ts';
import type { Net } from './kernel/net.ts';
import type { Packet } from './kernel/packet.ts';
import type { Lookup } from './kernel/lookup.ts';
import type { CachedFile } from './kernel/pageCache.ts';
import type { SwapArea } from './kernel/swap.ts';
import type { UsePoint } from './kernel/usage.ts';
import { shapedEngine, type Engine } from './engine/engine.ts';
import type { ProfileName } from './profile.ts';
import type { Table } from './table.ts';

/** Two machines on one LAN: the Docker host and a client outside it. Each has initial namespaces of its own. */
export type MachineName = 'host' | 'outside';

/** A record that is being made. */
export type Growing<T> = { -readonly [K in keyof T]: T[K] };

export interface HostState {
	readonly profile: ProfileName;
	readonly clock: Clock;
	/** By the task's PID in its machine's initial PID namespace; the outside machine's start at 3,000,001. */
	readonly tasks: Table<number, Task>;
	/** PIDs of the tasks that want CPU time now (their `load` is above 0), in the order in which they began to. */
	readonly busy: readonly number[];
	/** By inode number, as `/proc/PID/ns/*` shows it. */
	readonly namespaces: Table<number, Namespace>;
	/** By `hierarchy:path`, e.g. `unified:/system.slice` (v2) or `memory:/docker/ID` (v1). */
	readonly cgroups: Table<string, Cgroup>;
	/** What groups used while model time passed, by their path: the last points, oldest first. */
	readonly usage: Table<string, readonly UsePoint[]>;
	/** The page cache, by `device:inode`, the longest unused first. */
	readonly pages: Table<string, CachedFile>;
	/** Swap areas in use, in the order of swapon. */
	readonly swaps: readonly SwapArea[];
	/** By the mount namespace's inode. */
	readonly mounts: Table<number, MountNamespace>;
	/** By device number (st_dev). */
	readonly filesystems: Table<number, FileSystem>;
	/** By the network namespace's inode. */
	readonly nets: Table<number, Net>;
	/** Packets that are on their way now, and the last of the latest journey. */
	readonly packets: Table<number, Packet>;
	/** The name that was asked for last. */
	readonly lookup: Lookup | undefined;
	readonly engine: Engine;
	/** What has been handed out so far; only grows. */
	readonly next: Next;
}

/** A state with its fields in the one order that all states have: records of one shape are read and copied fastest. */
export const shapedState = (state: HostState, before: HostState): HostState => ({
	profile: state.profile,
	clock: state.clock,
	tasks: state.tasks,
	busy: state.busy,
	namespaces: state.namespaces,
	cgroups: state.cgroups,
	usage: state.usage,
	pages: state.pages,
	swaps: state.swaps,
	mounts: state.mounts,
	filesystems: state.filesystems,
	nets: state.nets,
	packets: state.packets,
	lookup: state.lookup,
	engine: state.engine === before.engine ? state.engine : shapedEngine(state.engine),
	next: state.next,
});

export interface Next {
	readonly inode: number;
	readonly mount: number;
	readonly device: number;
	readonly packet: number;
	readonly flow: number;
	readonly socket: number;
	readonly rule: number;
	/** Seed of the ids, MACs and names a real host draws at random (see `drawn` in draw.ts). */
	readonly draw: number;
}
