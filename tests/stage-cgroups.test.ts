/**
 * What stands on the cgroups stage against what real hosts printed: the commands of recorded sessions are run the way an
 * address runs them, and the limits, cores, counts, processes and exit codes that the recording shows are looked for on
 * the picture.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { open, type Run } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import type { ProfileName } from '#host/profile.ts';
import { parseSession } from '#host/sessionFile.ts';
import type { Mark, Marks } from '#stage/mark.ts';

const V2: ProfileName = 'docker26-cgroup2';
const V1: ProfileName = 'docker20-cgroup1';
const LONG = { timeout: 60_000 };

interface Recorded {
	readonly cmd: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
}

/** A recorded session, and the same commands run by the model. */
class Session {
	readonly steps: readonly Recorded[];
	readonly run: Run;

	private constructor(steps: readonly Recorded[], run: Run) {
		this.steps = steps;
		this.run = run;
	}

	static async of(profile: ProfileName, id: string): Promise<Session> {
		const folder = new URL(`recordings/${profile}/`, import.meta.url);
		const { steps } = JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')) as {
			steps: readonly Recorded[];
		};
		const written = parseSession(readFileSync(new URL(`sessions/${id}.session`, folder), 'utf8')).steps;
		expect(written.map(({ cmd }) => cmd)).toEqual(steps.map(({ cmd }) => cmd));
		const lines = written.map(({ cmd }) => cmd.replaceAll('\n', '\n> '));
		return new Session(steps, await open(lines, 'en', { host: profile, detail: 'full', stops: false }));
	}

	index(start: string, after = 0): number {
		const found = this.steps.findIndex(({ cmd }, i) => i >= after && cmd.startsWith(start));
		if (found === -1) throw new Error(`nothing recorded that begins with ${start}`);
		return found;
	}

	/** What a command printed, line by line, and the picture when it was over. */
	at(
		start: string,
		after = 0,
	): { readonly lines: readonly string[]; readonly marks: Marks; readonly exit: number } {
		const i = this.index(start, after);
		const { stdout, exit } = this.steps[i]!;
		return { lines: stdout.replace(/\n$/, '').split('\n'), marks: this.after(i), exit };
	}

	after(step: number): Marks {
		const beat = this.run.timeline.beats[this.run.timeline.steps[step]!.to - 1]!;
		return this.run.marks('cgroups', beat.start + beat.duration);
	}
}

const of = (marks: Marks, key: string): Mark => {
	const mark = marks.find((each) => each.key === key);
	if (!mark) throw new Error(`no ${key} on the stage`);
	return mark;
};
const has = (marks: Marks, key: string): boolean => marks.some((each) => each.key === key);
const text = (marks: Marks, key: string): string => {
	const mark = of(marks, key);
	return 'text' in mark && mark.text !== undefined ? mark.text : '';
};
/** A file's value as its mark says it to a screen reader: to the byte. */
const limit = (marks: Marks, name: string, file: string): string =>
	/: (.*)$/.exec(of(marks, `limit:${name}/${file}`).label ?? '')?.[1] ?? '';
const mebibytes = (bytes: string): string => `${Number(bytes) / 2 ** 20}M`;
/** Cores that are full of colour. */
const cores = (marks: Marks, name: string): string =>
	[0, 1]
		.filter((core) => of(marks, `core:${name}/${core}`).state === 'solid')
		.join()
		.replace('0,1', '0-1');

beforeAll(loadAll);

