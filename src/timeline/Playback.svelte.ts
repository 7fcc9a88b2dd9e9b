/** Playback is the one clock: it says which time of a timeline is shown, and asks for frames only while that moves. */
type Span = { readonly start: number; readonly end: number };

/** What the clock needs to know of a timeline: when it ends, and when its beats and commands are. */
export type Times = {
	readonly duration: number;
	readonly beats: readonly { readonly start: number; readonly duration: number }[];
	readonly steps: readonly Span[];
};

/** Where frames come from: the browser's, or a test's. */
export type Frames = {
	request(callback: (milliseconds: number) => void): number;
	cancel(handle: number): void;
};

const browserFrames: Frames = {
	request: (callback) => requestAnimationFrame(callback),
	cancel: (handle) => cancelAnimationFrame(handle),
};

/** It stands before a beat (counted from 1) that it would have gone into. */
export type Held = { readonly beat: number; readonly wasPlaying: boolean };

type Motion = { readonly from: number; readonly to: number; readonly seconds: number };

export const SPEEDS = [0.5, 1, 1.5, 2, 4] as const;
/** However far away a moment is, going there takes no longer. */
const LONGEST_WAY = 0.7;
const NEAR = 1e-6;

export class Playback {
	t = $state(0);
	speed = $state(1);
	isPlaying = $state(false);
	/** With reduced motion every way is a cut. */
	isStill = $state(false);
	/** Whether it waits before a beat when it would go forward into it; whoever jumps there is not held. */
	holds: (beat: number) => boolean = () => false;
	held = $state.raw<Held | undefined>();
	/** The beat that it may go into although it was held before it. */
	#free = 0;
	#times = $state.raw<Times>({ duration: 0, beats: [], steps: [] });
	#frames: Frames;
	#motion = $state.raw<Motion | undefined>();
	/** How many beats are over, or will be when the way there has been gone. */
	readonly position = $derived(this.#overBefore(this.#motion ? this.#motion.to : this.t));
	/** The beat that is shown, counted from 1; 0 before the first. */
	readonly beat = $derived(this.#shownAt(this.t));
	#handle: number | undefined;
	#since: number | undefined;

	constructor(frames: Frames = browserFrames) {
		this.#frames = frames;
	}

	get duration(): number {
		return this.#times.duration;
	}

	get beats(): number {
		return this.#times.beats.length;
	}

	get isAtStart(): boolean {
		return this.position === 0;
	}

	get isAtEnd(): boolean {
		return this.position === this.beats;
	}

	/** Takes another timeline, standing still, at the end of one of its beats. */
	load(times: Times, position: number): void {
		this.#halt();
		this.#release();
		this.isPlaying = false;
		this.#times = times;
		this.t = this.restAt(position);
	}

	/** The time at which so many beats are over. */
	restAt(position: number): number {
		const beat = this.#times.beats[Math.min(position, this.beats) - 1];
		return beat ? beat.start + beat.duration : 0;
	}

	play(): void {
		if (this.beats === 0) return;
		if (this.isAtEnd) this.cut(0);
		this.#free = this.held?.beat ?? 0;
		this.held = undefined;
		this.#halt();
		if (this.isStill && this.t < this.duration) {
			if (this.#waits(this.position + 1)) return;
			this.cut(this.restAt(this.position + 1));
		}
		this.isPlaying = true;
		this.#run();
	}

	pause(): void {
		this.isPlaying = false;
		this.#halt();
	}

	toggle(): void {
		if (this.isPlaying) this.pause();
		else this.play();
	}

	/** Shows the moment at which so many beats are over, going there. */
	goTo(position: number): void {
		this.#release();
		const arriving = this.#motion?.to;
		this.pause();
		if (arriving !== undefined) this.t = arriving;
		this.#move(this.restAt(Math.max(0, position)));
	}

	forward(): void {
		this.#stepTo(this.position + 1);
	}

	/** Goes into the beat before which it is held, and plays on if it did. */
	pass(): void {
		if (this.held?.wasPlaying) this.play();
		else if (this.held) this.goTo(this.held.beat);
	}

	back(): void {
		this.goTo(this.beat > this.position ? this.position : this.position - 1);
	}

	forwardCommand(): void {
		const ends = this.#times.steps.map((step) => this.#overBefore(step.end));
		this.#stepTo(ends.find((end) => end > this.position) ?? this.beats);
	}

	backCommand(): void {
		const starts = this.#times.steps.map((step) => this.#startedBefore(step.start));
		this.goTo(starts.findLast((start) => start < this.position) ?? 0);
	}

	/** Shows a time at once, as a hand on the scrubber does. */
	cut(t: number): void {
		this.#halt();
		this.held = undefined;
		this.t = Math.min(Math.max(t, 0), this.duration);
		if (this.isPlaying) this.#run();
	}

	stop(): void {
		this.pause();
	}

	/** Forward, but no farther than to where it is held; who steps again is not held a second time. */
	#stepTo(position: number): void {
		if (this.held) return this.goTo(this.held.beat);
		const way = Array.from({ length: position - this.position }, (_, i) => this.position + 1 + i);
		const beat = way.find((each) => this.holds(each));
		this.goTo(beat === undefined ? position : beat - 1);
		if (beat !== undefined) this.held = { beat, wasPlaying: false };
	}

	#release(): void {
		this.held = undefined;
		this.#free = 0;
	}

	/** Stops playing where the next beat is one to wait for. */
	#waits(beat: number): boolean {
		if (beat === this.#free || beat > this.beats || !this.holds(beat)) return false;
		this.pause();
		this.held = { beat, wasPlaying: true };
		return true;
	}

	/** The beats, counted from 1, that begin between now and then. */
	#beginning(to: number): number[] {
		const { beats } = this.#times;
		const next = this.#startedBefore(this.t);
		const end = beats.findIndex(({ start }, index) => index >= next && start >= to);
		return Array.from({ length: (end === -1 ? beats.length : end) - next }, (_, i) => next + 1 + i);
	}

