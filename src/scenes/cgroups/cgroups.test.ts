import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAll } from '#host/late.ts';
import type { ProfileName } from '#host/profile.ts';
import { usualSession } from '#host/session.ts';
import { sentence } from '#i18n/sentence.ts';
import { covered, cuts, hasNaN, outside, overlaps, repeated, small } from '#stage/laws.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { timelineOf, type BeatEvent, type Ran, type Timeline } from '#timeline/timeline.ts';
import { frame, pictureOf } from '../frame.ts';
import type { View } from '../scene.ts';
import { cgroups } from './cgroups.ts';

const viewIn = (lang: string): View => {
	const path = new URL(`../../locales/${lang}/scenes/cgroups.json`, import.meta.url);
	const words = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
	return {
		lang,
		say(key, values = {}) {
			const template = words[key];
			if (template === undefined) throw new Error(`no words for ${key} in ${lang}`);
			return sentence(template, values);
		},
	};
};
const views = ['ko', 'en'].map(viewIn);
const view = views[1]!;

interface Played extends Timeline {
	readonly said: readonly string[];
}
function run(lines: readonly string[], profile: ProfileName = 'docker26-cgroup2'): Played {
	const session = usualSession(profile);
	const first = session.host.state;
	const rans = lines.map((command): Ran => {
		const seconds = /^sleep (\d+)$/.exec(command)?.[1];
		const done = seconds ? session.pass(Number(seconds)) : session.run({ at: 'host', cmd: command });
		return { ...done, at: seconds ? 'clock' : 'host', command, exitCode: done.exit };
	});
	return { ...timelineOf(first, rans, 'full'), said: rans.map(({ stdout }) => stdout) };
}

const atEnd = (timeline: Timeline, index: number, words = view): Marks => {
	const beat = timeline.beats[index]!;
	return frame(cgroups, timeline, beat.start + beat.duration, words);
};
const last = (timeline: Timeline): Marks => pictureOf(cgroups, timeline.last, view);
const of = (marks: Marks, key: string): Mark => {
	const mark = marks.find((each) => each.key === key);
	if (!mark) throw new Error(`no ${key}`);
	return mark;
};
const text = (marks: Marks, key: string): string => {
	const mark = of(marks, key);
	return 'text' in mark && mark.text !== undefined ? mark.text : '';
};
const has = (marks: Marks, key: string): boolean => marks.some((mark) => mark.key === key);

const BUSY = "sh -c 'while :; do :; done'";
const LIMITED = [
	'docker run -d --name lim -m 64m --cpus 0.5 --pids-limit 20 --cpuset-cpus 0 busybox sleep 1000',
];
const HAND = [
	'mkdir /sys/fs/cgroup/demo /sys/fs/cgroup/demo/child',
	"echo '+memory +pids +cpuset' > /sys/fs/cgroup/demo/cgroup.subtree_control",
	'echo 100M > /sys/fs/cgroup/demo/memory.max',
	'echo 400M > /sys/fs/cgroup/demo/child/memory.max',
	'sleep 300 & S=$!',
	'echo $S > /sys/fs/cgroup/demo/child/cgroup.procs',
];
const EIGHT = [
	'for i in 1 2 3 4 5 6 7 8; do docker run -d --name box$i -m ${i}6m busybox sleep 1000; done',
	'docker pause box3',
	'docker stop -t 1 box4',
];
const runs: Readonly<Record<string, readonly [readonly string[], ProfileName]>> = {
	'limits and what hits them': [
		[
			...LIMITED,
			`docker exec -d lim ${BUSY}`,
			"docker exec lim sh -c 'for i in $(seq 30); do sleep 100 & done; wait'",
			'docker pause lim',
			'docker unpause lim',
			'docker update --memory 128m lim',
			'docker stop -t 1 lim',
			'docker rm lim',
		],
		'docker26-cgroup2',
	],
	'out of memory': [
		[
			"docker run -d --name hog -m 32m busybox sh -c 'dd if=/dev/zero of=/dev/null bs=200M count=1; sleep 9'",
			'sleep 1',
			'docker run --name hog2 -m 32m busybox dd if=/dev/zero of=/dev/null bs=200M count=1',
		],
		'docker26-cgroup2',
	],
	'groups by hand': [
		[...HAND, 'docker run -d --cgroup-parent foo-bar.slice --name deep busybox sleep 9'],
		'docker26-cgroup2',
	],
	'pages and swap': [
		[
			'dd if=/dev/zero of=/s bs=8M count=8; chmod 600 /s; mkswap /s; swapon /s',
			'docker run -d --name box -m 32m busybox sleep 1000',
			'docker exec box dd if=/dev/zero of=/d bs=8M count=6',
			"docker exec -d box sh -c 'for i in $(seq 9); do printf %16777216s; sleep 1; done | tail'",
			'sleep 9',
			'swapoff /s',
		],
		'docker26-cgroup2',
	],
	'eight containers': [EIGHT, 'docker26-cgroup2'],
	'ten containers': [
		['for i in 1 2 3 4 5 6 7 8 9 10; do docker run -d --name box$i busybox sleep 1000; done'],
		'docker26-cgroup2',
	],
	'version 1': [
		[
			...LIMITED,
			'docker run -d --name web busybox sleep 1000',
			'docker pause web',
			'mkdir -p /sys/fs/cgroup/memory/demo/child',
			'echo 100M > /sys/fs/cgroup/memory/demo/memory.limit_in_bytes',
			'docker rm -f web',
		],
		'docker20-cgroup1',
	],
	'version 1, eight': [EIGHT, 'docker20-cgroup1'],
};

