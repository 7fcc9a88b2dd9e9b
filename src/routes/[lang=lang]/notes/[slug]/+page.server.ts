import { error } from '@sveltejs/kit';
import { stillOf } from '#explore/stillOf.ts';
import { noteOf, slugs } from '#i18n/notes.ts';
import { isSceneName } from '#share/sceneName.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => slugs().map(({ lang, slug }) => ({ lang, slug }));

export const load: PageServerLoad = async ({ params: { lang, slug } }) => {
	const note = await noteOf(lang, slug);
	if (!note) error(404);
	const scene = isSceneName(note.meta.scene) ? note.meta.scene : 'network';
	const others = slugs().filter((other) => other.lang === lang);
	const place = others.findIndex((other) => other.slug === slug);
	const link = async (other: { slug: string } | undefined) =>
		other && { slug: other.slug, title: (await noteOf(lang, other.slug))?.meta.title ?? other.slug };
	return {
		note,
		slug,
		previous: await link(others[place - 1]),
		next: await link(others[place + 1]),
		still: await stillOf({ run: [], scene, lang, at: 0 }),
	};
};