	#shownAt(t: number): number {
		const over = this.#overBefore(t);
		const next = this.#times.beats[over];
		return next && t > next.start + NEAR ? over + 1 : over;
	}

	#overBefore(t: number): number {
		const first = this.#times.beats.findIndex((beat) => beat.start + beat.duration > t + NEAR);
		return first === -1 ? this.beats : first;
	}

	#startedBefore(t: number): number {
		const first = this.#times.beats.findIndex((beat) => beat.start >= t - NEAR);
		return first === -1 ? this.beats : first;
	}

	#move(to: number): void {
		const way = Math.abs(to - this.t);
		if (this.isStill || way < NEAR) return this.cut(to);
		this.#motion = { from: this.t, to, seconds: Math.min(way / this.speed, LONGEST_WAY) };
		this.#run();
	}

	#run(): void {
		this.#since = undefined;
		this.#handle = this.#frames.request((now) => this.#frame(now));
	}

	#halt(): void {
		if (this.#handle !== undefined) this.#frames.cancel(this.#handle);
		this.#handle = undefined;
		this.#motion = undefined;
	}

	#frame(now: number): void {
		this.#since ??= now;
		const seconds = (now - this.#since) / 1000;
		const isOver = this.#motion ? this.#follow(this.#motion, seconds) : this.#advance(seconds, now);
		if (isOver) this.pause();
		else this.#handle = this.#frames.request((next) => this.#frame(next));
	}

	#follow({ from, to, seconds }: Motion, passed: number): boolean {
		const part = Math.min(passed / seconds, 1);
		this.t = part === 1 ? to : from + (to - from) * part;
		return part === 1;
	}

	#advance(seconds: number, now: number): boolean {
		if (this.isStill) return this.#leap(seconds, now);
		this.#since = now;
		const to = Math.min(this.t + seconds * this.speed, this.duration);
		const wait = this.#beginning(to).find((beat) => this.#waits(beat));
		this.t = wait === undefined ? to : (this.#times.beats[wait - 1]?.start ?? to);
		return wait !== undefined || this.t >= this.duration;
	}

	/** Playing without motion: each beat is shown at its end, for as long as it and its rest last. */
	#leap(seconds: number, now: number): boolean {
		const next = this.restAt(this.position + 1);
		if (seconds * this.speed < next - this.t) return false;
		if (this.#waits(this.position + 1)) return true;
		this.#since = now;
		this.t = next;
		return this.isAtEnd;
	}
}
