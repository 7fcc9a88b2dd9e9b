/** Wire joins the windows of a lecture in one browser, without a server. */
import { writeDeck } from '#share/deckFile.ts';
import { readMessage, type Message, type Word } from './message.ts';

const NAME = 'drydock.lecture';

/** The part of a broadcast channel that is used. */
export type Channel = {
	postMessage(message: unknown): void;
	addEventListener(kind: 'message', listener: (event: MessageEvent<unknown>) => void): void;
	close(): void;
};

const opened = (): Channel | undefined =>
	'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : undefined;

/** A name of its own for every window; the browser's own maker of names is only there over https. */
export const newId = (): string =>
	Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join('');

export class Wire {
	readonly #channel: Channel | undefined;
	readonly #id: string;

	constructor(heard: (message: Message) => void, channel = opened(), id = newId()) {
		this.#id = id;
		this.#channel = channel;
		channel?.addEventListener('message', ({ data }) => {
			const message = readMessage(data);
			if (message && message.from !== id) heard(message);
		});
	}

	/** Where it is not, there can be one window alone. */
	get isThere(): boolean {
		return this.#channel !== undefined;
	}

	say(word: Word): void {
		const plain = word.kind === 'going' ? { ...word, deck: writeDeck(word.deck) } : word;
		this.#channel?.postMessage({ ...plain, from: this.#id });
	}

	close(): void {
		this.#channel?.close();
	}
}
