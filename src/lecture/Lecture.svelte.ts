/** Lecture leads a deck: which stop, how it is looked at, and what of it the audience sees. */
import { Explorer } from '#explore/Explorer.svelte.ts';
import type { Lang } from '#i18n/lang.ts';
import type { Deck, Stop } from '#share/deck.ts';
import type { At } from '#share/moment.ts';
import type { Point } from '#stage/mark.ts';
import type { Act } from './acts.ts';
import { BLANK } from './blank.ts';
import { nextCommand, oneLess, oneMore, type Coming } from './demo.ts';
import type { Stroke } from './message.ts';
import type { Going, Place } from './place.ts';
import { CLOSE, WHOLE, type Curtain, type Poll, type Sight, type Theme, type Typed } from './sight.ts';
import { lastOf, stretchOf, type Stretch } from './stretch.ts';
import { STOPPED, type Timer } from './timer.ts';

/** `at` in an address's count of every beat. */
export type Beginning = { readonly deck: Deck; readonly index?: number; readonly at?: At | undefined };

export type Tool = 'choose' | 'light' | 'pen';

const NO_STOP: Stop = { title: '', run: [], at: 0, scene: 'network', note: '' };

export class Lecture {
	readonly explorer: Explorer;
	deck = $state.raw<Deck>({ name: '', stops: [] });
	/** Which stop, from 0. */
	index = $state(0);
	near = $state(CLOSE);
	theme = $state<Theme>('projector');
	curtain = $state<Curtain | undefined>();
	hasTerminal = $state(false);
	/** Whatever key is hit, the next command is typed. */
	isDemo = $state(false);
	typed = $state.raw<Typed | undefined>();
	choice = $state.raw<number | undefined>();
	/** What the audience is kept at while something else is prepared. */
	held = $state.raw<Sight | undefined>();
	timer = $state.raw<Timer>(STOPPED);
	tool = $state<Tool>('choose');
	strokes = $state.raw<readonly Stroke[]>([]);
	light = $state.raw<Point | undefined>();
	/** On its way from one moment to another: what it says of itself in between is neither. */
	isMoving = $state(false);
	#playedFrom: number | undefined;
	#last: Promise<unknown> = Promise.resolve();

	constructor(lang: Lang) {
		this.explorer = new Explorer(BLANK, lang);
		this.explorer.detail = 'folded';
	}

	get stop(): Stop {
		return this.deck.stops[this.index] ?? NO_STOP;
	}

	get next(): Stop | undefined {
		return this.deck.stops[this.index + 1];
	}

	readonly stretch: Stretch | undefined = $derived.by(() => {
		const { run } = this.explorer;
		return run && stretchOf(this.stop, run);
	});

	/** Where stepping forward ends. */
	readonly last: number = $derived.by(() => {
		const { run } = this.explorer;
		return run ? lastOf(this.stop, this.stretch, run) : 0;
	});

	/** The beat that is on the way, or how many are over. */
	readonly position: number = $derived.by(() => {
		const { playback } = this.explorer;
		return playback.isPlaying ? playback.beat : playback.position;
	});

	readonly isStart: boolean = $derived(
		this.stretch !== undefined &&
			this.position === this.stretch.start &&
			this.stretch.end > this.stretch.start,
	);

	/** The command that comes next, of those the stop types. */
	readonly command: Coming | undefined = $derived.by(() =>
		nextCommand(this.explorer.steps, this.position, this.last),
	);

