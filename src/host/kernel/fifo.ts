/** A named pipe: whoever reads waits for a first writer, and sees the end when the last one has gone (fifo(7)). */
import type { Host } from '../host.ts';
import type { Stream } from '../stream.ts';

interface Fifo {
	readonly key: string;
	buffer: string;
	writers: number;
	hasBeenWritten: boolean;
}

const fifos = new WeakMap<Host, Map<string, Fifo>>();

const fifoOf = (host: Host, place: string): Fifo => {
	const all = fifos.get(host) ?? new Map<string, Fifo>();
	fifos.set(host, all);
	const fifo = all.get(place) ?? {
		key: host.scheduler.freshKey('pipe'),
		buffer: '',
		writers: 0,
		hasBeenWritten: false,
	};
	all.set(place, fifo);
	return fifo;
};

class FifoEnd implements Stream {
	readonly isTerminal = false;
	readonly #host: Host;
	readonly #fifo: Fifo;
	readonly #isReader: boolean;
	constructor(host: Host, fifo: Fifo, isReader: boolean) {
		this.#host = host;
		this.#fifo = fifo;
		this.#isReader = isReader;
	}
	get key(): string {
		return this.#fifo.key;
	}
	read(): string | undefined {
		const text = this.#fifo.buffer;
		this.#fifo.buffer = '';
		if (text) return text;
		if (this.#fifo.writers > 0 || !this.#fifo.hasBeenWritten) return undefined;
		this.#fifo.hasBeenWritten = false;
		return '';
	}
	unread(text: string): void {
		this.#fifo.buffer = text + this.#fifo.buffer;
	}
	write(text: string): void {
		this.#fifo.buffer += text;
		if (text) this.#host.scheduler.wake(this.key);
	}
	hold(): this {
		if (this.#isReader) return this;
		this.#fifo.writers++;
		this.#fifo.hasBeenWritten = true;
		return this;
	}
	release(): void {
		if (!this.#isReader && --this.#fifo.writers === 0) this.#host.scheduler.wake(this.key);
	}
}

/** An end of the named pipe whose inode is at `place`. */
export const fifoStream = (host: Host, place: string, isReader: boolean): Stream =>
	new FifoEnd(host, fifoOf(host, place), isReader).hold();
