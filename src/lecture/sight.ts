/** Sight is what a lecture's window shows: the address of a moment and how it is looked at. It is plain data between windows. */
import type { ProfileName } from '#host/profile.ts';
import { isHost } from '#share/hosts.ts';
import { isSceneName, type SceneName } from '#share/sceneName.ts';

export const CURTAINS = ['black', 'white'] as const;
export type Curtain = (typeof CURTAINS)[number];
export const THEMES = ['projector', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** A line on its way into the prompt. */
export type Typed = { readonly place: 'host' | 'outside'; readonly text: string };

/** The audience is asked what a beat will bring, or was; `choice` is what most hands are for. */
export type Poll = { readonly beat: number; readonly choice?: number; readonly isTold: boolean };

export type Sight = {
	/** Which of the deck's stops, from 0. */
	readonly stop: number;
	readonly run: readonly string[];
	/** Beats over, in an address's count of every beat. */
	readonly at: number;
	readonly host: ProfileName;
	readonly detail: Detail;
	readonly scene: SceneName;
	readonly face?: string;
	readonly chosen?: string;
	readonly lit: readonly string[];
	/** close: around what changes; whole: all of it; otherwise the key of a mark that is looked into. */
	readonly near: string;
	readonly theme: Theme;
	readonly curtain?: Curtain;
	/** Said above the sentence, or in its place. */
	readonly title?: string;
	/** Nothing has happened yet that the sentence could tell. */
	readonly isStart: boolean;
	/** The command that the stop begins with. */
	readonly coming?: Typed;
	readonly typed?: Typed;
	/** The last command and what it printed. */
	readonly hasTerminal: boolean;
	readonly poll?: Poll;
};

export const CLOSE = 'close';
export const WHOLE = 'whole';

const DETAILS = ['full', 'folded'] as const;
export type Detail = (typeof DETAILS)[number];

type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string =>
	typeof value === 'string' && value.length < 100_000;
export const isCount = (value: unknown): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isTexts = (value: unknown): value is readonly string[] =>
	Array.isArray(value) && value.length < 2_000 && value.every(isText);
const isMissing = (value: unknown): value is undefined => value === undefined;
const isOneOf = (all: readonly string[], value: unknown): boolean => all.some((each) => each === value);

const isTyped = (value: unknown): boolean =>
	isFields(value) && isOneOf(['host', 'outside'], value.place) && isText(value.text);
const isPoll = (value: unknown): boolean =>
	isFields(value) &&
	isCount(value.beat) &&
	(isMissing(value.choice) || isCount(value.choice)) &&
	typeof value.isTold === 'boolean';

/** Whether what came from another window, or was kept, is a sight. */
export function isSight(value: unknown): value is Sight {
	if (!isFields(value)) return false;
	const { stop, run, at, host, detail, scene, face, chosen, lit, near, theme, curtain, title } = value;
	const { isStart, coming, typed, hasTerminal, poll } = value;
	return (
		isCount(stop) &&
		isTexts(run) &&
		isCount(at) &&
		isText(host) &&
		isHost(host) &&
		isOneOf(DETAILS, detail) &&
		isText(scene) &&
		isSceneName(scene) &&
		[face, chosen, title].every((each) => isMissing(each) || isText(each)) &&
		isTexts(lit) &&
		isText(near) &&
		isOneOf(THEMES, theme) &&
		(isMissing(curtain) || isOneOf(CURTAINS, curtain)) &&
		typeof isStart === 'boolean' &&
		typeof hasTerminal === 'boolean' &&
		[coming, typed].every((each) => isMissing(each) || isTyped(each)) &&
		(isMissing(poll) || isPoll(poll))
	);
}

/** The same lines on the same host: going from one to the other is a matter of time alone. */
export const isSameRun = (a: Pick<Sight, 'run' | 'host'>, b: Pick<Sight, 'run' | 'host'>): boolean =>
	a.host === b.host && a.run.length === b.run.length && a.run.every((line, index) => line === b.run[index]);
