import { getContext, setContext } from 'svelte';
import type { SceneName } from './sceneName.ts';

const HERE = Symbol('here');

/** Which moment the page shows, for the links that lead elsewhere and keep it. */
export class Here {
	/** `?run=…&at=…`, or nothing while a page shows what it shows by itself. */
	search = $state('');
	scene = $state<SceneName | undefined>();
	/** Changes the picture in place, where a page can. */
	choose = $state.raw<((scene: SceneName) => void) | undefined>();
	/** Puts the cursor into the terminal, where a page has one. */
	focusTerminal = $state.raw<(() => void) | undefined>();

	/** Opens what the shown moment can be handed out as, where a page shows one. */
	share = $state.raw<(() => void) | undefined>();

	leave(): void {
		this.share = undefined;
		this.search = '';
		this.scene = undefined;
		this.choose = undefined;
		this.focusTerminal = undefined;
	}
}

export const provideHere = (): Here => setContext(HERE, new Here());
export const useHere = (): Here => getContext<Here>(HERE);
