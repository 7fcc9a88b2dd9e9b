/** Loading the words of a language. Never sets a locale: several pages may be rendered at once. */
import { addMessages, format, init, unwrapFunctionStore } from 'svelte-i18n';
import type ui from '../locales/ko/ui.json';
import { LANGS, type Lang } from './lang.ts';
import { IntlMessageFormat } from './messageFormat.ts';

type Leaves<T, Path extends string = ''> = {
	[K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

export type Key = Leaves<typeof ui>;
export type T = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

type Messages = Parameters<typeof addMessages>[1];
const files = import.meta.glob<Messages>('../locales/*/ui.json', { import: 'default' });
const loaded = new Set<Lang>();

init({
	fallbackLocale: LANGS[0],
	handleMissingMessage: ({ id, locale }) => {
		throw new Error(`no words for ${id} in ${locale}`);
	},
});

const formatted = unwrapFunctionStore(format);

export async function loadWords(lang: Lang): Promise<void> {
	if (loaded.has(lang)) return;
	const load = files[`../locales/${lang}/ui.json`];
	if (!load) throw new Error(`no words in ${lang}`);
	addMessages(lang, await load());
	loaded.add(lang);
}

/**
 * The words of one language: every call names it, so that no other language can slip in. The library remembers a
 * formatter by its text alone and would let one language speak in the other's plural, so it only looks texts up.
 */
export const wordsOf =
	(lang: () => Lang): T =>
	(key, values) => {
		const text = formatted(key, { locale: lang() });
		return values ? new IntlMessageFormat(text, lang()).format(values) : text;
	};
