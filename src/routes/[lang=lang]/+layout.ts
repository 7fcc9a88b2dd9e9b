import { loadWords } from '#i18n/words.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ params }) => {
	await loadWords(params.lang);
	return { lang: params.lang };
};