	/** Shown before it runs, unless it is about to be typed. */
	get #coming(): Typed | undefined {
		const { command } = this;
		if (!this.isStart || this.isDemo || !command) return undefined;
		return { place: command.place, text: command.text };
	}

	readonly poll: Poll | undefined = $derived.by(() => {
		const { explorer } = this;
		if (!explorer.isAsking) return undefined;
		const choice = this.choice === undefined ? {} : { choice: this.choice };
		const { held } = explorer.playback;
		if (held) return { beat: held.beat, ...choice, isTold: false };
		const beat = explorer.playback.position;
		return explorer.asked(beat) ? { beat, ...choice, isTold: true } : undefined;
	});

	/** What the speaker has in hand. */
	readonly sight: Sight = $derived.by(() => {
		const { explorer, stretch } = this;
		const isTitled = stretch !== undefined && this.position === stretch.start;
		return {
			stop: this.index,
			run: explorer.lines,
			at: explorer.run?.atOf(this.position) ?? 0,
			host: explorer.host,
			detail: explorer.detail,
			scene: explorer.scene,
			...(explorer.face === undefined ? {} : { face: explorer.face }),
			...(explorer.chosen === undefined ? {} : { chosen: explorer.chosen }),
			lit: [...explorer.lit],
			near: this.near,
			theme: this.theme,
			...(this.curtain === undefined ? {} : { curtain: this.curtain }),
			...(isTitled ? { title: this.stop.title } : {}),
			isStart: this.isStart,
			...(this.#coming === undefined ? {} : { coming: this.#coming }),
			...(this.typed === undefined ? {} : { typed: this.typed }),
			hasTerminal: this.hasTerminal,
			...(this.poll === undefined ? {} : { poll: this.poll }),
		};
	});

	/** What the audience sees. */
	get shown(): Sight {
		return this.held ?? this.sight;
	}

	get place(): Place {
		const { sight, held, timer, isDemo } = this;
		return { hand: sight, ...(held === undefined ? {} : { held }), timer, isDemo };
	}

	/** Begins a deck, at one of its stops or at a moment of it. */
	async begin({ deck, index = 0, at }: Beginning): Promise<void> {
		this.deck = deck;
		this.timer = STOPPED;
		this.held = undefined;
		await this.goTo(index);
		if (at !== undefined) await this.#then(() => this.#seek(at));
	}

	/** To the stop in which so many beats of an address are over: one run must go on through the stops. */
	async #seek(at: At): Promise<void> {
		const { explorer } = this;
		const { stops } = this.deck;
		await explorer.stand(stops.at(-1) ?? NO_STOP);
		const { run } = explorer;
		if (!run) return;
		const position = run.positionAt(at);
		const isIn = (stop: Stop): boolean => (stretchOf(stop, run)?.end ?? -1) >= position;
		const found = stops.findIndex((stop, index) => index >= this.index && isIn(stop));
		await this.#enter(found === -1 ? stops.length - 1 : found, 'start');
		const { start = 0, end = 0 } = this.stretch ?? {};
		explorer.playback.cut(explorer.playback.restAt(Math.min(Math.max(position, start), end)));
	}

	/** Goes on where a lecture stands. */
	async resume({ deck, place }: Going): Promise<void> {
		await this.#then(async () => {
			const { hand } = place;
			this.deck = deck;
			this.timer = place.timer;
			this.held = place.held;
			this.isDemo = place.isDemo;
			this.index = Math.min(hand.stop, Math.max(0, deck.stops.length - 1));
			this.near = hand.near;
			this.theme = hand.theme;
			this.curtain = hand.curtain;
			this.hasTerminal = hand.hasTerminal;
			this.typed = hand.typed;
			this.choice = hand.poll?.choice;
			const { explorer } = this;
			explorer.detail = hand.detail;
			explorer.isAsking = this.stop.asks ?? false;
			await explorer.stand(hand);
			this.#look(hand);
			explorer.chosen = hand.chosen;
			explorer.lit = new Set(hand.lit);
			if (hand.poll && !hand.poll.isTold) this.explorer.playback.forward();
		});
	}

	/** Another deck under way, at the same stop. */
	async change(deck: Deck): Promise<void> {
		this.deck = deck;
		await this.goTo(Math.min(this.index, deck.stops.length - 1));
	}

	goTo(index: number, side: keyof Stretch = 'start'): Promise<void> {
		return this.#then(() => this.#enter(index, side));
	}

	/** Does what a key or a button stands for. */
	do(act: Act): Promise<void> {
		return this.#then(() => this.#do(act));
	}

	/** The speaker typed a line of their own: after the commands that are over, before those still to come. */
	async type(line: string): Promise<void> {
		this.typed = undefined;
		await this.#then(async () => {
			const { explorer, position } = this;
			const over = explorer.steps.filter(({ first, beats }) => first < position || first + beats <= position);
			const last = over.at(-1);
			const { lines } = explorer;
			const run = [...lines.slice(0, over.length), line, ...lines.slice(over.length)];
			await explorer.play(run, last ? last.first + last.beats : 0);
		});
	}

	/** A key was hit while typing for show. */
	#hit(act: 'type' | 'typeBack' | 'typeEnter'): void {
		const { command, typed } = this;
		if (!command) this.typed = undefined;
		else if (act === 'type') this.typed = oneMore(command, typed?.text ?? '');
		else if (act === 'typeBack') this.typed = typed && oneLess(typed);
		else this.#runNext();
	}

	/** Plays the next command of the stop, to its end. */
	#runNext(): void {
		this.typed = undefined;
		const { command, explorer } = this;
		if (!command) return;
		explorer.playback.cut(explorer.playback.restAt(command.first));
		this.#play();
	}

	#play(): void {
		this.#playedFrom = this.explorer.playback.position;
		this.explorer.playback.play();
	}

	/** Playing stops where a command does. */
	heed(): void {
		const { explorer, position } = this;
		const { playback } = explorer;
		if (!playback.isPlaying) return void (this.#playedFrom = undefined);
		this.#playedFrom ??= playback.position;
		const ends = explorer.steps.map(({ first, beats }) => first + beats);
		if (playback.position > this.#playedFrom && ends.includes(position) && playback.position === position)
			playback.pause();
	}

	#then<T>(work: () => T | Promise<T>): Promise<T> {
		const done = this.#last.then(async () => {
			this.isMoving = true;
			try {
				return await work();
			} finally {
				this.isMoving = false;
			}
		});
		this.#last = done.catch(() => undefined);
		return done;
	}

	async #enter(index: number, side: keyof Stretch): Promise<void> {
		const { explorer } = this;
		const stop = this.deck.stops[index];
		if (!stop) return;
		await explorer.stand(stop, (run) => {
			if (index !== this.index) this.#clear();
			this.index = index;
			this.#look(stop);
			return stretchOf(stop, run)?.[side] ?? 0;
		});
		explorer.isAsking = stop.asks ?? false;
	}

	#look({ scene, face }: Pick<Stop, 'scene' | 'face'>): void {
		const { explorer } = this;
		explorer.scene = scene;
		const has = face !== undefined && explorer.run?.faces(scene).includes(face);
		explorer.face = has ? face : undefined;
	}

	/** What belonged to the stop before. */
	#clear(): void {
		this.strokes = [];
		this.light = undefined;
		this.near = this.near === WHOLE ? WHOLE : CLOSE;
		this.typed = undefined;
		this.choice = undefined;
		this.explorer.chosen = undefined;
		this.explorer.lit = new Set();
	}

	async #step(by: 1 | -1): Promise<void> {
		if (this.curtain) return void (this.curtain = undefined);
		const { explorer, stretch } = this;
		const { playback } = explorer;
		explorer.lit = new Set();
		this.typed = undefined;
		if (by === 1) {
			if (playback.held || this.position < this.last) return playback.forward();
			return this.#enter(this.index + 1, 'start');
		}
		if (playback.held || this.position > (stretch?.start ?? 0)) return playback.back();
		return this.#enter(this.index - 1, 'end');
	}

	async #do(act: Act): Promise<void> {
		const { explorer } = this;
		switch (act) {
			case 'next':
				return this.#step(1);
			case 'back':
				return this.#step(-1);
			case 'nextStop':
				return this.#enter(this.index + 1, 'start');
			case 'backStop':
				return this.#enter(this.isStart || !this.stretch ? this.index - 1 : this.index, 'start');
			case 'first':
				return this.#enter(0, 'start');
			case 'last':
				return this.#enter(this.deck.stops.length - 1, 'start');
			case 'play':
				if (explorer.playback.isPlaying) explorer.playback.pause();
				else if (this.position < this.last) this.#play();
				return;
			case 'black':
			case 'white':
				return void (this.curtain = this.curtain === act ? undefined : act);
			case 'freeze':
				return void (this.held = this.held ? undefined : this.sight);
			case 'drop':
				return this.#drop();
			case 'whole':
				return void (this.near = this.near === WHOLE ? CLOSE : WHOLE);
			case 'zoom':
				return void (this.near = [CLOSE, WHOLE].includes(this.near) ? (explorer.chosen ?? CLOSE) : CLOSE);
			case 'light':
			case 'pen':
				this.light = undefined;
				return void (this.tool = this.tool === act ? 'choose' : act);
			case 'erase':
				return void (this.strokes = []);
			case 'terminal':
				return void (this.hasTerminal = !this.hasTerminal);
			case 'typing':
				this.typed = undefined;
				return void (this.isDemo = !this.isDemo);
			case 'detail':
				return explorer.show(explorer.detail === 'full' ? 'folded' : 'full');
			case 'escape':
				return this.#escape();
			case 'type':
			case 'typeBack':
			case 'typeEnter':
				return this.#hit(act);
			default:
				return this.#choose(Number(act.slice(-1)) - 1);
		}
	}

	/** Back to what the audience sees. */
	async #drop(): Promise<void> {
		const { held, deck, timer, isDemo } = this;
		if (!held) return;
		void this.resume({ deck, place: { hand: held, timer, isDemo } });
	}

	#choose(choice: number): void {
		const held = this.explorer.playback.held;
		const asked = held && this.explorer.asked(held.beat);
		if (asked?.choices[choice] !== undefined) this.choice = choice;
	}

	/** One thing after another is left: a way of typing, a tool, nearness, a choice. */
	#escape(): void {
		if (this.curtain) this.curtain = undefined;
		else if (this.isDemo) this.isDemo = false;
		else if (this.tool !== 'choose') [this.tool, this.light] = ['choose', undefined];
		else if (this.near !== CLOSE) this.near = CLOSE;
		else if (this.strokes.length > 0) this.strokes = [];
		else [this.explorer.chosen, this.explorer.lit] = [undefined, new Set()];
	}
}
