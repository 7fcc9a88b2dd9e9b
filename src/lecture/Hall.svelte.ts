/** Hall is one window's part in a lecture: it leads, or it follows the window that does. */
import { untrack } from 'svelte';
import type { Lang } from '#i18n/lang.ts';
import type { Deck } from '#share/deck.ts';
import { browserShelf } from '#share/deckShelf.ts';
import type { Size } from '#stage/mark.ts';
import type { Act } from './acts.ts';
import { Follower } from './Follower.svelte.ts';
import { Lecture, type Beginning } from './Lecture.svelte.ts';
import type { Message, Role } from './message.ts';
import { keepDeck, keepPlace, keptGoing, shownAt, type Going } from './place.ts';
import { Wire } from './wire.ts';

/** Milliseconds for the other windows to answer, for a busy one to take a key, between two calls of the roll. */
const ANSWER = 700;
const TAKEN = 1500;
const ROLL = 2000;
/** A window that missed two calls is gone. */
const LOST = 2.5 * ROLL;

type Screen = { readonly glass: Size; readonly heard: number };
export type Part = 'looking' | 'leads' | 'follows' | 'nothing';

const wait = (milliseconds: number): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Hall {
	readonly lecture: Lecture;
	readonly follower: Follower;
	readonly role: Role;
	part = $state<Part>('looking');
	/** Screens that are there, for one that leads. */
	screens = $state.raw<ReadonlyMap<string, Screen>>(new Map());
	/** The browser keeps nothing: a reload begins anew, unless another window knows better. */
	isForgetful = $state(false);
	/** How large this window's picture is. */
	glass = $state.raw<Size>({ width: 0, height: 0 });
	readonly #wire: Wire;
	readonly #shelf = browserShelf();
	#answers: (Going & { leads: boolean })[] = [];
	#going = $state.raw<Going | undefined>();
	#answered = (): void => undefined;
	#heardLeader = 0;
	#pressed = 0;
	#taken = new Map<number, () => void>();

	constructor(role: Role, lang: Lang) {
		this.role = role;
		this.lecture = new Lecture(lang);
		this.follower = new Follower(lang);
		this.#wire = new Wire((message) => this.#hear(message));
	}

	get isConnected(): boolean {
		return this.#wire.isThere;
	}

	/** Begins a deck, or goes on with the lecture that is under way or was. */
	async open(asked?: Beginning): Promise<void> {
		if (asked) {
			await this.lecture.begin(asked);
			this.#answers = [];
			return this.#lead();
		}
		const answered = new Promise<void>((resolve) => (this.#answered = resolve));
		this.#wire.say({ kind: 'hello', role: this.role });
		await Promise.race([answered, wait(ANSWER)]);
		const leader = this.#answers.find(({ leads }) => leads);
		if (leader && this.role === 'screen') return this.#follow(leader);
		const going = leader ?? keptGoing(this.#shelf) ?? this.#answers[0];
		if (!going) this.part = 'nothing';
		else {
			await this.lecture.resume(going);
			this.#lead();
		}
	}

	/** Typing for show goes on in whichever window has the keys. */
	get isDemo(): boolean {
		return this.part === 'follows' ? (this.#going?.place.isDemo ?? false) : this.lecture.isDemo;
	}

	/** Takes the lecture into this window. */
	async lead(going = this.#going): Promise<void> {
		if (!going) return;
		await this.lecture.resume(going);
		this.#lead();
	}

	/** A key or a button of this window: done here, or by the window that leads. */
	async press(act: Act): Promise<void> {
		if (this.role === 'screen' && this.part === 'leads' && act === 'freeze') return;
		if (this.part === 'follows' && (await this.#isTaken(act))) return;
		if (this.part === 'follows' && this.#going) {
			const { deck, place } = this.#going;
			await this.lead({ deck, place: { ...place, hand: shownAt(place), held: undefined } });
		}
		if (this.part === 'leads') await this.lecture.do(act);
	}

	/** What is told to the others and kept, as it changes; called while a component is set up. */
	conduct(): void {
		const { lecture } = this;
		$effect(() => lecture.heed());
		$effect(() => {
			if (this.part !== 'leads' || lecture.isMoving) return;
			const { deck } = lecture;
			untrack(() => {
				keepDeck(this.#shelf, deck);
				this.#tellAll(deck);
			});
		});
		$effect(() => {
			if (this.part !== 'leads' || lecture.isMoving) return;
			const { place } = lecture;
			this.isForgetful = !keepPlace(this.#shelf, place);
			this.#wire.say({ kind: 'place', place });
		});
		$effect(() => {
			if (this.part === 'leads') this.#wire.say({ kind: 'ink', strokes: lecture.strokes });
		});
		$effect(() => {
			const { light } = lecture;
			if (this.part === 'leads') this.#wire.say({ kind: 'light', ...(light ? { point: light } : {}) });
		});
		$effect(() => {
			if (this.role === 'screen') this.#wire.say({ kind: 'screen', glass: this.glass });
		});
		$effect(() => {
			const roll = setInterval(() => this.#callRoll(), ROLL);
			return () => clearInterval(roll);
		});
	}

	close(): void {
		this.#wire.say({ kind: 'gone', role: this.role });
		this.#wire.close();
	}

	/** A screen leads only where nobody else does, also of those that were slow to answer. */
	#lead(): void {
		const late =
			this.part === 'looking' && this.role === 'screen' && this.#answers.find(({ leads }) => leads);
		if (late) return this.#follow(late);
		this.part = 'leads';
		this.#tellAll(this.lecture.deck);
	}

	#tellAll(deck: Deck, leads = true): void {
		const place = leads ? this.lecture.place : this.#going?.place;
		if (place) this.#wire.say({ kind: 'going', role: this.role, leads, deck, place });
	}

	#follow(going: Going): void {
		this.part = 'follows';
		this.#going = { deck: going.deck, place: going.place };
		this.#heardLeader = Date.now();
		this.lecture.explorer.playback.pause();
		void this.follower.follow(shownAt(going.place));
	}

	async #isTaken(act: Act): Promise<boolean> {
		if (Date.now() - this.#heardLeader > LOST) return false;
		const number = ++this.#pressed;
		const taken = new Promise<true>((resolve) => this.#taken.set(number, () => resolve(true)));
		this.#wire.say({ kind: 'press', act, number });
		const isTaken = await Promise.race([taken, wait(TAKEN).then(() => false)]);
		this.#taken.delete(number);
		return isTaken;
	}

	#callRoll(): void {
		if (this.part !== 'leads') return;
		this.#wire.say({ kind: 'ping' });
		const now = Date.now();
		const here = [...this.screens].filter(([, { heard }]) => now - heard < LOST);
		if (here.length < this.screens.size) this.screens = new Map(here);
	}

	#hear(message: Message): void {
		switch (message.kind) {
			case 'hello':
				return this.#answer();
			case 'going':
				return this.#learn(message);
			case 'press':
				if (this.part !== 'leads') return;
				this.#wire.say({ kind: 'done', number: message.number });
				return void this.lecture.do(message.act);
			case 'done':
				return this.#taken.get(message.number)?.();
			case 'ping':
				this.#heardLeader = Date.now();
				if (this.role === 'screen') this.#wire.say({ kind: 'screen', glass: this.glass });
				return;
			case 'screen':
				this.screens = new Map(this.screens).set(message.from, { glass: message.glass, heard: Date.now() });
				return;
			case 'gone':
				return this.#miss(message);
			default:
				if (this.part === 'follows') this.#see(message);
				else if (this.part === 'looking' && message.kind === 'place')
					this.#answers = this.#answers.map((each) =>
						each.leads ? { ...each, place: message.place } : each,
					);
		}
	}

	#answer(): void {
		if (this.part === 'leads') {
			this.#tellAll(this.lecture.deck);
			this.#wire.say({ kind: 'ink', strokes: this.lecture.strokes });
		} else if (this.part === 'follows' && this.#going) this.#tellAll(this.#going.deck, false);
		if (this.role === 'screen') this.#wire.say({ kind: 'screen', glass: this.glass });
	}

	#learn({ deck, place, leads, role }: Message & { kind: 'going' }): void {
		if (this.part === 'looking') {
			this.#answers.push({ deck, place, leads });
			if (leads) this.#answered();
		} else if (!leads) return;
		else if (this.role === 'desk' && role === 'screen' && this.part === 'leads') {
			const isOther = JSON.stringify(place) !== JSON.stringify(this.lecture.place);
			if (isOther) void this.lead({ deck, place });
			else this.#lead();
		} else this.#follow({ deck, place });
	}

	#see(message: Message): void {
		if (message.kind === 'ink') this.follower.strokes = message.strokes;
		if (message.kind === 'light') this.follower.light = message.point;
		if (message.kind !== 'place' || !this.#going) return;
		this.#heardLeader = Date.now();
		this.#going = { ...this.#going, place: message.place };
		void this.follower.follow(shownAt(message.place));
	}

	#miss({ role, from }: Message & { kind: 'gone' }): void {
		if (role === 'desk') this.#heardLeader = 0;
		const screens = new Map(this.screens);
		if (screens.delete(from)) this.screens = screens;
	}
}
