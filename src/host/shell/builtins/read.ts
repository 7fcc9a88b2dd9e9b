/** read and getopts. */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import type { Shell } from '../shell.ts';

/** One line of standard input, the rest stays for others; undefined at the end. */
export function* lineOf(
	call: Call,
	isRaw: boolean,
	seconds?: number,
	delimiter = '\n',
): Running<{ text: string; isWhole: boolean } | undefined> {
	const stream = call.process.streams.get(0);
	let text = '';
	const until = seconds === undefined ? Infinity : call.state.clock.now + seconds;
	for (;;) {
		const read = stream?.read() ?? (stream ? undefined : '');
		if (read === '') return text ? { text, isWhole: false } : undefined;
		if (read === undefined) {
			const left = until - call.state.clock.now;
			if (left <= 0) return undefined;
			yield { keys: [stream!.key], ...(left < Infinity && { seconds: left }) };
			continue;
		}
		text += read;
		for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) {
			const isContinued = !isRaw && /(?:^|[^\\])(?:\\\\)*\\$/.test(text.slice(0, at));
			if (isContinued) continue;
			stream!.unread(text.slice(at + 1));
			return { text: isRaw ? text.slice(0, at) : text.slice(0, at).replace(/\\\n/g, ''), isWhole: true };
		}
	}
}

/** Splits by IFS into as many fields as there are names; the last gets the rest. */
const shared = (text: string, count: number, ifs: string): string[] => {
	const blanks = [...ifs].filter((char) => ' \t\n'.includes(char)).join('');
	const trim = (value: string) => {
		let [start, end] = [0, value.length];
		while (start < end && blanks.includes(value[start]!)) start++;
		while (end > start && blanks.includes(value[end - 1]!)) end--;
		return value.slice(start, end);
	};
	const fields: string[] = [];
	let rest = trim(text);
	while (fields.length < count - 1 && rest) {
		const at = [...rest].findIndex((char) => ifs.includes(char));
		if (at < 0) break;
		fields.push(rest.slice(0, at));
		const isBlank = blanks.includes(rest[at]!);
		rest = trim(rest.slice(at + (isBlank ? 0 : 1)));
		if (isBlank && rest && ifs.includes(rest[0]!)) rest = trim(rest.slice(1));
	}
	return [...fields, rest];
};

function* read(shell: Shell, call: Call): Running<number> {
	const args = [...call.args];
	let isRaw = false;
	let seconds: number | undefined;
	let delimiter = '\n';
	while (args[0]?.startsWith('-') && args[0].length > 1) {
		const flag = args.shift()!;
		if (flag === '--') break;
		if (flag.includes('r')) isRaw = true;
		const letter = flag.at(-1)!;
		if (letter === 'p') call.err(shell.isBash ? '' : (args.shift() ?? ''));
		if (letter === 'p' && shell.isBash) args.shift();
		else if (letter === 't') seconds = Number(args.shift());
		else if (letter === 'd') delimiter = args.shift() || '\0';
		else if (letter === 'n') return call.fail('-n: real, but not simulated here', 2);
	}
	shell.turns = 0;
	const line = yield* lineOf(call, isRaw, seconds, delimiter);
	const text = line?.text ?? '';
	const names = args.length ? args : ['REPLY'];
	const values = args.length ? shared(text, names.length, shell.get('IFS') ?? ' \t\n') : [text];
	for (const [i, name] of names.entries())
		shell.set(name, isRaw ? (values[i] ?? '') : (values[i] ?? '').replace(/\\([\s\S])/g, '$1'));
	return line?.isWhole ? 0 : 1;
}

function* getopts(shell: Shell, call: Call): Running<number> {
	const [options = '', name = 'OPT', ...given] = call.args;
	const args = given.length ? given : shell.parameters;
	const [index = 1, offset = 1] = (shell.get('OPTIND') ?? '1').split(':').map(Number);
	const word = args[index - 1];
	const finish = (value: string, next: string) => {
		shell.set('OPTIND', next);
		shell.set(name, value);
		return value === '?' && !word ? 1 : 0;
	};
	if (!word || word === '-' || word[0] !== '-' || word === '--') {
		shell.set('OPTIND', String(word === '--' ? index + 1 : index));
		shell.set(name, '?');
		return 1;
	}
	const letter = word[offset]!;
	const next = offset + 1 < word.length ? `${index}:${offset + 1}` : String(index + 1);
	const at = letter === ':' ? -1 : options.indexOf(letter);
	if (at < 0) {
		if (options[0] === ':') shell.set('OPTARG', letter);
		else shell.process.error(`${shell.name}: illegal option -- ${letter}\n`);
		return finish('?', next);
	}
	if (options[at + 1] !== ':') {
		shell.variables.delete('OPTARG');
		return finish(letter, next);
	}
	const value = offset + 1 < word.length ? word.slice(offset + 1) : args[index];
	if (value === undefined) {
		if (options[0] === ':') shell.set('OPTARG', letter);
		else shell.process.error(`${shell.name}: option requires an argument -- ${letter}\n`);
		return finish(options[0] === ':' ? ':' : '?', String(index + 1));
	}
	shell.set('OPTARG', value);
	return finish(letter, String(offset + 1 < word.length ? index + 1 : index + 2));
}

export const readBuiltins: Readonly<Record<string, (shell: Shell, call: Call) => Running<number>>> = {
	read,
	getopts,
};
