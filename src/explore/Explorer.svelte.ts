/** Explorer holds one host and the moment of it that is looked at, and fetches the model when it is wanted. */
import type { ProfileName } from '#host/profile.ts';
import type { Lang } from '#i18n/lang.ts';
import type { AskedMoment, At, Moment } from '#share/moment.ts';
import { nearest, searchOf } from '#share/moment.ts';
import { USUAL_HOST } from '#share/hosts.ts';
import { SCENE_NAMES, type SceneName } from '#share/sceneName.ts';
import { acting, focus, type Lens } from '#stage/camera.ts';
import type { Marks, Rect, Size } from '#stage/mark.ts';
import { Playback } from '#timeline/Playback.svelte.ts';
import { Asking } from './Asking.svelte.ts';
import type { Asked, Look, Run, ShownStep } from './model.ts';
import { loadShapes } from './shapes.svelte.ts';
import type { Still } from './still.ts';

export type Notice =
	| { readonly kind: 'badAt'; readonly asked: string; readonly at: number }
	| { readonly kind: 'stopped'; readonly rest: number }
	/** What a sentence names is not on the host, at no moment of this run. */
	| { readonly kind: 'absent' };

type Model = Pick<typeof import('./model.ts'), 'open'>;

/** Fetched once; later pages open their run at once. */
let fetched: Model | undefined;
async function fetchModel(): Promise<Model> {
	if (fetched) return fetched;
	[fetched] = await Promise.all([import('./model.ts'), loadShapes()]);
	return fetched;
}

export class Explorer {
	readonly playback = new Playback();
	/** Questions before beats: asked only while it is on. */
	readonly asking = new Asking(this);
	readonly lang: Lang;
	#scene = $state<SceneName>('network');
	/** Which of the scene's pictures, where it is not the usual one. */
	face = $state<string | undefined>();
	/** What stands open beside the picture (see panels.svelte.ts); nothing: what is read there, or the terminal alone. */
	panel = $state<string | undefined>();
	/** The kind of host the lines run on. */
	host = $state<ProfileName>(USUAL_HOST);
	/** Every beat, or only the main ones. */
	detail = $state<'full' | 'folded'>('full');
	isWaiting = $state(false);
	hasFailed = $state(false);
	notice = $state.raw<Notice | undefined>();
	/** Keys of the picture that a sentence being pointed at names. */
	lit = $state.raw<ReadonlySet<string>>(new Set());
	/** Keys that a small screen's picture should come close to. */
	near = $state.raw<readonly string[]>([]);
	/** The mark chosen last on the picture. */
	chosen = $state.raw<string | undefined>();
	#still: Still;
	#last: Promise<unknown> = Promise.resolve();
	#run = $state.raw<Run | undefined>();
	/** The picture of the shown moment. */
	readonly marks: Marks = $derived.by(
		() => this.#run?.marks(this.scene, this.playback.t, this.#look) ?? this.#still.marks,
	);

	constructor(still: Still, lang: Lang) {
		this.#still = still;
		this.lang = lang;
		this.scene = still.scene;
		this.playback.load(still.times, still.position);
	}

