/** Who stands in which column: containers on their places from the left, groups made by hand from the right. */
import type { Container } from '#host/engine/container.ts';
import { cgroupLine, type Cgroup } from '#host/kernel/cgroup.ts';
import type { HostState } from '#host/state.ts';
import type { Tone } from '#stage/mark.ts';
import { hueOf, placed, PLACES } from '../containers.ts';
import { groupOf, handmade, isVersion2, mainHierarchy } from './groups.ts';

export interface Column {
	/** In keys: its container's name, or its path. */
	readonly name: string;
	readonly slot: number;
	readonly path: string | undefined;
	readonly container?: Container;
	/** Groups between the trunk and its own, the outermost first. */
	readonly between: readonly Cgroup[];
	/** Whether it hangs from the slice that all containers usually are in. */
	readonly isInSlice: boolean;
}

export const SLICE_OF: Readonly<Record<'v1' | 'v2', string>> = { v1: '/docker', v2: '/system.slice' };
export const sliceOf = (state: HostState): string => SLICE_OF[isVersion2(state) ? 'v2' : 'v1'];

export const toneOf = ({ container }: Pick<Column, 'container'>): Tone =>
	container ? hueOf(container) : 'water';

/** v1: a path may be in some of the trees only. */
const TREES = ['memory', 'cpu', 'pids', 'cpuset', 'freezer'];
const treesOf = (state: HostState): readonly string[] => (isVersion2(state) ? ['unified'] : TREES);

const lineIn = (state: HostState, path: string): readonly Cgroup[] => {
	const lines = treesOf(state).map((tree) => cgroupLine(state, tree, path));
	return lines.sort((a, b) => b.length - a.length)[0] ?? [];
};

const columnOf = (state: HostState, path: string, name: string, slot: number): Column => {
	const slice = sliceOf(state);
	const isInSlice = path.startsWith(`${slice}/`);
	const line = lineIn(state, path).filter((each) => each.path !== '/' && each.path !== path);
	const between = line.filter((each) => !isInSlice || each.path !== slice).reverse();
	return { name, slot, path, between, isInSlice };
};

const byHand = (state: HostState): readonly string[] => [
	...new Set(treesOf(state).flatMap((tree) => handmade(state, tree).map(({ path }) => path))),
];

/** Of those made by hand the first gets the last place; whom no place is left for is only counted. */
export const columnsOf = (
	state: HostState,
): { readonly columns: readonly Column[]; readonly more: number } => {
	const containers = placed(state).map((container): Column => {
		const group = groupOf(state, container, mainHierarchy(state));
		const own = group ? columnOf(state, group.path, container.name, container.slot) : undefined;
		return {
			name: container.name,
			slot: container.slot,
			path: group?.path,
			container,
			between: own?.between ?? [],
			isInSlice: own?.isInSlice ?? false,
		};
	});
	const taken = new Set(containers.map(({ slot }) => slot));
	const free = Array.from({ length: PLACES }, (_, i) => PLACES - 1 - i).filter((slot) => !taken.has(slot));
	const groups = byHand(state);
	const made = groups.slice(0, free.length).map((path, i) => columnOf(state, path, path, free[i]!));
	return { columns: [...containers, ...made], more: groups.length - made.length };
};
