/** Stream is what a file descriptor refers to. Shared by reference: dup(2) and fork(2) take another hold of it. */
import type { Scheduler } from './scheduler.ts';

export interface Stream {
	/** Woken when there is something to read, or the end. */
	readonly key: string;
	readonly isTerminal: boolean;
	/** A pipe that nobody reads any more: write(2) would raise SIGPIPE. */
	readonly isBroken?: boolean;
	/** A pipe that holds 64 KiB: write(2) would block until `key` is woken (pipe(7), "Pipe capacity"). */
	readonly isFull?: boolean;
	/** Text that is there now; '' at the end; undefined when a reader has to wait. */
	read(): string | undefined;
	/** Gives back what was read too far (a shell reads line by line). */
	unread(text: string): void;
	write(text: string): void;
	/** Another descriptor refers to it. */
	hold(side?: 'read' | 'write'): this;
	/** A descriptor is closed. */
	release(): void;
}

/** /dev/null, and standard input of a shell without a terminal. */
export const nullStream: Stream = {
	key: 'null',
	isTerminal: false,
	read: () => '',
	unread: () => {},
	write: () => {},
	hold: () => nullStream as never,
	release: () => {},
};

/** Takes what is written and hands it to `take`: a terminal's transcript, a container's log. */
export class Sink implements Stream {
	readonly key = 'sink';
	readonly isTerminal = false;
	readonly #take: (text: string) => void;
	constructor(take: (text: string) => void) {
		this.#take = take;
	}
	read(): string {
		return '';
	}
	unread(): void {}
	write(text: string): void {
		if (text) this.#take(text);
	}
	hold(): this {
		return this;
	}
	release(): void {}
}

const CAPACITY = 65536;

/** Both ends of a pipe(2). */
export class Pipe {
	readonly key: string;
	readonly #scheduler: Scheduler;
	buffer = '';
	writers = 0;
	readers = 0;
	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
		this.key = scheduler.freshKey('pipe');
	}
	wake(): void {
		this.#scheduler.wake(this.key);
	}
	readEnd(): Stream {
		return new PipeEnd(this, 'read').hold();
	}
	writeEnd(): Stream {
		return new PipeEnd(this, 'write').hold();
	}
}

class PipeEnd implements Stream {
	readonly isTerminal = false;
	readonly #pipe: Pipe;
	readonly #side: 'read' | 'write';
	constructor(pipe: Pipe, side: 'read' | 'write') {
		this.#pipe = pipe;
		this.#side = side;
	}
	get key(): string {
		return this.#pipe.key;
	}
	get isBroken(): boolean {
		return this.#pipe.readers === 0;
	}
	get isFull(): boolean {
		return this.#pipe.buffer.length >= CAPACITY && this.#pipe.readers > 0;
	}
	read(): string | undefined {
		const text = this.#pipe.buffer;
		this.#pipe.buffer = '';
		if (text.length >= CAPACITY) this.#pipe.wake();
		return text || (this.#pipe.writers > 0 ? undefined : '');
	}
	unread(text: string): void {
		this.#pipe.buffer = text + this.#pipe.buffer;
	}
	write(text: string): void {
		if (!text || this.#pipe.readers === 0) return;
		this.#pipe.buffer += text;
		this.#pipe.wake();
	}
	hold(): this {
		if (this.#side === 'read') this.#pipe.readers++;
		else this.#pipe.writers++;
		return this;
	}
	release(): void {
		if (this.#side === 'read') {
			if (--this.#pipe.readers === 0) this.#pipe.wake();
		} else if (--this.#pipe.writers === 0) this.#pipe.wake();
	}
}
