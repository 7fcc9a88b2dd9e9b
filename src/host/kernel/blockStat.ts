/** What the files of the io and blkio controllers read as (cgroup-v2.rst, "IO Interface Files"; cgroup-v1/blkio-controller.rst). */
import type { HostState } from '../state.ts';
import { cgroupKey, type Cgroup } from './cgroup.ts';

const children = (state: HostState, { hierarchy, path, children }: Cgroup): Cgroup[] =>
	children
		.keys()
		.flatMap((name) => state.cgroups.get(cgroupKey(hierarchy, `${path === '/' ? '' : path}/${name}`)) ?? []);

const WHAT = /^io\.(\d+:\d+)\.([rw])(bytes|ios)$/;
type Sums = Map<string, Record<string, number>>;

/** By disk: rbytes, wbytes, rios, wios. */
const sumsOf = (state: HostState, group: Cgroup, isDeep: boolean, sums: Sums = new Map()): Sums => {
	for (const [counter, value] of Object.entries(group.counts)) {
		const [, disk, letter = '', what = ''] = WHAT.exec(counter) ?? [];
		if (disk === undefined) continue;
		const sum = sums.get(disk) ?? {};
		sum[letter + what] = (sum[letter + what] ?? 0) + value;
		sums.set(disk, sum);
	}
	if (isDeep) for (const child of children(state, group)) sumsOf(state, child, true, sums);
	return sums;
};

type Reader = (state: HostState, group: Cgroup) => string;

/** v2 counts what lies below as well. */
const ioStat: Reader = (state, group) =>
	[...sumsOf(state, group, true)]
		.map(([disk, sum]) => {
			const pairs = ['rbytes', 'wbytes', 'rios', 'wios', 'dbytes', 'dios'].map(
				(key) => `${key}=${sum[key] ?? 0}`,
			);
			return `${disk} ${pairs.join(' ')}`;
		})
		.join('\n');

/** All that is modelled waits for its disk: it is synchronous. */
const served =
	(what: 'bytes' | 'ios', isDeep: boolean): Reader =>
	(state, group) => {
		let total = 0;
		const lines = [...sumsOf(state, group, isDeep)].flatMap(([disk, sum]) => {
			const [read, write] = [sum[`r${what}`] ?? 0, sum[`w${what}`] ?? 0];
			total += read + write;
			const rows = {
				Read: read,
				Write: write,
				Sync: read + write,
				Async: 0,
				Discard: 0,
				Total: read + write,
			};
			return Object.entries(rows).map(([name, value]) => `${disk} ${name} ${value}`);
		});
		return [...lines, `Total ${total}`].join('\n');
	};

export const blockKnobs: Readonly<Record<string, Reader>> = {
	'io.stat': ioStat,
	'io.weight': (_, group) => group.files['io.weight'] ?? 'default 100',
	'blkio.throttle.io_service_bytes': served('bytes', false),
	'blkio.throttle.io_service_bytes_recursive': served('bytes', true),
	'blkio.throttle.io_serviced': served('ios', false),
	'blkio.throttle.io_serviced_recursive': served('ios', true),
};
