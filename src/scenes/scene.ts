/** Scene is one picture of a host standing still: a pure function of its state, in the words of one language. */
import type { HostState } from '#host/state.ts';
import type { Marks, Size } from '#stage/mark.ts';
import type { Beat, BeatEvent } from '#timeline/timeline.ts';
import type { Asks } from './question.ts';

/** The words on the stage, from locales/<lang>/scenes/<scene>.json, filled with values; a missing key throws. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** How a state is looked at. Layouts are remembered per view, by identity. */
export interface View {
	readonly lang: string;
	readonly say: Say;
	/** Which of the scene's pictures; without it the first. */
	readonly face?: string;
	/** The key of the mark that was chosen; only where the scene heeds it. */
	readonly chosen?: string;
}

export interface Scene {
	readonly name: string;
	readonly size: Size;
	/** Names of other pictures of the same state that this scene can draw, beside its usual one. */
	readonly faces?: readonly string[];
	/** The layout depends on which mark is chosen. */
	readonly heedsChosen?: boolean;
	layout(state: HostState, view: View): Marks;
	/**
	 * Keys of the marks that an event is about: they are marked as what changes now. `after` is the state after the
	 * beat; keys that are not on the stage are passed over.
	 */
	acting(event: BeatEvent, before: HostState, after: HostState): readonly string[];
	/** What the stage shows beside the state while a beat lasts (which state of the lifecycle was left, say). Optional. */
	readonly shows?: (beat: Beat) => boolean;
	/** What may be asked before a beat, where its answer is on this stage. */
	readonly asks?: Asks;
}
