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
		this.#halt();
		if (this.isStill && this.t < this.duration) this.cut(this.restAt(this.position + 1));
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
		const arriving = this.#motion?.to;
		this.pause();
		if (arriving !== undefined) this.t = arriving;
		this.#move(this.restAt(Math.max(0, position)));
	}

	forward(): void {
		this.goTo(this.position + 1);
	}

	back(): void {
		this.goTo(this.beat > this.position ? this.position : this.position - 1);
	}

	forwardCommand(): void {
		const ends = this.#times.steps.map((step) => this.#overBefore(step.end));
		this.goTo(ends.find((end) => end > this.position) ?? this.beats);
	}

	backCommand(): void {
		const starts = this.#times.steps.map((step) => this.#startedBefore(step.start));
		this.goTo(starts.findLast((start) => start < this.position) ?? 0);
	}

	/** Shows a time at once, as a hand on the scrubber does. */
	cut(t: number): void {
		this.#halt();
		this.t = Math.min(Math.max(t, 0), this.duration);
		if (this.isPlaying) this.#run();
	}

	stop(): void {
		this.pause();
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
		this.t = Math.min(this.t + seconds * this.speed, this.duration);
		return this.t >= this.duration;
	}

	/** Playing without motion: each beat is shown at its end, for as long as it and its rest last. */
	#leap(seconds: number, now: number): boolean {
		const next = this.restAt(this.position + 1);
		if (seconds * this.speed < next - this.t) return false;
		this.#since = now;
		this.t = next;
		return this.isAtEnd;
	}
}
