/** The languages there are: one for each folder of words, Korean first. */
type About = { readonly name: string; readonly short: string; readonly open: string };

const FIRST = 'ko';
const folders = import.meta.glob<About>('../locales/*/lang.json', { eager: true, import: 'default' });
const abouts = new Map(Object.entries(folders).map(([path, about]) => [path.split('/')[2] ?? '', about]));

export type Lang = string;

export const LANGS: readonly [Lang, ...Lang[]] = [
	FIRST,
	...[...abouts.keys()].filter((lang) => lang !== FIRST).sort(),
];

export const isLang = (text: string): boolean => abouts.has(text);

/** How a language calls itself, and how it invites to be read. */
export const aboutLang = (lang: Lang): About => abouts.get(lang) ?? { name: lang, short: lang, open: lang };
