/** Limits of block I/O per disk: io.max, io.weight and v1's blkio.throttle files (cgroup-v2.rst, "IO"; cgroup-v1/blkio-controller.rst; block/blk-throttle.c, block/blk-cgroup.c). */
import type { HostState } from '../state.ts';
import type { Cgroup, Direction } from './cgroup.ts';
import { Errno } from './errno.ts';
import type { Writer } from './knobWriting.ts';

/** virtblk gives each disk sixteen numbers: the first is the disk, the others its partitions. */
const MINORS = 16;
export const VIRTBLK = 254;
/** The disk that a file system of this device number lies on: `254:0` for vda1; undefined where there is no disk. */
export const diskOf = (device: number): string | undefined => {
	const [major, minor] = [device >> 8, device & 0xff];
	return major === VIRTBLK ? `${major}:${minor - (minor % MINORS)}` : undefined;
};

const DISKS = [`${VIRTBLK}:0`, '7:0'];

/** EINVAL where it is no device number, ENODEV for a partition or where no disk has it. */
const disk = (text: string | undefined): string => {
	if (!/^\d+:\d+$/.test(text ?? '')) throw new Errno('EINVAL');
	if (!DISKS.includes(text!)) throw new Errno('ENODEV');
	return text!;
};

/** One line a disk: what the others say stays. */
const withLine = (before: string | undefined, number: string, line: string | undefined): string =>
	[
		...(before ?? '').split('\n').filter((each) => each && !each.startsWith(`${number} `)),
		...(line === undefined ? [] : [`${number} ${line}`]),
	].join('\n');

const KEYS = ['rbps', 'wbps', 'riops', 'wiops'] as const;
type Key = (typeof KEYS)[number];

const limitText = (text: string | undefined): string => {
	if (text === 'max') return text;
	if (!/^\d+$/.test(text ?? '')) throw new Errno('EINVAL');
	if (Number(text) === 0) throw new Errno('ERANGE');
	return String(Number(text));
};

const lineOf = (text: string | undefined, number: string): string | undefined =>
	text
		?.split('\n')
		.find((each) => each.startsWith(`${number} `))
		?.slice(number.length + 1);

const pairsOf = (line: string | undefined): Map<string, string> =>
	new Map((line ?? '').split(' ').flatMap((each) => (each ? [each.split('=') as [string, string]] : [])));

/** `254:0 wbps=1048576`: what is not named stays as it was; a disk without any limit has no line. */
const ioMax: Writer = (_, { files }, text) => {
	const [number, ...words] = text.split(/\s+/);
	const at = disk(number);
	const now = pairsOf(lineOf(files['io.max'], at));
	for (const word of words) {
		const [key, value] = word.split('=');
		if (!KEYS.includes(key as Key)) throw new Errno('EINVAL');
		now.set(key!, limitText(value));
	}
	const isLimited = KEYS.some((key) => (now.get(key) ?? 'max') !== 'max');
	const line = KEYS.map((key) => `${key}=${now.get(key) ?? 'max'}`).join(' ');
	return withLine(files['io.max'], at, isLimited ? line : undefined);
};

const v1Files: Readonly<Record<Key, string>> = {
	rbps: 'blkio.throttle.read_bps_device',
	wbps: 'blkio.throttle.write_bps_device',
	riops: 'blkio.throttle.read_iops_device',
	wiops: 'blkio.throttle.write_iops_device',
};

/** v1: `254:0 1048576`; 0 takes the limit away. */
const throttle =
	(file: string): Writer =>
	(_, { files }, text) => {
		const [number, value] = text.split(/\s+/);
		const at = disk(number);
		if (!/^\d+$/.test(value ?? '')) throw new Errno('EINVAL');
		return withLine(files[file], at, Number(value) ? String(Number(value)) : undefined);
	};

const weightText = (text: string | undefined): string => {
	if (!/^\d+$/.test(text ?? '') || Number(text) < 1 || Number(text) > 10000) throw new Errno('EINVAL');
	return String(Number(text));
};

/** `default 500`, `500` alone, or `254:0 500` for one disk. */
const ioWeight: Writer = (_, { files }, text) => {
	const before = files['io.weight'] ?? 'default 100';
	const [first, second] = text.split(/\s+/);
	const isDefault = second === undefined || first === 'default';
	if (!isDefault) return withLine(before, disk(first), second === 'default' ? undefined : weightText(second));
	const rest = before.split('\n').filter((each) => !each.startsWith('default '));
	return [`default ${weightText(second ?? first)}`, ...rest].join('\n');
};

export const throttles: Readonly<Record<string, Writer>> = {
	'io.max': ioMax,
	'io.weight': ioWeight,
	...Object.fromEntries(Object.values(v1Files).map((file) => [file, throttle(file)])),
	'blkio.reset_stats': () => undefined,
};

export interface Throttle {
	/** Bytes and requests a second; Infinity where there is no limit. */
	readonly bytes: number;
	readonly requests: number;
}

const valueOf = (group: Cgroup, number: string, key: Key): number => {
	const text =
		group.hierarchy === 'unified'
			? pairsOf(lineOf(group.files['io.max'], number)).get(key)
			: lineOf(group.files[v1Files[key]], number);
	return text === undefined || text === 'max' ? Infinity : Number(text);
};

/** What a group's own files let through to a disk or from it. */
export const throttleOf = (group: Cgroup, number: string, direction: Direction): Throttle => {
	const isRead = direction === 'read';
	return {
		bytes: valueOf(group, number, isRead ? 'rbps' : 'wbps'),
		requests: valueOf(group, number, isRead ? 'riops' : 'wiops'),
	};
};

export const ioHierarchy = ({ profile }: Pick<HostState, 'profile'>): string =>
	profile === 'docker26-cgroup2' ? 'unified' : 'blkio';
