/** Film is a stretch of a timeline cut into shots: moving time is sampled evenly, resting time is one shot or a few. */
import type { Times } from '#timeline/Playback.svelte.ts';

export type Shot = {
	/** The time of the timeline that it shows, in seconds. */
	readonly t: number;
	/** How long it is shown, in seconds. */
	readonly seconds: number;
};

export type Filming = {
	/** The first beat that is filmed, from 0, and the one after the last. */
	readonly from: number;
	readonly to: number;
	/** Shots a second while something moves. */
	readonly rate: number;
	/** The longest one shot may last, in seconds. */
	readonly longest: number;
	/** How long the picture rests after each beat, in seconds. */
	readonly rest: number;
};

type Beat = Times['beats'][number];

/** Times at which a beat is looked at while it moves; the last is its end. */
function moving({ start, duration }: Beat, rate: number): number[] {
	const count = Math.max(1, Math.round(duration * rate));
	return Array.from({ length: count }, (_, index) => start + (duration * (index + 1)) / count);
}

/** A time of rest as shots no longer than may be. */
function resting(t: number, seconds: number, longest: number): Shot[] {
	const count = Math.ceil(seconds / longest - 1e-9);
	return Array.from({ length: count }, () => ({ t, seconds: seconds / count }));
}

/** The shots of the beats from `from` to `to`, beginning with how it stood before them. */
export function film({ beats }: Pick<Times, 'beats'>, { from, to, rate, longest, rest }: Filming): Shot[] {
	const before = beats[from - 1];
	const opening = resting(before ? before.start + before.duration : 0, rest, longest);
	const shots = beats.slice(from, to).flatMap((beat) => {
		const times = moving(beat, rate);
		return [
			...times.map((t) => ({ t, seconds: beat.duration / times.length })),
			...resting(beat.start + beat.duration, rest, longest),
		];
	});
	return [...opening, ...shots];
}

/** How long a film lasts, in seconds. */
export const lengthOf = (shots: readonly Shot[]): number =>
	shots.reduce((sum, { seconds }) => sum + seconds, 0);
