import { SHOWN } from '#explore/examples.ts';
import { stillOf } from '#explore/stillOf.ts';
import { contents } from '#i18n/notes.ts';
import { SCENE_NAMES } from '#share/sceneName.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params: { lang } }) => ({
	notes: await contents(lang),
	stills: await Promise.all(SCENE_NAMES.map((scene) => stillOf({ run: SHOWN, scene, lang, at: 'telling' }))),
	hero: await stillOf({ run: SHOWN, scene: 'network', lang, at: 0 }),
});
