import { expect, test } from 'vitest';
import en from '../locales/en/ui.json';
import ko from '../locales/ko/ui.json';
import { LANGS } from './lang.ts';
import { loadWords, wordsOf } from './words.ts';

type Tree = { readonly [key: string]: string | Tree };

const leaves = (tree: Tree, path = ''): [string, string][] =>
	Object.entries(tree).flatMap(([key, value]): [string, string][] =>
		typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
	);

const placeholders = (text: string): string[] =>
	[...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '').sort();

test('the languages have the same keys, and the same values in each', () => {
	const english = new Map(leaves(en));
	expect([...english.keys()]).toEqual(leaves(ko).map(([key]) => key));
	for (const [key, text] of leaves(ko))
		expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
});

/** The library remembers a formatter by its text alone, so that one language would speak in the other's plural. */
test('no text with values is the same in both languages', () => {
	const english = new Map(leaves(en));
	const same = leaves(ko).filter(([key, text]) => text.includes('{') && english.get(key) === text);
	expect(same).toEqual([]);
});

test('every call speaks the language it is asked for', async () => {
	await Promise.all(LANGS.map(loadWords));
	expect(wordsOf(() => 'ko')('terminal.exit', { code: 137 })).toBe('종료 코드 137');
	expect(wordsOf(() => 'en')('terminal.exit', { code: 137 })).toBe('exit code 137');
	expect(wordsOf(() => 'ko')('scene.network.name')).toBe('네트워크');
});
