/** Programs: found along PATH, begun in a child, waited for (POSIX.1 "Command Search and Execution"). */
import { isErrno } from '../kernel/errno.ts';
import { status as fileStatus } from '../kernel/files.ts';
import { exec, exit } from '../kernel/life.ts';
import type { Running } from '../process.ts';
import type { Stream } from '../stream.ts';
import type { Command } from './language/script.ts';
import { addJob, waitForJob } from './jobs.ts';
import { redirect } from './redirecting.ts';
import type { Shell } from './shell.ts';
import { forkForExec, heldStreams, release } from './spawn.ts';

const isProgram = (shell: Shell, path: string): boolean => {
	try {
		const { kind, mode } = fileStatus(shell.host.state, shell.process.pid, path);
		return kind === 'file' && (mode & 0o111) !== 0;
	} catch (error) {
		if (isErrno(error)) return false;
		throw error;
	}
};

/** Where a command's program is; undefined where PATH has none. A name with a slash is a path. */
export const programPath = (
	shell: Shell,
	name: string,
	search = shell.get('PATH') ?? '',
): string | undefined => {
	if (name.includes('/')) return name;
	const known = shell.paths.get(name);
	if (known && isProgram(shell, known)) return known;
	const found = search
		.split(':')
		.map((directory) => `${directory || '.'}/${name}`)
		.find((path) => isProgram(shell, path));
	if (found && search === shell.get('PATH')) shell.paths.set(name, found);
	return found;
};

/** busybox' shell knows its applets without a search (FEATURE_SH_STANDALONE). */
export const isApplet = (shell: Shell, name: string): boolean => {
	const path = shell.dialect === 'ash' && !name.includes('/') ? programPath(shell, name) : undefined;
	if (path === undefined) return false;
	const { state } = shell.host;
	const { pid } = shell.process;
	try {
		return fileStatus(state, pid, path).inode === fileStatus(state, pid, '/bin/busybox').inode;
	} catch (error) {
		if (isErrno(error)) return false;
		throw error;
	}
};
/** Applets that it runs in its child without an execve (APPLET_NOEXEC): to the kernel the arguments stay the shell's own. */
const withoutExec = new Set(
	'awk cp cut dd find head hexdump md5sum ps sha256sum sort usleep xargs yes'.split(' '),
);
const execute = (
	shell: Shell,
	pid: number,
	path: string,
	argv: readonly string[],
	env: Readonly<Record<string, string>>,
): void =>
	exec(
		shell.host,
		pid,
		path,
		argv,
		env,
		withoutExec.has(argv[0]!) && isApplet(shell, argv[0]!) ? shell.process.task.argv : argv,
	);

interface Failure {
	readonly text: string;
	readonly status: number;
}
const notFound = (shell: Shell, name: string): Failure => ({
	text: shell.isBash ? `${name}: command not found` : `${name}: not found`,
	status: 127,
});

const isDirectory = (shell: Shell, path: string): boolean => {
	try {
		return fileStatus(shell.host.state, shell.process.pid, path).kind === 'dir';
	} catch {
		return false;
	}
};

/** execve(2) failed: what each shell says. */
const execFailure = (shell: Shell, name: string, path: string, error: unknown): Failure => {
	if (!isErrno(error)) throw error;
	const isMissing = error.errno === 'ENOENT' || error.errno === 'ENOTDIR';
	const status = isMissing ? 127 : 126;
	if (shell.isBash)
		return { text: `${name}: ${isDirectory(shell, path) ? 'Is a directory' : error.message}`, status };
	return { text: isMissing ? `${name}: not found` : `${name}: ${error.message}`, status };
};
const told = (shell: Shell, { text, status }: Failure, stream: Stream | undefined, by?: string): number => {
	stream?.write(`${shell.title(by)}: ${text}\n`);
	return status;
};

export function* runProgram(
	shell: Shell,
	argv: readonly string[],
	command: Pick<Command, 'redirects' | 'source'>,
	given: Readonly<Record<string, string>>,
	isLast: boolean,
): Running<number> {
	const name = argv[0]!;
	const path = programPath(shell, name, given['PATH']);
	const env = { ...shell.environment, ...given };
	const mayReplace =
		isLast && !shell.traps.size && (shell.isSubshell || !shell.isBash || !command.redirects.length);
	if (mayReplace) return yield* replace(shell, argv, command, env);
	const streams = heldStreams(shell.process);
	try {
		yield* redirect(shell, command.redirects, streams);
	} catch (error) {
		release(streams);
		throw error;
	}
	if (path === undefined) {
		const status = told(shell, notFound(shell, name), streams.get(2));
		release(streams);
		return status;
	}
	const child = yield* forkForExec(shell, streams);
	const job = addJob(
		shell,
		[{ pid: child.pid, number: shell.numberOf(child.pid), source: command.source }],
		false,
	);
	try {
		execute(shell, child.pid, path, argv, env);
	} catch (error) {
		exit(shell.host, child.pid, {
			code: told(shell, execFailure(shell, name, path, error), child.streams.get(2)),
		});
	}
	return yield* waitForJob(shell, job);
}

/** execve(2) in the shell's own process: nothing of the shell is left, unless it fails. */
export function* replace(
	shell: Shell,
	argv: readonly string[],
	command: Pick<Command, 'redirects'>,
	env: Readonly<Record<string, string>>,
	by?: string,
): Running<number> {
	yield* redirect(shell, command.redirects, shell.process.streams);
	const name = argv[0]!;
	const path = programPath(shell, name, env['PATH']);
	const errors = shell.process.streams.get(2);
	if (path === undefined)
		return told(
			shell,
			{ text: by ? `${name}: not found` : notFound(shell, name).text, status: 127 },
			errors,
			by,
		);
	try {
		execute(shell, shell.process.pid, path, argv, env);
	} catch (error) {
		return told(shell, execFailure(shell, name, path, error), errors, by);
	}
	yield { keys: [] };
	return 0;
}
