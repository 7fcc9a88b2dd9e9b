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

function viewIn(lang: string, face: string): View {
	const path = new URL(`../../locales/${lang}/scenes/layers.json`, import.meta.url);
	const words = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
	return {
		...{ lang, face },
		say(key, values = {}) {
			if (words[key] === undefined) throw new Error(`no words for ${key} in ${lang}`);
			return sentence(words[key], values);
		},
	};
}

function run(lines: readonly string[]): Timeline {
	const session = usualSession();
	const first = session.host.state;
	const rans = lines.map((command): Ran => {
		const done = session.run({ at: 'host', cmd: command });
		return { ...done, at: 'host', command, exitCode: done.exit };
	});
	return timelineOf(first, rans, 'folded');
}
const after = ({ steps, beats }: Timeline, step: number, view: View): Marks =>
	layers.layout(beats[steps[step]!.to - 1]!.after, view);
const of = (marks: Marks, key: string): Mark | undefined => marks.find((mark) => mark.key === key);
const text = (marks: Marks, key: string): string | undefined => {
	const mark = of(marks, key);
	return mark && 'text' in mark ? mark.text : undefined;
};
const keysLike = (marks: Marks, start: string): readonly string[] =>
	marks.flatMap(({ key }) => (key.startsWith(start) ? [key.slice(start.length)] : [])).sort();

/** Pictures of a run in which a law is broken, each said once. */
function faults(timeline: Timeline, view: View): readonly string[] {
	const found = new Set<string>();
	for (const { after: state } of timeline.beats) {
		const marks = layers.layout(state, view);
		for (const fault of [
			...repeated(marks),
			...outside(marks, layers.size).map(({ key }) => `outside ${key}`),
			...overlaps(marks).map(([a, b]) => `overlap ${a.key} ${b.key}`),
			...covered(marks).map(([a, key]) => `covered ${a.key} ${key}`),
			...small(marks).map((each) => `small ${JSON.stringify(each)}`),
			...(hasNaN(marks) ? ['NaN'] : []),
		])
			found.add(fault);
	}
	return [...found];
}

const DOCKERFILE = `printf 'FROM busybox\\nRUN mkdir /app\\nCOPY page /app/\\nCMD ["ls"]\\n' > Dockerfile; echo one > page`;
const BUILDING = [
	DOCKERFILE,
	'docker build -t site:1 .',
	'docker build -t site:1 .',
	'echo two > page; docker build -t site:1 .',
	'docker tag site:1 site:2',
	'docker tag site:1 localhost:5000/team/site:2',
	'docker tag site:1 four',
	'docker run -d --name user site:1 sleep 1000',
	'docker rmi -f site:1 site:2 localhost:5000/team/site:2 four',
	'docker image prune -f',
];

describe('the face of builds', () => {
	const building = run(BUILDING);
	const view = viewIn('en', 'build');

	it.each(['en', 'ko'])('keeps the laws at every beat (%s)', { timeout: 60_000 }, (lang) =>
		expect(faults(building, viewIn(lang, 'build'))).toEqual([]),
	);

	it('shows what each line came to, and the first miss', () => {
		const outcomes = (step: number) =>
			[1, 2, 3, 4].map((number) => text(after(building, step, view), `outcome:${number}`));
		expect(outcomes(1)).toEqual(['base', 'built', 'built', 'built']);
		expect(outcomes(2)).toEqual(['base', 'cached', 'cached', 'cached']);
		expect(outcomes(3)).toEqual(['base', 'cached', 'built', 'built']);
		expect(of(after(building, 2, view), 'miss')).toBeUndefined();
		expect(of(after(building, 3, view), 'miss')).toBeDefined();
		expect(text(after(building, 1, view), 'config:4')).toBe('configuration only, no layer');
	});

	it('marks the line that is worked on', () => {
		const running = building.beats.find(
			({ event }) => event.kind === 'build.step' && event.outcome === 'running' && event.index === 2,
		)!;
		const acting = frame(layers, building, running.start + running.duration, view).filter(({ act }) => act);
		expect(acting.map(({ key }) => key)).toContain('step:3');
	});

	it('shows the container in which a step runs, and the layer in its place once it is over', () => {
		const busy = building.beats.findIndex(({ after: state }) =>
			layers.layout(state, view).some(({ key }) => key.startsWith('container:')),
		);
		const marks = layers.layout(building.beats[busy]!.after, view);
		const token = marks.find(({ key }) => key.startsWith('container:'));
		expect(token?.parent).toBe('step:2');
		expect(keysLike(after(building, 1, view), 'container:')).toEqual([]);
	});

	it('has one row for an id with all its names, and a dangling one without', () => {
		const tagged = after(building, 6, view);
		const y = of(tagged, 'image:site:1')?.y;
		expect(of(tagged, 'image:site:2')?.y).toBe(y);
		expect(keysLike(tagged, 'none:').length).toBe(1);
		expect(keysLike(tagged, 'names:').length).toBe(1);
		const pruned = after(building, 9, view);
		expect(keysLike(pruned, 'none:').length).toBe(1);
		expect(keysLike(pruned, 'uses:user').length).toBe(1);
	});

	it('tells the history of the image that is chosen', () => {
		const marks = layers.layout(building.last, { ...view, chosen: 'image:nginx' });
		expect(text(marks, 'build:title')).toBe('docker history nginx:latest');
		expect(marks.some((mark) => 'text' in mark && mark.text === 'EXPOSE 80')).toBe(true);
	});
});

