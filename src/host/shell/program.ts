/** bash, dash and busybox ash as programs: `sh -c TEXT`, `sh FILE`, or commands from standard input. */
import { isErrno } from '../kernel/errno.ts';
import { content } from '../kernel/files.ts';
import { pathOf } from '../kernel/path.ts';
import type { Process, Program, Running } from '../process.ts';
import { ended } from './ending.ts';
import { runText } from './interpret.ts';
import { parse, isOpenHereDocument } from './language/parse.ts';
import type { Dialect } from './language/script.ts';
import { ShellSyntaxError } from './language/syntaxError.ts';
import { Shell, type ShellSetting } from './shell.ts';

/** The variables a shell begins with: its environment and a few of its own. */
export const environmentOf = (shell: Shell): void => {
	const { process } = shell;
	for (const [name, value] of Object.entries(process.env)) shell.set(name, value, true);
	const cwd = pathOf(shell.host.state, process.pid, process.task.cwd);
	const own: Readonly<Record<string, string>> = {
		PWD: cwd,
		IFS: ' \t\n',
		OPTIND: '1',
		...(shell.isBash && {
			BASH: '/bin/bash',
			BASH_VERSION: '5.2.37(1)-release',
			HOSTNAME: shell.host.state.namespaces.get(process.task.namespaces.uts)?.hostname ?? '',
		}),
	};
	for (const [name, value] of Object.entries(own)) shell.set(name, value, name === 'PWD');
	if (shell.get('PATH') === undefined)
		shell.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
	const depth = shell.dialect === 'dash' ? undefined : String(Number(shell.get('SHLVL') ?? 0) + 1);
	if (depth) shell.set('SHLVL', depth, true);
};

/** What `sh -c TEXT` does, in the process that runs it. */
export const interpret =
	(text: string, setting: Partial<ShellSetting> & { readonly dialect: Dialect }): Program =>
	(process) => {
		const shell = new Shell(process, { name: 'sh', source: 'command', ...setting });
		environmentOf(shell);
		return ended(shell, () => runText(shell, text, true));
	};

/** Lines of standard input, run as soon as they are whole commands; what they read themselves is theirs. */
const fromInput = (setting: ShellSetting): Program =>
	function* (process) {
		const shell = new Shell(process, setting);
		environmentOf(shell);
		return yield* ended(shell, () => inputLines(shell));
	};

function* inputLines(shell: Shell): Running<number> {
	const { process } = shell;
	let pending = '';
	for (;;) {
		const line = yield* nextLine(process);
		if (line === '' && !pending) return shell.status;
		pending += line;
		if (line !== '' && isUnfinished(pending, shell.dialect)) continue;
		const text = pending;
		pending = '';
		yield* runText(shell, text);
		if (line === '') return shell.status;
	}
}
function* nextLine(process: Process): Running<string> {
	let text = '';
	for (;;) {
		const read = yield* process.read(0);
		text += read;
		const end = text.indexOf('\n');
		if (read === '') return text;
		if (end < 0) continue;
		process.streams.get(0)?.unread(text.slice(end + 1));
		return text.slice(0, end + 1);
	}
}
const isUnfinished = (text: string, dialect: Dialect): boolean => {
	try {
		parse(text, dialect);
		return isOpenHereDocument(text);
	} catch (error) {
		if (!(error instanceof ShellSyntaxError)) throw error;
		return error.isIncomplete;
	}
};

function* fromFile(process: Process, path: string, setting: ShellSetting): Running<number> {
	const shell = new Shell(process, setting);
	environmentOf(shell);
	let text: string;
	try {
		text = content(process.host.state, process.pid, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
		const { dialect } = setting;
		const name = process.argv[0]!;
		process.error(
			dialect === 'bash'
				? `${name}: ${path}: ${error.message}\n`
				: dialect === 'dash'
					? `${name}: 0: cannot open ${path}: No such file\n`
					: `${name}: can't open '${path}': ${error.message}\n`,
		);
		return dialect === 'bash' ? 127 : 2;
	}
	return yield* ended(shell, () => runText(shell, text));
}

interface Invocation {
	readonly options: string[];
	readonly command?: string;
	readonly rest: readonly string[];
	readonly unknown?: string;
}
const invocation = (argv: readonly string[]): Invocation => {
	const args = argv.slice(1);
	const options: string[] = [];
	let takesCommand = false;
	while (/^[-+]./.test(args[0] ?? '')) {
		const word = args.shift()!;
		if (word === '--') break;
		if (/^--(login|norc|noprofile|posix)$/.test(word)) continue;
		if (word.startsWith('--')) return { options, rest: args, unknown: word };
		for (const letter of word.slice(1)) {
			if (letter === 'c') takesCommand = true;
			else if (letter === 'o') options.push(args.shift() === 'pipefail' ? 'pipefail' : '');
			else options.push(letter);
		}
	}
	return takesCommand ? { options, command: args.shift() ?? '', rest: args } : { options, rest: args };
};

export const shellProgram =
	(dialect: Dialect, argv?: readonly string[]): Program =>
	(process) => {
		const words = argv ?? process.argv;
		const { options, command, rest, unknown } = invocation(words);
		const self = words[0] ?? 'sh';
		if (unknown) return refuse(process, dialect, unknown);
		const [name = self, ...parameters] = rest;
		const setting = { dialect, options, parameters } as const;
		if (command !== undefined) return interpret(command, { ...setting, name, source: 'command' })(process);
		if (options.includes('s') || !rest.length)
			return fromInput({ ...setting, name: self, parameters: rest, source: 'input' })(process);
		return fromFile(process, name, { ...setting, name, source: 'script' });
	};

function* refuse(process: Process, dialect: Dialect, option: string): Running<number> {
	if (option === '--version' && dialect === 'bash') {
		process.write('GNU bash, version 5.2.37(1)-release (x86_64-pc-linux-gnu)\n');
		return 0;
	}
	const name = process.argv[0] ?? 'sh';
	process.error(
		dialect === 'bash' ? `${name}: ${option}: invalid option\n` : `${name}: 0: Illegal option ${option}\n`,
	);
	return 2;
}
