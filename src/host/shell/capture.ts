/** Command substitution: a subshell whose standard output is read (POSIX.1 "Command Substitution"). */
import { content } from '../kernel/files.ts';
import { isErrno } from '../kernel/errno.ts';
import { Pipe } from '../stream.ts';
import type { Running } from '../process.ts';
import type { Script, Word } from './language/script.ts';
import { literally } from './expand.ts';
import { addJob, waitForJob } from './jobs.ts';
import { heldStreams, spawn } from './spawn.ts';
import { runScript } from './interpret.ts';
import type { Shell } from './shell.ts';

/** `$(<file)` reads the file without a child (bash(1)). */
const onlyFile = (script: Script): Word | undefined => {
	const command =
		script.length === 1 && script[0]!.pipelines.length === 1
			? script[0]!.pipelines[0]!.commands[0]
			: undefined;
	if (
		command?.kind !== 'simple' ||
		command.words.length ||
		command.assignments.length ||
		command.redirects.length !== 1
	)
		return undefined;
	return command.redirects[0]!.operator === '<' ? command.redirects[0]!.target : undefined;
};

export function* captured(shell: Shell, script: Script): Running<string> {
	const file = shell.isBash ? onlyFile(script) : undefined;
	return (file ? yield* fileText(shell, file) : yield* outputOf(shell, script)).replace(/\n+$/, '');
}

function* fileText(shell: Shell, word: Word): Running<string> {
	const path = yield* literally(shell, word);
	try {
		return content(shell.host.state, shell.process.pid, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
		shell.complain(`${path}: ${error.message}`);
		shell.substituted = 1;
		return '';
	}
}

function* outputOf(shell: Shell, script: Script): Running<string> {
	if (!script.length) return '';
	const pipe = new Pipe(shell.host.scheduler);
	const reader = pipe.readEnd();
	const streams = heldStreams(shell.process);
	streams.get(1)?.release();
	streams.set(1, pipe.writeEnd());
	let text = '';
	try {
		const member = yield* spawn(shell, (sub) => runScript(sub, script, true), streams, '');
		const job = addJob(shell, [member], false);
		for (let read = reader.read(); read !== ''; read = reader.read()) {
			if (read === undefined) yield { keys: [reader.key] };
			else text += read;
		}
		// What a signal did to a substitution is not told.
		job.isOver = true;
		shell.substituted = yield* waitForJob(shell, job);
	} finally {
		reader.release();
	}
	return text;
}
