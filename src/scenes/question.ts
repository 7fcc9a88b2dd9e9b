/** Question is what a reader may answer before a beat; the model itself gives the answer. */
import type { HostState } from '#host/state.ts';
import type { Beat } from '#timeline/timeline.ts';
import type { Say, View } from './scene.ts';

export interface Question {
	/** What is asked: a key of the scene's words, and what fills it. */
	readonly key: string;
	readonly values: Readonly<Record<string, string | number>>;
	/** Two to four, in the reader's language. */
	readonly choices: readonly string[];
	/** Which of the choices the model shows. */
	readonly answer: number;
}

/** `outcome` is the host when the command is over that the beat belongs to. */
export type Asks = (beat: Beat, view: View, outcome: HostState) => Question | undefined;

/** More than this nobody weighs. */
const MOST = 4;

type Asked = Pick<Question, 'key' | 'values'>;

/** Numbers to choose from, the smallest first; nothing where there is no choice. */
export const ofNumbers = (asked: Asked, answer: number, others: readonly number[]): Question | undefined => {
	const wrong = [...new Set(others)].filter((each) => each !== answer).slice(0, MOST - 1);
	const all = [answer, ...wrong].sort((a, b) => a - b);
	if (all.length < 2) return undefined;
	return { ...asked, choices: all.map(String), answer: all.indexOf(answer) };
};

/** Texts to choose from, in the order of their letters. */
export const ofTexts = (asked: Asked, answer: string, others: readonly string[]): Question | undefined => {
	const wrong = [...new Set(others)].filter((each) => each !== answer && each !== '').slice(0, MOST - 1);
	const all = [answer, ...wrong].sort((a, b) => (a < b ? -1 : 1));
	if (all.length < 2) return undefined;
	return { ...asked, choices: all, answer: all.indexOf(answer) };
};

/** Outcomes that always stand in the same order, each a key of the scene's words. */
export const ofKeys = (
	asked: Asked,
	say: Say,
	keys: readonly string[],
	answer: string,
): Question | undefined =>
	keys.includes(answer)
		? { ...asked, choices: keys.map((key) => say(key, asked.values)), answer: keys.indexOf(answer) }
		: undefined;