const SHIPPING = [
	'docker run -d --name hub -p 5000:5000 -v hub:/var/lib/registry registry:2',
	'docker tag busybox localhost:5000/box:1',
	'docker push localhost:5000/box:1',
	"printf 'FROM localhost:5000/box:1\\nRUN echo good > /app\\n' | docker build -q -t localhost:5000/app:1 - > /dev/null",
	'docker push localhost:5000/app:1',
	"printf 'FROM localhost:5000/box:1\\nRUN echo evil > /app\\n' | docker build -q -t localhost:5000/app:1 - > /dev/null",
	'docker push localhost:5000/app:1',
	'docker rmi localhost:5000/app:1',
	'for f in $(find /var/lib/docker/volumes/hub/_data -name data -size +500k); do echo evil >> $f; done',
	'docker stop hub',
];

describe('the face of shipping', () => {
	const shipping = run(SHIPPING);
	const view = viewIn('en', 'ship');

	it.each(['en', 'ko'])('keeps the laws at every beat (%s)', { timeout: 60_000 }, (lang) =>
		expect(faults(shipping, viewIn(lang, 'ship'))).toEqual([]),
	);

	it('has a blob come out of its layer, and joins what both sides have', () => {
		const pushed = after(shipping, 2, view);
		const [blob] = keysLike(pushed, 'blob:');
		const parent = of(pushed, `blob:${blob}`)?.parent ?? '';
		expect(parent).toMatch(/^layer:/);
		expect(of(pushed, parent)).toBeDefined();
		expect(keysLike(pushed, 'same:')).toEqual([blob]);
		expect(keysLike(after(shipping, 4, view), 'blob:').length).toBe(2);
	});

	it('shows which manifest a tag leads to, and the one it has left', () => {
		const first = keysLike(after(shipping, 4, view), 'manifest:');
		const marks = after(shipping, 6, view);
		const y = of(marks, 'tag:app:1')?.y;
		const now = marks.find((mark) => mark.key.startsWith('manifest:') && mark.y === y);
		expect(first).not.toContain(now?.key.slice('manifest:'.length));
		expect(keysLike(marks, 'untagged:').length).toBe(1);
	});

	it('has one manifest for two tags that lead to it, side by side with both', () => {
		const name = 'localhost:5000/app';
		const tagged = run([
			SHIPPING[0] ?? '',
			...['1', 'other', '2'].map(
				(tag) => `docker tag ${tag === 'other' ? 'alpine' : 'busybox'} ${name}:${tag}`,
			),
			`docker push -a ${name}`,
		]);
		expect(faults(tagged, view)).toEqual([]);
		const marks = after(tagged, 4, view);
		expect(keysLike(marks, 'manifest:').length).toBe(2);
		const [one, two] = ['tag:app:1', 'tag:app:2'].map((key) => of(marks, key));
		const manifest = of(marks, one?.parent ?? '');
		expect(two?.parent).toBe(manifest?.key);
		expect(manifest && 'height' in manifest && manifest.height).toBeGreaterThan(60);
		expect(manifest?.label).toContain('app:1, app:2');
	});

	it('shows a blob that was changed on the registry’s disk, and a registry that is stopped', () => {
		const cells = (step: number) =>
			after(shipping, step, view).filter(({ key, state }) => key.startsWith('blob:') && state === 'hatched')
				.length;
		expect([cells(7), cells(8)]).toEqual([0, 1]);
		expect(text(after(shipping, 8, view), 'side:registry/name')).toBe('registry (hub)');
		expect(text(after(shipping, 9, view), 'side:registry/name')).toBe('The registry is stopped');
	});

	it('says how to get a registry where there is none', () =>
		expect(text(layers.layout(shipping.first, view), 'none')).toContain('registry:2'));
});
