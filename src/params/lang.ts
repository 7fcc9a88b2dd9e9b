import { isLang, type Lang } from '#i18n/lang.ts';

export const match = (param: string): param is Lang => isLang(param);