beforeAll(loadAll);

/** The beats in which something of this picture changes; of very many, some of each kind. */
function telling(timeline: Timeline): readonly number[] {
	const MOST = 4;
	const counts = new Map<string, number>();
	return timeline.beats.flatMap(({ event }, i) => {
		if (i === timeline.beats.length - 1) return [i];
		const kind = 'why' in event ? `${event.kind} ${event.why}` : event.kind;
		const count = (counts.get(kind) ?? 0) + 1;
		counts.set(kind, count);
		const isNow = count <= MOST || Number.isInteger(Math.log2(count));
		return isNow && atEnd(timeline, i).some((mark) => mark.act) ? [i] : [];
	});
}

describe.each(Object.entries(runs))('the laws hold: %s', (_, [lines, profile]) => {
	it('at the end of beats, in each language', { timeout: 60_000 }, () => {
		const timeline = run(lines, profile);
		for (const words of views)
			telling(timeline).forEach((i) => {
				const beat = timeline.beats[i]!;
				const marks = atEnd(timeline, i, words);
				const what = `${words.lang} ${i} ${beat.event.kind}`;
				expect(repeated(marks), what).toEqual([]);
				expect(hasNaN(marks), what).toBe(false);
				expect(outside(marks, cgroups.size), what).toEqual([]);
				expect(overlaps(marks), what).toEqual([]);
				expect(covered(marks), what).toEqual([]);
				expect(small(marks), what).toEqual([]);
				expect(cuts(marks), what).toEqual([]);
			});
	});
});

const about = (timeline: Timeline, test: (event: BeatEvent) => boolean): readonly Marks[] =>
	timeline.beats.flatMap((beat, i) => (test(beat.event) ? [atEnd(timeline, i)] : []));

describe('what changes now is shown', () => {
	const kinds = [
		'cgroup.create',
		'cgroup.write',
		'cgroup.attach',
		'cgroup.freeze',
		'cgroup.count',
		'cgroup.remove',
	];
	it.each(kinds)('%s', (kind) => {
		const timeline = run(runs['limits and what hits them']![0]);
		const marks = about(
			timeline,
			(event) => event.kind === kind && !('file' in event && event.file === 'devices.list'),
		);
		expect(marks.length).toBeGreaterThan(0);
		for (const each of marks) expect(each.some((mark) => mark.act)).toBe(true);
	});
	it('marks nothing else: a limit that is written', () => {
		const timeline = run(LIMITED);
		const [marks] = about(timeline, (event) => event.kind === 'cgroup.write' && event.file === 'memory.max');
		expect(marks!.filter((mark) => mark.act).map((mark) => mark.key)).toEqual(
			expect.arrayContaining(['limit:lim/memory.max']),
		);
		expect(marks!.filter((mark) => mark.act && mark.key.startsWith('limit:'))).toHaveLength(1);
	});
});

