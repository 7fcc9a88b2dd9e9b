import { describe, expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { openSession } from '../session.ts';
import type { HostState } from '../state.ts';
import { cpuUses } from './cpuSharing.ts';

await loadAll();

const BUSY = "busybox sh -c 'while :; do :; done'";

const after = (
	lines: readonly string[],
	profile: 'docker26-cgroup2' | 'docker20-cgroup1' = 'docker26-cgroup2',
) => {
	const session = openSession({ profile, images: ['busybox:latest'], registry: false });
	for (const cmd of lines) session.run({ at: 'host', cmd });
	session.pass(1);
	return session;
};
const cores = (state: HostState, name: string): number => {
	const container = state.engine.containers.get(state.engine.names.get(name)!)!;
	return cpuUses(state).get(container.state.pid)?.got ?? 0;
};

describe('CPU time', () => {
	it('is divided by shares where tasks contend', () => {
		for (const profile of ['docker26-cgroup2', 'docker20-cgroup1'] as const) {
			const { host } = after(
				[
					`docker run -d --name aa --cpuset-cpus 0 --cpu-shares 2048 ${BUSY}`,
					`docker run -d --name bb --cpuset-cpus 0 --cpu-shares 1024 ${BUSY}`,
				],
				profile,
			);
			expect(cores(host.state, 'aa') + cores(host.state, 'bb')).toBeCloseTo(1);
			// 79 to 39 by runc 1.1's conversion to cpu.weight, 2 to 1 on v1.
			expect(cores(host.state, 'aa') / cores(host.state, 'bb')).toBeCloseTo(
				profile === 'docker26-cgroup2' ? 79 / 39 : 2,
			);
		}
	});

	it('does not know shares where nobody contends', () => {
		const { host } = after([
			`docker run -d --name aa --cpu-shares 2 ${BUSY}`,
			`docker run -d --name bb ${BUSY}`,
		]);
		expect(cores(host.state, 'aa')).toBeCloseTo(1);
		expect(cores(host.state, 'bb')).toBeCloseTo(1);
	});

	it('is held by a quota always, and the group counts its throttled periods', () => {
		const session = after([`docker run -d --name aa --cpus 0.25 ${BUSY}`]);
		expect(cores(session.host.state, 'aa')).toBeCloseTo(0.25);
		session.pass(2);
		const { stdout } = session.run({
			at: 'host',
			cmd: 'cat /sys/fs/cgroup/system.slice/docker-*.scope/cpu.stat | grep nr_throttled',
		});
		expect(Number(stdout.split(' ')[1])).toBeGreaterThanOrEqual(20);
	});

	it('is not given to what is frozen', () => {
		const { host } = after([`docker run -d --name aa ${BUSY}`, 'docker pause aa']);
		expect(cores(host.state, 'aa')).toBe(0);
	});
});
