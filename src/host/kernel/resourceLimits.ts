/** What setrlimit(2) keeps of a process and its children; they are told (proc_pid_limits(5)), not enforced. */
import type { HostState } from '../state.ts';
import { profiles } from '../profile.ts';
import type { Task } from './task.ts';

export type ResourceLimit = readonly [soft: number, hard: number];
export type ResourceLimits = Readonly<Record<string, ResourceLimit>>;

export const none = Infinity;
/** In the order of /proc/PID/limits: name, what it is called there, unit. */
export const rows: readonly (readonly [name: string, words: string, unit?: string])[] = [
	['cpu', 'cpu time', 'seconds'],
	['fsize', 'file size', 'bytes'],
	['data', 'data size', 'bytes'],
	['stack', 'stack size', 'bytes'],
	['core', 'core file size', 'bytes'],
	['rss', 'resident set', 'bytes'],
	['nproc', 'processes', 'processes'],
	['nofile', 'open files', 'files'],
	['memlock', 'locked memory', 'bytes'],
	['as', 'address space', 'bytes'],
	['locks', 'file locks', 'locks'],
	['sigpending', 'pending signals', 'signals'],
	['msgqueue', 'msgqueue size', 'bytes'],
	['nice', 'nice priority'],
	['rtprio', 'realtime priority'],
	['rttime', 'realtime timeout', 'us'],
];

/** The kernel's own (include/asm-generic/resource.h); half of the threads that fit into an eighth of the memory (fork_init). */
const initial = (state: HostState): ResourceLimits => {
	const threads = Math.floor(profiles[state.profile].memory / (8 * 16384) / 2);
	return {
		...Object.fromEntries(rows.map(([name]) => [name, [none, none] as const])),
		stack: [8388608, none],
		core: [0, none],
		nproc: [threads, threads],
		nofile: [1024, 1048576],
		memlock: [8388608, 8388608],
		sigpending: [threads, threads],
		msgqueue: [819200, 819200],
		nice: [0, 0],
		rtprio: [0, 0],
	};
};

export const resourceLimits = (state: HostState, { limits }: Task): ResourceLimits => ({
	...initial(state),
	...limits,
});
