/** Compound commands: if, for, while, case, `[[ ]]`, `(( ))`. */
import type { Running } from '../process.ts';
import { isMatch } from './language/pattern.ts';
import type { Arm, Compound, Script, Word } from './language/script.ts';
import { isConditionTrue } from './conditions.ts';
import { calculate, fieldsOf, literally, patternOf } from './expand.ts';
import { runScript } from './interpret.ts';
import { LoopJump, type Shell } from './shell.ts';
import { runTraps } from './traps.ts';

export function* runCompound(shell: Shell, command: Compound): Running<number> {
	switch (command.kind) {
		case 'group':
			return yield* runScript(shell, command.body);
		case 'if':
			return yield* runIf(shell, command);
		case 'while':
			return yield* looped(
				shell,
				command.body,
				function* () {
					return (yield* isTrue(shell, command.test)) !== command.isUntil;
				},
				undefined,
				isNothing(command.test) && isNothing(command.body),
			);
		case 'for':
			return yield* runFor(shell, command.name, command.words, command.body);
		case 'loop':
			return yield* runLoop(shell, command.parts, command.body);
		case 'case':
			return yield* runCase(shell, command.word, command.arms);
		case 'condition':
			return Number(!(yield* isConditionTrue(shell, command.condition)));
		case 'calculation':
			return Number(calculate(shell, yield* literally(shell, command.expression)) === 0n);
		default:
			return 0;
	}
}

/** A test: set -e does not look at what fails in it. */
function* isTrue(shell: Shell, test: Script): Running<boolean> {
	shell.tested++;
	try {
		return (yield* runScript(shell, test)) === 0;
	} finally {
		shell.tested--;
	}
}

function* runIf(shell: Shell, { branches, otherwise }: Compound & { readonly kind: 'if' }): Running<number> {
	for (const { test, body } of branches) if (yield* isTrue(shell, test)) return yield* runScript(shell, body);
	if (!otherwise) return (shell.status = 0);
	return yield* runScript(shell, otherwise);
}

/** Turns that are told as one piece of time. */
const PIECE = 1000;

/** `:` and `true` over and over: nothing can come of a turn but time, so a thousand are as good as one. */
const isNothing = (script: Script): boolean =>
	script.every(
		({ pipelines, isBackground }) =>
			!isBackground &&
			pipelines.every(({ commands }) =>
				commands.every(
					(command) =>
						command.kind === 'simple' &&
						!command.redirects.length &&
						!command.assignments.length &&
						command.words.every(({ source }) => source === ':' || source === 'true'),
				),
			),
	);

/** Ten microseconds a turn; a loop that goes on and on takes its time in longer pieces, and keeps a CPU busy. */
function* spent(shell: Shell, isSpinning: boolean): Running<void> {
	yield* runTraps(shell);
	shell.turns += isSpinning ? PIECE : 1;
	if (shell.turns % PIECE) return;
	const { host, process } = shell;
	if (process.task.load === 0)
		host.emit({ kind: 'task.change', pid: process.pid, why: 'load', set: { load: 1 } });
	yield { keys: [], seconds: shell.turns < 20_000 ? 0.01 : shell.turns < 100_000 ? 0.1 : 1 };
}

function* looped(
	shell: Shell,
	body: Script,
	goesOn: () => Running<boolean>,
	step?: () => Running<unknown>,
	isSpinning = false,
): Running<number> {
	let status = 0;
	shell.loops++;
	try {
		while (yield* goesOn()) {
			yield* spent(shell, isSpinning);
			try {
				status = yield* runScript(shell, body);
			} catch (error) {
				if (!(error instanceof LoopJump)) throw error;
				if (--error.levels > 0 && shell.loops > 1) throw error;
				status = 0;
				if (!error.isContinue) break;
			}
			if (step) yield* step();
		}
	} finally {
		shell.loops--;
	}
	return status;
}

function* runFor(
	shell: Shell,
	name: string,
	words: readonly Word[] | undefined,
	body: Script,
): Running<number> {
	const values = words ? yield* fieldsOf(shell, words) : [...shell.parameters];
	return yield* looped(shell, body, function* () {
		const value = values.shift();
		if (value === undefined) return false;
		shell.set(name, value);
		return true;
	});
}

function* runLoop(
	shell: Shell,
	[first, test, step]: readonly [Word, Word, Word],
	body: Script,
): Running<number> {
	const calculated = function* (word: Word): Running<bigint> {
		return calculate(shell, yield* literally(shell, word));
	};
	yield* calculated(first);
	const goesOn = function* (): Running<boolean> {
		return test.source.trim() === '' || (yield* calculated(test)) !== 0n;
	};
	return yield* looped(shell, body, goesOn, () => calculated(step));
}

function* runCase(shell: Shell, word: Word, arms: readonly Arm[]): Running<number> {
	const text = yield* literally(shell, word);
	let status = 0;
	let falls = false;
	for (const { patterns, body, end } of arms) {
		let isHit = falls;
		for (const pattern of patterns) isHit ||= isMatch(yield* patternOf(shell, pattern), text);
		if (!isHit) continue;
		shell.status = 0;
		status = yield* runScript(shell, body);
		if (end === ';;') return status;
		falls = end === ';&';
	}
	return status;
}