describe('limits', () => {
	it('are those of the files', () => {
		const timeline = run([
			...LIMITED,
			'cd /sys/fs/cgroup/system.slice/docker-*.scope && cat memory.max memory.swap.max cpu.weight pids.max',
		]);
		const [memory, swap, weight, pids] = timeline.said.at(-1)!.trim().split('\n');
		const marks = last(timeline);
		expect(text(marks, 'limit:lim/memory.max')).toBe(`${Number(memory) / 2 ** 20}M`);
		expect(text(marks, 'limit:lim/memory.swap.max')).toBe(`${Number(swap) / 2 ** 20}M`);
		expect(text(marks, 'limit:lim/cpu.max')).toBe('0.5');
		expect(of(marks, 'limit:lim/cpu.max').label).toContain('50000 100000');
		expect(text(marks, 'limit:lim/pids.max')).toBe(pids);
		expect(text(marks, 'limit:lim/cpu.weight')).toBe(weight);
		expect([of(marks, 'core:lim/0').state, of(marks, 'core:lim/1').state]).toEqual(['solid', 'hollow']);
	});
	it('hold by the smallest on the path, which is where the channel is narrow', () => {
		const marks = last(run(HAND));
		expect(text(marks, 'limit:/demo/child/memory.max')).toBe('400M');
		const own = of(marks, 'limit:/demo/child/memory.max');
		expect(own.kind === 'token' && own.struck).toBe(true);
		expect(text(marks, 'limit:/demo/memory.max')).toBe('100M');
		expect(text(marks, 'most:/demo/child/memory')).toBe('100M');
		const way = of(marks, 'way:/demo/child/memory');
		const widths = way.kind === 'own' ? [0, 1, 2, 3, 4, 5].map((i) => Number(way.data[`w${i}`])) : [];
		expect(widths.filter(Number.isFinite)).toEqual(widths.filter(Number.isFinite).sort((a, b) => b - a));
		expect(widths[0]).toBeGreaterThan(widths[2]!);
	});
	it('have no file where the parent does not pass the controller on', () => {
		const marks = last(run(HAND.slice(0, 2)));
		expect(text(marks, 'limit:/demo/child/cpu.max')).toBe('–');
		expect(text(marks, 'limit:/demo/child/memory.max')).toBe('max');
	});
	it('of version 1 lie in a tree each', () => {
		const marks = last(run(LIMITED, 'docker20-cgroup1'));
		expect(text(marks, 'limit:lim/memory.limit_in_bytes')).toBe('64M');
		expect(text(marks, 'limit:lim/cpu.cfs_quota_us')).toBe('0.5');
		expect(text(marks, 'limit:lim/pids.max')).toBe('20');
		for (const tree of ['cpu', 'memory', 'pids']) expect(has(marks, `tree:${tree}`)).toBe(true);
		expect(text(marks, 'trees')).toContain('cpuacct cpuset devices freezer');
	});
});

describe('use', () => {
	const cores = (marks: Marks): Record<string, number> => {
		const bar = of(marks, 'cpu');
		return bar.kind === 'meter' ? Object.fromEntries(bar.parts!.map(({ key, value }) => [key, value])) : {};
	};
	const SHARES = [
		`docker run -d --name web --cpu-shares 1024 busybox ${BUSY}`,
		`docker run -d --name db --cpu-shares 512 busybox ${BUSY}`,
	];
	it('takes what is free, whatever the weights', () => {
		expect(cores(last(run(SHARES)))).toEqual({ web: 1, db: 1 });
	});
	it('is shared by weight under contention', () => {
		const marks = last(run([...SHARES, `docker exec -d web ${BUSY}`, `docker exec -d db ${BUSY}`]));
		const { web, db } = cores(marks);
		expect(web! / db!).toBeCloseTo(
			Number(text(marks, 'limit:web/cpu.weight')) / Number(text(marks, 'limit:db/cpu.weight')),
		);
		expect(web! + db!).toBeCloseTo(2);
	});
	it('stops at the quota, and says so', () => {
		const marks = last(run([...LIMITED, `docker exec -d lim ${BUSY}`]));
		expect([text(marks, 'used:lim/cpu'), text(marks, 'most:lim/cpu')]).toEqual(['0.5', '0.5']);
		expect(has(marks, 'throttle:lim')).toBe(true);
	});
	it('shows period by period that half of each was not its own', () => {
		const marks = last(run([...LIMITED, `docker exec -d lim ${BUSY}`, 'sleep 2']));
		const periods = of(marks, 'periods:lim');
		const data: Readonly<Record<string, unknown>> = periods.kind === 'own' ? periods.data : {};
		expect(Object.keys(data).filter((name) => name.startsWith('ran'))).toHaveLength(10);
		for (let i = 0; i < 10; i++) expect([data[`ran${i}`], data[`held${i}`]]).toEqual([0.5, 0.5]);
	});
	it('is nothing while frozen', () => {
		const marks = last(run([...LIMITED, `docker exec -d lim ${BUSY}`, 'docker pause lim']));
		expect(text(marks, 'used:lim/cpu')).toBe('0');
		expect(of(marks, 'cgroup:lim').state).toBe('hatched');
		expect(has(marks, 'freeze:lim')).toBe(true);
	});
	it('tells files from what the tasks keep, and that pages were taken back', () => {
		const marks = last(
			run([
				'docker run -d --name box -m 32m busybox sleep 100',
				'docker exec box dd if=/dev/zero of=/d bs=8M count=8',
			]),
		);
		expect(has(marks, 'file:box')).toBe(true);
		expect(has(marks, 'reclaim:box')).toBe(true);
		expect(has(marks, 'oom:box')).toBe(false);
	});
	it('counts what the OOM killer did', () => {
		const marks = last(run(runs['out of memory']![0]));
		expect(text(marks, 'oom:hog')).toBe('OOM 1');
		expect(text(marks, 'absent:hog2')).toContain('137');
	});
	it('counts refused processes', () => {
		const marks = last(
			run([...LIMITED, "docker exec lim sh -c 'for i in $(seq 30); do sleep 100 & done; wait'"]),
		);
		expect(text(marks, 'eagain:lim')).toBe('refused 1');
	});
});

