import { lectureWords } from '#i18n/lectureWords.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ params, data }) => ({ ...data, say: await lectureWords(params.lang) });
