import { expect, test } from 'vitest';
import { profiles } from '../profile.ts';
import { emptyHostConfig } from './defaults.ts';
import { verifyResources } from './verifyResources.ts';

const v2 = profiles['docker26-cgroup2'];
const asked = (limits: object, profile = v2) => verifyResources({ ...emptyHostConfig, ...limits }, profile);
const MB = 1024 * 1024;

test.each([
	[{ memory: 2 * MB }, 'Minimum memory limit allowed is 6MB'],
	[{ memory: 64 * MB, memorySwap: 32 * MB }, 'Minimum memoryswap limit should be larger than memory limit'],
	[{ memorySwap: 32 * MB }, 'You should always set the Memory limit when using Memoryswap limit'],
	[{ nanoCpus: 99e9 }, 'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available'],
	[{ nanoCpus: 1e9, cpuQuota: 5000 }, 'Nano CPUs and CPU Quota cannot both be set'],
	[{ cpuQuota: 500 }, 'CPU cfs quota can not be less than 1ms'],
	[{ cpusetCpus: '7' }, 'Requested CPUs are not available - requested 7, available: 0-1'],
	[{ cpusetCpus: '1-0' }, 'Invalid value 1-0 for cpuset cpus'],
	[{ blkioWeight: 5 }, 'Range of blkio weight is from 10 to 1000'],
])('%o is refused', (limits, text) => expect(() => asked(limits)).toThrow(text));

test('what v2 has not is said and left out', () => {
	expect(asked({ memorySwappiness: 10 })).toHaveLength(1);
	expect(asked({ memorySwappiness: 10 }, profiles['docker20-cgroup1'])).toHaveLength(0);
	expect(asked({ oomKillDisable: true })).toEqual([
		'Your kernel does not support OomKillDisable. OomKillDisable discarded.',
	]);
});

test('ordinary limits pass', () =>
	expect(asked({ memory: 64 * MB, cpusetCpus: '0-1', nanoCpus: 5e8 })).toEqual([]));
