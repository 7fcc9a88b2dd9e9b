/** export, readonly, local, declare, unset, shift. */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { calculate } from '../expand.ts';
import { ulimit } from './ulimit.ts';
import { Leave, type Shell, type Variable } from '../shell.ts';

type Change = Partial<Pick<Variable, 'isExported' | 'isReadonly' | 'isInteger'>>;

const declared = (shell: Shell, call: Call, words: readonly string[], change: Change): number => {
	let status = 0;
	for (const word of words) {
		const [, name, appends, value] = /^([A-Za-z_]\w*)(?:(\+)?=([\s\S]*))?$/.exec(word) ?? [];
		if (name === undefined) {
			status = call.fail(
				shell.isBash ? `\`${word}': not a valid identifier` : `${word.split('=')[0]}: bad variable name`,
				shell.isBash ? 1 : 2,
			);
			continue;
		}
		if (value !== undefined) shell.set(name, appends ? (shell.get(name) ?? '') + value : value);
		const old = shell.variables.get(name);
		shell.variables.set(name, {
			value: old?.value,
			isExported: old?.isExported ?? false,
			isReadonly: old?.isReadonly ?? false,
			...(old?.isInteger && { isInteger: true }),
			...change,
		});
	}
	return status;
};

const listed = (
	shell: Shell,
	call: Call,
	prefix: string,
	isWanted: (variable: Variable) => boolean,
): number => {
	for (const name of [...shell.variables.keys()].sort()) {
		const variable = shell.variables.get(name)!;
		if (isWanted(variable))
			call.out(
				`${prefix}${name}${variable.value === undefined ? '' : shell.isBash ? `="${variable.value}"` : `='${variable.value}'`}\n`,
			);
	}
	return 0;
};

function* exportNames(shell: Shell, call: Call): Running<number> {
	const words = call.args.filter((word) => !/^-[npf-]+$/.test(word));
	const isLess = call.args.some((word) => /^-[a-z]*n/.test(word));
	if (!words.length)
		return listed(shell, call, shell.isBash ? 'declare -x ' : 'export ', ({ isExported }) => isExported);
	return declared(shell, call, words, { isExported: !isLess });
}

function* local(shell: Shell, call: Call): Running<number> {
	const frame = shell.frames.at(-1);
	if (!frame) return call.fail(shell.isBash ? 'can only be used in a function' : 'not in a function');
	const { words, change } = attributes(call.args);
	for (const word of words) {
		const [name] = word.split(/\+?=/);
		if (!frame.has(name!)) frame.set(name!, shell.variables.get(name!));
		shell.variables.delete(name!);
	}
	return declared(shell, call, words, change);
}

const attributes = (args: readonly string[]): { words: string[]; change: Change; letters: string } => {
	const letters = args.filter((word) => /^-\w/.test(word)).join('');
	const change = {
		...(letters.includes('x') && { isExported: true }),
		...(letters.includes('r') && { isReadonly: true }),
		...(letters.includes('i') && { isInteger: true }),
	};
	return { words: args.filter((word) => !/^-/.test(word)), change, letters };
};

function* declare(shell: Shell, call: Call): Running<number> {
	const { words, change, letters } = attributes(call.args);
	if (/[aAn]/.test(letters)) return call.fail('arrays: real, but not simulated here');
	if (letters.includes('f')) return words.every((name) => shell.functions.has(name)) ? 0 : 1;
	if (!words.length || letters.includes('p')) return listed(shell, call, 'declare -- ', () => true);
	if (shell.frames.length && !letters.includes('g')) return yield* local(shell, call);
	return declared(shell, call, words, change);
}

function* unset(shell: Shell, call: Call): Running<number> {
	const isFunction = call.args[0] === '-f';
	for (const name of call.args.filter((word) => !/^-[fv]$/.test(word))) {
		if (isFunction) shell.functions.delete(name);
		else if (shell.variables.get(name)?.isReadonly)
			return call.fail(`${name}: cannot unset: readonly variable`);
		else if (!shell.variables.delete(name) && shell.isBash) shell.functions.delete(name);
	}
	return 0;
}

export const variableBuiltins = {
	export: exportNames,
	*readonly(shell, call) {
		const words = call.args.filter((word) => !/^-[pf]$/.test(word));
		if (!words.length)
			return listed(shell, call, shell.isBash ? 'declare -r ' : 'readonly ', ({ isReadonly }) => isReadonly);
		return declared(shell, call, words, { isReadonly: true });
	},
	local,
	declare,
	typeset: declare,
	unset,
	*shift(shell, call) {
		const by = Number(call.args[0] ?? 1);
		if (by > shell.parameters.length) {
			if (shell.isBash) return 1;
			throw new Leave(call.fail("can't shift that many", 2));
		}
		shell.parameters = shell.parameters.slice(by);
		return 0;
	},
	*let(shell, call) {
		let value = 0n;
		for (const word of call.args) value = calculate(shell, word);
		return Number(value === 0n);
	},
	*alias(shell, call) {
		// Kept, and never used: bash expands aliases at a terminal only (bash(1) ALIASES).
		if (!shell.isBash && call.args.length) return call.fail('real, but not simulated here');
		for (const word of call.args) shell.aliases.set(...(word.split(/=([\s\S]*)/, 2) as [string, string]));
		if (!call.args.length) for (const [name, value] of shell.aliases) call.out(`alias ${name}='${value}'\n`);
		return 0;
	},
	*unalias(shell, call) {
		return Math.max(
			0,
			...call.args.map((name) => (shell.aliases.delete(name) ? 0 : call.fail(`${name}: not found`))),
		);
	},
	*history() {
		return 0;
	},
	*shopt() {
		return 0;
	},
	ulimit,
} satisfies Readonly<Record<string, (shell: Shell, call: Call) => Running<number>>>;