describe('cg-01-limits', LONG, () => {
	test('v2: each file of a limited container', async () => {
		const session = await Session.of(V2, 'cg-01-limits');
		const memory = session.at('cat $G/memory.max $G/memory.swap.max');
		expect([limit(memory.marks, 'lim', 'memory.max'), limit(memory.marks, 'lim', 'memory.swap.max')]).toEqual(
			memory.lines,
		);
		expect(text(memory.marks, 'limit:lim/memory.max')).toBe(mebibytes(memory.lines[0]!));
		expect(text(memory.marks, 'most:lim/memory')).toBe(mebibytes(memory.lines[0]!));
		const cpu = session.at('cat $G/cpu.weight $G/cpu.max');
		expect([limit(cpu.marks, 'lim', 'cpu.weight'), limit(cpu.marks, 'lim', 'cpu.max')]).toEqual(cpu.lines);
		const cpuset = session.at('cat $G/cpuset.cpus');
		expect([cores(cpuset.marks, 'lim'), cores(cpuset.marks, 'lim')]).toEqual(cpuset.lines);
		const pids = session.at('cat $G/pids.max');
		expect([limit(pids.marks, 'lim', 'pids.max'), text(pids.marks, 'used:lim/pids')]).toEqual(pids.lines);
	});
	test('v2: and of one without limits; what is removed leaves the stage', async () => {
		const session = await Session.of(V2, 'cg-01-limits');
		const { lines, marks } = session.at('cat $F/memory.max');
		const [memory, swap, weight, cpu, , effective, pids] = lines;
		expect(limit(marks, 'free', 'memory.max')).toBe(memory);
		expect(limit(marks, 'free', 'memory.swap.max')).toBe(swap);
		expect(limit(marks, 'free', 'cpu.weight')).toBe(weight);
		expect(cpu).toMatch(new RegExp(`^${limit(marks, 'free', 'cpu.max')}\\b`));
		expect(cores(marks, 'free')).toBe(effective);
		expect(limit(marks, 'free', 'pids.max')).toBe(pids);
		const gone = session.after(session.index('ls -d $G'));
		expect([has(gone, 'cgroup:lim'), has(gone, 'cgroup:free')]).toEqual([false, true]);
	});
	test('v1: each file in its own tree', async () => {
		const session = await Session.of(V1, 'cg-01-limits');
		for (const [file, tree] of [
			['memory.limit_in_bytes', 'memory'],
			['memory.memsw.limit_in_bytes', 'memory'],
			['cpu.shares', 'cpu'],
			['cpu.cfs_quota_us', 'cpu'],
			['pids.max', 'pids'],
		] as const) {
			const step = session.steps.findIndex(
				({ cmd, stdout }) => cmd.includes(`/${tree}/docker/$ID/${file}`) && stdout !== '',
			);
			expect(step, file).toBeGreaterThan(-1);
			const { cmd, stdout } = session.steps[step]!;
			const place = cmd
				.split(' ')
				.filter((word) => word.startsWith('/'))
				.findIndex((word) => word.endsWith(`/${file}`));
			expect([file, limit(session.after(step), 'lim', file)]).toEqual([file, stdout.split('\n')[place]]);
		}
	});
});

describe('cg-02-oom', LONG, () => {
	test.each([V2, V1])('exit codes and who was killed: %s', async (profile) => {
		const session = await Session.of(profile, 'cg-02-oom');
		for (const name of ['hog', 'hog2']) {
			const { exit } = session.at(`docker run --name ${name} `);
			const { marks } = session.at('docker inspect', session.index(`docker run --name ${name} `));
			expect(text(marks, `absent:${name}`)).toContain(String(exit));
			expect(has(marks, `cgroup:${name}`)).toBe(false);
		}
		const { lines, marks } = session.at('docker logs survivor');
		expect(lines).toContain('dd ended with 137');
		expect(text(marks, 'oom:survivor')).toBe('OOM 1');
		expect(has(marks, 'cgroup:survivor')).toBe(true);
		expect(of(marks, 'container:survivor').state).toBe('solid');
	});
	test.each([V2, V1])('137 without OOM is told apart: %s', async (profile) => {
		const session = await Session.of(profile, 'cg-02-oom');
		const { lines, marks } = session.at('docker inspect', session.index('docker run --name notoom'));
		const [code, oomKilled] = lines[0]!.split(' ');
		expect(text(marks, 'absent:notoom')).toContain(code!);
		expect(text(marks, 'absent:notoom').includes('OOM')).toBe(oomKilled === 'true');
		expect(text(marks, 'absent:hog2').includes('OOM')).toBe(true);
	});
});

describe('cg-03-pids-freezer', LONG, () => {
	test.each([V2, V1])('the limit, the refusal, and how many there are: %s', async (profile) => {
		const session = await Session.of(profile, 'cg-03-pids-freezer');
		const first = session.at('cat', session.index('ID='));
		expect(limit(first.marks, 'bomb', 'pids.max')).toBe(first.lines[0]);
		const fork = session.index('docker exec bomb sh');
		expect(session.steps[fork]!.stderr).toContain("can't fork");
		expect(text(session.after(fork), 'eagain:bomb')).toBe('refused 1');
		const second = session.at('cat', session.index('docker update'));
		expect(limit(second.marks, 'bomb', 'pids.max')).toBe(second.lines[0]);
		const top = session.at('docker top bomb -o pid,comm');
		expect(text(top.marks, 'used:bomb/pids')).toBe(String(top.lines.length - 1));
	});
	test.each([V2, V1])('frozen and thawed, by docker and by hand: %s', async (profile) => {
		const session = await Session.of(profile, 'cg-03-pids-freezer');
		const isFrozen = (start: string, after = 0): boolean =>
			of(session.after(session.index(start, after)), 'cgroup:bomb').state === 'hatched';
		const told = (start: string): boolean =>
			/^(1|FROZEN)$/.test(session.at('cat', session.index(start)).lines[0]!);
		for (const start of ['docker pause', 'docker unpause']) expect(isFrozen(start)).toBe(told(start));
		const hand = session.index(profile === V2 ? 'echo 1 >' : 'echo FROZEN');
		expect(of(session.after(hand), 'cgroup:bomb').state).toBe('hatched');
		expect(session.at('docker ps', hand).lines[0]).toContain('running');
	});
});

