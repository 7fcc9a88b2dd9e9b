import type { Lang } from './lang.ts';
import { sentence, type Values } from './sentence.ts';

type Words = Readonly<Record<string, string>>;
const files = import.meta.glob<Words>('../locales/*/scenes/*.json', { import: 'default' });

/** What a picture says, by key; a key without words is a fault. */
export type Say = (key: string, values?: Values) => string;

export async function sceneWords(lang: Lang, scene: string): Promise<Say> {
	const words: Words = (await files[`../locales/${lang}/scenes/${scene}.json`]?.()) ?? {};
	return (key, values = {}) => {
		const template = words[key];
		if (template === undefined) throw new Error(`no words for ${key} of the ${scene} scene in ${lang}`);
		return sentence(template, values);
	};
}
