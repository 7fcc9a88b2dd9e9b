import { addMessages } from 'svelte-i18n';
import { describe, expect, test } from 'vitest';
import { isLang, LANGS } from './lang.ts';
import { names } from './sentence.ts';
import { loadWords, wordsOf, type Key } from './words.ts';

type Tree = { readonly [key: string]: string | Tree };
type Files = Readonly<Record<string, Tree>>;

const rooms: Readonly<Record<string, Files>> = {
	'ui.json': import.meta.glob<Tree>('../locales/*/ui.json', { eager: true, import: 'default' }),
	'lecture.json': import.meta.glob<Tree>('../locales/*/lecture.json', { eager: true, import: 'default' }),
	'beats.json': import.meta.glob<Tree>('../locales/*/beats.json', { eager: true, import: 'default' }),
	'panels/': import.meta.glob<Tree>('../locales/*/panels/*.json', { eager: true, import: 'default' }),
	'scenes/': import.meta.glob<Tree>('../locales/*/scenes/*.json', { eager: true, import: 'default' }),
};

const leaves = (tree: Tree, path = ''): [string, string][] =>
	Object.entries(tree).flatMap(([key, value]): [string, string][] =>
		typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
	);

/** The texts of one language, by file and key. */
function textsOf(files: Files, lang: string): Map<string, string> {
	const own = Object.entries(files).filter(([path]) => path.split('/')[2] === lang);
	return new Map(own.flatMap(([path, tree]) => leaves(tree, `${path.split('/').slice(3).join('/')}: `)));
}

const first = LANGS[0] ?? '';

test('Korean comes first, and only what has a folder is a language', () => {
	expect(LANGS.slice(0, 2)).toEqual(['ko', 'en']);
	expect(LANGS.every(isLang)).toBe(true);
	expect(isLang('fr')).toBe(false);
});

describe.each(Object.entries(rooms))('%s', (_, files) => {
	const texts = textsOf(files, first);
	test.each(LANGS.slice(1))('has the same keys in %s as in the first language', (lang) => {
		expect([...textsOf(files, lang).keys()].sort()).toEqual([...texts.keys()].sort());
	});
});

test.each(['ui.json', 'lecture.json'])('a text of %s has the same values in every language', (name) => {
	const files = rooms[name] ?? {};
	for (const lang of LANGS)
		for (const [key, text] of textsOf(files, first))
			expect(names(textsOf(files, lang).get(key) ?? '').sort(), `${lang} ${key}`).toEqual(names(text).sort());
});

test('a text that is the same in two languages still agrees with a number as each of them does', async () => {
	await Promise.all(LANGS.map(loadWords));
	const text = '{n, plural, one {one} other {many}}';
	for (const lang of ['ko', 'en']) addMessages(lang, { guard: text });
	const guard = (lang: string) => wordsOf(() => lang)('guard' as Key, { n: 1 });
	expect([guard('ko'), guard('en'), guard('ko')]).toEqual(['many', 'one', 'many']);
});

test('every call speaks the language it is asked for', async () => {
	await Promise.all(LANGS.map(loadWords));
	expect(wordsOf(() => 'ko')('terminal.exit', { code: 137 })).toBe('종료 코드 137');
	expect(wordsOf(() => 'en')('terminal.exit', { code: 137 })).toBe('exit code 137');
	expect(wordsOf(() => 'en')('terminal.beats', { count: 1 })).toBe('1 step');
	expect(wordsOf(() => 'ko')('scene.network.name')).toBe('네트워크');
});

test('every text of the interface is said somewhere', () => {
	const sources = import.meta.glob<string>('../**/*.svelte', {
		eager: true,
		query: '?raw',
		import: 'default',
	});
	const all = Object.values(sources).join('\n');
	const isSaid = (key: string): boolean => all.includes(`'${key}'`) || /^(?:scene|theme|panel)\./.test(key);
	const keys = [...textsOf(rooms['ui.json'] ?? {}, first).keys()].map((key) => key.replace(/^[^:]*: /, ''));
	expect(keys.filter((key) => !isSaid(key))).toEqual([]);
});