describe('cg-04-plain', LONG, () => {
	test('v2: what is written, what holds, and a controller that is not passed on', async () => {
		const session = await Session.of(V2, 'cg-04-plain');
		const before = session.after(session.index('cat /sys/fs/cgroup/demo/child/cgroup.controllers; ls'));
		expect(text(before, 'limit:/demo/child/memory.max')).toBe('–');
		const parent = session.at('cat /sys/fs/cgroup/demo/memory.max');
		const child = session.at('cat /sys/fs/cgroup/demo/child/memory.max');
		expect(limit(child.marks, '/demo', 'memory.max')).toBe(parent.lines[0]);
		expect(limit(child.marks, '/demo/child', 'memory.max')).toBe(child.lines[0]);
		expect(text(child.marks, 'most:/demo/child/memory')).toBe(mebibytes(parent.lines[0]!));
		const procs = session.at('cat /sys/fs/cgroup/demo/child/cgroup.procs | wc -l');
		expect(text(procs.marks, 'used:/demo/child/pids')).toBe(procs.lines[0]);
		expect(procs.marks.filter(({ key }) => key.startsWith('task:'))).toHaveLength(Number(procs.lines[0]));
		const cpus = session.at('cat /sys/fs/cgroup/demo/cpus/cpuset.cpus', session.index('echo 1 >'));
		expect(cores(cpus.marks, '/demo/cpus')).toBe(cpus.lines[1]);
	});
	test('v1: the memory tree alone has the group', async () => {
		const session = await Session.of(V1, 'cg-04-plain');
		const { lines, marks } = session.at('grep hierarchical_memory_limit');
		const [, holds] = lines[0]!.split(' ');
		expect(text(marks, 'most:/demo/child/memory')).toBe(mebibytes(holds!));
		expect(limit(marks, '/demo/child', 'memory.limit_in_bytes')).toBe(
			session.at('cat /sys/fs/cgroup/memory/demo/child/memory.limit_in_bytes').lines[0],
		);
		expect(has(marks, 'limit:/demo/child/pids.max')).toBe(false);
	});
});

describe('cg-05-update-stats', LONG, () => {
	test.each([V2, V1])('every update is on the stage: %s', async (profile) => {
		const session = await Session.of(profile, 'cg-05-update-stats');
		const isV2 = profile === V2;
		const files = isV2
			? (['cpu.weight', 'cpu.max', 'memory.max', 'memory.swap.max'] as const)
			: (['cpu.shares', 'cpu.cfs_quota_us', 'memory.limit_in_bytes', 'memory.memsw.limit_in_bytes'] as const);
		let compared = 0;
		for (const [i, { cmd, stdout }] of session.steps.entries()) {
			const words = cmd.startsWith('cat ') ? cmd.split(' ').slice(1) : [];
			words.forEach((word, place) => {
				const file = files.find((each) => word.endsWith(`/${each}`));
				if (!file) return;
				compared++;
				expect([cmd, limit(session.after(i), 'upd', file)]).toEqual([cmd, stdout.split('\n')[place]]);
			});
		}
		expect(compared).toBeGreaterThan(3);
		const allowed = session.at('docker exec upd grep Cpus_allowed_list');
		expect(cores(allowed.marks, 'upd')).toBe(allowed.lines[0]!.split('\t')[1]);
		const stopped = session.after(session.index('docker stop'));
		expect(has(stopped, 'cgroup:upd')).toBe(false);
		expect(of(stopped, 'container:upd').state).toBe('hollow');
	});
});

describe('cg2-07-nested', LONG, () => {
	test('the smallest on the path holds, whoever it is set at', async () => {
		const session = await Session.of(V2, 'cg2-07-nested');
		const name = '/demo/team/job';
		const memory = session.at('cat demo/memory.max demo/team/memory.max demo/team/job/memory.max');
		expect(limit(memory.marks, '/demo', 'memory.max')).toBe(memory.lines[0]);
		expect(limit(memory.marks, name, 'memory.max')).toBe(memory.lines[2]);
		expect(text(memory.marks, `most:${name}/memory`)).toBe(mebibytes(memory.lines[0]!));
		const events = session.at("grep -E '^oom_kill' demo/team/job/memory.events.local");
		expect(text(events.marks, `oom:${name}`)).toBe(`OOM ${events.lines[0]!.split(' ')[1]}`);
		const both = session.after(session.index("echo '50000 100000'"));
		expect([limit(both, '/demo', 'cpu.max'), limit(both, name, 'cpu.max')]).toEqual(
			session.steps[session.index("echo '50000 100000'")]!.stdout.trim().split('\n'),
		);
		expect(text(both, `most:${name}/cpu`)).toBe('0.5');
		const disjoint = session.index('echo 1 > demo/team/job/cpuset.cpus');
		expect(cores(session.after(disjoint), name)).toBe(session.steps[disjoint]!.stdout.trim().split('\n')[1]);
		const frozen = session.index('echo 1 > demo/cgroup.freeze');
		expect(session.steps[frozen]!.stdout).toContain('frozen 1');
		expect(of(session.after(frozen), `name:${name}`).state).toBe('hatched');
	});
});