describe('time', { timeout: 60_000 }, () => {
	const timeView: View = { ...view, face: 'time' };
	const of = (marks: Marks, key: string) => {
		const mark = marks.find((each) => each.key === key);
		return mark?.kind === 'series' ? mark : undefined;
	};
	const STORY = [
		`docker run -d --name web --cpus 0.5 -m 64m busybox ${BUSY}`,
		'sleep 2',
		'docker update --cpus 0.25 web',
		'sleep 2',
		"docker exec -d web sh -c 'for i in $(seq 9); do printf %16777216s; sleep 1; done | tail'",
		'sleep 9',
	];
	it('holds the laws and scrubs: what is drawn at a moment ends at that moment', () => {
		const timeline = run(STORY);
		for (const { after } of timeline.beats) {
			const marks = pictureOf(cgroups, after, timeView);
			expect(repeated(marks)).toEqual([]);
			expect(hasNaN(marks)).toBe(false);
			expect(outside(marks, cgroups.size)).toEqual([]);
			expect(overlaps(marks)).toEqual([]);
			expect(covered(marks)).toEqual([]);
			const curve = of(marks, 'series:cpu/web');
			if (curve) expect(curve.now).toBe(after.clock.now);
			for (const { at } of curve?.samples ?? []) expect(at).toBeLessThanOrEqual(after.clock.now);
		}
	});
	it('tells of quota, throttling and memory as they were', () => {
		const marks = pictureOf(cgroups, run(STORY).last, timeView);
		const values = (key: string) => of(marks, key)!.samples.map(({ value }) => value);
		expect(values('series:cpu/web')).toEqual(expect.arrayContaining([0.5, 0.25]));
		expect(values('series:throttled/web')).toEqual(expect.arrayContaining([0.5, 0.75]));
		expect(Math.max(...values('series:memory/web'))).toBeGreaterThan(60 * 2 ** 20);
		expect(of(marks, 'series:memory/web')!.limit).toBe(64 * 2 ** 20);
	});
});

describe('pages', { timeout: 60_000 }, () => {
	const pagesView: View = { ...view, face: 'pages' };
	const data = (marks: Marks, key: string): Readonly<Record<string, unknown>> => {
		const mark = of(marks, key);
		return mark.kind === 'own' ? mark.data : {};
	};
	it('are those of the accounts: anonymous, of files, and in swap', () => {
		const timeline = run(runs['pages and swap']![0]);
		for (const { after, step } of timeline.beats) {
			const marks = pictureOf(cgroups, after, pagesView);
			expect(repeated(marks)).toEqual([]);
			expect(outside(marks, cgroups.size)).toEqual([]);
			expect(overlaps(marks)).toEqual([]);
			if (step < 2 || !has(marks, 'pages:box')) continue;
			const { full, tint, hatched, count } = data(marks, 'pages:box');
			expect(Number(count)).toBe(8);
			expect(Number(full) + Number(tint) + Number(hatched)).toBeGreaterThan(0);
		}
		const written = timeline.beats[timeline.steps[2]!.to - 1]!.after;
		expect(data(pictureOf(cgroups, written, pagesView), 'pages:box')).toMatchObject({ tint: 0 });
		const swapped = timeline.beats.find(({ event }) => event.kind === 'task.change' && event.why === 'swap')!;
		expect(Number(data(pictureOf(cgroups, swapped.after, pagesView), 'swap:box')['hatched'])).toBeGreaterThan(
			0,
		);
	});
});

