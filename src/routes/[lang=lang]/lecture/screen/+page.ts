import { LANGS } from '#i18n/lang.ts';
import { speaking } from '../speaking.ts';
import type { EntryGenerator, PageLoad } from './$types';

export const entries: EntryGenerator = () => LANGS.map((lang) => ({ lang }));

export const load: PageLoad = speaking;
