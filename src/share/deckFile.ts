/** A deck as a file that people keep and pass on: JSON, read with care. What is wrong with it is told, with its place. */
import type { Deck, Stop } from './deck.ts';
import { badJsonLine } from './deckJson.ts';
import { HOSTS, isHost } from './hosts.ts';
import { isSceneName, SCENE_NAMES } from './sceneName.ts';

export const DECK_FILE = { kind: 'drydock deck', version: 1 } as const;

/** What a field should have been; `list` names what there is to choose from. */
export type Wanted = 'text' | 'lines' | 'count' | 'moment' | 'yesNo' | 'stops' | 'one' | 'less';

export type DeckFault =
	| { readonly kind: 'notJson'; readonly line?: number }
	| { readonly kind: 'notDeck' }
	| { readonly kind: 'newer'; readonly version: string }
	| {
			readonly kind: 'field';
			/** Counted from 1; missing where it is the deck's own field. */
			readonly stop?: number;
			readonly field: string;
			readonly said: string;
			readonly wanted: Wanted;
			/** The names there are, or the most there may be. */
			readonly of?: string;
	  };

export type ReadDeck = { readonly deck: Deck } | { readonly fault: DeckFault };

const MOST = { name: 200, title: 300, note: 40_000, line: 8_000, lines: 500, stops: 500, minutes: 1440 };

export const writeDeck = ({ name, minutes, stops }: Deck): string =>
	`${JSON.stringify({ ...DECK_FILE, name, ...(minutes === undefined ? {} : { minutes }), stops }, undefined, '\t')}\n`;

/** A file's name that every system takes. */
export const deckFileName = ({ name }: Deck): string =>
	`${name.replace(/[\\/:*?"<>|\p{Cc}\s]+/gu, ' ').trim() || 'deck'}.drydock.json`;

export function readDeck(text: string): ReadDeck {
	try {
		return { deck: deckIn(parsed(text)) };
	} catch (error) {
		if (error instanceof Wrong) return { fault: error.fault };
		throw error;
	}
}

class Wrong extends Error {
	readonly fault: DeckFault;
	constructor(fault: DeckFault) {
		super(fault.kind);
		this.fault = fault;
	}
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
	const json = text.replace(/^\uFEFF/, '');
	try {
		return JSON.parse(json);
	} catch {
		const line = badJsonLine(json);
		throw new Wrong({ kind: 'notJson', ...(line === undefined ? {} : { line }) });
	}
}

function deckIn(value: unknown): Deck {
	if (!isFields(value) || value.kind !== DECK_FILE.kind) throw new Wrong({ kind: 'notDeck' });
	const { version } = value;
	if (typeof version !== 'number' || version > DECK_FILE.version)
		throw new Wrong({ kind: 'newer', version: shown(version) });
	const of = new Reader(value);
	const minutes = of.optional('minutes', () => of.count('minutes', MOST.minutes));
	return {
		name: of.text('name', MOST.name),
		...(minutes === undefined ? {} : { minutes }),
		stops: of.list('stops', MOST.stops).map((stop, index) => stopIn(stop, index + 1)),
	};
}

function stopIn(value: unknown, number: number): Stop {
	if (!isFields(value))
		throw new Wrong({ kind: 'field', field: `stops[${number - 1}]`, said: shown(value), wanted: 'stops' });
	const of = new Reader(value, number);
	const run = of.lines('run');
	const given = {
		before: of.optional('before', () => of.count('before', run.length)),
		host: of.optional('host', () => of.one('host', isHost, HOSTS)),
		face: of.optional('face', () => of.text('face', MOST.name)),
		asks: of.optional('asks', () => of.yesNo('asks')),
	};
	return {
		title: of.text('title', MOST.title),
		run,
		at: of.moment('at'),
		scene: of.one('scene', isSceneName, SCENE_NAMES),
		note: of.optional('note', () => of.text('note', MOST.note)) ?? '',
		...present(given),
	};
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const present = <T extends object>(fields: T): Present<T> =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;

const SHOWN = 60;
const shown = (value: unknown): string => {
	const text = value === undefined ? '' : JSON.stringify(value);
	return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
};

/** Reads one field after another, and says which is none. */
class Reader {
	readonly #fields: Fields;
	readonly #stop: number | undefined;

	constructor(fields: Fields, stop?: number) {
		this.#fields = fields;
		this.#stop = stop;
	}

	optional<T>(field: string, read: () => T): T | undefined {
		return this.#fields[field] === undefined ? undefined : read();
	}

	text(field: string, most: number): string {
		const value = this.#fields[field];
		if (typeof value !== 'string') return this.#refuse(field, 'text');
		return value.length > most ? this.#refuse(field, 'less', String(most)) : value;
	}

	list(field: string, most: number): readonly unknown[] {
		const value = this.#fields[field];
		if (!Array.isArray(value)) return this.#refuse(field, 'stops');
		return value.length > most ? this.#refuse(field, 'less', String(most)) : value;
	}

	lines(field: string): readonly string[] {
		const value = this.#fields[field];
		const isLines = Array.isArray(value) && value.every((line) => typeof line === 'string');
		if (!isLines) return this.#refuse(field, 'lines');
		const lines = value as readonly string[];
		if (lines.length > MOST.lines) return this.#refuse(field, 'less', String(MOST.lines));
		if (lines.some((line) => line.length > MOST.line)) return this.#refuse(field, 'less', String(MOST.line));
		return lines;
	}

	count(field: string, most: number): number {
		const value = this.#fields[field];
		const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0;
		if (!isCount) return this.#refuse(field, 'count');
		return value > most ? this.#refuse(field, 'less', String(most)) : value;
	}

	moment(field: string): number | 'end' {
		const value = this.#fields[field];
		if (value === 'end') return value;
		const isBeat = typeof value === 'number' && Number.isInteger(value) && value >= 0;
		return isBeat ? value : this.#refuse(field, 'moment');
	}

	yesNo(field: string): boolean {
		const value = this.#fields[field];
		return typeof value === 'boolean' ? value : this.#refuse(field, 'yesNo');
	}

	one<T extends string>(field: string, is: (text: string) => text is T, all: readonly T[]): T {
		const value = this.#fields[field];
		return typeof value === 'string' && is(value) ? value : this.#refuse(field, 'one', all.join(', '));
	}

	#refuse(field: string, wanted: Wanted, of?: string): never {
		throw new Wrong({
			kind: 'field',
			...(this.#stop === undefined ? {} : { stop: this.#stop }),
			field,
			said: shown(this.#fields[field]),
			wanted,
			...(of === undefined ? {} : { of }),
		});
	}
}
