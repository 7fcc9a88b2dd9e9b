/** A deck is what a lecture shows, stop by stop; a stop is a moment, the picture it is seen in, and the teacher's words. */
import type { ProfileName } from '#host/profile.ts';
import type { At, Moment } from './moment.ts';
import type { SceneName } from './sceneName.ts';

export type Deck = {
	readonly name: string;
	/** How long it is meant to last. */
	readonly minutes?: number;
	readonly stops: readonly Stop[];
};

export type Stop = {
	readonly title: string;
	/** What is typed on a new host until the stop is over, one command a line. */
	readonly run: readonly string[];
	/** How many of those lines are over when it begins: the others are what it shows, beat by beat. Without it the stop is one moment. */
	readonly before?: number;
	/** The moment at which it ends, in an address's count of beats. */
	readonly at: At;
	readonly host?: ProfileName;
	readonly scene: SceneName;
	/** Which of the scene's pictures, where it is not the usual one. */
	readonly face?: string;
	/** The teacher's own words: for the speaker alone. */
	readonly note: string;
	/** The audience is asked before it is shown. */
	readonly asks?: boolean;
};

/** The moment at which a stop ends, for its address. */
export const momentOf = ({ run, at, host }: Stop): Moment => ({ run, at, host });

/** The lines a stop itself types. */
export const ownLines = ({ run, before }: Stop): readonly string[] =>
	before === undefined ? [] : run.slice(before);
