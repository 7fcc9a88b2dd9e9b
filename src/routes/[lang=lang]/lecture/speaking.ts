import { lectureWords } from '#i18n/lectureWords.ts';
import { loadWords } from '#i18n/words.ts';

/** The words of a page that stands outside the site's frame. */
export async function speaking({ params: { lang } }: { params: { lang: string } }) {
	const [say] = await Promise.all([lectureWords(lang), loadWords(lang)]);
	return { lang, say };
}
