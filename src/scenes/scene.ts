/** Scene is one picture of a host standing still: a pure function of its state, in the words of one language. */
import type { HostState } from '#host/state.ts';
import type { Marks, Size } from '#stage/mark.ts';
import type { Beat, BeatEvent } from '#timeline/timeline.ts';

/** The words on the stage, from locales/<lang>/scenes/<scene>.json, filled with values; a missing key throws. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

export interface View {
	readonly lang: string;
	readonly say: Say;
}

export interface Scene {
	readonly name: string;
	readonly size: Size;
	layout(state: HostState, view: View): Marks;
	/**
	 * Keys of the marks that an event is about: they are marked as what changes now. `after` is the state after the
	 * beat; keys that are not on the stage are passed over.
	 */
	acting(event: BeatEvent, before: HostState, after: HostState): readonly string[];
	/** What the stage shows beside the state while a beat lasts (which state of the lifecycle was left, say). Optional. */
	readonly shows?: (beat: Beat) => boolean;
}
