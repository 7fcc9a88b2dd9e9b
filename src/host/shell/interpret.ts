/** Runs what has been read: lists, pipelines, commands (POSIX.1 "Shell Commands", bash(1) SHELL GRAMMAR). */
import { late } from '../late.ts';
import { Pipe, nullStream, type Stream } from '../stream.ts';
import type { Running } from '../process.ts';
import type { AndOr, Command, Pipeline, Script } from './language/script.ts';
import { units } from './language/parse.ts';
import { ShellSyntaxError } from './language/syntaxError.ts';
import { addJob, collect, tellDeaths, waitForJob, type Member } from './jobs.ts';
import { redirected, RedirectFailure } from './redirecting.ts';
import { GiveUp, Leave, type Shell } from './shell.ts';
import { runSimple } from './simple.ts';
import { heldStreams, spawn } from './spawn.ts';
import { runTraps } from './traps.ts';

const faults = late([], () => import('./language/faultLines.ts'));
const compound = late(['if', 'for', 'while', 'until', 'case', '[[', '(('], () => import('./compound.ts'));

/** `isLast`: nothing of this process comes after it, so that its last command may take its place. */
export function* runScript(shell: Shell, script: Script, isLast = false): Running<number> {
	for (const [i, item] of script.entries()) {
		yield* runAndOr(shell, item, isLast && i === script.length - 1);
		yield* runTraps(shell);
	}
	return shell.status;
}

/** Text that is read and run line by line: eval, `sh -c`, a script. `by` is the builtin that reads it. */
export function* runText(shell: Shell, text: string, isLast = false, by?: string): Running<number> {
	try {
		for (const unit of units(text, shell.dialect))
			yield* runScript(shell, unit.script, isLast && unit.isLast);
	} catch (error) {
		if (!(error instanceof ShellSyntaxError)) throw error;
		tellFault(shell, error, text, by);
		if (by !== undefined && shell.isBash) return (shell.status = 2);
		throw new GiveUp(error.fault.kind === 'missing' ? 1 : 2, true);
	}
	return shell.status;
}

const tellFault = (shell: Shell, { fault, line }: ShellSyntaxError, text: string, by?: string): void => {
	shell.line = fault.kind === 'end' && shell.isBash ? line + 1 : line;
	const reader = by ?? (shell.source === 'command' ? '-c' : undefined);
	const title =
		shell.isBash && reader !== undefined ? `${shell.name}: ${reader}: line ${shell.line}` : shell.title(by);
	const source = text.split('\n')[line - 1] ?? '';
	for (const each of faults().faultLines(fault, shell.dialect, source))
		shell.process.error(`${title}: ${each}\n`);
};

function* runAndOr(
	shell: Shell,
	{ pipelines, operators, isBackground, source }: AndOr,
	isLast: boolean,
): Running<void> {
	if (isBackground) return yield* runInBackground(shell, pipelines, operators, source);
	for (const [i, pipeline] of pipelines.entries()) {
		if (i > 0 && (operators[i - 1] === '&&') !== (shell.status === 0)) continue;
		const isFinal = i === pipelines.length - 1;
		if (!isFinal || pipeline.isNegated) shell.tested++;
		try {
			shell.status = yield* runPipeline(shell, pipeline, isLast && isFinal);
		} finally {
			if (!isFinal || pipeline.isNegated) shell.tested--;
		}
		if (shell.status && isFinal && !pipeline.isNegated && shell.options.has('e') && !shell.tested)
			throw new Leave(shell.status);
	}
}

function* runInBackground(
	shell: Shell,
	pipelines: readonly Pipeline[],
	operators: readonly string[],
	source: string,
): Running<void> {
	const [first] = pipelines;
	const members =
		pipelines.length === 1 && !first!.isNegated
			? yield* spawnPipeline(shell, first!.commands, true)
			: [
					yield* spawn(
						shell,
						(sub) => runScript(sub, [{ pipelines, operators, isBackground: false, source }], true),
						detached(shell),
						source,
						true,
					),
				];
	addJob(shell, members, true);
	shell.lastBackground = members.at(-1)!.number;
	shell.status = 0;
}
/** Without job control a background command reads /dev/null. */
const detached = (shell: Shell): Map<number, Stream> => {
	const streams = heldStreams(shell.process);
	streams.get(0)?.release();
	return streams.set(0, nullStream);
};

function* runPipeline(
	shell: Shell,
	{ commands, isNegated, isTimed }: Pipeline,
	isLast: boolean,
): Running<number> {
	const started = shell.host.state.clock.now;
	let status: number;
	if (commands.length === 1)
		status = yield* runCommand(shell, commands[0]!, isLast && !isNegated && !isTimed);
	else {
		const members = yield* spawnPipeline(shell, commands, false);
		status = yield* waitForJob(shell, addJob(shell, members, false));
	}
	if (isTimed) tellTime(shell, shell.host.state.clock.now - started);
	return isNegated ? Number(status === 0) : status;
}
const tellTime = (shell: Shell, seconds: number): void => {
	const shown = (each: number) => `${Math.floor(each / 60)}m${(each % 60).toFixed(3)}s`;
	shell.process.error(`\nreal\t${shown(seconds)}\nuser\t${shown(0)}\nsys\t${shown(0)}\n`);
};

function* spawnPipeline(
	shell: Shell,
	commands: readonly Command[],
	isBackground: boolean,
): Running<Member[]> {
	const members: Member[] = [];
	let input: Stream | undefined;
	for (const [i, command] of commands.entries()) {
		const pipe = i < commands.length - 1 ? new Pipe(shell.host.scheduler) : undefined;
		const streams = isBackground && !input ? detached(shell) : heldStreams(shell.process);
		for (const [fd, stream] of [
			[0, input],
			[1, pipe?.writeEnd()],
		] as const)
			if (stream) {
				streams.get(fd)?.release();
				streams.set(fd, stream);
			}
		input = pipe?.readEnd();
		try {
			members.push(
				yield* spawn(shell, (sub) => runCommand(sub, command, true), streams, command.source, isBackground),
			);
		} catch (error) {
			input?.release();
			throw error;
		}
	}
	return members;
}

export function* runCommand(shell: Shell, command: Command, isLast: boolean): Running<number> {
	shell.line = command.line;
	try {
		if (command.kind === 'simple') return yield* runSimple(shell, command, isLast);
		if (command.kind === 'subshell') return yield* runSubshell(shell, command, isLast);
		if (command.kind === 'function') {
			shell.functions.set(command.name, command.body);
			return 0;
		}
		return yield* redirected(shell, command.redirects, () => compound().runCompound(shell, command));
	} catch (error) {
		if (error instanceof RedirectFailure) return error.status;
		if (error instanceof GiveUp && shell.isSubshell) throw new Leave(error.status);
		throw error;
	} finally {
		if (shell.process.body && shell.isBash) {
			collect(shell);
			tellDeaths(shell);
		}
	}
}

function* runSubshell(
	shell: Shell,
	command: Command & { readonly kind: 'subshell' | 'group' },
	isLast: boolean,
): Running<number> {
	const body = (sub: Shell) =>
		redirected(sub, command.redirects, () => runScript(sub, command.body, !command.redirects.length));
	if (isLast && shell.isSubshell) return yield* body(shell);
	const member = yield* spawn(shell, body, heldStreams(shell.process), subshellText(command.source));
	return yield* waitForJob(shell, addJob(shell, [member], false));
}

/** As bash writes a subshell: `( body )`. */
const subshellText = (source: string): string => source.replace(/^\(\s*([\s\S]*?)\s*\)/, '( $1 )');
