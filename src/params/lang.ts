import { isLang } from '#i18n/lang.ts';

export const match = (param: string): boolean => isLang(param);
