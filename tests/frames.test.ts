import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { render } from 'svelte/server';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { EXAMPLES, SHOWN } from '#explore/examples.ts';
import { open, type Run } from '#explore/model.ts';
import { loadShapes, shapesOf } from '#explore/shapes.svelte.ts';
import { loadAll } from '#host/late.ts';
import { LANGS } from '#i18n/lang.ts';
import { runOf } from '#notes/note.ts';
import { parse } from '#notes/parse.ts';
import { SCENE_NAMES, type SceneName } from '#share/sceneName.ts';
import { hasNaN, outside, overlaps, repeated } from '#stage/laws.ts';
import type { Marks } from '#stage/mark.ts';
import Stage from '#stage/Stage.svelte';

const NOTES = fileURLToPath(new URL(`../src/locales/${LANGS[0]}/notes`, import.meta.url));
const notes = readdirSync(NOTES).map((name): [string, readonly string[]] => [
	name,
	runOf(parse(readFileSync(`${NOTES}/${name}`, 'utf8')), Infinity),
]);
const runs: readonly (readonly [string, readonly string[]])[] = [
	...SCENE_NAMES.map((name): [string, readonly string[]] => [`example of ${name}`, EXAMPLES[name]]),
	['home', SHOWN],
	...notes,
];
/** Before modules are asked for anew, so that no part of the host is loaded into another one. */
beforeAll(() => Promise.all([loadAll(), loadShapes()]));

const HOW = { detail: 'full', stops: false } as const;
const LONG = { timeout: 120_000 };

const ends = ({ times }: Run): number[] => [0, ...times.beats.map((beat) => beat.start + beat.duration)];
const middles = ({ times }: Run): number[] => times.beats.map((beat) => beat.start + beat.duration / 2);

/** At most so many of these, evenly, with the first and the last: a long note has thousands of moments. */
function some<T>(all: readonly T[], most: number): T[] {
	if (all.length <= most) return [...all];
	const step = (all.length - 1) / (most - 1);
	return Array.from({ length: most }, (_, index) => all[Math.round(index * step)] as T);
}
const LOOKED_AT = 70;
const ASKED_TWICE = 16;

/** Each moment at which something of a picture is wrong, said once. */
function faults(
	run: Run,
	scene: SceneName,
	wrong: (marks: Marks) => readonly string[],
	face?: string,
): string[] {
	const moments = ends(run).map((t, beat) => ({ t, beat }));
	return some(moments, LOOKED_AT)
		.flatMap(({ t, beat }) =>
			wrong(run.marks(scene, t, { face })).map((fault) => `${fault} (from step ${beat})`),
		)
		.filter((fault, index, all) => all.findIndex((other) => bare(other) === bare(fault)) === index);
}
const bare = (fault: string): string => fault.replace(/ \(from step \d+\)$/, '');

describe.each(runs)('%s', (_, lines) => {
	describe.each(SCENE_NAMES)('%s', (scene) => {
		test('every key is one mark’s, and every number a number', LONG, async () => {
			const run = await open(lines, LANGS[0], HOW);
			const broken = (marks: Marks) => [...repeated(marks), ...(hasNaN(marks) ? ['NaN'] : [])];
			for (const face of [undefined, ...run.faces(scene)])
				expect(faults(run, scene, broken, face), face).toEqual([]);
		});

		test('nothing lies outside the stage', LONG, async () => {
			const run = await open(lines, LANGS[0], HOW);
			expect(faults(run, scene, (marks) => outside(marks, run.size(scene)).map(({ key }) => key))).toEqual(
				[],
			);
		});

		test.each(LANGS)('no two texts overlap (%s)', LONG, async (lang) => {
			const run = await open(lines, lang, HOW);
			const pairs = (marks: Marks) =>
				overlaps(marks).map(([a, b]) => `${a.key} "${a.text}" on ${b.key} "${b.text}"`);
			expect(faults(run, scene, pairs)).toEqual([]);
		});
	});

	test('any order of asking gives the same pictures', LONG, async () => {
		const times = (run: Run) => [...some(ends(run), ASKED_TWICE), ...some(middles(run), ASKED_TWICE)];
		const ask = (run: Run, order: (all: number[]) => number[]): Map<string, string> =>
			new Map(
				order(times(run)).flatMap((t) =>
					SCENE_NAMES.map((scene) => [`${scene} ${t}`, JSON.stringify(run.marks(scene, t))] as const),
				),
			);
		const forward = ask(await open(lines, LANGS[0], HOW), (all) => all);
		vi.resetModules();
		const again = await import('#explore/model.ts');
		const backward = ask(await again.open(lines, LANGS[0], HOW), (all) => [...all].reverse());
		for (const [moment, marks] of forward) expect(backward.get(moment) === marks, moment).toBe(true);
	});
});

const rounded = (svg: string): string =>
	svg
		.replace(/<!--.*?-->/g, '')
		.replace(/-?\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3))))
		.replace(/></g, '>\n<');

test.each(SCENE_NAMES)('the %s scene is drawn as it was', async (scene) => {
	const run = await open(SHOWN, LANGS[0], HOW);
	const t = ends(run)[run.telling()] ?? 0;
	const props = {
		marks: run.marks(scene, t),
		size: run.size(scene),
		label: scene,
		shapes: shapesOf(scene),
	};
	await expect(rounded(render(Stage, { props }).body)).toMatchFileSnapshot(`frames/${scene}.svg`);
});

/** Other pictures of scenes, at the end of lines that they are about. */
const FACES: readonly (readonly [SceneName, string, readonly string[]])[] = [
	[
		'layers',
		'build',
		[
			'printf \'FROM busybox\\nRUN mkdir /app\\nCMD ["ls"]\\n\' | docker build -t app -',
			'docker tag app two',
		],
	],
	[
		'layers',
		'ship',
		[
			'docker run -d --name hub -p 5000:5000 registry:2',
			'docker tag busybox localhost:5000/box',
			'docker push localhost:5000/box',
		],
	],
	...(['time', 'pages'] as const).map((face): [SceneName, string, readonly string[]] => [
		'cgroups',
		face,
		[
			"docker run -d --name web -m 64m --cpus 0.5 busybox sh -c 'while :; do :; done'",
			'sleep 2',
			'docker exec web dd if=/dev/zero of=/data bs=8M count=12',
			'docker update --cpus 0.25 web',
			'sleep 2',
		],
	]),
];

test.each(FACES)('the %s scene’s face %s is drawn as it was', LONG, async (scene, face, lines) => {
	const run = await open(lines, LANGS[0], HOW);
	const marks = run.marks(scene, ends(run).at(-1) ?? 0, { face });
	const props = { marks, size: run.size(scene), label: scene, shapes: shapesOf(scene) };
	await expect(rounded(render(Stage, { props }).body)).toMatchFileSnapshot(`frames/${scene}-${face}.svg`);
});
