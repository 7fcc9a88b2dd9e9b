/** Message is what `docker events` shows (moby: api/types/events). */
import type { Appliers } from '../event.ts';

export interface Message {
	readonly type: 'container' | 'image' | 'network' | 'volume' | 'daemon';
	readonly action: string;
	/** Full id; for images `sha256:…` or a name. */
	readonly id: string;
	readonly attributes: Readonly<Record<string, string>>;
	/** Seconds since the epoch. */
	readonly time: number;
}

export type JournalEvent = { readonly kind: 'engine.event'; readonly message: Message };

export const journalAppliers: Appliers<JournalEvent> = {
	'engine.event': (state, { message }) => ({
		...state,
		engine: { ...state.engine, journal: state.engine.journal.set(state.engine.journal.size, message) },
	}),
};
