/** Builtins of nearly every script: exec, exit, `:`. */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import type { Command } from '../language/script.ts';
import { replace } from '../launch.ts';
import { redirect } from '../redirecting.ts';
import { Leave, type Shell } from '../shell.ts';

export const count = (shell: Shell, call: Call): number => {
	const [text] = call.args;
	if (text === undefined) return shell.status;
	if (/^-?\d+$/.test(text)) return Number(text) & 0xff;
	const said = shell.isBash
		? `${text}: numeric argument required`
		: shell.dialect === 'dash'
			? `Illegal number: ${text}`
			: `Illegal number: ${text}`;
	shell.complain(said, call.name);
	return 2;
};

function* execute(shell: Shell, call: Call, command: Command): Running<number> {
	const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
	if (args[0]?.startsWith('-') && shell.isBash)
		return call.fail(`${args[0]}: real, but not simulated here`, 2);
	if (!args.length) {
		yield* redirect(shell, command.redirects, shell.process.streams);
		return 0;
	}
	const given = 'assignments' in command ? command.assignments.length : 0;
	if (given) return call.fail('assignments before exec: real, but not simulated here', 1);
	const status = yield* replace(shell, args, command, shell.environment, 'exec');
	if (shell.source === 'session') return status;
	throw new Leave(status);
}

export const leavingBuiltins = {
	':': function* () {
		return 0;
	},
	exec: execute,
	*exit(shell, call) {
		throw new Leave(count(shell, call));
	},
} satisfies Readonly<Record<string, (shell: Shell, call: Call, command: Command) => Running<number>>>;
