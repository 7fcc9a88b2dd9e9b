import type { Lang } from './lang.ts';
import type { Values } from './sentence.ts';

type Words = Readonly<Record<string, string>>;
const files = import.meta.glob<Words>('../locales/*/panels/*.json', { import: 'default' });

/** What a panel beside the picture says, by key; a key without words is a fault. */
export type PanelSay = (key: string, values?: Values) => string;

/** The words of locales/<lang>/panels/<scene>-<panel>.json. */
export async function panelWords(lang: Lang, file: string): Promise<PanelSay> {
	const [words = {}, { sentence }] = await Promise.all([
		files[`../locales/${lang}/panels/${file}.json`]?.(),
		import('./sentence.ts'),
	]);
	return (key, values = {}) => {
		const template = words[key];
		if (template === undefined) throw new Error(`no words for ${key} of the panel ${file} in ${lang}`);
		return sentence(template, values);
	};
}
