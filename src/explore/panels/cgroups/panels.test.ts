import { describe, expect, it } from 'vitest';
import { loadAll } from '#host/late.ts';
import type { ProfileName } from '#host/profile.ts';
import { usualSession } from '#host/session.ts';
import { HOSTS } from '#share/hosts.ts';
import { answers } from './controllers.ts';
import {
	KNOBS,
	lineOf,
	LOADS,
	loadLine,
	newLine,
	running,
	valuesOf,
	type Turn,
	type Values,
	type Way,
} from './knobs.ts';
import { STORIES, storyLines, storyOf } from './stories.ts';

await loadAll();

const MIB = 2 ** 20;
const sessionOn = (host: ProfileName) => {
	const session = usualSession(host);
	const run = (line: string) => {
		const seconds = /^sleep (\d+)$/.exec(line)?.[1];
		return seconds ? session.pass(Number(seconds)) : session.run({ at: 'host', cmd: line });
	};
	return { session, run };
};

describe.each(HOSTS)('stories on %s', (host) => {
	const ended = (name: (typeof STORIES)[number]) => {
		const { session, run } = sessionOn(host);
		const last = storyLines(name, host).map((line) => ({ line, ...run(line) }));
		return { session, last };
	};
	it.each(STORIES)('%s: every line is a command, and says nothing that was not meant', (name) => {
		const refusals = /can't fork|Operation not permitted|Killed/;
		for (const { line, stderr } of ended(name).last) {
			const complaint = stderr
				.split('\n')
				.filter((each) => each && !refusals.test(each) && !/records (in|out)|copied/.test(each));
			expect([line, complaint]).toEqual([line, []]);
		}
	});
	it('oom ends with 137, and with swap it takes longer', () => {
		expect(ended('oom').last.at(-1)!.stdout).toMatch(/^137 /);
		expect(ended('swap').last.at(-1)!.stdout).toMatch(/^137 /);
	});
	it('a reclaim kills nobody, a nested limit does at the parent', () => {
		expect(ended('reclaim').last.at(-1)!.stdout).toBe('running\n');
		const { last } = ended('nested');
		expect(last.find(({ line }) => line.endsWith('echo $?'))!.stdout).toBe('137\n');
	});
	it('are known by their lines', () => {
		for (const name of STORIES) expect(storyOf(storyLines(name, host), host)).toBe(name);
		expect(storyOf([], host)).toBeUndefined();
	});
});

const TURNS: readonly (readonly [Turn, keyof Values, Values[keyof Values]])[] = [
	[{ knob: 'memory', value: 128 }, 'memory', 128 * MIB],
	[{ knob: 'swap', value: 16 }, 'swap', 16 * MIB],
	[{ knob: 'cpus', value: 0.25 }, 'cpus', 0.25],
	[{ knob: 'cpuset', value: [1] }, 'cpuset', [1]],
	[{ knob: 'pids', value: 33 }, 'pids', 33],
];

describe.each(HOSTS)('knobs on %s', (host) => {
	const ready = () => {
		const { session, run } = sessionOn(host);
		run(newLine(session.host.state));
		const values = () => valuesOf(session.host.state, running(session.host.state)[0]!)!;
		return { session, run, values };
	};
	it.each(['update', 'echo'] as const)('are turned by %s', (way: Way) => {
		const { run, values } = ready();
		if (way === 'echo') run('docker update -m 64m --memory-swap 512m web');
		for (const [turn, knob, value] of TURNS) {
			const line = lineOf(host, way, 'web', turn, values());
			const { stderr } = run(line);
			expect([line, stderr, values()[knob]]).toEqual([line, '', value]);
		}
	});
	it('shares: both ways write the same weight', () => {
		const { session, run, values } = ready();
		const written = (way: Way) => {
			run(lineOf(host, way, 'web', { knob: 'shares', value: 512 }, values()));
			return session.host.state.cgroups
				.values()
				.flatMap(({ files, path }) =>
					/[0-9a-f]{64}/.test(path) ? [files['cpu.weight'] ?? files['cpu.shares']].filter(Boolean) : [],
				);
		};
		expect(written('update')).toEqual(written('echo'));
	});
	it('loads put it to work', () => {
		const { session, run } = ready();
		for (const load of LOADS) run(loadLine(load, 'web'));
		expect(session.host.state.busy.length).toBeGreaterThan(0);
		expect(KNOBS).toHaveLength(6);
	});
	it('a container more gets another name', () => {
		const { session, run } = ready();
		expect(newLine(session.host.state)).toContain('--name db');
		run('docker stop -t 0 web');
		expect(running(session.host.state)).toEqual([]);
	});
});

it('controllers: what both hosts answer', async () => {
	const rows = new Map((await answers('en')).map((row) => [row.controller, row]));
	const files = (name: string, version: 'v1' | 'v2') => rows.get(name)![version].map(({ file }) => file);
	expect([...rows.keys()]).toEqual(
		expect.arrayContaining(['cpu', 'cpuacct', 'cpuset', 'memory', 'devices', 'freezer', 'net_cls', 'blkio']),
	);
	expect(rows.get('memory')!.v2).toContainEqual({ file: 'memory.max', value: String(64 * MIB) });
	expect(rows.get('memory')!.v1).toContainEqual({ file: 'memory.limit_in_bytes', value: String(64 * MIB) });
	expect([files('devices', 'v1'), files('devices', 'v2')]).toEqual([['devices.list'], []]);
	expect([files('freezer', 'v1'), files('freezer', 'v2')]).toEqual([['freezer.state'], ['cgroup.freeze']]);
	expect([files('net_cls', 'v1'), files('net_cls', 'v2')]).toEqual([[], []]);
	expect([files('cpuacct', 'v1'), files('cpuacct', 'v2')]).toEqual([['cpuacct.usage'], ['cpu.stat']]);
	expect(files('blkio', 'v2').length).toBeGreaterThan(0);
});
