/** The limits that have a place in the picture, and what each of them says where. */
import { cgroupLine, parentPath, type Cgroup } from '#host/kernel/cgroup.ts';
import { rangesOf } from '#host/kernel/cpuList.ts';
import { quotaOf } from '#host/kernel/cpuSharing.ts';
import { effectiveCpus } from '#host/kernel/effectiveCpus.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import { bytesText, coresText, countText } from './amounts.ts';
import { groupAt } from './groups.ts';

export interface Knob {
	readonly file: string;
	readonly hierarchy: string;
	readonly controller: string;
	/** As the stage shows it. */
	readonly text: (value: string) => string;
	/** What a group without a value of its own shows. */
	readonly usual: (state: HostState, group: Cgroup) => string;
	/** How wide its column is. */
	readonly width: number;
}

const UNLIMITED = 9223372036854771712;
const bytes = (value: string): string =>
	value === 'max' || Number(value) >= UNLIMITED || Number(value) < 0 ? 'max' : bytesText(Number(value));
const plain = (value: string): string => value;
const always = (value: string) => () => value;
const quota = (value: string): string => (value.startsWith('max') ? 'max' : value);
const cpus = (state: HostState, { hierarchy, path }: Cgroup): string =>
	rangesOf(effectiveCpus(state, hierarchy, parentPath(path) ?? path));

const v2 = (file: string, width: number, text: Knob['text'], usual: Knob['usual'] = always('max')): Knob => ({
	file,
	hierarchy: 'unified',
	controller: file.slice(0, file.indexOf('.')),
	width,
	text,
	usual,
});
const v1 = (
	hierarchy: string,
	file: string,
	width: number,
	text: Knob['text'],
	usual: Knob['usual'],
): Knob => ({ file, hierarchy, controller: hierarchy, width, text, usual });

export const v2Knobs: readonly Knob[] = [
	v2('memory.max', 104, bytes),
	v2('memory.swap.max', 120, bytes),
	v2('cpu.max', 118, quota),
	v2('cpu.weight', 92, plain, always('100')),
	v2('cpuset.cpus', 98, plain, cpus),
	v2('pids.max', 84, plain),
];

/** One tree each. */
export const v1Knobs: readonly Knob[] = [
	v1('memory', 'memory.limit_in_bytes', 182, bytes, always('max')),
	v1('cpu', 'cpu.shares', 182, plain, always('1024')),
	v1('cpu', 'cpu.cfs_quota_us', 182, (value) => (Number(value) < 0 ? 'max' : value), always('-1')),
	v1('cpuset', 'cpuset.cpus', 182, plain, cpus),
	v1('pids', 'pids.max', 182, plain, always('max')),
	v1('freezer', 'freezer.state', 182, plain, always('THAWED')),
];

/** v2: whether the file is there at all: the parent passes the controller on. */
export const hasKnob = (state: HostState, group: Cgroup, knob: Knob): boolean => {
	const above = parentPath(group.path);
	if (knob.hierarchy !== 'unified') return true;
	return above !== undefined && (groupAt(state, 'unified', above)?.passes.includes(knob.controller) ?? false);
};

export const valueOf = (state: HostState, group: Cgroup, knob: Knob): string =>
	group.files[knob.file] || knob.usual(state, group);
export const isSet = (state: HostState, group: Cgroup, knob: Knob): boolean => {
	const value = group.files[knob.file];
	return value !== undefined && knob.text(value) !== knob.text(knob.usual(state, group));
};

const memoryOf = ({ files }: Cgroup): number => {
	const value = files['memory.max'] ?? files['memory.limit_in_bytes'];
	return value === undefined || value === 'max' || Number(value) >= UNLIMITED ? Infinity : Number(value);
};
const pidsOf = ({ files }: Cgroup): number => {
	const value = files['pids.max'];
	return value === undefined || value === 'max' ? Infinity : Number(value);
};

/** The kinds of limit of which the smallest on the path is what counts. */
export const narrowing = [
	{ name: 'memory.max', controller: 'memory', of: memoryOf, text: bytesText },
	{ name: 'cpu.max', controller: 'cpu', of: quotaOf, text: coresText },
	{ name: 'pids.max', controller: 'pids', of: pidsOf, text: countText },
] as const;
export type Narrowing = (typeof narrowing)[number];

const hierarchyOf = (state: HostState, controller: string): string =>
	profiles[state.profile].cgroupVersion === 2 ? 'unified' : controller;

/** The smallest on the path, and the group it is written at. */
export const narrowest = (
	state: HostState,
	path: string,
	{ controller, of }: Narrowing,
): { readonly value: number; readonly at: string | undefined } =>
	cgroupLine(state, hierarchyOf(state, controller), path).reduce<{ value: number; at: string | undefined }>(
		(least, group) => (of(group) < least.value ? { value: of(group), at: group.path } : least),
		{ value: Infinity, at: undefined },
	);
