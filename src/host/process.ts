/**
 * Process is the running side of a task: its program as a generator that yields whenever a real one would block, and
 * its open streams. Killing the task closes the generator; nothing of it is in the state.
 */
import type { Host } from './host.ts';
import type { SignalName } from './kernel/signal.ts';
import type { Task } from './kernel/task.ts';
import type { Stream } from './stream.ts';

/** Blocks until one of `keys` is woken or `seconds` of model time have passed. No keys, no seconds: lets others run. */
export interface Wait {
	readonly keys: readonly string[];
	readonly seconds?: number;
}
/** The key that woke it; 'timeout'. */
export type Wake = string;
export type Running<T> = Generator<Wait, T, Wake>;
/** A program's body; what it returns is its exit code. */
export type Program = (process: Process) => Running<number>;

export class Process {
	readonly host: Host;
	readonly pid: number;
	readonly streams: Map<number, Stream>;
	/** Handled signals that have arrived and not been taken. */
	readonly arrived: SignalName[] = [];
	body: Running<number> | undefined;
	/** Its arguments, where the kernel knows others. */
	words: readonly string[] | undefined;

	constructor(host: Host, pid: number, streams: Map<number, Stream>) {
		this.host = host;
		this.pid = pid;
		this.streams = streams;
	}
	get task(): Task {
		const task = this.host.state.tasks.get(this.pid);
		if (!task) throw new Error(`task ${this.pid} has been reaped`);
		return task;
	}
	get argv(): readonly string[] {
		return this.words ?? this.task.argv;
	}
	get env(): Readonly<Record<string, string>> {
		return this.task.env;
	}
	/** To standard output. */
	write(text: string): void {
		this.streams.get(1)?.write(text);
	}
	/** To standard error. */
	error(text: string): void {
		this.streams.get(2)?.write(text);
	}
	*sleep(seconds: number): Running<void> {
		yield { keys: [], seconds };
	}
	/** The next handled signal, waiting for one if none has arrived; `undefined` when `seconds` pass first. */
	*signal(seconds?: number): Running<SignalName | undefined> {
		if (!this.arrived.length)
			yield { keys: [`signal:${this.pid}`], ...(seconds !== undefined && { seconds }) };
		return this.arrived.shift();
	}
	/** What can be read from a stream now, waiting for something; '' at its end. */
	*read(fd = 0): Running<string> {
		const stream = this.streams.get(fd);
		if (!stream) return '';
		for (;;) {
			const text = stream.read();
			if (text !== undefined) return text;
			yield { keys: [stream.key] };
		}
	}
	*readAll(fd = 0): Running<string> {
		let all = '';
		for (;;) {
			const text = yield* this.read(fd);
			if (text === '') return all;
			all += text;
		}
	}
	/** Closes its streams: a pipe's other side sees the end. */
	close(): void {
		for (const stream of this.streams.values()) stream.release();
		this.streams.clear();
	}
}
