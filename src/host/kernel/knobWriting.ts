/** Writing to the files of a control group: what the kernel accepts, and how it refuses (cgroup-v2.rst; cgroup-v1/*.rst). */
import type { Host } from '../host.ts';
import { late } from '../late.ts';
import { parentPath, type Cgroup } from './cgroup.ts';
import { groupOf } from './control.ts';
import { checkedList, listOf } from './cpuList.ts';
import { Errno } from './errno.ts';
import { knobNames } from './knobs.ts';

const PAGE = 4096;
const units: Readonly<Record<string, bigint>> = {
	'': 1n,
	k: 1024n,
	m: 1048576n,
	g: 1073741824n,
	t: 1099511627776n,
};

/** memparse(): a number with an optional binary suffix, cut to whole pages. */
export const bytes = (text: string): bigint => {
	const parts = /^(\d+)([kmgt]?)$/i.exec(text);
	if (!parts) throw new Errno('EINVAL');
	const value = BigInt(parts[1]!) * units[parts[2]!.toLowerCase()]!;
	return value - (value % BigInt(PAGE));
};
export const v2Bytes = (text: string) => (text === 'max' ? 'max' : String(bytes(text)));
export const whole = (text: string): number => {
	if (!/^[+-]?\d+$/.test(text)) throw new Errno('EINVAL');
	return Number(text);
};
export const between = (low: number, high: number) => (text: string) => {
	const value = whole(text);
	if (value < low || value > high) throw new Errno('ERANGE');
	return String(value);
};
export const count = (text: string) => {
	if (text === 'max') return text;
	const value = whole(text);
	if (value < 0) throw new Errno('EINVAL');
	return String(value);
};

export type Writer = (host: Host, group: Cgroup, text: string, pid: number) => string | undefined;
export const plain =
	(parse: (text: string) => string): Writer =>
	(_, __, text) =>
		parse(text);

const cpuMax: Writer = (_, group, text) => {
	const [quota, period = (group.files['cpu.max'] ?? 'max 100000').split(' ')[1]!] = text.split(/\s+/) as [
		string,
		string | undefined,
	];
	if (whole(period) < 1000 || whole(period) > 1000000) throw new Errno('EINVAL');
	if (quota !== 'max' && whole(quota) < 1000) throw new Errno('EINVAL');
	return `${quota} ${period}`;
};

const cpus: Writer = (host, group, text) => {
	const list = checkedList(text, host.profile.cpus);
	const parent = parentPath(group.path);
	if (group.hierarchy === 'cpuset' && parent !== undefined && parent !== '/') {
		const allowed = listOf(groupOf(host.state, 'cpuset', parent)?.files['cpuset.cpus'] ?? '');
		if (list.some((cpu) => !allowed.includes(cpu))) throw new Errno('EACCES');
	}
	return text;
};
const mems = plain((text) => {
	checkedList(text, 1);
	return text;
});

const rarer = late(['cgroup'], () => import('./knobWritingRarer.ts'));

/** What engines write to every container's group. */
const writers: Readonly<Record<string, Writer>> = {
	'cpu.max': cpuMax,
	'cpu.weight': plain(between(1, 10000)),
	'cpuset.cpus': cpus,
	'cpuset.mems': mems,
	'memory.max': plain(v2Bytes),
	'memory.low': plain(v2Bytes),
	'memory.swap.max': plain(v2Bytes),
	'pids.max': plain(count),
};
const written: Readonly<Record<string, string>> = {
	'devices.allow': 'devices.list',
	'devices.deny': 'devices.list',
};

/** Writes `text` as task `pid` does: ENOENT without the file, EACCES where it is read-only, else as the controller refuses. */
export const writeKnob = (
	host: Host,
	pid: number,
	hierarchy: string,
	path: string,
	file: string,
	text: string,
): void => {
	const group = groupOf(host.state, hierarchy, path);
	if (!group || !knobNames(host.state, hierarchy, path).includes(file)) throw new Errno('ENOENT');
	const writer = writers[file] ?? rarer().writers[file];
	if (!writer) throw new Errno('EINVAL');
	const value = writer(host, group, text.trim(), pid);
	if (value !== undefined)
		host.emit({ kind: 'cgroup.write', hierarchy, path, file: written[file] ?? file, value });
};
