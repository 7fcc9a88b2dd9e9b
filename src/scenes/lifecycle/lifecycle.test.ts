import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadAll } from '#host/late.ts';
import { usualSession } from '#host/session.ts';
import { sentence } from '#i18n/sentence.ts';
import { covered, hasNaN, outside, overlaps, repeated, small } from '#stage/laws.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { timelineOf, type Ran, type Timeline } from '#timeline/timeline.ts';
import { frame } from '../frame.ts';
import type { View } from '../scene.ts';
import { lifecycle } from './lifecycle.ts';

await loadAll();

const viewIn = (lang: string): View => {
	const path = new URL(`../../locales/${lang}/scenes/lifecycle.json`, import.meta.url);
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
const view = viewIn('en');

function run(lines: readonly string[], detail: 'full' | 'folded' = 'folded'): Timeline {
	const session = usualSession();
	const first = session.host.state;
	const rans = lines.map((command): Ran => {
		const seconds = /^sleep (\d+)$/.exec(command)?.[1];
		const done = seconds ? session.pass(Number(seconds)) : session.run({ at: 'host', cmd: command });
		return { ...done, at: seconds ? 'clock' : 'host', command, exitCode: done.exit };
	});
	return timelineOf(first, rans, detail);
}

const atEnd = (timeline: Timeline, index: number): Marks => {
	const beat = timeline.beats[index]!;
	return frame(lifecycle, timeline, beat.start + beat.duration, view);
};
const of = (marks: Marks, key: string): Mark | undefined => marks.find((mark) => mark.key === key);
const text = (marks: Marks, key: string): string | undefined => {
	const mark = of(marks, key);
	return mark && 'text' in mark ? mark.text : undefined;
};
const actingWhere = (timeline: Timeline, test: (event: Timeline['beats'][number]['event']) => boolean) =>
	timeline.beats.flatMap((beat, i) =>
		test(beat.event)
			? [
					atEnd(timeline, i)
						.filter((mark) => mark.act)
						.map((mark) => mark.key),
				]
			: [],
	);

const LIFE = [
	'docker run -d --name box busybox sleep 1000',
	'docker pause box',
	'docker unpause box',
	'docker stop -t 3 box',
	'docker start box',
	'docker restart -t 1 box',
	'docker kill box',
	'docker rm box',
	"docker run --name e42 busybox sh -c 'exit 42'",
	"docker run -d --name flaky --restart on-failure:2 busybox sh -c 'exit 7'",
	'sleep 2',
	'docker create --name web -p 8080:80 nginx',
	'docker start web',
	'docker stop web',
];

describe('the lifecycle scene', () => {
	const life = run(LIFE);

	it('keeps the laws at every beat, in both languages', { timeout: 60_000 }, () => {
		const seen = new Set<string>();
		for (const each of [view, viewIn('ko')])
			for (const { after, event } of life.beats) {
				const marks = lifecycle.layout(after, each);
				const picture = JSON.stringify(marks);
				if (seen.has(picture)) continue;
				seen.add(picture);
				const broken = [
					repeated(marks),
					outside(marks, lifecycle.size).map(({ key }) => key),
					overlaps(marks).map(([a, b]) => `${a.key} ${b.key}`),
					covered(marks).map(([a, key]) => `${a.key} ${key}`),
					small(marks),
				].flat();
				expect(broken, event.kind).toEqual([]);
				expect(hasNaN(marks)).toBe(false);
			}
	});

	it('gives the same picture whatever was asked before', () => {
		const last = life.beats.length - 1;
		const forwards = [3, 40, last].map((i) => atEnd(life, i));
		const backwards = [last, 40, 3].map((i) => atEnd(life, i)).reverse();
		expect(backwards).toEqual(forwards);
		const beat = life.beats[40]!;
		const plain = lifecycle.layout(beat.after, view);
		expect(forwards[1]!.map(({ act: _, ...mark }) => mark)).toEqual(plain.map(({ act: _, ...mark }) => mark));
	});

	it('marks something in every beat that is a step in a life', () => {
		const kinds =
			/^(container|cgroup|namespace|link|address|route|rule|port|network|task\.(signal|exec|enter|exit|reap)|mount)/;
		const silent = life.beats.filter(
			(beat, i) => kinds.test(beat.event.kind) && !atEnd(life, i).some((mark) => mark.act),
		);
		expect(silent.map(({ event }) => event.kind)).toEqual([]);
	});

	it('tells the commands apart by their edges', () => {
		const edges = (why: string) =>
			actingWhere(life, (event) => event.kind === 'container.change' && event.why === why).map((keys) =>
				keys.filter((key) => key.startsWith('edge:')),
			);
		expect(edges('paused')).toEqual([['edge:pause']]);
		expect(edges('unpaused')).toEqual([['edge:unpause']]);
		expect(edges('exited')).toEqual([
			['edge:stop'],
			['edge:restart'],
			['edge:kill'],
			['edge:exit'],
			['edge:exit'],
			['edge:stop'],
		]);
		expect(edges('restarting')).toEqual([['edge:policy'], ['edge:policy']]);
	});

	it('shows a stop as the signal, the time that is waited, and SIGKILL', () => {
		const cards = life.beats.flatMap((beat, i) => {
			const card = of(atEnd(life, i), 'signal:box');
			return card?.kind === 'card' && beat.step === 3
				? [card.rows.map(({ name, value }) => `${name} ${value}`).join('; ')]
				: [];
		});
		expect([...new Set(cards)]).toEqual([
			'SIGTERM ignored, it runs on; grace at most 3 s',
			'SIGTERM ignored, it runs on; grace 3 s have passed; SIGKILL the process dies',
		]);
	});

	it('asks the host what exists', () => {
		const held = (step: number, name: string) => {
			const marks = atEnd(life, life.steps[step]!.to - 1);
			return marks.flatMap(({ key }) =>
				key.startsWith('holds:') && key.endsWith(`/${name}`) ? [key.split(/[:/]/)[1]] : [],
			);
		};
		const all = ['config', 'layer', 'mount', 'namespaces', 'address', 'cgroup', 'process'];
		expect(held(0, 'box')).toEqual(all);
		expect(held(1, 'box')).toEqual(all);
		expect(held(3, 'box')).toEqual(['config', 'layer']);
		expect(held(7, 'box')).toEqual([]);
		expect(held(11, 'web')).toEqual(['config', 'layer']);
		expect(held(12, 'web')).toEqual(all);
	});

	it('shows the values the host has', () => {
		const timeline = run(LIFE.slice(0, 2));
		const { last } = timeline;
		const box = last.engine.containers.get(last.engine.names.get('box')!)!;
		const marks = lifecycle.layout(last, view);
		expect(text(marks, 'holds:process/box')).toBe(`PID ${box.state.pid}`);
		expect(text(marks, 'holds:address/box')).toBe('172.17.0.2');
		expect(text(marks, 'holds:config/box')).toBe(box.id.slice(0, 12));
		expect(of(marks, 'container:box')?.state).toBe('hatched');
		expect(of(marks, 'holds:process/box')?.state).toBe('hatched');
	});

	it('shows exit codes, and how often a policy has started what ended', () => {
		const marks = lifecycle.layout(life.last, view);
		expect(text(marks, 'exit:e42')).toBe('42');
		expect(text(marks, 'exit:flaky')).toBe('7');
		expect(text(marks, 'policy:flaky')).toBe('on-failure:2 ×2');
		expect(of(marks, 'container:flaky')?.state).toBe('hollow');
	});

	it('moves nothing that is there when another arrives, and counts those beyond eight', () => {
		const many = run(Array.from({ length: 10 }, (_, i) => `docker run -d --name c${i}0 busybox sleep 1000`));
		const places = (marks: Marks) =>
			new Map(
				marks
					.filter((mark) => /^(container|holds|column|state):?/.test(mark.key))
					.map((mark) => [mark.key, [mark.x, mark.y]]),
			);
		for (const [i, { to }] of many.steps.entries()) {
			const here = places(atEnd(many, to - 1));
			const next = many.steps[i + 1];
			if (next)
				for (const [key, place] of here)
					expect(places(atEnd(many, next.to - 1)).get(key), key).toEqual(place);
		}
		const running = of(lifecycle.layout(many.last, view), 'state:running');
		expect(running?.kind === 'box' && running.badge).toBe('+2');
	});
});
