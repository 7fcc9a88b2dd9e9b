import type { Lang } from './lang.ts';
import type { PanelSay } from './panelWords.ts';
import { sentence } from './sentence.ts';

type Words = Readonly<Record<string, string>>;
const files = import.meta.glob<Words>('../locales/*/lecture.json', { import: 'default' });

/** What the pages of a lecture say, by key, from locales/<lang>/lecture.json; loaded by those pages alone. */
export async function lectureWords(lang: Lang): Promise<PanelSay> {
	const words: Words = (await files[`../locales/${lang}/lecture.json`]?.()) ?? {};
	return (key, values = {}) => {
		const template = words[key];
		if (template === undefined) throw new Error(`no words for ${key} of the lecture in ${lang}`);
		return sentence(template, values);
	};
}
