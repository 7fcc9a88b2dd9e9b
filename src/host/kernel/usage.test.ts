import { describe, expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { openSession } from '../session.ts';
import type { HostState } from '../state.ts';

await loadAll();

const BUSY = "busybox sh -c 'while :; do :; done'";
const sessionOn = (profile: 'docker26-cgroup2' | 'docker20-cgroup1') => {
	const session = openSession({ profile, images: ['busybox:latest'], registry: false });
	return { session, run: (cmd: string) => session.run({ at: 'host', cmd }) };
};
const pointsOf = ({ usage, engine }: HostState, name: string) => {
	const id = engine.names.get(name) ?? 'none';
	const path = usage.keys().find((each) => each.includes(id));
	return path === undefined ? [] : usage.get(path)!;
};

describe.each(['docker26-cgroup2', 'docker20-cgroup1'] as const)('what groups used: %s', (profile) => {
	it('is a point wherever it changes, at the time at which it does', () => {
		const { session, run } = sessionOn(profile);
		run(`docker run -d --name aa --cpus 0.25 ${BUSY}`);
		session.pass(3);
		run('docker update --cpus 0.5 aa');
		session.pass(2);
		run('docker pause aa');
		session.pass(1);
		const points = pointsOf(session.host.state, 'aa');
		const cpu = points.map((each) => Math.round(each.cpu * 100) / 100);
		expect(cpu.filter((each, i) => each !== cpu[i - 1])).toEqual([0, 0.25, 0.5, 0]);
		expect(points.find((each) => each.cpu === 0.5)?.throttled).toBeCloseTo(0.5);
		expect(points.every((each, i) => each.at >= (points[i - 1]?.at ?? 0))).toBe(true);
	});
	it('keeps the peak of what was killed', () => {
		const { session, run } = sessionOn(profile);
		run('docker run --name hog -m 32m busybox dd if=/dev/zero of=/dev/null bs=200M count=1');
		session.pass(1);
		const memory = pointsOf(session.host.state, 'hog').map((each) => each.memory);
		expect(Math.max(...memory)).toBeGreaterThan(32 * 2 ** 20);
		expect(memory.at(-1)).toBe(0);
	});
	it('is bounded', () => {
		const { session, run } = sessionOn(profile);
		run(`docker run -d --name aa ${BUSY}`);
		for (let i = 0; i < 300; i++) {
			run(`docker update --cpus 0.${(i % 8) + 1} aa`);
			session.pass(1);
		}
		expect(pointsOf(session.host.state, 'aa')).toHaveLength(240);
	});
});

it('throttled time is what the quota kept from it', () => {
	const { session, run } = sessionOn('docker26-cgroup2');
	run(`docker run -d --name aa --cpus 0.25 ${BUSY}`);
	session.pass(4);
	const { stdout } = run('cat /sys/fs/cgroup/system.slice/docker-*.scope/cpu.stat');
	const value = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stdout)?.[1]);
	expect(value('throttled_usec') / 3).toBeCloseTo(value('usage_usec'), -5);
	expect(value('nr_throttled')).toBe(value('nr_periods'));
});
