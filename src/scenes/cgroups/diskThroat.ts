/** Block I/O, where somebody has limited it: how much may pass to a disk or from it, and whether bytes wait there now. */
import { ioHierarchy, throttleOf } from '#host/kernel/blockLimits.ts';
import { cgroupLine, type Cgroup, type Direction } from '#host/kernel/cgroup.ts';
import type { HostState } from '#host/state.ts';
import type { Marks } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import { bytesText, countText, longBytes } from './amounts.ts';
import { toneOf, type Column } from './columns.ts';
import { titleOf } from './gauges.ts';
import { isVersion2 } from './groups.ts';
import { COLUMN, columnAt, CPUS } from './places.ts';

/** The host's one disk: vda. */
const DISK = '254:0';
const DIRECTIONS = ['write', 'read'] as const satisfies readonly Direction[];

export interface DiskThroat {
	readonly direction: Direction;
	/** Bytes a second, or requests. */
	readonly value: number;
	readonly isBytes: boolean;
	/** The group it is written at. */
	readonly at: string;
	/** Bytes wait at it now. */
	readonly isBusy: boolean;
}

const throatAt = ({ clock }: HostState, group: Cgroup, direction: Direction): readonly DiskThroat[] => {
	const { bytes, requests } = throttleOf(group, DISK, direction);
	const isBytes = bytes < Infinity;
	if (!isBytes && requests === Infinity) return [];
	const isBusy = (group.disk?.[direction] ?? 0) > clock.now + 1e-9;
	return [{ direction, value: isBytes ? bytes : requests, isBytes, at: group.path, isBusy }];
};

/** The narrowest on the path: of the way that is busy now, else of writing. */
export const diskThroat = (state: HostState, path: string): DiskThroat | undefined => {
	const line = cgroupLine(state, ioHierarchy(state), path).filter((group) => group.path !== '/');
	const narrow = DIRECTIONS.flatMap((direction) =>
		line
			.flatMap((group) => throatAt(state, group, direction))
			.sort((a, b) => Number(b.isBytes) - Number(a.isBytes) || a.value - b.value)
			.slice(0, 1),
	);
	return narrow.find(({ isBusy }) => isBusy) ?? narrow[0];
};

export const diskFile = (state: HostState, { direction, isBytes }: DiskThroat): string =>
	isVersion2(state) ? 'io.max' : `blkio.throttle.${direction}_${isBytes ? 'bps' : 'iops'}_device`;

const LEFT = 62;

/** Beside the cores: full where it is the group's own, tinted where a group above it says so. */
export const diskMarks = (state: HostState, column: Column, say: Say): Marks => {
	const { path, name } = column;
	const throat = path === undefined ? undefined : diskThroat(state, path);
	if (!throat) return [];
	const { value, isBytes, direction, at, isBusy } = throat;
	const text = `${direction === 'write' ? '↓' : '↑'}${isBytes ? bytesText(value) : `${countText(value)}/s`}`;
	const amount = isBytes ? `${longBytes(value)}/s` : `${value}/s`;
	const file = diskFile(state, throat);
	return [
		{
			kind: 'token',
			key: `limit:${name}/${file}`,
			parent: `cgroup:${name}`,
			x: columnAt(column.slot) + LEFT,
			y: CPUS.y,
			width: COLUMN - LEFT - 4,
			height: CPUS.height,
			text,
			size: text.length > 3 ? 12 : 14,
			weight: 700,
			tone: toneOf(column),
			fill: at === path ? 'full' : 'tint',
			state: isBusy ? 'hatched' : 'solid',
			title: say(`disk.${direction}`, { name: titleOf(column), value: amount }),
			label: say(`disk.${direction}`, { name: titleOf(column), value: amount }),
		},
	];
};