	get #look(): Look {
		return { face: this.face, chosen: this.chosen };
	}

	get scene(): SceneName {
		return this.#scene;
	}

	/** Another scene shows its usual picture first. */
	set scene(scene: SceneName) {
		if (scene === this.#scene) return;
		this.#scene = scene;
		this.face = undefined;
		this.panel = undefined;
	}

	/** The run itself, once the model is there: its timeline, for what is told beside the picture. */
	get run(): Run | undefined {
		return this.#run;
	}

	get lines(): readonly string[] {
		return this.#run?.lines ?? this.#still.run;
	}

	get steps(): readonly ShownStep[] {
		return this.#run?.steps ?? [];
	}

	get times() {
		return this.#run?.times ?? this.#still.times;
	}

	get isAwake(): boolean {
		return this.#run !== undefined;
	}

	get size(): Size {
		return this.#run?.size(this.scene) ?? this.#still.size;
	}

	/** The sentence of the beat that is shown. */
	readonly sentence: string = $derived.by(() =>
		this.#run ? this.#run.sentence(this.playback.beat) : this.#still.sentence,
	);

	commandAt(index: number): string {
		return this.#run ? (this.steps[index]?.text ?? '') : (this.lines[index] ?? '');
	}

	get isAsking(): boolean {
		return this.asking.isOn;
	}

	set isAsking(isOn: boolean) {
		this.asking.isOn = isOn;
	}

	/** What may be asked before a beat on this picture. */
	asked(beat: number): Asked | undefined {
		return this.#run?.asked(this.scene, beat, this.#look);
	}

	sentenceOf(beat: number): string {
		return this.#run?.sentence(beat) ?? '';
	}

	/** Keys of what changes in what is shown, joined by `+`. */
	readonly changing: string = $derived(acting(this.marks).join('+'));

	/** A key as the picture has it now. */
	keyOf(key: string, beat = this.playback.beat): string {
		return this.#run?.keyAt(beat, key) ?? key;
	}

	/** Another picture that has one of these keys at this moment. */
	sceneWith(keys: readonly string[]): SceneName | undefined {
		const run = this.#run;
		const has = (scene: SceneName): boolean =>
			run?.marks(scene, this.playback.t).some((mark) => keys.includes(mark.key)) ?? false;
		return SCENE_NAMES.find(has);
	}

	/** The part of the stage to look at through a small glass. */
	view(lens: Lens): Rect {
		if (this.near.some((key) => this.lit.has(key))) return focus(this.marks, this.near, this.size, lens);
		return (
			this.#run?.view(this.scene, this.playback.t, lens, this.#look) ??
			focus(this.marks, acting(this.marks), this.size, lens)
		);
	}

	/** A mark was chosen on the picture; chosen once more, it is let go. */
	choose(key: string): void {
		const isOther = this.chosen !== key;
		this.chosen = isOther ? key : undefined;
		this.lit = new Set(isOther ? [key] : []);
	}

	/** Which moment is shown, in an address. */
	get address(): string {
		return searchOf(this.moment);
	}

	readonly moment: Moment = $derived(
		this.#run?.moment(this.playback.position) ?? {
			run: this.lines,
			at: this.playback.position,
			host: this.host,
		},
	);

	/** The same, but empty where the page shows that moment by itself. */
	get search(): string {
		const { moment } = this;
		const isOwn =
			moment.at === this.#still.position &&
			moment.run.join('\n') === this.#still.run.join('\n') &&
			(moment.host ?? USUAL_HOST) === USUAL_HOST;
		return isOwn ? '' : searchOf(moment);
	}

	/** Gets the host itself, and shows with it what is shown now. */
	async wake(): Promise<boolean> {
		return this.#run !== undefined || this.#next(() => this.#wake());
	}

	/** Shows the moment an address asks for. */
	async open(asked: AskedMoment): Promise<void> {
		await this.#next(() => this.#open(asked));
	}

	/** Shows one moment, standing still, whatever became of any line; `where` may say another beat of the same run. */
	async stand(moment: Moment, where = (run: Run) => run.positionAt(moment.at)): Promise<void> {
		await this.#next(async () => {
			this.host = moment.host ?? USUAL_HOST;
			if ((await this.#show(moment.run)) && this.#run) this.playback.load(this.times, where(this.#run));
		});
	}

	/** Runs these lines from a new host, shows the moment at which so many beats are over, and plays on from it. */
	async play(lines: readonly string[], from: At): Promise<void> {
		await this.#next(() => this.#play(lines, () => from));
	}

	/** Runs these lines and plays, in this picture, from the first of them that is new. */
	async playFrom(lines: readonly string[], before: number, scene: SceneName, face?: string): Promise<void> {
		await this.#next(() => {
			return this.#play(lines, () => {
				this.scene = scene;
				this.face = face;
				return this.steps[before]?.first ?? 'end';
			});
		});
	}

	/** Types one more command after all others, and plays what it does. */
	async type(line: string): Promise<void> {
		await this.#next(async () => {
			const beats = this.times.beats.length;
			await this.#play([...this.lines, line], () => beats);
		});
	}

	/** Shows the same moment in another picture. */
	async look(scene: SceneName, face?: string): Promise<void> {
		if (!(await this.wake())) return;
		this.scene = scene;
		this.face = face !== undefined && this.#run?.faces(scene).includes(face) ? face : undefined;
	}

	/** Runs the same lines on another kind of host, and shows the end of the line that is shown now. */
	async move(host: ProfileName): Promise<void> {
		if (host === this.host || !(await this.wake())) return;
		const step = this.steps.findIndex(({ first, beats }) => this.playback.position <= first + beats);
		await this.#next(async () => {
			this.host = host;
			if (!(await this.#show(this.lines))) return;
			const { first = 0, beats = 0 } = this.steps[step] ?? {};
			this.playback.load(this.times, first + beats);
		});
	}

	/** Shows more or fewer beats of the same run, at the same moment. */
	async show(detail: 'full' | 'folded'): Promise<void> {
		if (await this.wake()) await this.#next(() => this.#fold(detail));
	}

	clear(): void {
		void this.play([], 0);
	}

	/** The first beat after which this key is on the picture, if this run brings it there. */
	beatWith(key: string): number | undefined {
		return this.#run?.firstWith(this.scene, key, this.#look);
	}

	/** One thing after another: what was asked for first is shown first. */
	#next<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#last.then(work);
		this.#last = done.catch(() => undefined);
		return done;
	}

	async #wake(): Promise<boolean> {
		if (this.#run) return true;
		const { position, t } = this.playback;
		if (!(await this.#show(this.#still.run))) return false;
		this.playback.load(this.times, position);
		this.playback.cut(t);
		return true;
	}

	async #open(asked: AskedMoment): Promise<void> {
		const isOwn = asked.run === undefined;
		if (asked.host) this.host = asked.host;
		if (!(await this.#show(asked.run ?? this.#still.run, true))) return;
		const at = asked.at ?? (isOwn ? this.#still.position : 0);
		const { position, isOther } = nearest(at, this.times.beats.length);
		this.playback.load(this.times, position);
		const isBad = isOther || asked.badAt !== undefined;
		if (isBad) this.notice = { kind: 'badAt', asked: asked.badAt ?? String(asked.at), at: position };
	}

	async #play(lines: readonly string[], from: () => At): Promise<void> {
		if (!(await this.#show(lines))) return;
		this.playback.load(this.times, nearest(from(), this.times.beats.length).position);
		this.playback.play();
	}

	async #fold(detail: 'full' | 'folded'): Promise<void> {
		const before = this.#run;
		const { position } = this.playback;
		this.detail = detail;
		if (!before || !(await this.#show(this.lines)) || !this.#run) return;
		this.playback.load(this.times, this.#run.positionLike(before, position));
	}

	async #show(lines: readonly string[], stops = false): Promise<boolean> {
		this.isWaiting = fetched === undefined;
		this.hasFailed = false;
		try {
			const model = await fetchModel();
			this.#run = await model.open(lines, this.lang, { host: this.host, detail: this.detail, stops });
			const { isStopped, unrun } = this.#run;
			this.notice = isStopped ? { kind: 'stopped', rest: unrun } : undefined;
			return true;
		} catch (error) {
			this.hasFailed = true;
			console.error(error);
			return false;
		} finally {
			this.isWaiting = false;
		}
	}
}
