import type { Lang } from './lang.ts';

/** Templates of the sentences that say what a beat does, by kind of event. */
export type BeatWords = Readonly<Record<string, string>>;

const files = import.meta.glob<BeatWords>('../locales/*/beats.json', { import: 'default' });

export async function beatWords(lang: Lang): Promise<BeatWords> {
	return (await files[`../locales/${lang}/beats.json`]?.()) ?? {};
}