describe('questions', { timeout: 60_000 }, () => {
	const asked = (lines: readonly string[], key: string) => {
		const timeline = run(lines);
		const found = timeline.beats.flatMap((beat) => cgroups.asks!(beat, view, timeline.last) ?? []);
		const question = found.find((each) => each.key === key);
		if (!question) throw new Error(`${key} is not asked`);
		expect(question.choices.length).toBeGreaterThan(1);
		expect(new Set(question.choices).size).toBe(question.choices.length);
		for (const words of views) expect(words.say(key, question.values)).not.toContain('{');
		return question.choices[question.answer];
	};
	it('who is killed: the one that uses most', () => {
		const lines = runs['out of memory']![0];
		expect(asked(lines, 'ask.victim')).toMatch(/^\d+ dd$/);
	});
	it('which exit code', () => {
		expect(asked(runs['out of memory']![0], 'ask.exit')).toBe('137');
	});
	it('what share: by quota, and by weight', () => {
		expect(asked([...LIMITED, `docker exec -d lim ${BUSY}`], 'ask.share')).toBe('0.5');
		const shares = ['web', 'db'].map(
			(name, i) => `docker run -d --name ${name} --cpu-shares ${1024 / (i + 1)} busybox ${BUSY}`,
		);
		expect(asked([...shares, `docker exec -d web ${BUSY}`], 'ask.share')).toMatch(/^1\.\d+$/);
	});
	it('which limit holds', () => {
		expect(asked(HAND, 'ask.holds')).toBe('100M');
	});
});

describe('places', { timeout: 60_000 }, () => {
	const at = (marks: Marks, keys: readonly string[]) =>
		keys.map((key) => {
			const { x, y } = of(marks, key);
			return { key, x, y };
		});
	it('hold from one container to eight', () => {
		const timeline = run([
			...LIMITED,
			'for i in 2 3 4 5 6 7 8; do docker run -d --name box$i busybox sleep 1000; done',
			'docker rm -f box3',
		]);
		const keys = [
			'container:lim',
			'cgroup:lim',
			'meter:lim/cpu',
			'limit:lim/memory.max',
			'cgroup:/system.slice',
		];
		const first = pictureOf(cgroups, timeline.beats[timeline.steps[0]!.to - 1]!.after, view);
		for (const { after } of timeline.beats.slice(timeline.steps[1]!.from).filter((_, i) => i % 7 === 0))
			expect(at(pictureOf(cgroups, after, view), keys)).toEqual(at(first, keys));
	});
	it('are eight; who has none is counted', () => {
		const marks = last(run(runs['ten containers']![0]));
		expect(has(marks, 'cgroup:box8')).toBe(true);
		expect(has(marks, 'cgroup:box9')).toBe(false);
		expect(text(marks, 'container:more')).toBe('and 2 more');
	});
	it('are free again once a container is gone', () => {
		const marks = last(run([...LIMITED, 'docker rm -f lim']));
		expect(marks.filter(({ key }) => key.includes('lim') && !key.startsWith('legend:'))).toEqual([]);
		expect(has(marks, 'none')).toBe(true);
	});
});

describe('block I/O', () => {
	const lines = [
		'docker run -d --name io --device-write-bps /dev/vda:1mb ubuntu sleep 1000',
		'docker exec io dd if=/dev/zero of=/data bs=1M count=4 oflag=direct',
	];
	it.each([
		['docker26-cgroup2', 'io.max'],
		['docker20-cgroup1', 'blkio.throttle.write_bps_device'],
	] as const)('stands at the group, and says while bytes wait: %s', (profile, file) => {
		const timeline = run(lines, profile);
		expect(text(last(timeline), `limit:io/${file}`)).toBe('↓1M');
		const waiting = about(timeline, (event) => event.kind === 'cgroup.transfer');
		expect(waiting.length).toBeGreaterThan(2);
		for (const marks of waiting) {
			expect(of(marks, `limit:io/${file}`).state).toBe('hatched');
			expect(marks.some(({ key }) => key === 'disk:io')).toBe(true);
			expect(covered(marks)).toEqual([]);
			expect(overlaps(marks)).toEqual([]);
			expect(cuts(marks)).toEqual([]);
			expect(small(marks)).toEqual([]);
		}
		expect(last(timeline).some(({ key }) => key === 'disk:io')).toBe(false);
	});
	it('is not drawn where nobody limits it', () => {
		const marks = last(run(['docker run -d --name io busybox sleep 1000']));
		expect(marks.some(({ key }) => key.startsWith('limit:io/io.max'))).toBe(false);
	});
});
