/** The model as a page uses it: one run of one host, its pictures and its sentences. Loaded only when it is wanted. */
import { loadNamed, withParts } from '#host/late.ts';
import type { ProfileName } from '#host/profile.ts';
import { beatWords, type BeatWords } from '#i18n/beatWords.ts';
import type { Lang } from '#i18n/lang.ts';
import { sceneWords } from '#i18n/sceneWords.ts';
import { sentence } from '#i18n/sentence.ts';
import { actingKeys, frame, pictureOf } from '#scenes/frame.ts';
import type { Question } from '#scenes/question.ts';
import type { Scene, View } from '#scenes/scene.ts';
import { scenes } from '#scenes/scenes.ts';
import { USUAL_HOST } from '#share/hosts.ts';
import type { At, Moment } from '#share/moment.ts';
import { SCENE_NAMES, type SceneName } from '#share/sceneName.ts';
import { acting, focus, viewBetween, type Lens } from '#stage/camera.ts';
import { ease } from '#stage/ease.ts';
import type { Marks, Rect, Size } from '#stage/mark.ts';
import type { Times } from '#timeline/Playback.svelte.ts';
import { saying } from '#timeline/saying.ts';
import {
	at,
	timelineOf,
	type Beat,
	type Detail,
	type Moment as Instant,
	type Ran,
	type Timeline,
} from '#timeline/timeline.ts';
import { isBadLine } from './badLine.ts';
import { firstState, played } from './played.ts';
import { printed } from './printed.ts';
import { taskKey } from './taskKey.ts';

export type ShownStep = {
	readonly place: 'host' | 'outside' | 'clock';
	readonly text: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
	/** How many beats are over before it, and how many it has. */
	readonly first: number;
	readonly beats: number;
};

type Shown = { readonly scene: Scene; readonly view: View };

/** How a scene is looked at: which of its pictures, and which of its marks is chosen. */
export type Look = { readonly face?: string | undefined; readonly chosen?: string | undefined };
type Speech = { readonly scenes: Readonly<Record<SceneName, Shown>>; readonly beats: BeatWords };

async function shownIn(lang: Lang, name: SceneName): Promise<[SceneName, Shown]> {
	const [scene, say] = await Promise.all([scenes[name](), sceneWords(lang, name)]);
	return [name, { scene, view: { lang, say } }];
}

async function speechOf(lang: Lang): Promise<Speech> {
	const [beats, ...shown] = await Promise.all([
		beatWords(lang),
		...SCENE_NAMES.map((name) => shownIn(lang, name)),
	]);
	return { beats, scenes: Object.fromEntries(shown) as Speech['scenes'] };
}

const looked = new WeakMap<View, Map<string, View>>();
const LOOKS = 8;

/** The same view of a scene with another face or choice; the last few are kept, for layouts are remembered by them. */
function viewOf({ scene, view }: Shown, { face, chosen }: Look): View {
	const own = face !== undefined && scene.faces?.includes(face) ? { face } : {};
	const choice = chosen !== undefined && scene.heedsChosen ? { chosen } : {};
	const key = JSON.stringify([own, choice]);
	if (key === '[{},{}]') return view;
	const views = looked.get(view) ?? new Map<string, View>();
	looked.set(view, views);
	const found = views.get(key) ?? { ...view, ...own, ...choice };
	views.delete(key);
	views.set(key, found);
	for (const old of [...views.keys()].slice(0, -LOOKS)) views.delete(old);
	return found;
}

export type Asked = Question & { readonly text: string };

export type How = {
	/** The usual one where nothing is said. */
	readonly host?: ProfileName;
	readonly detail: Detail;
	/** A line that is none ends the run; otherwise the next one is typed all the same. */
	readonly stops: boolean;
};

export class Run {
	readonly lines: readonly string[];
	readonly host: ProfileName;
	readonly timeline: Timeline;
	/** How many lines were not run, because one before them was none. */
	readonly unrun: number;
	readonly isStopped: boolean;
	readonly steps: readonly ShownStep[];
	readonly #speech: Speech;
	readonly #rans: readonly Ran[];
	#unfolded: Timeline | undefined;

	constructor(lines: readonly string[], { host = USUAL_HOST, detail, stops }: How, speech: Speech) {
		const { rans, unrun, isStopped } = played(lines, host, stops);
		this.lines = lines.slice(0, lines.length - unrun);
		this.host = host;
		this.unrun = unrun;
		this.isStopped = isStopped;
		this.timeline = timelineOf(firstState(host), rans, detail);
		this.#speech = speech;
		this.#rans = rans;
		this.steps = this.timeline.steps.map((step) => ({
			place: step.at,
			text: step.command,
			stdout: printed(step.stdout),
			stderr: printed(step.stderr),
			exitCode: step.exitCode,
			first: step.from,
			beats: step.to - step.from,
		}));
	}

	get times(): Times {
		return this.timeline;
	}

	size(name: SceneName): Size {
		return this.#speech.scenes[name].scene.size;
	}

	marks(name: SceneName, t: number, look: Look = {}): Marks {
		const shown = this.#speech.scenes[name];
		return frame(shown.scene, this.timeline, t + HAIR, viewOf(shown, look));
	}

	/** The host's state and the beat at `t`, for what stands beside the picture. */
	at(t: number): Instant {
		return at(this.timeline, t + HAIR);
	}

