import { describe, expect, test } from 'vitest';
import { v2Knobs, weightOf } from './cgroupLimits.ts';
import { v1Knobs } from './cgroupV1.ts';
import { adapted, emptyHostConfig } from './defaults.ts';
import { profiles } from '../profile.ts';

describe('--cpu-shares becomes cpu.weight', () => {
	test.each([
		[2, 1],
		[100, 4],
		[256, 10],
		[512, 20],
		[1000, 39],
		[1024, 39],
		[4096, 157],
		[262144, 10000],
	])('%i is %i', (shares, weight) => expect(weightOf(shares)).toBe(weight));
	test('1 is out of every range', () => expect(weightOf(1)).toBe(Infinity));
});

const limited = (limits: object, profile = profiles['docker26-cgroup2']) =>
	adapted({ ...emptyHostConfig, ...limits }, profile);
const v2 = (limits: object) => Object.fromEntries(v2Knobs(limited(limits), '2338'));

test('v2: swap is what --memory-swap leaves beside the memory', () => {
	expect(v2({ memory: 64, memorySwap: 100 })).toMatchObject({ 'memory.max': '64', 'memory.swap.max': '36' });
	expect(v2({ memory: 64 })['memory.swap.max']).toBe('64');
	expect(v2({ memory: 64, memorySwap: -1 })['memory.swap.max']).toBe('max');
	expect(v2({ memory: 64, memorySwap: 64 })['memory.swap.max']).toBe('0');
});

test('v2: a container without a pids limit has systemd’s', () => {
	expect(v2({})).toEqual({ 'pids.max': '2338' });
	expect(v2({ pidsLimit: -1 })['pids.max']).toBe('2338');
	expect(v2({ pidsLimit: 20 })['pids.max']).toBe('20');
});

test('v2: quota and period', () => {
	expect(v2({ nanoCpus: 1.25e9 })['cpu.max']).toBe('125000 100000');
	expect(v2({ cpuQuota: 20000, cpuPeriod: 50000 })['cpu.max']).toBe('20000 50000');
	expect(v2({ cpuQuota: -1 })['cpu.max']).toBe('max 100000');
});

test('v1: memory+swap is one number, in a file of its own', () => {
	const limits = limited({ memory: 64, nanoCpus: 5e8 }, profiles['docker20-cgroup1']);
	expect(v1Knobs(limits)).toEqual([
		['memory', 'memory.limit_in_bytes', '64'],
		['memory', 'memory.memsw.limit_in_bytes', '128'],
		['cpu', 'cpu.cfs_period_us', '100000'],
		['cpu', 'cpu.cfs_quota_us', '50000'],
	]);
});
