/** fork(2) for a shell: a task that goes on as a copy of it, or as another program. */
import { Errno, isErrno } from '../kernel/errno.ts';
import { clone, run, type CloneOptions } from '../kernel/life.ts';
import type { Process, Running } from '../process.ts';
import type { Stream } from '../stream.ts';
import { forkFailure, type Member } from './jobs.ts';
import { GiveUp, type Shell } from './shell.ts';
import { ended } from './ending.ts';

/** A machine has room for so many tasks (kernel.threads-max): a fork bomb ends here at the latest. */
const MOST_TASKS = 10_000;

export const heldStreams = (process: Process): Map<number, Stream> =>
	new Map([...process.streams].map(([fd, stream]) => [fd, stream.hold()]));

export const release = (streams: Map<number, Stream>): void => {
	for (const stream of streams.values()) stream.release();
	streams.clear();
};

/** bash tries again after 1, 2, 4 and 8 seconds (jobs.c, make_child). */
function* forked(shell: Shell, fork: () => Process, streams: Map<number, Stream>): Running<Process> {
	for (let seconds = 1; ; seconds *= 2)
		try {
			if (shell.host.state.tasks.size >= MOST_TASKS) throw new Errno('EAGAIN');
			return fork();
		} catch (error) {
			const { text, status } = forkFailure(shell, error);
			const isFinal = !shell.isBash || !isErrno(error, 'EAGAIN') || seconds > 8;
			shell.complain(isFinal ? text.replace('retry: ', '') : text);
			if (!isFinal) {
				yield { keys: [], seconds };
				continue;
			}
			release(streams);
			throw new GiveUp(status, true);
		}
}

/** A child that runs `body` as a copy of the shell. */
export function* spawn(
	shell: Shell,
	body: (sub: Shell) => Running<number>,
	streams: Map<number, Stream>,
	source: string,
	isBackground = false,
): Running<Member> {
	if (isBackground && shell.dialect === 'dash') shell.line = 0;
	const ignored = shell.process.task.ignored;
	const set: CloneOptions['set'] = {
		handled: [],
		...(isBackground && { ignored: [...new Set([...ignored, 'INT', 'QUIT'] as const)] }),
	};
	const program = (process: Process): Running<number> => {
		const sub = shell.copyFor(process);
		return ended(sub, () => body(sub));
	};
	const process = yield* forked(
		shell,
		() => run(shell.host, shell.process.pid, program, { streams, set }),
		streams,
	);
	return { pid: process.pid, number: shell.numberOf(process.pid), source };
}

/** A child that has not begun: it is about to execve(2). */
export function* forkForExec(shell: Shell, streams: Map<number, Stream>): Running<Process> {
	return yield* forked(
		shell,
		() => clone(shell.host, shell.process.pid, { streams, set: { handled: [] } }),
		streams,
	);
}
