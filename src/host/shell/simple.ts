/** Simple commands: assignments, then a function, a builtin or a program (POSIX.1 "Simple Commands"). */
import type { Running } from '../process.ts';
import { builtinNamed, specialBuiltins } from './builtins/index.ts';
import { Call, called } from './call.ts';
import { arithmetic, fieldsOf, literally } from './expand.ts';
import type { Assignment, Command, Simple, Word } from './language/script.ts';
import { runProgram } from './launch.ts';
import { runCommand } from './interpret.ts';
import { redirected, RedirectFailure } from './redirecting.ts';
import { GiveUp, Leave, Return, type Shell, type Variable } from './shell.ts';
import { traced } from './tracing.ts';

const DECLARES = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);
const DEEPEST = 200;

/** The words; what `export name=$value` assigns is not split. */
function* argumentsOf(shell: Shell, words: readonly Word[]): Running<string[]> {
	const first = words[0]?.parts[0];
	if (first?.kind !== 'text' || !DECLARES.has(first.text)) return yield* fieldsOf(shell, words);
	const fields: string[] = [];
	for (const word of words) {
		const [part] = word.parts;
		if (part?.kind === 'text' && /^\w+=/.test(part.text)) fields.push(yield* literally(shell, word));
		else fields.push(...(yield* fieldsOf(shell, [word])));
	}
	return fields;
}

function* assigned(shell: Shell, assignment: Assignment): Running<string> {
	const { name, isAppended } = assignment;
	const value = yield* literally(shell, assignment.value);
	const old = shell.get(name) ?? '';
	if (shell.variables.get(name)?.isInteger)
		return String(
			arithmetic().evaluate(isAppended ? `${old || 0}+(${value})` : value, {
				get: (each) => shell.get(each),
				set: (each, text) => shell.set(each, text),
			}),
		);
	return isAppended ? old + value : value;
}

export function* runSimple(shell: Shell, command: Command & Simple, isLast: boolean): Running<number> {
	shell.substituted = undefined;
	const fields = yield* argumentsOf(shell, command.words);
	if (!fields.length) return yield* runAssignments(shell, command);
	const given: [string, string][] = [];
	for (const assignment of command.assignments)
		given.push([assignment.name, yield* assigned(shell, assignment)]);
	traced(shell, given, fields);
	const [name, ...args] = fields as [string, ...string[]];
	const body = shell.functions.get(name);
	if (body)
		return yield* redirected(shell, command.redirects, () =>
			withVariables(shell, given, () => runFunction(shell, name, body, args)),
		);
	if (builtinNamed(shell, name)) return yield* runBuiltin(shell, command, name, args, given);
	return yield* runProgram(shell, fields, command, Object.fromEntries(given), isLast);
}

function* runAssignments(shell: Shell, command: Command & Simple): Running<number> {
	for (const assignment of command.assignments) {
		const value = yield* assigned(shell, assignment);
		traced(shell, [[assignment.name, value]], []);
		shell.set(assignment.name, value);
	}
	const status = () => shell.substituted ?? 0;
	return yield* redirected(shell, command.redirects, function* () {
		return status();
	});
}

/** Assignments before a command hold while it runs. */
function* withVariables(
	shell: Shell,
	given: readonly (readonly [string, string])[],
	action: () => Running<number>,
): Running<number> {
	const before = given.map(([name]): [string, Variable | undefined] => [name, shell.variables.get(name)]);
	for (const [name, value] of given) shell.set(name, value, true);
	try {
		return yield* action();
	} finally {
		for (const [name, variable] of before) restored(shell, name, variable);
	}
}
export const restored = (shell: Shell, name: string, variable: Variable | undefined): void => {
	if (variable) shell.variables.set(name, variable);
	else shell.variables.delete(name);
};

export function* runFunction(
	shell: Shell,
	name: string,
	body: Command,
	args: readonly string[],
): Running<number> {
	if (shell.frames.length >= DEEPEST) {
		shell.complain(`${name}: maximum function nesting level exceeded (${DEEPEST})`);
		throw new GiveUp(1);
	}
	const { parameters } = shell;
	const frame = new Map<string, Variable | undefined>();
	shell.frames.push(frame);
	shell.parameters = args;
	try {
		return yield* runCommand(shell, body, false);
	} catch (error) {
		if (error instanceof Return) return error.status;
		throw error;
	} finally {
		shell.frames.pop();
		shell.parameters = parameters;
		for (const [each, variable] of frame) restored(shell, each, variable);
	}
}

function* runBuiltin(
	shell: Shell,
	command: Command & Simple,
	name: string,
	args: readonly string[],
	given: readonly (readonly [string, string])[],
): Running<number> {
	const isSpecial = specialBuiltins.has(name);
	const action = () => inShell(shell, name, args, command);
	try {
		if (name === 'exec') return yield* action();
		if (isSpecial && !shell.isBash) for (const [each, value] of given) shell.set(each, value);
		else return yield* redirected(shell, command.redirects, () => withVariables(shell, given, action));
		return yield* redirected(shell, command.redirects, action);
	} catch (error) {
		if (error instanceof RedirectFailure && isSpecial && !shell.isBash) throw new Leave(error.status);
		throw error;
	}
}

function* inShell(shell: Shell, name: string, args: readonly string[], command: Command): Running<number> {
	const builtin = builtinNamed(shell, name)!;
	const kind = shell.dialect === 'ash' ? 'busybox' : 'gnu';
	const title = builtin.isTool && shell.dialect === 'ash' ? shell.name : shell.title(name);
	const call = new Call(shell.process, name, args, kind, title);
	const status = yield* called(function* () {
		return yield* builtin.run(shell, call, command);
	}, call);
	yield* call.drain();
	return status;
}
