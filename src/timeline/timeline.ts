/**
 * Timeline lays what the host did along seconds: commands as steps, what they did as beats. It is data; the clock is
 * Playback. Every moment can be asked for, in any order.
 */
import type { Change } from '#host/host.ts';
import type { HostEvent } from '#host/event.ts';
import type { HostState } from '#host/state.ts';
import { MOTION, PAUSE, REST, weightOf, WORTH_TELLING } from './pace.ts';

/** Full shows every thing the host does, folded only the main ones. */
export type Detail = 'full' | 'folded';

/** A command that changed nothing to be seen still is a beat, on which its output stands. */
export type BeatEvent = HostEvent | { readonly kind: 'command.read'; readonly command: string };

export interface Beat {
	/** What the beat is about. */
	readonly event: BeatEvent;
	/** All that happens in it, in order, with what was folded into it. */
	readonly events: readonly HostEvent[];
	readonly before: HostState;
	readonly after: HostState;
	/** Index of its step. */
	readonly step: number;
	/** Seconds. */
	readonly start: number;
	/** Seconds of motion; then it rests until the next beat. */
	readonly duration: number;
}

/** What a command did and printed, as a session tells it. */
export interface Ran {
	readonly at: 'host' | 'outside' | 'clock';
	readonly command: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
	/** What went on until it was done; the first state is the one before. */
	readonly before: HostState;
	readonly changes: readonly Change[];
}

export interface Step {
	readonly at: Ran['at'];
	readonly command: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
	/** Its beats are `beats[from]` up to, not including, `beats[to]`. */
	readonly from: number;
	readonly to: number;
	readonly start: number;
	readonly end: number;
}

export interface Timeline {
	readonly steps: readonly Step[];
	readonly beats: readonly Beat[];
	readonly first: HostState;
	readonly last: HostState;
	readonly duration: number;
	readonly detail: Detail;
}

export interface Moment {
	readonly step: Step | undefined;
	readonly beat: Beat | undefined;
	/** Beats that have begun: 0 before the first. */
	readonly position: number;
	readonly before: HostState;
	readonly after: HostState;
	/** 0 to 1 through the beat's motion. */
	readonly progress: number;
}

export const emptyTimeline = (first: HostState, detail: Detail): Timeline => ({
	steps: [],
	beats: [],
	first,
	last: first,
	duration: 0,
	detail,
});

type Piece = Pick<Beat, 'event' | 'events' | 'before' | 'after'>;

/** Time that passed in many small pieces, while somebody was busy, is told as one. */
const passed = (events: readonly HostEvent[]): HostEvent | undefined => {
	const seconds = events.reduce(
		(sum, event) => sum + (event.kind === 'clock.advance' ? event.seconds : 0),
		0,
	);
	return seconds >= WORTH_TELLING ? { kind: 'clock.advance', seconds } : undefined;
};

/** Cuts what a command did into beats: quiet (and, folded, fine) events join the next one; the last take the rest. */
const pieces = ({ before, changes, command }: Ran, detail: Detail): Piece[] => {
	const out: Piece[] = [];
	let since = before;
	let previous = before;
	let events: HostEvent[] = [];
	for (const { event, state } of changes) {
		events.push(event);
		const weight = weightOf(event, previous, state);
		previous = state;
		if (weight === 'quiet' || (weight === 'fine' && detail === 'folded')) continue;
		out.push({ event, events, before: since, after: state });
		since = state;
		events = [];
	}
	if (!out.length)
		return [{ event: passed(events) ?? { kind: 'command.read', command }, events, before, after: previous }];
	const last = out[out.length - 1]!;
	if (events.length) out[out.length - 1] = { ...last, events: [...last.events, ...events], after: previous };
	return out;
};

/** The timeline with one more command at its end. */
export const extended = (timeline: Timeline, ran: Ran): Timeline => {
	const start = timeline.steps.length ? timeline.duration + PAUSE : 0;
	const beats = pieces(ran, timeline.detail).map((piece, i): Beat => ({
		...piece,
		step: timeline.steps.length,
		start: start + i * (MOTION + REST),
		duration: MOTION,
	}));
	const last = beats[beats.length - 1]!;
	const end = last.start + last.duration;
	const { at, command, stdout, stderr, exitCode } = ran;
	const from = timeline.beats.length;
	const step: Step = { at, command, stdout, stderr, exitCode, from, to: from + beats.length, start, end };
	return {
		...timeline,
		steps: [...timeline.steps, step],
		beats: [...timeline.beats, ...beats],
		last: last.after,
		duration: end,
	};
};

export const timelineOf = (first: HostState, rans: readonly Ran[], detail: Detail): Timeline =>
	rans.reduce(extended, emptyTimeline(first, detail));

/** How many beats have begun at a time: found by halving, so that ten thousand beats cost no more than ten. */
export const positionAt = ({ beats }: Pick<Timeline, 'beats'>, t: number): number => {
	let [low, high] = [0, beats.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (beats[middle]!.start < t) low = middle + 1;
		else high = middle;
	}
	return low;
};

/** The end of a beat is a sum of fractions: so near to it is at it. */
const ROUNDING = 1e-9;

/** What is to be seen at `t` seconds. */
export const at = (timeline: Timeline, t: number): Moment => {
	const position = positionAt(timeline, t);
	const beat = timeline.beats[position - 1];
	if (!beat)
		return {
			step: undefined,
			beat: undefined,
			position: 0,
			before: timeline.first,
			after: timeline.first,
			progress: 1,
		};
	const through = (t - beat.start) / beat.duration;
	const progress = through > 1 - ROUNDING ? 1 : Math.max(0, through);
	return {
		step: timeline.steps[beat.step],
		beat,
		position,
		before: beat.before,
		after: beat.after,
		progress,
	};
};
