import type { Meta, Note } from '#notes/note.ts';
import { isLang, type Lang } from './lang.ts';

/** The site's own notes: a file per language, named by its place in an address. */
const files = import.meta.glob<Note>('../locales/*/notes/*.md', { import: 'default' });

const PATH = /locales\/([^/]+)\/notes\/([^/]+)\.md$/;

export function slugs(): { lang: Lang; slug: string }[] {
	return Object.keys(files)
		.map((path) => PATH.exec(path) ?? [])
		.flatMap(([, lang = '', slug = ''] = []) => (isLang(lang) ? [{ lang, slug }] : []))
		.sort((a, b) => a.slug.localeCompare(b.slug, 'en', { numeric: true }));
}

export const noteOf = async (lang: Lang, slug: string): Promise<Note | undefined> =>
	files[`../locales/${lang}/notes/${slug}.md`]?.();

export async function contents(lang: Lang): Promise<(Meta & { slug: string })[]> {
	const own = slugs().filter((each) => each.lang === lang);
	const notes = await Promise.all(own.map(async ({ slug }) => ({ slug, note: await noteOf(lang, slug) })));
	return notes.flatMap(({ slug, note }) => (note ? [{ slug, ...note.meta }] : []));
}
