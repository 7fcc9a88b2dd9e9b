/** What a container uses now, what it would use, and the limits that hold for it. */
import type { Container } from '#host/engine/container.ts';
import type { CpuUse } from '#host/kernel/cpuSharing.ts';
import { chargeOf } from '#host/kernel/memoryCharge.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import { tasksOf } from '../members.ts';
import { groupOf, isContainerFrozen } from './groups.ts';
import { narrowest, narrowing } from './knobs.ts';

const [memoryMax, cpuMax, pidsMax] = narrowing;

export interface Use {
	readonly container: Container;
	readonly wish: number;
	readonly got: number;
	readonly isThrottled: boolean;
	readonly memory: number;
	readonly pids: number;
	readonly isFrozen: boolean;
	readonly limits: { readonly memory: number; readonly cores: number; readonly pids: number };
	/** How often the OOM killer came. */
	readonly kills: number;
	/** How often a new task was refused. */
	readonly refusals: number;
}

export const coresIn = (uses: readonly CpuUse[], of: 'wish' | 'got'): number =>
	uses.reduce((all, each) => all + each[of], 0);

/** undefined where the container has no group: it does not run. */
export const useOf = (
	state: HostState,
	uses: ReadonlyMap<number, CpuUse>,
	container: Container,
): Use | undefined => {
	const group = groupOf(state, container);
	if (!group) return undefined;
	const counting = groupOf(state, container, group.hierarchy === 'unified' ? 'unified' : 'pids') ?? group;
	const tasks = tasksOf(state, container);
	const own = tasks.flatMap(({ pid }) => uses.get(pid) ?? []);
	const at = (kind: (typeof narrowing)[number]) => narrowest(state, group.path, kind).value;
	return {
		container,
		wish: coresIn(own, 'wish'),
		got: coresIn(own, 'got'),
		isThrottled: own.some((each) => each.isThrottled),
		memory: tasks.reduce((all, task) => all + chargeOf(task), 0),
		pids: counting.population,
		isFrozen: isContainerFrozen(state, container),
		limits: { memory: at(memoryMax), cores: at(cpuMax), pids: at(pidsMax) },
		kills: group.counts['memory.oom_kill'] ?? 0,
		refusals: counting.counts['pids.max'] ?? 0,
	};
};

/** The right end of every memory bar: the next power of two that holds all limits and uses. */
export const memoryScale = (state: HostState, uses: readonly Use[]): number => {
	const most = Math.max(
		0,
		...uses.map(({ memory, limits }) => (Number.isFinite(limits.memory) ? limits.memory : memory)),
	);
	const whole = profiles[state.profile].memory;
	return most === 0 ? whole : Math.min(whole, 2 ** Math.ceil(Math.log2(most * 1.2)));
};
