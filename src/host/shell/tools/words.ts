/** basename, dirname, expr, xargs. */
import { exitStatus } from '../../kernel/life.ts';
import { lastName, parentName } from './pathNames.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { ran } from '../child.ts';
import { optionsOf } from './options.ts';
import { expression } from './regexp.ts';

export function* basename(call: Call): Running<number> {
	const options = optionsOf(call, 'as:z', { long: { multiple: 'a', suffix: 's' }, stops: true });
	const [first, second] = options.rest;
	if (first === undefined) return call.misused('missing operand');
	const isMany = options.has('a') || options.has('s');
	const suffix = options.value('s') ?? (isMany ? '' : (second ?? ''));
	for (const path of isMany ? options.rest : [first]) {
		const name = lastName(path);
		call.out(
			`${suffix && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`,
		);
	}
	return 0;
}
export function* dirname(call: Call): Running<number> {
	if (!call.args.length) return call.misused('missing operand');
	for (const path of call.args) call.out(`${parentName(path)}\n`);
	return 0;
}

const isInteger = (text: string) => /^-?\d+$/.test(text);

/** The operators of expr(1), loosest first. */
const LEVELS: readonly (readonly string[])[] = [
	['|'],
	['&'],
	['=', '==', '!=', '<', '<=', '>', '>='],
	['+', '-'],
	['*', '/', '%'],
	[':'],
];

class ExprReader {
	readonly #call: Call;
	readonly #words: readonly string[];
	#at = 0;
	constructor(call: Call) {
		this.#call = call;
		this.#words = call.args;
	}
	#bad(text: string): never {
		return this.#call.stop(text, 2);
	}
	whole(): string {
		const value = this.#level(0);
		if (this.#at < this.#words.length)
			this.#bad(
				this.#call.isBusybox
					? 'syntax error'
					: `syntax error: unexpected argument '${this.#words[this.#at]}'`,
			);
		return value;
	}
	#level(level: number): string {
		const operators = LEVELS[level];
		if (!operators) return this.#primary();
		let left = this.#level(level + 1);
		while (operators.includes(this.#words[this.#at] ?? '')) {
			const operator = this.#words[this.#at++]!;
			left = this.#applied(operator, left, this.#level(level + 1));
		}
		return left;
	}
	#applied(operator: string, left: string, right: string): string {
		if (operator === '|') return left !== '' && left !== '0' ? left : right || '0';
		if (operator === '&') return left !== '' && left !== '0' && right !== '' && right !== '0' ? left : '0';
		if (operator === ':') return this.#matched(left, right);
		if (/[<>=]/.test(operator)) return String(Number(this.#isOrdered(operator, left, right)));
		if (!isInteger(left) || !isInteger(right)) this.#bad('non-integer argument');
		const [a, b] = [BigInt(left), BigInt(right)];
		if ((operator === '/' || operator === '%') && b === 0n) this.#bad('division by zero');
		return String(
			operator === '+'
				? a + b
				: operator === '-'
					? a - b
					: operator === '*'
						? a * b
						: operator === '/'
							? a / b
							: a % b,
		);
	}
	#isOrdered(operator: string, left: string, right: string): boolean {
		const isNumbers = isInteger(left) && isInteger(right);
		const order = isNumbers ? Number(left) - Number(right) : left < right ? -1 : Number(left > right);
		return operator === '=' || operator === '=='
			? order === 0
			: operator === '!='
				? order !== 0
				: operator === '<'
					? order < 0
					: operator === '<='
						? order <= 0
						: operator === '>'
							? order > 0
							: order >= 0;
	}
	#matched(text: string, pattern: string): string {
		const found = expression(`^${pattern.replace(/^\^/, '')}`, false).exec(text);
		const hasGroup = pattern.includes('\\(');
		return found ? (hasGroup ? (found[1] ?? '') : String(found[0].length)) : hasGroup ? '' : '0';
	}
	#primary(): string {
		const word = this.#words[this.#at++];
		if (word === undefined)
			return this.#bad(
				this.#words.length
					? `syntax error: missing argument after ${this.#call.quoted(this.#words.at(-1))}`
					: 'missing operand',
			);
		if (word === '(') {
			const value = this.#level(0);
			if (this.#words[this.#at++] !== ')') this.#bad("syntax error: expecting ')'");
			return value;
		}
		if (word === 'length') return String([...this.#primary()].length);
		if (word === 'index')
			return String(
				[...this.#primary()].findIndex(
					(
						(set) => (char: string) =>
							set.includes(char)
					)(this.#words[this.#at++] ?? ''),
				) + 1,
			);
		if (word === 'substr') {
			const [text, from, length] = [this.#primary(), Number(this.#primary()), Number(this.#primary())];
			return text.slice(from - 1, from - 1 + length);
		}
		return word;
	}
}

export function* expr(call: Call): Running<number> {
	const value = new ExprReader(call).whole();
	call.out(`${value}\n`);
	return Number(value === '' || value === '0');
}

/** Words as xargs splits them: blanks and newlines, with quotes and backslashes. */
const wordsIn = (text: string): string[] =>
	(text.match(/(?:"[^"]*"|'[^']*'|\\[\s\S]|[^\s"'\\])+/g) ?? []).map((word) =>
		word.replace(
			/"([^"]*)"|'([^']*)'|\\([\s\S])/g,
			(_, a?: string, b?: string, c?: string) => a ?? b ?? c ?? '',
		),
	);

/** One status for all: 123 where any failed, 124 and 125 for 255 and a signal (xargs(1) "EXIT STATUS"). */
export function* xargs(call: Call): Running<number> {
	const options = optionsOf(call, 'n:I:0rL:P:td:i?', {
		long: { null: '0', 'no-run-if-empty': 'r', 'max-args': 'n', verbose: 't', delimiter: 'd', replace: 'i' },
		stops: true,
	});
	const command = options.rest.length ? options.rest : ['echo'];
	const text = yield* call.input();
	const mark = options.value('I') ?? (options.has('i') ? options.value('i') || '{}' : undefined);
	const separator = options.has('0')
		? '\0'
		: (options.value('d')?.replace('\\n', '\n') ??
			(mark !== undefined || options.has('L') ? '\n' : undefined));
	const items =
		separator === undefined
			? wordsIn(text)
			: text.split(separator).filter((item, i, all) => item !== '' || i < all.length - 1);
	const runs = argumentLists(
		command,
		mark === undefined ? items : items.map((item) => item.trimStart()).filter(Boolean),
		mark,
		Number(options.value('n') ?? options.value('L') ?? Infinity),
		options.has('r') || call.isBusybox,
	);
	let status = 0;
	for (const argv of runs) {
		if (options.has('t')) call.err(`${argv.join(' ')}\n`);
		const code = exitStatus(yield* ran(call, argv));
		if (code === 255) return call.fail(`${argv[0]}: exited with status 255; aborting`, 124);
		if (code === 126 || code === 127) return code;
		if (code > 128) return 125;
		if (code) status = 123;
	}
	return status;
}
const argumentLists = (
	command: readonly string[],
	items: readonly string[],
	mark: string | undefined,
	most: number,
	skipsEmpty: boolean,
): string[][] => {
	if (mark !== undefined)
		return items.map((item) => command.map((word, i) => (i ? word.replaceAll(mark, item) : word)));
	if (!items.length) return skipsEmpty ? [] : [[...command]];
	const size = Math.min(most, items.length);
	return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => [
		...command,
		...items.slice(i * size, (i + 1) * size),
	]);
};
