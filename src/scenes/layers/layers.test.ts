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
import { layers } from './layers.ts';

await loadAll();

const viewIn = (lang: string): View => {
	const path = new URL(`../../locales/${lang}/scenes/layers.json`, import.meta.url);
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

function run(lines: readonly string[]): Timeline & { readonly stdouts: readonly string[] } {
	const session = usualSession();
	const first = session.host.state;
	const rans = lines.map((command): Ran => {
		const done = session.run({ at: 'host', cmd: command });
		return { ...done, at: 'host', command, exitCode: done.exit };
	});
	return { ...timelineOf(first, rans, 'folded'), stdouts: rans.map(({ stdout }) => stdout) };
}

const after = (timeline: Timeline, step: number): Marks =>
	layers.layout(timeline.beats[timeline.steps[step]!.to - 1]!.after, view);
const of = (marks: Marks, key: string): Mark | undefined => marks.find((mark) => mark.key === key);
const text = (marks: Marks, key: string): string | undefined => {
	const mark = of(marks, key);
	return mark && 'text' in mark ? mark.text : undefined;
};
const keysLike = (marks: Marks, start: string): readonly string[] =>
	marks.flatMap(({ key }) => (key.startsWith(start) ? [key.slice(start.length)] : [])).sort();
const marked = (timeline: Timeline, kind: string): readonly (readonly string[])[] =>
	timeline.beats
		.filter(({ event }) => event.kind === kind)
		.map(({ start, duration }) =>
			frame(layers, timeline, start + duration, view).flatMap(({ key, act }) => (act ? [key] : [])),
		);

const WRITING = [
	'docker run -d --name box busybox sleep 1000',
	"docker exec box sh -c 'echo new > /tmp/added'",
	`docker exec box sh -c 'echo "x:x:1:1::/:/bin/sh" >> /etc/passwd'`,
	'docker exec box rm /etc/group',
	"docker exec box sh -c 'rm -r /var/spool; mkdir /var/spool; echo 1 > /var/spool/one'",
	'docker run -d --name two -v store:/store --tmpfs /scratch busybox sleep 1000',
	"docker exec two sh -c 'echo kept > /store/f'",
	'docker stop -t 1 box',
	'docker rm -f box two',
];

describe('the layers scene', () => {
	const writing = run(WRITING);

	it('keeps the laws at every beat, in both languages', { timeout: 60_000 }, () => {
		const seen = new Set<string>();
		for (const each of [view, viewIn('ko')])
			for (const { after: state, event } of writing.beats) {
				const marks = layers.layout(state, each);
				const picture = JSON.stringify(marks);
				if (seen.has(picture)) continue;
				seen.add(picture);
				const broken = [
					repeated(marks),
					outside(marks, layers.size).map(({ key }) => key),
					overlaps(marks).map(([a, b]) => `${a.key} ${b.key}`),
					covered(marks).map(([a, key]) => `${a.key} ${key}`),
					small(marks),
				].flat();
				expect(broken, event.kind).toEqual([]);
				expect(hasNaN(marks)).toBe(false);
			}
	});

	it('gives the same picture whatever was asked before', () => {
		const last = writing.beats.length - 1;
		const at = (i: number) =>
			frame(layers, writing, writing.beats[i]!.start + writing.beats[i]!.duration, view);
		const forwards = [2, 60, last].map(at);
		expect([last, 60, 2].map(at).reverse()).toEqual(forwards);
	});

	it('shows what was copied up, added and hidden where it lies', () => {
		const marks = after(writing, 4);
		expect(keysLike(marks, 'file:box/upper/')).toEqual([
			'etc/group',
			'etc/passwd',
			'tmp/added',
			'var/spool',
			'var/spool/one',
		]);
		expect(text(marks, 'file:box/upper/etc/group')).toBe('D c 0 0');
		expect(of(marks, 'file:box/upper/etc/group')?.state).toBe('hollow');
		expect(text(marks, 'file:box/upper/tmp/added')).toBe('A 4B');
		expect(text(marks, 'file:box/upper/var/spool')).toBe('C opaque');
		expect(of(marks, 'file:box/etc/group')).toBeUndefined();
		expect(text(marks, 'gone:box/etc/group')).toBe('gone');
		expect(of(marks, 'file:box/etc/passwd')?.tone).toBe(0);
		expect(of(marks, 'file:box/bin/sh')?.tone).toBe('sand');
	});

	it('has a column for everything docker diff lists', () => {
		const session = usualSession();
		for (const cmd of WRITING.slice(0, 4)) session.run({ at: 'host', cmd });
		const listed = session.run({ at: 'host', cmd: 'docker diff box' }).stdout.trim().split('\n');
		const files = listed
			.map((line) => line.slice(2))
			.filter(
				(path) =>
					!listed.some(
						(line) =>
							line.startsWith(`C ${path}/`) || line.startsWith(`A ${path}/`) || line.startsWith(`D ${path}/`),
					),
			);
		const shown = keysLike(layers.layout(session.host.state, view), 'file:box/upper/');
		expect(shown).toEqual(files.map((path) => path.slice(1)).sort());
	});

	it('lets a copy come out of the layer it was copied from', () => {
		const marks = after(writing, 2);
		const copy = of(marks, 'file:box/upper/etc/passwd');
		const parent = of(marks, copy?.parent ?? '');
		expect(parent?.key).toMatch(/^file:[0-9a-f]{12}\/etc\/passwd$/);
		expect(marked(writing, 'overlay.copyUp').flat()).toContain('file:box/upper/etc/passwd');
		expect(marked(writing, 'overlay.whiteout').flat()).toContain('gone:box/etc/group');
		expect(marked(writing, 'overlay.opaque').flat()).toContain('file:box/upper/var/spool');
	});

	it('keeps the writable layer when a container stops, and loses it with rm', () => {
		const stopped = after(writing, 7);
		expect(keysLike(stopped, 'file:box/upper/')).toContain('etc/passwd');
		expect(of(stopped, 'file:box/etc/passwd')).toBeUndefined();
		expect(text(stopped, 'unmounted:box')).toBe('not mounted');
		expect(keysLike(after(writing, 8), 'layer:box')).toEqual([]);
	});

	it('shows an overlay that was mounted by hand, where there is no container', () => {
		const hand = run([
			'mkdir lower upper work merged; echo base > lower/a; echo base > lower/b; mkdir lower/dir',
			'mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged',
			'echo changed > merged/a',
			'rm merged/b',
			'rm -r merged/dir; mkdir merged/dir',
		]);
		const marks = layers.layout(hand.last, view);
		expect(['a', 'b', 'dir'].map((name) => text(marks, `hand:upper/${name}`))).toEqual([
			'8B',
			'c 0 0',
			'opaque',
		]);
		expect(text(marks, 'hand:gone/b')).toBe('gone');
		expect(of(marks, 'none')).toBeUndefined();
		expect([overlaps(marks), covered(marks), outside(marks, layers.size), repeated(marks)]).toEqual([
			[],
			[],
			[],
			[],
		]);
		expect(marked(hand, 'overlay.whiteout').flat()).toContain('hand:upper/b');
		expect(marked(hand, 'mount.add').flat()).toContain('hand:merged');
	});

	it('leads volumes and tmpfs past the layers', () => {
		const marks = after(writing, 6);
		expect(of(marks, 'mounted:two/store')?.parent).toBe('volume:store');
		expect(of(marks, 'mounted:two/scratch')).toBeDefined();
		expect(keysLike(marks, 'file:two/upper/')).toEqual([]);
		expect(of(after(writing, 8), 'volume:store')).toBeDefined();
	});

	it('shows a shared image layer once, with everyone who stands on it', () => {
		const marks = after(writing, 6);
		const { engine } = writing.beats[writing.steps[6]!.to - 1]!.after;
		const image = engine.images.get(engine.tags.get('busybox:latest')!)!;
		const chain = image.chain[0]!.slice(0, 12);
		expect(of(marks, `layer:${chain}`)).toBeDefined();
		expect(keysLike(marks, 'uses:')).toEqual([`box/layer:${chain}`, `two/layer:${chain}`]);
		expect(text(marks, 'image:busybox')).toBe('busybox');
	});

	it('stays legible with eight containers of several images', { timeout: 60_000 }, () => {
		const images = ['nginx', 'busybox', 'redis', 'alpine', 'ubuntu', 'nginx', 'busybox', 'nginx'];
		const many = run(images.map((image, i) => `docker run -d --name c${i}0 ${image} sleep 1000`));
		const marks = layers.layout(many.last, view);
		expect(overlaps(marks)).toEqual([]);
		expect(covered(marks)).toEqual([]);
		expect(outside(marks, layers.size)).toEqual([]);
		expect(keysLike(marks, 'layer:c').filter((key) => key.endsWith('/upper')).length).toBe(8);
	});

	it('opens a folded column and folded layers when they are chosen', () => {
		const deep = Array.from({ length: 12 }, (_, i) => `RUN echo ${i} > /layer${i}`).join('\\n');
		const made = run([
			`printf 'FROM busybox\\n${deep}\\n' | docker build -q -t deep - > /dev/null`,
			'docker run -d --name box deep sleep 1000',
			"docker exec box sh -c 'for i in $(seq 10 49); do echo $i > /etc/file$i; done'",
		]);
		const shown = (chosen: string) => layers.layout(made.last, { ...view, chosen });
		const closed = layers.layout(made.last, view);
		expect(keysLike(closed, 'path:')).toContain('etc/*');
		expect(keysLike(closed, 'file:box/upper/etc/file')).toEqual([]);
		const first = keysLike(shown('path:etc/*'), 'path:etc/{')[0] ?? '';
		expect(first).toBe('file10…file15}');
		const page = shown(`path:etc/{${first}`);
		expect(keysLike(page, 'file:box/upper/etc/file')).toEqual(['10', '11', '12', '13', '14', '15']);
		expect(keysLike(shown('file:box/upper/etc/file12'), 'file:box/upper/etc/file').length).toBe(6);
		const group = keysLike(closed, 'layers:')[0] ?? '';
		expect(of(closed, `layer:${group}`)).toBeUndefined();
		expect(of(shown(`layers:${group}`), `layer:${group}`)).toBeDefined();
		for (const marks of [closed, page, shown(`layers:${group}`)])
			expect([overlaps(marks), covered(marks), outside(marks, layers.size)]).toEqual([[], [], []]);
	});

	it('moves nothing that is there when others arrive, up to the eighth', { timeout: 60_000 }, () => {
		const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
		const few = run(names.map((name) => `docker run -d --name ${name} busybox sleep 1000`));
		const places = (marks: Marks) =>
			new Map(
				marks
					.filter(({ key }) => /^(container|layer|file|path):/.test(key))
					.map(({ key, x, y }) => [key, [x, y]]),
			);
		for (const [key, place] of places(after(few, 0)))
			expect(places(after(few, names.length - 1)).get(key), key).toEqual(place);
	});
});
