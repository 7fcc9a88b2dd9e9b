/** The commands a shell runs itself (bash(1) "SHELL BUILTIN COMMANDS", POSIX.1 "Special Built-In Utilities"). */
import { late, lateFunctions } from '../../late.ts';
import type { Running } from '../../process.ts';
import type { Call, Tool } from '../call.ts';
import type { Command, Dialect } from '../language/script.ts';
import type { Shell } from '../shell.ts';
import { dashEcho, echo, falseTool, trueTool } from '../tools/echo.ts';
import { bracket, printf, test } from '../tools/textTools.ts';
import { leavingBuiltins } from './leaving.ts';
import { set } from './set.ts';

export type Run = (shell: Shell, call: Call, command: Command) => Running<number>;
export interface Builtin {
	readonly run: Run;
	/** The same thing exists as a program. */
	readonly isTool?: boolean;
}

export const specialBuiltins: ReadonlySet<string> = new Set([
	':',
	'.',
	'break',
	'continue',
	'eval',
	'exec',
	'exit',
	'export',
	'readonly',
	'return',
	'set',
	'shift',
	'times',
	'trap',
	'unset',
]);

const ofTool = (tool: Tool): Builtin => ({ run: (_, call) => tool(call), isTool: true });
const missing: Builtin = {
	*run(shell, { name }) {
		shell.complain(`${name}: real, but not simulated here`);
		return 1;
	},
};

/** Builtins of a module that is fetched when one of them is called. */
const lateBuiltins = <Name extends string>(
	names: readonly Name[],
	load: () => Promise<Readonly<Record<Name, Run>>>,
): Readonly<Record<Name, Run>> => lateFunctions(late(names, load), names);

const own: Readonly<Record<string, Run>> = {
	...leavingBuiltins,
	...lateBuiltins(
		['.', 'break', 'continue', 'eval', 'return', 'source', 'times', 'trap', 'umask'],
		async () => (await import('./control.ts')).controlBuiltins,
	),
	...lateBuiltins(['cd', 'chdir', 'pwd'], async () => (await import('./directories.ts')).directoryBuiltins),
	...lateBuiltins(
		['wait', 'jobs', 'fg', 'bg', 'disown'],
		async () => (await import('./jobControl.ts')).jobBuiltins,
	),
	...lateBuiltins(['type', 'command', 'hash'], async () => (await import('./lookups.ts')).lookupBuiltins),
	...lateBuiltins(['read', 'getopts'], async () => (await import('./read.ts')).readBuiltins),
	...lateBuiltins(
		[
			...(['export', 'readonly', 'local', 'declare', 'typeset', 'unset', 'shift', 'let'] as const),
			...(['alias', 'unalias', 'history', 'shopt', 'ulimit'] as const),
		],
		async () => (await import('./variables.ts')).variableBuiltins,
	),
	set,
};
const { killJobs } = lateFunctions<'killJobs', Run>(
	late(['kill'], () => import('./jobControl.ts')),
	['killJobs'],
);
const unmodelled = [
	'bind',
	'builtin',
	'caller',
	'compgen',
	'complete',
	'dirs',
	'enable',
	'fc',
	'mapfile',
	'popd',
	'pushd',
	'readarray',
	'suspend',
];

const builtins: Readonly<Record<string, Builtin>> = Object.assign(Object.create(null) as object, {
	...Object.fromEntries(unmodelled.map((name) => [name, missing])),
	...Object.fromEntries(Object.entries(own).map(([name, run]) => [name, { run }])),
	echo: {
		run: (shell: Shell, call: Call) => (shell.dialect === 'dash' ? dashEcho(call) : echo(call)),
		isTool: true,
	},
	printf: ofTool(printf),
	test: ofTool(test),
	'[': ofTool(bracket),
	true: ofTool(trueTool),
	false: ofTool(falseTool),
	kill: { run: killJobs, isTool: true },
});

const ABSENT: Readonly<Record<Dialect, ReadonlySet<string>>> = {
	bash: new Set(['chdir']),
	dash: new Set([
		...unmodelled.filter((name) => name !== 'fc' && name !== 'bind'),
		...['let', 'source', 'declare', 'typeset', 'shopt', 'disown', 'history'],
	]),
	ash: new Set([...unmodelled.filter((name) => name !== 'fc'), ...['declare', 'typeset', 'shopt', 'disown']]),
};
/** The builtin of that name, where this shell has one. */
export const builtinNamed = (shell: Shell, name: string): Builtin | undefined =>
	ABSENT[shell.dialect].has(name) ? undefined : builtins[name];
