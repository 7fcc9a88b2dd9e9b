import { getContext, setContext } from 'svelte';
import type { PanelSay } from '#i18n/panelWords.ts';

const SPEECH = Symbol('lecture');

/** Says once, at the top, in which words a lecture's pages speak. */
export const speakOf = (say: () => PanelSay): void => void setContext(SPEECH, say);

/** The words of the lecture's pages. */
export function useSay(): PanelSay {
	const say = getContext<() => PanelSay>(SPEECH);
	return (key, values) => say()(key, values);
}
