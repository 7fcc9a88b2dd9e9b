import { LANGS } from '#i18n/lang.ts';
import { loadWords } from '#i18n/words.ts';

export const prerender = true;
export const ssr = false;

export const load = async () => {
	await Promise.all(LANGS.map(loadWords));
};
