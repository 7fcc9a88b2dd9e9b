import { loadWords } from '#i18n/words.ts';

export const prerender = true;
export const ssr = false;

export const load = async () => {
	await loadWords('ko');
	await loadWords('en');
};
