/** set (bash(1), "SHELL BUILTIN COMMANDS"). */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { quoted } from '../tracing.ts';
import { type Shell } from '../shell.ts';

const NAMES: Readonly<Record<string, string>> = {
	errexit: 'e',
	nounset: 'u',
	xtrace: 'x',
	noglob: 'f',
	noclobber: 'C',
	allexport: 'a',
	verbose: 'v',
	noexec: 'n',
	pipefail: 'pipefail',
	monitor: 'm',
	braceexpand: 'B',
	hashall: 'h',
	posix: 'posix',
};

const setOption = (shell: Shell, name: string, isOn: boolean): void => {
	if (isOn) shell.options.add(name);
	else shell.options.delete(name);
};

export function* set(shell: Shell, call: Call): Running<number> {
	const args = [...call.args];
	if (!args.length) {
		for (const name of [...shell.variables.keys()].sort())
			call.out(`${name}=${shell.isBash ? quoted(shell.get(name) ?? '') : `'${shell.get(name) ?? ''}'`}\n`);
		return 0;
	}
	while (/^[-+]./.test(args[0] ?? '')) {
		const word = args.shift()!;
		if (word === '--') break;
		const isOn = word[0] === '-';
		for (const letter of word.slice(1)) {
			const name = letter === 'o' ? NAMES[args.shift() ?? ''] : letter;
			if (
				name === undefined ||
				(name === 'pipefail' && shell.dialect === 'dash') ||
				!/^([aefhmnuvxBCbE]|pipefail|posix)$/.test(name)
			)
				return call.fail(shell.isBash ? `${word}: invalid option` : `Illegal option ${word}`, 2);
			setOption(shell, name, isOn);
		}
		if (!args.length) return 0;
	}
	shell.parameters = args;
	return 0;
}