	/** Names of a scene's pictures beside its usual one. */
	faces(name: SceneName): readonly string[] {
		return this.#speech.scenes[name].scene.faces ?? [];
	}

	/** The part of the stage around what changes, on its way from that of the beat before. */
	view(name: SceneName, t: number, lens: Lens, look: Look = {}): Rect {
		const { beat, position, progress } = at(this.timeline, t + HAIR);
		const before = this.timeline.beats[position - 2];
		return viewBetween(
			this.#viewAfter(name, before, lens, look),
			this.#viewAfter(name, beat, lens, look),
			ease(progress),
		);
	}

	#viewAfter(name: SceneName, beat: Beat | undefined, lens: Lens, look: Look): Rect {
		const marks = this.marks(name, beat ? beat.start + beat.duration : 0, look);
		return focus(marks, acting(marks), this.size(name), lens);
	}

	/** What the beat does, counted from 1, in a sentence. */
	sentence(number: number): string {
		const beat = this.timeline.beats[number - 1];
		if (!beat) return '';
		const { keys, values } = saying(beat.event, beat.before, beat.after);
		const template = keys.map((key) => this.#speech.beats[key]).find((found) => found !== undefined);
		return template === undefined ? (keys.at(-1) ?? '') : sentence(template, values);
	}

	/** What may be asked before a beat, counted from 1, and how that reads. */
	asked(name: SceneName, number: number, look: Look = {}): Asked | undefined {
		const beat = this.timeline.beats[number - 1];
		const shown = this.#speech.scenes[name];
		const outcome = beat && this.timeline.beats[(this.timeline.steps[beat.step]?.to ?? 0) - 1]?.after;
		if (!beat || !outcome) return undefined;
		const view = viewOf(shown, look);
		const question = shown.scene.asks?.(beat, view, outcome);
		return question && { ...question, text: view.say(question.key, question.values) };
	}

	/** A key as the picture has it at the moment at which so many beats are over. */
	keyAt(position: number, key: string): string {
		return taskKey(this.timeline.beats[position - 1]?.after ?? this.timeline.first, key);
	}

	/** How many beats are over when a key is first on the picture: looked for in what beats are about, then in commands. */
	firstWith(name: SceneName, key: string, look: Look = {}): number | undefined {
		const shown = this.#speech.scenes[name];
		const { scene } = shown;
		const view = viewOf(shown, look);
		const has = ({ after }: Beat): boolean => {
			const own = taskKey(after, key);
			return pictureOf(scene, after, view).some((mark) => mark.key === own);
		};
		const { beats, steps } = this.timeline;
		const about = beats.findIndex(
			(beat) => actingKeys(scene, beat).has(taskKey(beat.after, key)) && has(beat),
		);
		if (about !== -1) return about + 1;
		const step = steps.find(({ to }) => beats[to - 1] !== undefined && has(beats[to - 1] as Beat));
		if (!step) return undefined;
		return step.from + beats.slice(step.from, step.to).findIndex(has) + 1;
	}

	get #full(): Timeline {
		if (this.timeline.detail === 'full') return this.timeline;
		this.#unfolded ??= timelineOf(this.timeline.first, this.#rans, 'full');
		return this.#unfolded;
	}

	/** The moment at which so many beats are over, counted in every beat, without the lines that were none. */
	moment(position: number): Moment {
		const full = this.#full;
		const at = positionIn(full, this.timeline, position);
		const bad = full.steps.filter(isBadLine);
		const lost = bad.reduce((sum, step) => sum + Math.max(0, Math.min(step.to, at) - step.from), 0);
		const run = this.lines.filter((_, index) => !isBadLine(this.steps[index] ?? FINE));
		return { run, at: at - lost, host: this.host };
	}

	/** Beats over in an address's count, which is of every beat, and back. */
	atOf(position: number): number {
		return positionIn(this.#full, this.timeline, position);
	}
	positionAt(at: At): number {
		return at === 'end' ? this.timeline.beats.length : positionIn(this.timeline, this.#full, at);
	}

	/** The same moment with more or fewer beats. */
	positionLike(other: Run, position: number): number {
		return positionIn(this.timeline, other.timeline, position);
	}

	/** How many beats are over when a packet has just been given another address, or at the end. */
	telling(): number {
		const found = this.timeline.beats.findIndex(({ event }) => event.kind === 'packet.rewrite');
		return found === -1 ? this.timeline.beats.length : found + 1;
	}
}

/** So that the sum of a beat's start and its duration counts as its end, whatever the last bit says. */
const HAIR = 1e-9;

const FINE = { stderr: '', exitCode: 0 };

/** How many beats of one timeline are over when so many of another one of the same run are. */
function positionIn(timeline: Timeline, other: Timeline, position: number): number {
	const beat = other.beats[position - 1];
	if (!beat || timeline.detail === other.detail) return Math.min(position, timeline.beats.length);
	const last = beat.events.at(-1);
	const found = timeline.beats.findIndex(
		({ step, events }) => step === beat.step && !!last && events.includes(last),
	);
	return found === -1 ? (timeline.steps[beat.step]?.to ?? 0) : found + 1;
}

const speeches = new Map<Lang, Promise<Speech>>();

export async function open(lines: readonly string[], lang: Lang, how: How): Promise<Run> {
	const speech = speeches.get(lang) ?? speechOf(lang);
	speeches.set(lang, speech);
	const [words] = await Promise.all([speech, loadNamed(lines)]);
	return withParts(() => new Run(lines, how, words));
}
