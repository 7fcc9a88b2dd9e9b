/** Redirections (POSIX.1 "Redirection"): which streams a command gets. */
import { isErrno } from '../kernel/errno.ts';
import { open, status } from '../kernel/files.ts';
import { Pipe, type Stream } from '../stream.ts';
import type { Running } from '../process.ts';
import type { Redirect } from './language/script.ts';
import { literally } from './expand.ts';
import { heldStreams, release } from './spawn.ts';
import type { Shell } from './shell.ts';

/** A redirection failed; the complaint has been printed. */
export class RedirectFailure {
	readonly status: number;
	constructor(status: number) {
		this.status = status;
	}
}

const OPEN: Readonly<Record<string, 'r' | 'w' | 'a' | 'rw'>> = {
	'<': 'r',
	'>': 'w',
	'>|': 'w',
	'>>': 'a',
	'<>': 'rw',
	'&>': 'w',
	'&>>': 'a',
};

const refuse = (shell: Shell, text: string): never => {
	shell.complain(text);
	throw new RedirectFailure(shell.dialect === 'dash' ? 2 : 1);
};

const openFailure = (shell: Shell, path: string, operator: string, error: unknown): never => {
	if (!isErrno(error)) throw error;
	if (shell.isBash) return refuse(shell, `${path}: ${error.message}`);
	const isMissing = error.errno === 'ENOENT' || error.errno === 'ENOTDIR';
	const creates = operator !== '<';
	const isDash = shell.dialect === 'dash';
	const reason = !isMissing
		? error.message
		: creates
			? isDash
				? 'Directory nonexistent'
				: 'nonexistent directory'
			: isDash
				? 'No such file'
				: 'no such file';
	return refuse(shell, `${isDash ? 'cannot' : "can't"} ${creates ? 'create' : 'open'} ${path}: ${reason}`);
};

const isOverwritten = (shell: Shell, path: string): boolean => {
	try {
		return status(shell.host.state, shell.process.pid, path).kind === 'file';
	} catch (error) {
		if (isErrno(error)) return false;
		throw error;
	}
};

const opened = (shell: Shell, path: string, operator: string): Stream => {
	if (operator === '>' && shell.options.has('C') && isOverwritten(shell, path))
		return refuse(
			shell,
			shell.isBash ? `${path}: cannot overwrite existing file` : `cannot create ${path}: File exists`,
		);
	try {
		return open(shell.host, shell.process.pid, path, OPEN[operator]!);
	} catch (error) {
		return openFailure(shell, path, operator, error);
	}
};

/** A pipe that holds `text` and has no writer. */
export const textStream = (shell: Shell, text: string): Stream => {
	const pipe = new Pipe(shell.host.scheduler);
	const end = pipe.readEnd();
	pipe.buffer = text;
	return end;
};

const put = (streams: Map<number, Stream>, fd: number, stream: Stream): void => {
	streams.get(fd)?.release();
	streams.set(fd, stream);
};

const duplicate = (
	shell: Shell,
	streams: Map<number, Stream>,
	{ fd, operator }: Redirect,
	target: string,
): void => {
	if (target === '-') {
		streams.get(fd)?.release();
		streams.delete(fd);
		return;
	}
	const moved = /^(\d+)-$/.exec(target);
	const source = streams.get(Number(moved?.[1] ?? target));
	if (/^\d+-?$/.test(target) && source) {
		put(streams, fd, source.hold());
		if (moved) streams.delete(Number(moved[1]));
	} else if (/^\d+$/.test(target)) refuse(shell, `${target}: Bad file descriptor`);
	else if (operator === '>&' && shell.isBash) both(shell, streams, target, '>');
	else refuse(shell, shell.isBash ? `${target}: ambiguous redirect` : 'Bad fd number');
};

const both = (shell: Shell, streams: Map<number, Stream>, path: string, operator: string): void => {
	const stream = opened(shell, path, operator);
	put(streams, 1, stream);
	put(streams, 2, stream.hold());
};

/** Changes `streams` as the redirections say; throws RedirectFailure half-way. */
export function* redirect(
	shell: Shell,
	redirects: readonly Redirect[],
	streams: Map<number, Stream>,
): Running<void> {
	for (const each of redirects) {
		const target = yield* literally(shell, each.target);
		if (each.operator === '<<') put(streams, each.fd, textStream(shell, target));
		else if (each.operator === '<<<') put(streams, each.fd, textStream(shell, `${target}\n`));
		else if (each.operator === '>&' || each.operator === '<&') duplicate(shell, streams, each, target);
		else if (each.operator.startsWith('&')) both(shell, streams, target, each.operator);
		else put(streams, each.fd, opened(shell, target, each.operator));
	}
}

/** Runs `action` in the shell's own process with redirections that end with it. */
export function* redirected<T>(
	shell: Shell,
	redirects: readonly Redirect[],
	action: () => Running<T>,
): Running<T> {
	if (!redirects.length) return yield* action();
	const { process } = shell;
	const { streams, body } = process;
	const before = heldStreams(process);
	try {
		yield* redirect(shell, redirects, streams);
		return yield* action();
	} finally {
		if (process.body === body) {
			release(streams);
			for (const [fd, stream] of before) streams.set(fd, stream);
		} else release(before);
	}
}
