import { EXAMPLES } from '#explore/examples.ts';
import { stillOf } from '#explore/stillOf.ts';
import { LANGS } from '#i18n/lang.ts';
import { SCENE_NAMES } from '#share/sceneName.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () =>
	LANGS.flatMap((lang) => SCENE_NAMES.map((scene) => ({ lang, scene })));

export const load: PageServerLoad = async ({ params }) => ({
	scene: params.scene,
	still: await stillOf({ run: EXAMPLES[params.scene], scene: params.scene, lang: params.lang, at: 0 }),
});
