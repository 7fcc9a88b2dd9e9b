import type { Note } from '#notes/note.ts';
import type { Lang } from './lang.ts';

/** What the model is, in a few words: a file per language, read like a note. */
const files = import.meta.glob<Note>('../locales/*/about-model.md', { import: 'default' });

export async function aboutModel(lang: Lang): Promise<Note> {
	const load = files[`../locales/${lang}/about-model.md`];
	if (!load) throw new Error(`nothing about the model in ${lang}`);
	return load();
}
