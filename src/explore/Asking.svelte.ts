/** Asking lets a reader say what a beat will bring before it is shown: the step waits until that is said or skipped. */
import type { Playback } from '#timeline/Playback.svelte.ts';
import type { Asked } from './model.ts';

/** What it needs to know of who explores. */
type Explored = {
	readonly playback: Playback;
	asked(beat: number): Asked | undefined;
};

export type Answered = { readonly beat: number; readonly asked: Asked; readonly choice: number };

export class Asking {
	#isOn = $state(false);
	#answered = $state.raw<Answered | undefined>();
	readonly #explored: Explored;
	/** What is asked now. */
	readonly open: Asked | undefined = $derived.by(() => this.#open);
	/** What was answered, as long as the beat is shown that it was asked about. */
	readonly answered: Answered | undefined = $derived.by(() => this.#shownAnswer);

	constructor(explored: Explored) {
		this.#explored = explored;
		explored.playback.holds = (beat) => this.isOn && explored.asked(beat) !== undefined;
	}

	get isOn(): boolean {
		return this.#isOn;
	}

	/** Switched off, a step that waits goes on. */
	set isOn(isOn: boolean) {
		this.#isOn = isOn;
		if (!isOn) this.skip();
	}

	get #open(): Asked | undefined {
		const held = this.#explored.playback.held;
		return held && this.#explored.asked(held.beat);
	}

	get #shownAnswer(): Answered | undefined {
		const { playback } = this.#explored;
		const answered = this.#answered;
		return answered && !playback.held && answered.beat === playback.position ? answered : undefined;
	}

	/** Takes a choice, and shows what happens. */
	answer(choice: number): void {
		const { playback } = this.#explored;
		const asked = this.open;
		if (!asked || !playback.held || asked.choices[choice] === undefined) return;
		const { beat } = playback.held;
		this.#answered = { beat, asked, choice };
		playback.goTo(beat);
	}

	/** Goes on without an answer. */
	skip(): void {
		this.#explored.playback.pass();
	}
}
