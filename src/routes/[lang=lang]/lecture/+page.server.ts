import { contents } from '#i18n/notes.ts';
import { LANGS } from '#i18n/lang.ts';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => LANGS.map((lang) => ({ lang }));

export const load: PageServerLoad = async ({ params: { lang } }) => ({ notes: await contents(lang) });
