/** Swap areas, and what tasks have there (swapon(2); admin-guide/mm/concepts.rst, "Reclaim"; cgroup-v2.rst, memory.swap). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import { cgroupLine, type Cgroup } from './cgroup.ts';
import { memoryHierarchy } from './memoryCharge.ts';
import type { Task } from './task.ts';

export interface SwapArea {
	/** The file or device, as /proc/swaps names it. */
	readonly path: string;
	readonly device: number;
	readonly inode: number;
	/** Bytes, without the page that holds its header. */
	readonly size: number;
}

export type SwapEvent =
	| { readonly kind: 'swap.on'; readonly area: SwapArea }
	| { readonly kind: 'swap.off'; readonly path: string };

export const swapTotal = ({ swaps }: HostState): number => swaps.reduce((sum, { size }) => sum + size, 0);
export const swapUsed = (tasks: readonly Pick<Task, 'swapped'>[]): number =>
	tasks.reduce((sum, { swapped = 0 }) => sum + swapped, 0);
/** Negative while an area is being taken out of use that still holds something. */
export const swapFree = (state: HostState): number => swapTotal(state) - swapUsed(state.tasks.values());

const UNLIMITED = 9223372036854771712;
const amount = (text: string | undefined): number =>
	text === undefined || text === 'max' || Number(text) >= UNLIMITED ? Infinity : Number(text);

/** How much swap a group may have: v2 says it, v1 says memory and swap together. */
export const swapLimit = ({ hierarchy, files }: Cgroup): number =>
	hierarchy === 'unified'
		? amount(files['memory.swap.max'])
		: Math.max(0, amount(files['memory.memsw.limit_in_bytes']) - amount(files['memory.limit_in_bytes'])) ||
			(files['memory.memsw.limit_in_bytes'] === undefined ? Infinity : 0);

const isUnder = (task: Task, hierarchy: string, path: string): boolean => {
	const own = task.cgroups[hierarchy];
	return own !== undefined && (own === path || path === '/' || own.startsWith(`${path}/`));
};

export const swapUsedUnder = (state: HostState, hierarchy: string, path: string): number =>
	swapUsed(state.tasks.filter((task) => isUnder(task, hierarchy, path)));

/** How much more of a task may go to swap: what is free, and what each group on its path allows. */
export const swapRoom = (state: HostState, task: Task): number => {
	if (!state.swaps.length) return 0;
	const hierarchy = memoryHierarchy(state);
	return cgroupLine(state, hierarchy, task.cgroups[hierarchy] ?? '/').reduce(
		(room, group) => Math.min(room, swapLimit(group) - swapUsedUnder(state, hierarchy, group.path)),
		swapFree(state),
	);
};

export const swapAppliers: Appliers<SwapEvent> = {
	'swap.on': (state, { area }) => ({ ...state, swaps: [...state.swaps, area] }),
	'swap.off': (state, { path }) => ({ ...state, swaps: state.swaps.filter((each) => each.path !== path) }),
};
