/** A tool that runs another program: in a child it waits for, or in its own place. */
import { Errno, isErrno } from '../kernel/errno.ts';
import { status } from '../kernel/files.ts';
import { clone, exec, exit, waitFor, type CloneOptions } from '../kernel/life.ts';
import type { Ending } from '../kernel/task.ts';
import type { Process, Running } from '../process.ts';
import type { Call } from './call.ts';

type Environment = Readonly<Record<string, string>>;

/** execvp(3): the path of a program, by PATH; throws ENOENT where it has none. */
export const pathFor = (process: Process, name: string, env: Environment = process.env): string => {
	if (name.includes('/')) return name;
	const isThere = (path: string) => {
		try {
			const { kind, mode } = status(process.host.state, process.pid, path);
			return kind === 'file' && (mode & 0o111) !== 0;
		} catch (error) {
			if (isErrno(error)) return false;
			throw error;
		}
	};
	const found = (env['PATH'] ?? '/bin:/usr/bin')
		.split(':')
		.map((directory) => `${directory || '.'}/${name}`)
		.find(isThere);
	if (found === undefined) throw new Errno('ENOENT');
	return found;
};

/** What is said where the program cannot be run. */
const refusal = (call: Call, name: string, error: Errno): string => {
	if (call.isBusybox) return `can't execute '${name}': ${error.message}`;
	if (call.name === 'unshare' || call.name === 'nsenter')
		return `failed to execute ${name}: ${error.message}`;
	if (call.name === 'env') return `${call.quoted(name)}: ${error.message}`;
	if (call.name === 'xargs') return `${name}: ${error.message}`;
	return `failed to run command ${call.quoted(name)}: ${error.message}`;
};

const refused = (call: Call, name: string, error: unknown): number => {
	if (!isErrno(error)) throw error;
	return call.fail(refusal(call, name, error), error.errno === 'ENOENT' ? 127 : 126);
};

/** The tool becomes another program, in the same process. */
export function* become(
	call: Call,
	argv: readonly string[],
	env: Environment = call.process.env,
): Running<number> {
	try {
		exec(call.host, call.pid, pathFor(call.process, argv[0]!, env), argv, env);
	} catch (error) {
		return refused(call, argv[0]!, error);
	}
	yield { keys: [] };
	return 0;
}

/** A child that runs another program; undefined (with its complaint) where that fails. */
export const begun = (
	call: Call,
	argv: readonly string[],
	options: CloneOptions = {},
	env: Environment = call.process.env,
): Process | number => {
	const child = clone(call.host, call.pid, options);
	try {
		exec(call.host, child.pid, pathFor(child, argv[0]!, env), argv, env);
		return child;
	} catch (error) {
		const code = refused(call, argv[0]!, error);
		exit(call.host, child.pid, { code });
		return code;
	}
};

/** Runs a child to its end. */
export function* ran(call: Call, argv: readonly string[], options: CloneOptions = {}): Running<Ending> {
	const child = begun(call, argv, options);
	if (typeof child === 'number') return { code: child };
	return yield* waitFor(call.process, child.pid);
}
