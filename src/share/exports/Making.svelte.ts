/** Making is the one work of a dialog: how far it is, that it can be stopped, and what went wrong. */
import { Easel, type Colours } from './Easel.svelte.ts';
import { fontRules } from './fontRules.ts';
import type { Work } from './work.ts';

/** The easel to draw on, and rules that carry the page's fonts. */
export type Tools = { readonly easel: Easel; readonly fonts: string };

export class Making {
	/** What is being made, and which part of it is done. */
	current = $state.raw<{ readonly what: string; readonly part: number } | undefined>();
	/** Why the last work came to nothing; a work that was stopped has no trouble. */
	trouble = $state<'failed' | 'noVideo' | undefined>();
	#stopping = new AbortController();

	async make(
		what: string,
		colours: Colours,
		work: (work: Work, tools: Tools) => Promise<void>,
	): Promise<void> {
		if (this.current) return;
		const { signal } = (this.#stopping = new AbortController());
		this.trouble = undefined;
		this.current = { what, part: 0 };
		const easel = new Easel(colours);
		const progress = (done: number, of: number): void => void (this.current = { what, part: done / of });
		try {
			await work({ signal, progress }, { easel, fonts: await fontRules() });
		} catch (error) {
			if (!signal.aborted) {
				this.trouble = error instanceof Error && error.name === 'NoVideo' ? 'noVideo' : 'failed';
				console.warn(error);
			}
		} finally {
			easel.remove();
			this.current = undefined;
		}
	}

	stop(): void {
		this.#stopping.abort();
	}
}
