import { getContext, setContext } from 'svelte';
import type { Lang } from './lang.ts';
import { wordsOf, type T } from './words.ts';

type Speech = { readonly t: T; readonly lang: () => Lang };
const SPEECH = Symbol('speech');

/** Says once, at the top, which language everything below speaks. */
export function speak(lang: () => Lang): T {
	const t = wordsOf(lang);
	setContext<Speech>(SPEECH, { t, lang });
	return t;
}

export const useT = (): T => getContext<Speech>(SPEECH).t;
export const useLang = (): (() => Lang) => getContext<Speech>(SPEECH).lang;
