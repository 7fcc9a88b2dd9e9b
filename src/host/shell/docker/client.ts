/** Client is one run of the `docker` command: what was asked, and where its answers go. */
import { EngineError, messageOf } from '../../engine/error.ts';
import type { Host } from '../../host.ts';
import type { Process, Running } from '../../process.ts';
import type { Flags } from './flags/parse.ts';
import type { Invocation } from './flags/resolve.ts';

export type Verb = (client: Client) => Running<number>;

/** The command ends here with a status; what it says has been said. */
export class Exit extends Error {
	readonly status: number;
	constructor(status: number) {
		super();
		this.status = status;
	}
}

export class Client {
	readonly process: Process;
	readonly invocation: Invocation;
	constructor(process: Process, invocation: Invocation) {
		this.process = process;
		this.invocation = invocation;
	}
	get host(): Host {
		return this.process.host;
	}
	get flags(): Flags {
		return this.invocation.flags;
	}
	get args(): readonly string[] {
		return this.invocation.args;
	}
	get version(): 20 | 26 {
		return this.host.profile.major;
	}
	get is26(): boolean {
		return this.version === 26;
	}
	/** One line to standard output. */
	say(text: string): void {
		this.process.write(`${text}\n`);
	}
	/** One line to standard error. */
	complain(text: string): void {
		this.process.error(`${text}\n`);
	}
	/** Says what went wrong and ends the command. */
	fail(text: string, status = 1): never {
		this.complain(text);
		throw new Exit(status);
	}
}

export const fromDaemon = (error: unknown): string => `Error response from daemon: ${messageOf(error)}`;

/** 20.10's client has words of its own for what was not found (docker/docker: client/errors.go objectNotFoundError). */
export const refusalText =
	(kind: string) =>
	(client: Client, error: unknown, name: string): string =>
		!client.is26 && error instanceof EngineError && error.refusal === 'not found'
			? `Error: No such ${kind}: ${name}`
			: fromDaemon(error);

/** Rethrows what is no refusal of the engine. */
export function refused(error: unknown): EngineError {
	if (error instanceof EngineError) return error;
	throw error;
}

/** Does `work` for each argument: echoes it, or says why not; 1 if one was refused. */
export function* forEachArgument(
	client: Client,
	work: (argument: string) => Running<string | void>,
	problem: (client: Client, error: unknown, name: string) => string = (_, error) => fromDaemon(error),
): Running<number> {
	let status = 0;
	for (const argument of client.args)
		try {
			client.say((yield* work(argument)) ?? argument);
		} catch (error) {
			client.complain(problem(client, refused(error), argument));
			status = 1;
		}
	return status;
}
