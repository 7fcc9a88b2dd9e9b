/** The languages the site is written in, the first one being the first choice. */
export const LANGS = ['ko', 'en'] as const;

export type Lang = (typeof LANGS)[number];

export function isLang(text: string): text is Lang {
	return (LANGS as readonly string[]).includes(text);
}
