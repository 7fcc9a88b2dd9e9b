/** Values of variables and special parameters (POSIX.1 "Parameter Expansion"). */
import { ownPidNamespace, pidInside } from '../kernel/life.ts';
import { late } from '../late.ts';
import type { Parameter } from './language/script.ts';
import type { Running } from '../process.ts';
import type { Shell } from './shell.ts';

const forms = late([], () => import('./parameterForms.ts'));

const LETTERS = 'aefnuvxC';

/** The parent as this shell's PID namespace numbers it; 0 where it lies outside. */
const parentOf = ({ host, process }: Shell): number =>
	pidInside(host.state, process.task.parent, ownPidNamespace(process.task)) ?? 0;

const special: Readonly<Record<string, (shell: Shell) => string | undefined>> = {
	'?': (shell) => String(shell.status),
	$: (shell) => String(shell.ownPid),
	'!': (shell) => shell.lastBackground?.toString(),
	'#': (shell) => String(shell.parameters.length),
	'-': (shell) =>
		[...LETTERS].filter((letter) => shell.options.has(letter)).join('') + (shell.isBash ? 'hB' : ''),
	'0': (shell) => shell.name,
	'@': (shell) => (shell.parameters.length ? shell.parameters.join(' ') : undefined),
	'*': (shell) =>
		shell.parameters.length ? shell.parameters.join((shell.get('IFS') ?? ' ')[0] ?? '') : undefined,
	PPID: (shell) => String(parentOf(shell)),
};
const inBash: Readonly<Record<string, (shell: Shell) => string | undefined>> = {
	BASHPID: (shell) => String(shell.numberOf(shell.process.pid)),
	LINENO: (shell) => String(shell.line),
	RANDOM: (shell) => String((shell.random = (shell.random * 16807) % 2147483647) & 32767),
	SECONDS: (shell) => String(Math.floor(shell.host.state.clock.now - shell.process.task.started)),
	UID: (shell) => String(shell.process.task.uid),
	EUID: (shell) => String(shell.process.task.uid),
	BASH_SUBSHELL: (shell) => (shell.isSubshell ? '1' : '0'),
};

export const valueOf = (shell: Shell, name: string): string | undefined => {
	if (/^[1-9]\d*$/.test(name)) return shell.parameters[Number(name) - 1];
	const found = shell.variables.get(name);
	if (found) return found.value;
	return (special[name] ?? (shell.isBash ? inBash[name] : undefined))?.(shell);
};

/** The value, or what its operator makes of it; undefined where it is unset and nothing replaces it. */
export function* parameterValue(shell: Shell, part: Parameter): Running<string | undefined> {
	const value = part.operator ? undefined : valueOf(shell, part.name);
	if (value !== undefined) return value;
	return part.operator || shell.options.has('u') ? yield* forms().formedValue(shell, part) : '';
}
