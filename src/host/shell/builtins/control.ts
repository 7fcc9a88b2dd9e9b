/** Builtins that steer the shell: break, continue, return, eval, `.`, trap. */
import { content } from '../../kernel/files.ts';
import { count } from './leaving.ts';
import { isErrno } from '../../kernel/errno.ts';
import { signalNames, signalNumber, type SignalName } from '../../kernel/signal.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { runText } from '../interpret.ts';
import { programPath } from '../launch.ts';
import { GiveUp, Leave, LoopJump, Return, type Shell } from '../shell.ts';
import { setDispositions, trapName } from '../traps.ts';

function* jump(shell: Shell, call: Call): Running<number> {
	if (!shell.loops) {
		if (shell.isBash) shell.complain("only meaningful in a `for', `while', or `until' loop", call.name);
		return 0;
	}
	throw new LoopJump(call.name === 'continue', Math.min(Number(call.args[0] ?? 1) || 1, shell.loops));
}

export function* source(shell: Shell, call: Call): Running<number> {
	const [name, ...args] = call.args;
	if (name === undefined)
		return call.fail(shell.isBash ? 'filename argument required' : 'not enough arguments', 2);
	const path = programPath(shell, name) ?? name;
	let text: string;
	try {
		text = content(shell.host.state, shell.process.pid, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
		shell.complain(
			shell.isBash
				? `${name}: ${error.message}`
				: `${shell.dialect === 'dash' ? 'cannot' : "can't"} open ${shell.dialect === 'ash' ? `'${name}'` : name}${shell.dialect === 'ash' ? ': No such file or directory' : ': No such file'}`,
			shell.isBash ? undefined : call.name,
		);
		if (shell.isBash) return 1;
		throw new Leave(2);
	}
	const { parameters } = shell;
	if (args.length) shell.parameters = args;
	try {
		shell.sourced++;
		return yield* runText(shell, text);
	} catch (error) {
		if (error instanceof Return) return error.status;
		throw error;
	} finally {
		shell.sourced--;
		if (args.length) shell.parameters = parameters;
	}
}

const listed = (shell: Shell, call: Call): number => {
	for (const [name, command] of shell.traps)
		call.out(
			`trap -- '${command.replace(/'/g, `'\\''`)}' ${name === 'EXIT' || !shell.isBash ? name : `SIG${name}`}\n`,
		);
	return 0;
};
const signalList = (call: Call): number => {
	for (const name of signalNames) call.out(`${signalNumber(name as SignalName)}) SIG${name}\n`);
	return 0;
};

function* trap(shell: Shell, call: Call): Running<number> {
	const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
	if (!args.length || args[0] === '-p') return listed(shell, call);
	if (args[0] === '-l') return signalList(call);
	const isReset = args.length === 1 || /^\d+$/.test(args[0]!);
	const command = isReset ? '-' : args[0]!;
	let status = 0;
	for (const word of isReset ? args : args.slice(1)) {
		const name = trapName(word);
		if (!name)
			status = call.fail(
				shell.isBash
					? `${word}: invalid signal specification`
					: shell.dialect === 'dash'
						? `${word}: bad trap`
						: `${word}: invalid signal specification`,
			);
		else if (command === '-') shell.traps.delete(name);
		else shell.traps.set(name, command);
	}
	setDispositions(shell);
	return status;
}

export const controlBuiltins = {
	break: jump,
	continue: jump,
	*return(shell, call) {
		if (shell.isBash && !shell.frames.length && !shell.sourced)
			return call.fail("can only `return' from a function or sourced script", 2);
		throw new Return(count(shell, call));
	},
	*eval(shell, call) {
		return yield* runText(shell, call.args.join(' '), false, 'eval');
	},
	'.': source,
	source,
	trap,
	*times(_, call) {
		call.out('0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n');
		return 0;
	},
	*umask(_, call) {
		if (call.args.length) throw new GiveUp(call.fail('real, but not simulated here'));
		call.out('0022\n');
		return 0;
	},
} satisfies Readonly<Record<string, (shell: Shell, call: Call) => Running<number>>>;
