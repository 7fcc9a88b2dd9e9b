import { beforeAll, describe, expect, test } from 'vitest';
import { loadAll } from '#host/late.ts';
import { openSession } from '#host/session.ts';
import { byHand, DOCKER, doneBy, STEPS, stepOf, upTo } from './byHand.ts';

beforeAll(loadAll);

const run = (profile: 'docker26-cgroup2' | 'docker20-cgroup1', lines: readonly string[]) => {
	const session = openSession({ profile, images: undefined, registry: false });
	const done = lines.map((cmd) => ({ cmd, ...session.run({ at: 'host', cmd }) }));
	return { done, state: session.host.state };
};

describe.each(['docker26-cgroup2', 'docker20-cgroup1'] as const)('a container by hand on %s', (profile) => {
	test('every line runs', () => {
		const { done } = run(profile, upTo(profile, 'end'));
		expect(done.filter(({ exit }) => exit !== 0).map(({ cmd, stderr }) => [cmd, stderr])).toEqual([]);
	});
	test('what has come to be looks like a container', () => {
		const { done, state } = run(profile, upTo(profile, 'look'));
		const [ps, ls, ping] = done.slice(-3).map(({ stdout }) => stdout);
		expect(ps).toMatch(/^\s+1 root +sleep 1000$/m);
		expect(ls?.split('\n')).toContain('proc');
		expect(ls).not.toContain('boot');
		expect(ping).toContain('1 packets received');
		const task = state.tasks.find(({ comm, pids }) => comm === 'sleep' && pids.at(-1)?.pid === 1);
		const init = state.tasks.get(1);
		const types = ['mnt', 'uts', 'ipc', 'pid', 'net', 'cgroup'] as const;
		for (const type of types) expect(task?.namespaces[type], type).not.toBe(init?.namespaces[type]);
		for (const type of ['user', 'time'] as const)
			expect(task?.namespaces[type], type).toBe(init?.namespaces[type]);
	});
	test('nothing of it is left at the end', () => {
		const before = run(profile, []).state;
		const after = run(profile, upTo(profile, 'end')).state;
		expect([...after.namespaces.keys()].sort()).toEqual([...before.namespaces.keys()].sort());
		expect([...after.cgroups.keys()].sort()).toEqual([...before.cgroups.keys()].sort());
	});
	test('docker run does something for each step that makes', () => {
		const { done } = run(profile, [DOCKER]);
		const steps = new Set(done.flatMap(({ changes }) => changes.map(({ event }) => stepOf(event))));
		for (const step of STEPS.slice(0, STEPS.indexOf('look'))) expect(steps, step).toContain(step);
		expect(steps).toContain('beyond');
	});
	test('which steps a run has done', () => {
		expect(doneBy(profile, [])).toBe(0);
		expect(doneBy(profile, byHand(profile).root)).toBe(1);
		expect(doneBy(profile, [...upTo(profile, 'unshare'), 'ps'])).toBe(3);
		expect(doneBy(profile, ['docker ps', ...upTo(profile, 'unshare')])).toBe(0);
	});
});
