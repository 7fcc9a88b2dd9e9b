import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { open } from '#explore/model.ts';
import { isBadLine } from '#explore/badLine.ts';
import { LANGS, type Lang } from '#i18n/lang.ts';
import { fences, runOf, type Note } from '#notes/note.ts';
import { parse } from '#notes/parse.ts';
import { isSceneName, SCENE_NAMES } from '#share/sceneName.ts';

const LOCALES = fileURLToPath(new URL('../src/locales', import.meta.url));
const namesIn = (lang: Lang): string[] => readdirSync(`${LOCALES}/${lang}/notes`).sort();
const noteIn = (lang: Lang, name: string): Note =>
	parse(readFileSync(`${LOCALES}/${lang}/notes/${name}`, 'utf8'));
const first = LANGS[0];

test('every language has every note', () => {
	for (const lang of LANGS) expect(namesIn(lang)).toEqual(namesIn(first));
});

describe.each(namesIn(first))('%s', (name) => {
	const note = noteIn(first, name);
	const run = runOf(note, Infinity);

	test('has the same fences, keys, places and scenes in every language', () => {
		for (const lang of LANGS) {
			const other = noteIn(lang, name);
			expect(fences(other.blocks), lang).toEqual(fences(note.blocks));
			expect([...other.keys].sort(), lang).toEqual([...note.keys].sort());
			expect([other.meta.scene, other.meta.section], lang).toEqual([note.meta.scene, note.meta.section]);
		}
		expect(isSceneName(note.meta.scene)).toBe(true);
		for (const fence of fences(note.blocks)) expect(fence.scene ?? SCENE_NAMES[0]).toSatisfy(isSceneName);
	});

	test('every line of every fence is a command of the model', { timeout: 60_000 }, async () => {
		const { steps } = await open(run, first, { detail: 'full', stops: false });
		expect(steps.length).toBe(run.length);
		expect(steps.filter(isBadLine).map(({ text, stderr }) => `${text}: ${stderr}`)).toEqual([]);
	});

	test(
		'everything a sentence names is on a picture at some moment of the note',
		{ timeout: 60_000 },
		async () => {
			const shown = await open(run, first, { detail: 'full', stops: false });
			const absent = note.keys.filter((key) => !SCENE_NAMES.some((scene) => isSomewhere(key, scene)));
			function isSomewhere(key: string, scene: (typeof SCENE_NAMES)[number]): boolean {
				return [undefined, ...shown.faces(scene)].some(
					(face) =>
						shown.marks(scene, 0, { face }).some((mark) => mark.key === key) ||
						shown.firstWith(scene, key, { face }) !== undefined,
				);
			}
			expect(absent).toEqual([]);
		},
	);
});
