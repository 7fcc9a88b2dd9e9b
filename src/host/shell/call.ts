/** Call is one run of a tool: by whom, under which name, with which arguments, in whose manners. */
import type { Host } from '../host.ts';
import { Errno, isErrno } from '../kernel/errno.ts';
import { content } from '../kernel/files.ts';
import { kill } from '../kernel/life.ts';
import type { Process, Program, Running } from '../process.ts';
import type { HostState } from '../state.ts';

export type Kind = 'gnu' | 'busybox';
export type Tool = (call: Call) => Running<number>;
/** A tool of both kinds, or one for each. */
export type ToolTable = Readonly<Record<string, Tool | { readonly gnu?: Tool; readonly busybox?: Tool }>>;

/** Standard output could not be written. */
class WriteError extends Error {
	readonly errno: Errno;
	constructor(errno: Errno) {
		super(errno.message);
		this.errno = errno;
	}
}
/** The tool ends here: what it says has been said. */
class Stop extends Error {
	readonly status: number;
	constructor(status: number) {
		super();
		this.status = status;
	}
}

export class Call {
	readonly process: Process;
	readonly name: string;
	readonly args: readonly string[];
	readonly kind: Kind;
	/** What complaints begin with. */
	readonly title: string;
	constructor(process: Process, name: string, args: readonly string[], kind: Kind, title = name) {
		this.process = process;
		this.name = name;
		this.args = args;
		this.kind = kind;
		this.title = title;
	}
	get host(): Host {
		return this.process.host;
	}
	get state(): HostState {
		return this.process.host.state;
	}
	get pid(): number {
		return this.process.pid;
	}
	get isBusybox(): boolean {
		return this.kind === 'busybox';
	}
	out(text: string): void {
		const stream = this.process.streams.get(1);
		if (stream?.isBroken) throw new Errno('EPIPE');
		try {
			stream?.write(text);
		} catch (error) {
			throw error instanceof Errno ? new WriteError(error) : error;
		}
	}
	err(text: string): void {
		this.process.error(text);
	}
	fail(text: string, status = 1): number {
		this.err(`${this.title}: ${text}\n`);
		return status;
	}
	/** GNU's quotation marks: curved where the locale has them. */
	quoted(text: string | undefined): string {
		const locale = this.process.env['LC_ALL'] ?? this.process.env['LANG'] ?? '';
		return !this.isBusybox && /utf-?8/i.test(locale) ? `‘${text}’` : `'${text}'`;
	}
	/** Wrong usage: GNU points to --help. */
	misused(text: string, status = 1): number {
		this.fail(text, status);
		if (!this.isBusybox) this.err(`Try '${this.name} --help' for more information.\n`);
		return status;
	}
	/** Complains and ends the tool. */
	stop(text: string, status = 1): never {
		return this.end(this.fail(text, status));
	}
	/** Ends the tool. */
	end(status: number): never {
		throw new Stop(status);
	}
	/** Complains about a system call that failed; anything else goes on. Answers `status`. */
	failed(error: unknown, what: string, status = 1): number {
		if (!isErrno(error) || error.errno === 'EPIPE') throw error;
		return this.fail(`${what}: ${error.message}`, status);
	}
	*input(): Running<string> {
		return yield* this.process.readAll(0);
	}
	/** The contents of a file; '-' is standard input. */
	*file(path: string): Running<string> {
		return path === '-' ? yield* this.input() : content(this.state, this.pid, path);
	}
	/** Waits while a pipe is full. */
	*drain(): Running<void> {
		const stream = this.process.streams.get(1);
		while (stream?.isFull) yield { keys: [stream.key] };
	}
}

/** Runs a tool to its end; what it throws becomes words and a status, a broken pipe its death. */
export function* called(tool: Tool, call: Call): Running<number> {
	try {
		return yield* tool(call);
	} catch (error) {
		if (error instanceof Stop) return error.status;
		if (error instanceof WriteError) return call.fail(`write error: ${error.message}`);
		if (!isErrno(error)) throw error;
		if (error.errno !== 'EPIPE') return call.fail(error.message);
		return yield* brokenPipe(call);
	}
}

/** write(2) to a pipe without readers: SIGPIPE, unless ignored. */
function* brokenPipe(call: Call): Running<number> {
	kill(call.host, call.pid, call.pid, 'PIPE');
	if (!call.process.body) yield { keys: [] };
	return call.fail('write error: Broken pipe');
}

export const tool = (name: string, run: Tool, kind: Kind): Program =>
	function* (process) {
		return yield* called(run, new Call(process, name, process.argv.slice(1), kind));
	};
