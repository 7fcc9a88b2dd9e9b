/**
 * The standard streams of a container's main process: what it writes becomes lines of the log and goes to whoever is
 * attached (moby: container/stream, daemon/logger/copier.go).
 */
import type { Host } from '../host.ts';
import { Pipe, nullStream, type Stream } from '../stream.ts';
import { containerKey } from './change.ts';
import type { LogLine } from './container.ts';
import { inBackground } from './background.ts';

/** A client's ends: what the container says is written to them. */
export interface Attachment {
	readonly stdout?: Stream;
	readonly stderr?: Stream;
}

class ContainerIo {
	readonly attached = new Set<Attachment>();
	/** Text of the line not ended yet. */
	readonly open: { stdout: string; stderr: string } = { stdout: '', stderr: '' };
	stdin: Pipe | undefined;
	input: Stream | undefined;
}

const all = new WeakMap<Host, Map<string, ContainerIo>>();
const ioOf = (host: Host, id: string): ContainerIo => {
	const known = all.get(host) ?? new Map<string, ContainerIo>();
	all.set(host, known);
	const io = known.get(id) ?? new ContainerIo();
	known.set(id, io);
	return io;
};

/** Fd 1 or 2 of everything in the container that inherited it. */
class Output implements Stream {
	readonly key = 'output';
	readonly isTerminal: boolean;
	readonly #host: Host;
	readonly #id: string;
	readonly #stream: 'stdout' | 'stderr';
	constructor(host: Host, id: string, stream: 'stdout' | 'stderr', isTerminal: boolean) {
		this.#host = host;
		this.#id = id;
		this.#stream = stream;
		this.isTerminal = isTerminal;
	}
	read(): string {
		return '';
	}
	unread(): void {}
	write(text: string): void {
		if (!text) return;
		const io = ioOf(this.#host, this.#id);
		for (const each of [...io.attached]) each[this.#stream]?.write(text);
		const lines = (io.open[this.#stream] + text).split('\n');
		io.open[this.#stream] = lines.pop()!;
		for (const line of lines) log(this.#host, this.#id, this.#stream, line);
	}
	hold(): this {
		return this;
	}
	release(): void {}
}

function log(host: Host, id: string, stream: LogLine['stream'], text: string, isPartial = false): void {
	if (!host.state.engine.containers.has(id)) return;
	const time = host.state.clock.now;
	host.emit({ kind: 'container.log', id, line: { stream, text, time, ...(isPartial && { isPartial }) } });
	host.scheduler.wake(containerKey(id));
}

/** A terminal's slave side: it never ends while the container runs. */
const asTerminal = (stream: Stream): Stream => ({
	key: stream.key,
	isTerminal: true,
	read: () => stream.read(),
	unread: (text) => stream.unread(text),
	write: (text) => stream.write(text),
	hold() {
		stream.hold();
		return this;
	},
	release: () => stream.release(),
});

/** Fresh streams for a start: fd 0, 1 and 2. */
export function openStreams(host: Host, id: string): Map<number, Stream> {
	const { tty, openStdin } = host.state.engine.containers.get(id)!.config;
	const io = ioOf(host, id);
	io.open.stdout = io.open.stderr = '';
	io.stdin = openStdin || tty ? new Pipe(host.scheduler) : undefined;
	io.input = io.stdin?.writeEnd();
	const read = io.stdin?.readEnd();
	const stdin = !read ? nullStream : tty ? asTerminal(read) : read;
	return new Map([
		[0, stdin],
		[1, new Output(host, id, 'stdout', tty)],
		[2, new Output(host, id, tty ? 'stdout' : 'stderr', tty)],
	]);
}

/** The main process is gone: what stands in an unfinished line is logged as it is. */
export function closeStreams(host: Host, id: string): void {
	const io = ioOf(host, id);
	for (const stream of ['stdout', 'stderr'] as const) {
		if (io.open[stream]) log(host, id, stream, io.open[stream], true);
		io.open[stream] = '';
	}
	io.input?.release();
	io.input = io.stdin = undefined;
}

export function forgetStreams(host: Host, id: string): void {
	all.get(host)?.delete(id);
}

/** From now on the container's output goes to `attachment` too; call what it returns to end that. */
export function attach(host: Host, id: string, attachment: Attachment): () => void {
	const { attached } = ioOf(host, id);
	attached.add(attachment);
	return () => attached.delete(attachment);
}

/** A client's standard input goes to the container's, and its end too if it is to be so (`--interactive`: StdinOnce). */
export function feed(host: Host, id: string, source: Stream): void {
	const io = ioOf(host, id);
	const { input } = io;
	if (!input) return;
	inBackground(host, function* () {
		for (;;) {
			const text = source.read();
			if (text === undefined) yield { keys: [source.key] };
			else if (text === '') break;
			else input.write(text);
		}
		if (io.input !== input || !host.state.engine.containers.get(id)?.config.stdinOnce) return;
		io.input = undefined;
		input.release();
	});
}
