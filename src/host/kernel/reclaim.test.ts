import { describe, expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { openSession } from '../session.ts';

await loadAll();

const MIB = 2 ** 20;
const sessionOn = (profile: 'docker26-cgroup2' | 'docker20-cgroup1') => {
	const session = openSession({ profile, images: ['busybox:latest'], registry: false });
	const run = (cmd: string) => session.run({ at: 'host', cmd });
	return { session, run, value: (cmd: string) => Number(run(cmd).stdout) };
};
const G = '/sys/fs/cgroup/system.slice/docker-*.scope';
const SWAP = ['dd if=/dev/zero of=/s bs=8M count=16', 'chmod 600 /s', 'mkswap /s', 'swapon /s'];
const GROW = "docker exec -d box sh -c 'for i in $(seq 9); do head -c 10m /dev/zero; sleep 1; done | tail'";

describe('at the memory limit', () => {
	it('pages of files are taken back, and nobody dies', () => {
		const { run, value } = sessionOn('docker26-cgroup2');
		run('docker run -d --name box -m 64m busybox sleep 1000');
		expect(run('docker exec box dd if=/dev/zero of=/data bs=8M count=12').exit).toBe(0);
		expect(value(`cat ${G}/memory.current`)).toBeLessThanOrEqual(64 * MIB);
		const counted = (name: string) => value(`grep '^${name} ' ${G}/memory.events | cut -d' ' -f2`);
		expect([counted('max') > 0, counted('oom'), counted('oom_kill')]).toEqual([true, 0, 0]);
		expect(value(`grep pgsteal ${G}/memory.stat | cut -d' ' -f2`)).toBeGreaterThan(30 * 256);
	});
	it('a file that is removed takes its pages with it', () => {
		const { run, value } = sessionOn('docker26-cgroup2');
		run('docker run -d --name box busybox sleep 1000');
		run('docker exec box dd if=/dev/zero of=/data bs=8M count=2');
		expect(value(`grep '^file ' ${G}/memory.stat | cut -d' ' -f2`)).toBe(16 * MIB);
		run('docker exec box rm /data');
		expect(value(`grep '^file ' ${G}/memory.stat | cut -d' ' -f2`)).toBe(0);
	});
	it('pages of a tmpfs cannot be dropped: without swap somebody is killed', () => {
		const { run } = sessionOn('docker26-cgroup2');
		run('docker run -d --name box -m 32m busybox sleep 1000');
		expect(run('docker exec box dd if=/dev/zero of=/dev/shm/a bs=8M count=8').exit).toBe(137);
	});
	it.each(['docker26-cgroup2', 'docker20-cgroup1'] as const)(
		'anonymous pages go to swap as far as the container may, then it is killed: %s',
		(profile) => {
			const { run, session } = sessionOn(profile);
			for (const line of [...SWAP, 'docker run -d --name box -m 32m busybox sleep 1000', GROW]) run(line);
			session.pass(4);
			const swapped = () =>
				session.host.state.tasks.values().reduce((sum, { swapped = 0 }) => sum + swapped, 0);
			expect(swapped()).toBeGreaterThan(8 * MIB);
			expect(run('docker inspect -f {{.State.OOMKilled}} box').stdout).toBe('false\n');
			session.pass(5);
			expect(run('docker events --since 1h --until 0s --filter event=oom').stdout).toContain('oom');
			expect(swapped()).toBe(0);
		},
	);
	it('no swap for who may have none', () => {
		const { run, session } = sessionOn('docker26-cgroup2');
		for (const line of [
			...SWAP,
			'docker run -d --name box -m 32m --memory-swap 32m busybox sleep 1000',
			GROW,
		])
			run(line);
		session.pass(4);
		expect(run(`cat ${G}/memory.swap.current ${G}/memory.swap.max`).stdout).toBe('0\n0\n');
		expect(run(`grep ^oom_kill ${G}/memory.events`).stdout).toBe('oom_kill 1\n');
	});
});

describe('swap areas', () => {
	it('are made of files, and tell what is wrong with one', () => {
		const { run } = sessionOn('docker26-cgroup2');
		run(SWAP[0]!);
		expect(run('swapon /s').stderr).toContain('read swap header failed');
		for (const line of SWAP.slice(1)) run(line);
		expect(run('swapon /s').stderr).toContain('Device or resource busy');
		expect(run('grep SwapTotal /proc/meminfo').stdout).toMatch(/ 131068 kB/);
		expect(run('swapoff /s; swapoff /s').stderr).toContain('Invalid argument');
		expect(run('swapon --show').stdout).toBe('');
	});
});
