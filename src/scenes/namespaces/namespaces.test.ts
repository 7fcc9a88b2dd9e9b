import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAll } from '#host/late.ts';
import { usualSession } from '#host/session.ts';
import { sentence } from '#i18n/sentence.ts';
import { covered, cuts, hasNaN, outside, overlaps, repeated, small } from '#stage/laws.ts';
import type { Mark, Marks, Tone } from '#stage/mark.ts';
import { timelineOf, type BeatEvent, type Ran, type Timeline } from '#timeline/timeline.ts';
import { frame, pictureOf } from '../frame.ts';
import type { View } from '../scene.ts';
import { namespaces } from './namespaces.ts';
import { columnTypes } from './places.ts';

const viewIn = (lang: string): View => {
	const path = new URL(`../../locales/${lang}/scenes/namespaces.json`, import.meta.url);
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
function run(lines: readonly string[]): Played {
	const session = usualSession();
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
	return frame(namespaces, timeline, beat.start + beat.duration, words);
};
const last = (timeline: Timeline): Marks => pictureOf(namespaces, timeline.last, view);
const of = (marks: Marks, key: string): Mark => {
	const mark = marks.find((each) => each.key === key);
	if (!mark) throw new Error(`no ${key}`);
	return mark;
};
const has = (marks: Marks, key: string): boolean => marks.some((mark) => mark.key === key);
const pidOf = (timeline: Timeline, name: string): number =>
	timeline.last.engine.containers.find((each) => each.name === name)!.state.pid;

interface Cell {
	readonly inode: string;
	readonly tone: Tone | undefined;
}
/** What stands in a task's row under a type, own or not. */
const cellOf = (marks: Marks, pid: number, type: string): Cell => {
	const row = of(marks, `task:${pid}`);
	const column = of(marks, `head:${type}`);
	const token = marks.find(
		(mark) => mark.kind === 'token' && mark.x === column.x && mark.y > row.y && mark.y < row.y + 10,
	);
	if (token?.kind !== 'token') throw new Error(`nothing of type ${type} at ${pid}`);
	return { inode: token.text, tone: token.tone };
};

const runs: Readonly<Record<string, readonly string[]>> = {
	'a life': [
		'docker run -d --name web -p 8080:80 nginx',
		'docker exec web sh -c "kill -9 1"',
		'docker pause web',
		'docker unpause web',
		'docker restart web',
		'docker stop web',
		'docker rm web',
	],
	'what is shared': [
		'docker run -d --name web nginx',
		'docker run -d --name near --network container:web --pid container:web busybox sleep 1000',
		'docker run -d --name open --pid host --ipc host --uts host --network host busybox sleep 1000',
		'docker exec -d near sleep 99',
	],
	'by hand': [
		'ip netns add red',
		'unshare --uts --pid --fork --mount-proc sleep 300 &',
		'unshare -U -r sleep 400 &',
		'ip netns exec red sleep 200 &',
		'docker run -d --name web -p 8080:80 nginx',
		'ip netns del red',
	],
	'eight containers': [
		"for i in 1 2 3 4 5 6 7 8; do docker run -d --name box$i busybox sh -c 'sleep 1000 & sleep 99'; done",
		'docker pause box3',
		'docker stop -t 1 box4',
	],
	'ten containers': ['for i in 1 2 3 4 5 6 7 8 9 10; do docker run -d --name box$i busybox sleep 1000; done'],
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

describe.each(Object.entries(runs))('the laws hold: %s', (_, lines) => {
	it('at the end of beats, in each language', { timeout: 60_000 }, () => {
		const timeline = run(lines);
		for (const words of views)
			telling(timeline).forEach((i) => {
				const marks = atEnd(timeline, i, words);
				const what = `${words.lang} ${i} ${timeline.beats[i]!.event.kind}`;
				expect(repeated(marks), what).toEqual([]);
				expect(hasNaN(marks), what).toBe(false);
				expect(outside(marks, namespaces.size), what).toEqual([]);
				expect(overlaps(marks), what).toEqual([]);
				expect(covered(marks), what).toEqual([]);
				expect(small(marks), what).toEqual([]);
				expect(
					cuts(marks).filter(({ key }) => !key.startsWith('see:')),
					what,
				).toEqual([]);
			});
	});
});

describe('other ways of looking', () => {
	const faults = (marks: Marks): unknown => ({
		repeated: repeated(marks),
		hasNaN: hasNaN(marks),
		outside: outside(marks, namespaces.size),
		overlaps: overlaps(marks),
		covered: covered(marks),
		small: small(marks),
	});
	const none = { repeated: [], hasNaN: false, outside: [], overlaps: [], covered: [], small: [] };
	const users = [
		'docker run -d --name web nginx',
		'unshare --user --map-root-user sleep 100 &',
		'unshare --user sleep 200 &',
		"echo '0 100000 65536' > /proc/$!/uid_map",
		'unshare --user sleep 300 &',
	];
	it.each(['ko', 'en'])('the laws hold for the rulers: %s', (lang) => {
		const { beats } = run(users);
		for (const { after } of beats.filter((_, i) => i % 7 === 0 || i > beats.length - 9))
			expect(faults(pictureOf(namespaces, after, { ...viewIn(lang), face: 'users' }))).toEqual(none);
	});
	const nested = [
		'docker run -d --name deep --privileged busybox sleep 1000',
		'docker exec -d deep unshare -p -f sleep 500',
		'docker run -d --name near --pid container:deep busybox sleep 60',
		'docker run -d --name open --pid host busybox sleep 70',
		'unshare --fork --pid --mount-proc unshare --fork --pid sleep 80 &',
		'docker kill deep',
	];
	it.each(['ko', 'en'])('the laws hold for nested PID namespaces: %s', { timeout: 60_000 }, (lang) => {
		for (const lines of [nested, runs['eight containers']!, runs['ten containers']!]) {
			const { beats } = run(lines);
			for (const { after } of beats.filter((_, i) => i % 11 === 0 || i === beats.length - 1))
				expect(faults(pictureOf(namespaces, after, { ...viewIn(lang), face: 'pids' }))).toEqual(none);
		}
	});
	it('a task has a number for each level that sees it: those of NSpid', () => {
		const lines = [...nested.slice(0, 2), "grep NSpid /proc/$(pgrep -f 'sleep 500' | tail -1)/status"];
		const played = run(lines);
		const marks = pictureOf(namespaces, played.last, { ...view, face: 'pids' });
		const numbers = played.said.at(-1)!.trim().split(/\s+/).slice(1);
		expect(numbers).toHaveLength(3);
		const tags = marks.flatMap((mark) =>
			mark.kind === 'token' && new RegExp(`^(task|number):${numbers[0]}\\b`).test(mark.key) ? [mark] : [],
		);
		expect(tags.sort((a, b) => a.x - b.x).map(({ text }) => text)).toEqual(numbers);
	});
	it('when PID 1 ends, its namespace goes with all that is in it', () => {
		const at = (lines: readonly string[]): Marks =>
			pictureOf(namespaces, run(lines).last, { ...view, face: 'pids' });
		const count = (marks: Marks): number => marks.filter(({ key }) => /^pidns:\d+$/.test(key)).length;
		expect(count(at(nested.slice(0, 2)))).toBe(3);
		expect(count(at([...nested.slice(0, 2), 'docker kill deep']))).toBe(1);
	});
	it('a piece of a ruler lies where the map puts it', () => {
		const { last: state } = run(users);
		const marks = pictureOf(namespaces, state, { ...view, face: 'users' });
		const pieces = marks.flatMap((mark) =>
			mark.kind === 'token' && /^map:\d+\/\d/.test(mark.key) ? [mark] : [],
		);
		const under = (x: number): string | undefined =>
			marks.find((mark) => mark.kind === 'wire' && mark.key.startsWith('tick:') && mark.points[0]?.x === x)
				?.key;
		expect(pieces.map(({ text, x, width }) => [text, under(x), under(x + (width ?? 0))])).toEqual([
			['0 … 4294967294', 'tick:0', 'tick:4294967295'],
			['0', 'tick:0', 'tick:1'],
			['0 … 65535', 'tick:100000', 'tick:165536'],
		]);
	});
	it.each(Object.entries(runs))('the laws hold whatever is chosen: %s', { timeout: 60_000 }, (_, lines) => {
		const { last: state } = run(lines);
		const keys = pictureOf(namespaces, state, view).filter(({ label }) => label);
		for (const { key } of keys.filter((each, i) => i % 5 === 0 || !/^cell/.test(each.key)))
			expect(faults(pictureOf(namespaces, state, { ...view, chosen: key })), key).toEqual(none);
	});
	it('equal numbers are joined, and nobody else stands out', () => {
		const played = run(runs['what is shared']!);
		const marks = pictureOf(namespaces, played.last, { ...view, chosen: 'ns:net/web' });
		const strong = marks.flatMap((mark) =>
			mark.kind === 'token' && mark.opacity === undefined && /^(ns|cell):/.test(mark.key) ? [mark] : [],
		);
		expect(new Set(strong.map(({ text }) => text)).size).toBe(1);
		expect(strong.length).toBeGreaterThan(2);
		expect(marks.filter(({ key }) => key.startsWith('join:'))).toHaveLength(strong.length - 1);
		expect(of(marks, 'container:web').opacity).toBeUndefined();
		expect(of(marks, 'container:near').opacity).toBeUndefined();
		expect(of(marks, 'container:open').opacity).toBeLessThan(1);
	});
	it('nothing that is there moves when a container comes, from one to eight', () => {
		const { beats, steps } = run(
			[1, 2, 3, 4, 5, 6, 7, 8].map((i) => `docker run -d --name box${i} busybox sleep 1000`),
		);
		const after = steps.map(({ to }) => pictureOf(namespaces, beats[to - 1]!.after, view));
		const isPlaced = ({ key }: Mark): boolean => /^(host|container|see|world)\b/.test(key);
		const spot = (mark: Mark): unknown => ({
			key: mark.key,
			x: mark.x,
			y: mark.y,
			...('width' in mark && { width: mark.width }),
		});
		after.slice(1).forEach((marks, i) => {
			for (const mark of after[i]!.filter(isPlaced)) expect(spot(of(marks, mark.key))).toEqual(spot(mark));
		});
	});
});

describe('the table', () => {
	const timeline = () =>
		run(['docker run -d --name web nginx', 'docker run -d --name db busybox sleep 1000']);

	it('has the inodes of /proc/PID/ns', () => {
		const first = timeline();
		const pid = pidOf(first, 'web');
		const types = [...columnTypes].sort();
		const asked = run([
			'docker run -d --name web nginx',
			'docker run -d --name db busybox sleep 1000',
			...types.map((type) => `readlink /proc/${pid}/ns/${type}`),
		]);
		const marks = last(asked);
		types.forEach((type, i) =>
			expect(`${type}:[${cellOf(marks, pid, type).inode}]\n`).toBe(asked.said[i + 2]),
		);
	});
	it('is of one colour where the inode is one, and of different ones where not', () => {
		const played = timeline();
		const marks = last(played);
		const [web, db] = [pidOf(played, 'web'), pidOf(played, 'db')];
		for (const type of columnTypes) {
			const [a, b, host] = [cellOf(marks, web, type), cellOf(marks, db, type), cellOf(marks, 1, type)];
			const isShared = type === 'user' || type === 'time';
			expect(a.inode === b.inode).toBe(isShared);
			expect(a.tone === b.tone).toBe(isShared);
			expect(a.inode === host.inode && a.tone === host.tone).toBe(isShared);
			expect(has(marks, `ns:${type}/web`)).toBe(!isShared);
		}
	});
	it('shows what --pid, --network and the like join', () => {
		const played = run(runs['what is shared']!);
		const marks = last(played);
		const [web, near, open] = ['web', 'near', 'open'].map((name) => pidOf(played, name)) as [
			number,
			number,
			number,
		];
		for (const type of ['net', 'pid']) expect(cellOf(marks, near, type)).toEqual(cellOf(marks, web, type));
		for (const type of ['mnt', 'uts', 'ipc', 'cgroup'])
			expect(cellOf(marks, near, type).inode).not.toBe(cellOf(marks, web, type).inode);
		for (const type of ['pid', 'ipc', 'uts', 'net', 'user', 'time'])
			expect(cellOf(marks, open, type)).toEqual(cellOf(marks, 1, type));
		for (const type of ['mnt', 'cgroup'])
			expect(cellOf(marks, open, type).inode).not.toBe(cellOf(marks, 1, type).inode);
	});
	it('gives what is unshared by hand a colour that no container has', () => {
		const marks = last(run(runs['by hand']!.slice(0, 5)));
		const tones = (test: (mark: Mark) => boolean) =>
			new Set(marks.filter((mark) => mark.kind === 'token' && test(mark)).map(({ tone }) => tone));
		const own = tones(({ key }) => key.startsWith('ns:'));
		const hand = [...tones(({ key, tone }) => key.startsWith('cell:') && typeof tone === 'number')].filter(
			(tone) => !own.has(tone),
		);
		expect(own.size).toBe(1);
		expect(hand).toHaveLength(3);
	});
	it('keeps a namespace that only a file holds', () => {
		const marks = last(run(['ip netns add red']));
		expect(marks.filter(({ key }) => key.startsWith('pin:'))).toHaveLength(1);
	});
	it('folds what is alike when there are many, and says how many', () => {
		const marks = last(run(runs['eight containers']!));
		const rows = marks.filter((mark) => mark.kind === 'row' && mark.key.startsWith('task:'));
		expect(rows.length).toBeLessThanOrEqual(14);
		const texts = rows.flatMap((row) => (row.kind === 'row' ? row.cells.map(({ text }) => text) : []));
		expect(texts).toContain('containerd-shim ×7');
	});
	it('does not show what a person’s shell runs', () => {
		const played = run(['sleep 30 &', 'ls']);
		const rows = last(played).filter((mark) => mark.key.startsWith('task:'));
		expect(rows.map(({ key }) => key)).toEqual(['task:1', 'task:412', 'task:588']);
	});
});

describe('one task', () => {
	it('has a number on the host and another inside', () => {
		const played = run(['docker run -d --name web nginx']);
		const marks = last(played);
		const pid = pidOf(played, 'web');
		expect(has(marks, `see:host/${pid}`)).toBe(true);
		expect(has(marks, 'see:web/1')).toBe(true);
		expect(of(marks, 'same:web')).toMatchObject({ from: `see:host/${pid}`, to: 'see:web/1' });
		const row = of(marks, `task:${pid}`);
		expect(row.kind === 'row' && row.cells.map(({ text }) => text)).toEqual([String(pid), '1', 'nginx']);
	});
	it('has one only with the host’s PIDs', () => {
		const played = run(['docker run -d --name box --pid host busybox sleep 1000']);
		const marks = last(played);
		expect(has(marks, `see:box/${pidOf(played, 'box')}`)).toBe(true);
		expect(has(marks, 'same:box')).toBe(false);
	});
	it('started by exec is seen beside the main one', () => {
		const marks = last(run(['docker run -d --name box busybox sleep 1000', 'docker exec -d box sleep 99']));
		expect(marks.filter(({ key }) => key.startsWith('see:box/'))).toHaveLength(2);
	});
});

describe('a panel', () => {
	it('says what the container itself says', () => {
		const played = run(['docker run -d --name web nginx', 'docker exec web hostname']);
		const marks = last(played);
		const texts = marks.flatMap((mark) =>
			mark.kind === 'label' && mark.key.startsWith('world:web/') ? [mark.text] : [],
		);
		expect(texts).toContain(played.said[1]!.trim());
		expect(texts).toContain('eth0 172.17.0.2/16');
	});
	it('stays hollow without a process', () => {
		const marks = last(run(['docker create --name web nginx']));
		expect(of(marks, 'container:web').state).toBe('hollow');
	});
});

describe('what changes now is shown', () => {
	const acting = (timeline: Timeline, test: (event: BeatEvent) => boolean): readonly (readonly string[])[] =>
		timeline.beats.flatMap((beat, i) =>
			test(beat.event)
				? [
						atEnd(timeline, i)
							.filter((mark) => mark.act)
							.map(({ key }) => key),
					]
				: [],
		);
	const kinds = [
		'namespace.create',
		'task.enter',
		'task.clone',
		'namespace.hostname',
		'mount.pivotRoot',
		'task.exit',
	];
	it.each(kinds)('%s', (kind) => {
		const found = acting(run(runs['a life']!), (event) => event.kind === kind);
		expect(found.length).toBeGreaterThan(0);
		for (const keys of found) expect(keys).not.toEqual([]);
	});
	it('a namespace that is made: its column, and its number', () => {
		const [keys] = acting(
			run(['docker run -d --name web nginx']),
			(event) => event.kind === 'namespace.create' && event.namespace.type === 'pid',
		);
		expect(keys!.map((key) => key.split(':')[0])).toEqual(['type', 'fresh']);
	});
	it('setns: the cell of the type that is joined', () => {
		const found = acting(
			run(['docker run -d --name web nginx', 'docker exec web true']),
			(event) => event.kind === 'task.enter' && event.how === 'setns' && event.types[0] === 'net',
		);
		expect(found.flat().some((key) => key.endsWith('/net'))).toBe(true);
	});
});
