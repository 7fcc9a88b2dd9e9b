import { describe, expect, test } from 'vitest';
import { bareHost } from '../bareHost.ts';
import type { Host } from '../host.ts';
import { cpuUses } from './cpuSharing.ts';
import type { Task } from './task.ts';

const FIRST = 20001;

/** Tasks that want so many cores each, in groups of their own with these knobs. */
const busy = (
	groups: Readonly<Record<string, Readonly<Record<string, string>>>>,
	tasks: readonly (readonly [string, number])[],
): Host => {
	const host = bareHost();
	for (const [path, files] of Object.entries(groups))
		host.emit({ kind: 'cgroup.create', hierarchy: 'unified', path, files });
	const model = host.state.tasks.get(902)!;
	tasks.forEach(([path, load], i) => {
		const pid = FIRST + i;
		const task: Task = {
			...model,
			pid,
			parent: 902,
			pids: [{ ...model.pids[0]!, pid }],
			cgroups: { unified: path },
		};
		host.emit({ kind: 'task.clone', task, flags: [] });
		host.emit({ kind: 'task.change', pid, why: 'load', set: { load } });
	});
	return host;
};
const got = (host: Host): number[] =>
	[...cpuUses(host.state).values()].map((each) => Math.round(each.got * 1000) / 1000);

describe('CPU among those that want it', () => {
	test('weights do not matter while there are cores enough', () => {
		expect(
			got(
				busy({ '/a': { 'cpu.weight': '39' }, '/b': { 'cpu.weight': '20' } }, [
					['/a', 1],
					['/b', 1],
				]),
			),
		).toEqual([1, 1]);
	});
	test('under contention they do', () => {
		const host = busy({ '/a': { 'cpu.weight': '200' }, '/b': { 'cpu.weight': '100' } }, [
			['/a', 1],
			['/a', 1],
			['/b', 1],
			['/b', 1],
		]);
		expect(got(host)).toEqual([0.667, 0.667, 0.333, 0.333]);
	});
	test('what one cannot use the others take', () => {
		const host = busy({ '/a': { 'cpu.weight': '1000' }, '/b': {} }, [
			['/a', 1],
			['/b', 1],
			['/b', 1],
		]);
		expect(got(host)).toEqual([1, 0.5, 0.5]);
	});
	test('a group counts once, however many tasks are in it', () => {
		const host = busy({ '/a': { 'cpuset.cpus': '0' }, '/b': { 'cpuset.cpus': '0' } }, [
			['/a', 1],
			['/b', 1],
			['/b', 1],
		]);
		expect(got(host)).toEqual([0.5, 0.25, 0.25]);
	});
	test('a quota holds back even where cores are free, on any group of the path', () => {
		const host = busy({ '/a': { 'cpu.max': '50000 100000' }, '/a/c': {} }, [
			['/a/c', 1],
			['/a/c', 1],
		]);
		expect(got(host)).toEqual([0.25, 0.25]);
		expect([...cpuUses(host.state).values()].every((each) => each.isThrottled)).toBe(true);
	});
	test('those on one core share it, the other core is for who may use it', () => {
		const host = busy({ '/a': { 'cpuset.cpus': '0' }, '/b': {} }, [
			['/a', 1],
			['/a', 1],
			['/b', 1],
		]);
		expect(got(host)).toEqual([0.5, 0.5, 1]);
	});
	test('a frozen group has nothing and keeps its wish', () => {
		const host = busy({ '/a': { 'cgroup.freeze': '1' }, '/b': {} }, [
			['/a', 1],
			['/b', 1],
		]);
		expect(cpuUses(host.state).get(FIRST)).toEqual({ wish: 1, got: 0, isThrottled: false });
		expect(cpuUses(host.state).get(FIRST + 1)?.got).toBe(1);
	});
});
