/** command, type, hash: what a name stands for. */
import type { Running } from '../../process.ts';
import { Call, called } from '../call.ts';
import { isApplet, programPath, runProgram } from '../launch.ts';
import type { Command } from '../language/script.ts';
import type { Shell } from '../shell.ts';
import { builtinNamed, specialBuiltins } from './index.ts';

const KEYWORDS = new Set([
	'if',
	'then',
	'else',
	'elif',
	'fi',
	'for',
	'while',
	'until',
	'do',
	'done',
	'case',
	'esac',
	'in',
	'function',
	'{',
	'}',
	'!',
	'[[',
	']]',
	'time',
]);
const described = (shell: Shell, name: string): string | undefined => {
	if (KEYWORDS.has(name)) return shell.isBash ? `${name} is a shell keyword` : `${name} is a shell keyword`;
	if (shell.functions.has(name))
		return shell.isBash
			? `${name} is a function`
			: `${name} is a ${shell.dialect === 'dash' ? 'shell ' : ''}function`;
	if (builtinNamed(shell, name))
		return `${name} is a ${!shell.isBash && specialBuiltins.has(name) ? 'special ' : ''}shell builtin`;
	const path = isApplet(shell, name) ? name : programPath(shell, name);
	return path && `${name} is ${path}`;
};

const found = (shell: Shell, name: string): string | undefined =>
	KEYWORDS.has(name) || shell.functions.has(name) || builtinNamed(shell, name)
		? name
		: isApplet(shell, name)
			? name
			: programPath(shell, name);

function* type(shell: Shell, call: Call): Running<number> {
	let status = 0;
	const [flag] = call.args[0]?.match(/^-[tpaP]+$/) ?? [];
	for (const name of flag ? call.args.slice(1) : call.args) {
		const text = described(shell, name);
		if (!text) status = flag ? 1 : notFound(shell, call, name);
		else if (flag === '-t') call.out(`${/keyword|function|builtin/.exec(text)?.[0] ?? 'file'}\n`);
		else if (flag === '-p' || flag === '-P')
			call.out(text.startsWith(`${name} is /`) ? `${programPath(shell, name)}\n` : '');
		else call.out(`${text}\n`);
	}
	return status;
}
const notFound = (shell: Shell, call: Call, name: string): number => {
	if (shell.isBash) return call.fail(`${name}: not found`);
	call.out(`${name}: not found\n`);
	return 127;
};

function* command(shell: Shell, call: Call, around: Command): Running<number> {
	const [flag, ...rest] = call.args;
	if (flag === '-v' || flag === '-V') {
		const texts = rest.map((name) => (flag === '-v' ? found(shell, name) : described(shell, name)));
		for (const [i, text] of texts.entries())
			if (text) call.out(`${text}\n`);
			else if (flag === '-V') notFound(shell, call, rest[i]!);
		return texts.every(Boolean) ? 0 : shell.isBash ? 1 : 127;
	}
	const words = flag === '-p' || flag === '--' ? rest : call.args;
	if (!words.length) return 0;
	const [name, ...args] = words as [string, ...string[]];
	const builtin = builtinNamed(shell, name);
	if (!builtin) return yield* runProgram(shell, words, { redirects: [], source: around.source }, {}, false);
	const inner = new Call(call.process, name, args, call.kind, shell.title(name));
	return yield* called(() => builtin.run(shell, inner, around), inner);
}

export const lookupBuiltins: Readonly<
	Record<string, (shell: Shell, call: Call, around: Command) => Running<number>>
> = {
	type,
	command,
	*hash(shell, call) {
		if (call.args[0] === '-r') shell.paths.clear();
		else if (!shell.paths.size && shell.isBash) call.out('hash: hash table empty\n');
		else for (const path of shell.paths.values()) call.out(`${path}\n`);
		return 0;
	},
};
