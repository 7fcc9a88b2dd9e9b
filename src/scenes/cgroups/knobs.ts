/** The limits that have a place in the picture: three that narrow what gets through, and those beside them. */
import { cgroupLine, parentPath, type Cgroup } from '#host/kernel/cgroup.ts';
import { quotaOf } from '#host/kernel/cpuSharing.ts';
import { swapLimit } from '#host/kernel/swap.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { IconName } from '#stage/mark.ts';
import { bytesText, coresText, countText } from './amounts.ts';
import { groupAt, isVersion2 } from './groups.ts';
import { WIDEST } from './places.ts';

/** A file of one controller, as each version calls it. */
export interface Knob {
	readonly name: string;
	readonly controller: string;
	readonly v2: string;
	readonly v1: string;
	/** v1: the hierarchy it lies in. */
	readonly tree: string;
	/** What it is set to; undefined where nothing was written, or nothing that limits. */
	readonly of: (group: Cgroup) => number | undefined;
	readonly text: (value: number) => string;
	/** What stands there where nothing is set. */
	readonly usual: string;
}

/** A limit of which the smallest on the path is what counts. */
export interface Lane extends Knob {
	readonly icon: IconName;
	/** How wide a channel is that lets so much through. */
	readonly width: (value: number, state: HostState) => number;
}

const UNLIMITED = 9223372036854771712;
const LEAST = 5;
const wide = (part: number): number => LEAST + (WIDEST - LEAST) * Math.max(0, Math.min(1, part));
const limited = (value: string | undefined): number | undefined =>
	value === undefined || value === 'max' || Number(value) < 0 || Number(value) >= UNLIMITED
		? undefined
		: Number(value);

const SMALLEST = 2 ** 22;
const MOST_PIDS = 2 ** 22;

export const lanes: readonly Lane[] = [
	{
		name: 'cpu',
		controller: 'cpu',
		icon: 'cpu',
		v2: 'cpu.max',
		v1: 'cpu.cfs_quota_us',
		tree: 'cpu',
		of: (group) => (Number.isFinite(quotaOf(group)) ? quotaOf(group) : undefined),
		text: coresText,
		usual: 'max',
		width: (value, { profile }) => wide(Math.sqrt(value / profiles[profile].cpus)),
	},
	{
		name: 'memory',
		controller: 'memory',
		icon: 'memory',
		v2: 'memory.max',
		v1: 'memory.limit_in_bytes',
		tree: 'memory',
		of: ({ files }) => limited(files['memory.max'] ?? files['memory.limit_in_bytes']),
		text: bytesText,
		usual: 'max',
		width: (value, { profile }) =>
			wide(Math.log(Math.max(SMALLEST, value) / SMALLEST) / Math.log(profiles[profile].memory / SMALLEST)),
	},
	{
		name: 'pids',
		controller: 'pids',
		icon: 'process',
		v2: 'pids.max',
		v1: 'pids.max',
		tree: 'pids',
		of: ({ files }) => limited(files['pids.max']),
		text: countText,
		usual: 'max',
		width: (value) => wide(Math.log2(Math.max(1, value)) / Math.log2(MOST_PIDS)),
	},
];

/** What is no limit on the path but stands at the group: the weight, how much swap. */
export const beside: readonly Knob[] = [
	{
		name: 'weight',
		controller: 'cpu',
		v2: 'cpu.weight',
		v1: 'cpu.shares',
		tree: 'cpu',
		of: ({ files }) => limited(files['cpu.weight'] ?? files['cpu.shares']),
		text: countText,
		usual: '',
	},
	{
		name: 'swap',
		controller: 'memory',
		v2: 'memory.swap.max',
		v1: 'memory.memsw.limit_in_bytes',
		tree: 'memory',
		of: (group) => (Number.isFinite(swapLimit(group)) ? swapLimit(group) : undefined),
		text: bytesText,
		usual: 'max',
	},
];

export const usualWeight = (state: HostState): string => (isVersion2(state) ? '100' : '1024');

export const fileOf = (state: HostState, knob: Knob): string => (isVersion2(state) ? knob.v2 : knob.v1);
export const treeOf = (state: HostState, { tree }: Pick<Knob, 'tree'>): string =>
	isVersion2(state) ? 'unified' : tree;

/** The group of that path in the tree that has this controller. */
export const groupFor = (state: HostState, path: string, knob: Pick<Knob, 'tree'>): Cgroup | undefined =>
	groupAt(state, treeOf(state, knob), path);

/** Whether the file is there at all: on v2 where the parent passes the controller on, on v1 where the tree has the group. */
export const hasKnob = (state: HostState, path: string, knob: Pick<Knob, 'tree' | 'controller'>): boolean => {
	if (!groupFor(state, path, knob)) return false;
	const above = parentPath(path);
	if (!isVersion2(state)) return true;
	return above !== undefined && (groupAt(state, 'unified', above)?.passes.includes(knob.controller) ?? false);
};

/** The smallest on the path, and the group it is written at. */
export const narrowest = (
	state: HostState,
	path: string,
	lane: Lane,
): { readonly value: number; readonly at: string | undefined } =>
	cgroupLine(state, treeOf(state, lane), path).reduce<{ value: number; at: string | undefined }>(
		(least, group) => {
			const value = lane.of(group) ?? Infinity;
			return value < least.value ? { value, at: group.path } : least;
		},
		{ value: Infinity, at: undefined },
	);
