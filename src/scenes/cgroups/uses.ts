/** What a column's group uses now, what it would use, and what has happened to it. */
import { cgroupLine } from '#host/kernel/cgroup.ts';
import type { CpuUse } from '#host/kernel/cpuSharing.ts';
import { chargeOf } from '#host/kernel/memoryCharge.ts';
import { cacheUsed } from '#host/kernel/pageCache.ts';
import type { Task } from '#host/kernel/task.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import { tasksOf } from '../members.ts';
import type { Column } from './columns.ts';
import { diskThroat } from './diskThroat.ts';
import { isFrozen } from './groups.ts';
import { groupFor, lanes, narrowest, treeOf, type Lane } from './knobs.ts';

const [cpu, memory, pids] = lanes as readonly [Lane, Lane, Lane];

export interface Use {
	readonly wish: number;
	readonly got: number;
	readonly isThrottled: boolean;
	/** Bytes charged: of tasks, and of files they brought in; and what is in swap. */
	readonly memory: number;
	readonly file: number;
	readonly swapped: number;
	readonly pids: number;
	readonly isFrozen: boolean;
	/** Bytes of it are held back before the disk. */
	readonly waitsForDisk: boolean;
	/** What holds for it: the smallest on the path of each lane. */
	readonly limits: Readonly<Record<'cpu' | 'memory' | 'pids', number>>;
	/** How often the OOM killer came, memory was at its limit, a new task was refused. */
	readonly kills: number;
	readonly hits: number;
	readonly refusals: number;
}

export const coresIn = (uses: readonly CpuUse[], of: 'wish' | 'got'): number =>
	uses.reduce((all, each) => all + each[of], 0);

const isUnder = (own: string | undefined, path: string): boolean =>
	own !== undefined && (own === path || own.startsWith(`${path}/`));

/** All that is in the group and below it: a container's by its name, others by their path. */
const tasksIn = (state: HostState, column: Column, path: string): readonly Task[] =>
	column.container
		? tasksOf(state, column.container)
		: state.tasks.filter(({ cgroups }) => Object.values(cgroups).some((own) => isUnder(own, path)));

export const useOf = (
	state: HostState,
	uses: ReadonlyMap<number, CpuUse>,
	column: Column,
): Use | undefined => {
	const { path } = column;
	if (path === undefined) return undefined;
	const tasks = tasksIn(state, column, path);
	const own = tasks.flatMap(({ pid }) => uses.get(pid) ?? []);
	const at = (lane: Lane) => narrowest(state, path, lane).value;
	const file = cacheUsed(state, path);
	const counts = (lane: Lane, name: string) => groupFor(state, path, lane)?.counts[name] ?? 0;
	return {
		wish: coresIn(own, 'wish'),
		got: coresIn(own, 'got'),
		isThrottled: own.some((each) => each.isThrottled),
		memory: tasks.reduce((all, task) => all + chargeOf(task), file),
		file,
		swapped: tasks.reduce((all, { swapped = 0 }) => all + swapped, 0),
		pids: groupFor(state, path, pids)?.population ?? 0,
		waitsForDisk: diskThroat(state, path)?.isBusy ?? false,
		isFrozen: cgroupLine(state, treeOf(state, { tree: 'freezer' }), path).some(isFrozen),
		limits: { cpu: at(cpu), memory: at(memory), pids: at(pids) },
		kills: counts(memory, 'memory.oom_kill'),
		hits: counts(memory, 'memory.max'),
		refusals: counts(pids, 'pids.max'),
	};
};

/** The upper end of every memory gauge: the next power of two that holds all limits and uses. */
export const memoryScale = (state: HostState, uses: readonly Use[]): number => {
	const most = Math.max(
		0,
		...uses.map(({ memory: used, limits, swapped }) =>
			Number.isFinite(limits.memory) ? limits.memory + swapped : used,
		),
	);
	const whole = profiles[state.profile].memory;
	return most === 0 ? whole : Math.min(whole, 2 ** Math.ceil(Math.log2(most * 1.15)));
};
