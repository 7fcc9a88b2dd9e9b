/** WordReader reads words: quotes, `$…`, backquotes (POSIX.1 "Quoting", "Word Expansions"; bash(1) QUOTING). */
import { Cursor } from './cursor.ts';
import type { Dialect, Parameter, Part, Script, Word } from './script.ts';

const ENDS = ' \t\n;&|()<>';
const OPERATOR = /:?[-=?+]|##?|%%?|\/[/#%]?|\^\^?|,,?|:|@[A-Za-z]/y;
/** What POSIX knows; dash has no more. */
const POSIX_OPERATOR = /^(?::?[-=?+]|##?|%%?)$/;
const escapes: Readonly<Record<string, string>> = {
	n: '\n',
	t: '\t',
	r: '\r',
	a: '\x07',
	b: '\b',
	e: '\x1b',
	f: '\f',
	v: '\v',
};

/** How `$'…'` is read. */
export const unescaped = (text: string): string =>
	text.replace(
		/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{1,4})|(.))/gs,
		(_, hex, octal, unicode, char) =>
			hex || unicode
				? String.fromCharCode(parseInt(hex ?? unicode, 16))
				: octal
					? String.fromCharCode(parseInt(octal, 8))
					: (escapes[char] ?? (`'"\\?`.includes(char) ? char : `\\${char}`)),
	);

const text = (value: string, isQuoted: boolean): Part => ({ kind: 'text', text: value, isQuoted });

/** Neighbouring texts become one. */
const append = (parts: Part[], part: Part): void => {
	const last = parts.at(-1);
	if (part.kind === 'text' && last?.kind === 'text' && last.isQuoted === part.isQuoted)
		parts[parts.length - 1] = text(last.text + part.text, part.isQuoted);
	else parts.push(part);
};

export abstract class WordReader {
	readonly cursor: Cursor;
	constructor(source: string) {
		this.cursor = new Cursor(source);
	}
	/** The commands inside `$( )` or `( )`, up to the closing parenthesis. */
	abstract commandsUntil(closer: string): Script;
	abstract readonly dialect: Dialect;
	abstract scriptOf(source: string): Script;
	abstract readerOf(source: string): WordReader;

	/** The word here, or undefined where an operator or the end stands. `isEnd` says which unquoted characters end it. */
	word(isEnd: (char: string) => boolean = (char) => ENDS.includes(char)): Word | undefined {
		const { cursor } = this;
		const start = cursor.at;
		const parts: Part[] = [];
		while (!cursor.isEnd && !isEnd(cursor.char)) for (const part of this.#part()) append(parts, part);
		return cursor.at > start ? { parts, source: cursor.text.slice(start, cursor.at) } : undefined;
	}

	#part(): Part[] {
		const { cursor } = this;
		const { char } = cursor;
		if (char === "'") return [this.#single()];
		if (char === '"') return this.#double();
		if (char === '$') return this.#dollar(false);
		if (char === '`') return [this.#backquoted(false)];
		if (char === '\\') return this.#backslash();
		cursor.at++;
		return [text(char + (cursor.match(/[^\s;&|()<>'"$`\\{}\]/:]+/y) ?? ''), false)];
	}

	#backslash(): Part[] {
		const { cursor } = this;
		const next = cursor.text[cursor.at + 1];
		cursor.at += next === undefined ? 1 : 2;
		return next === '\n' ? [] : [text(next ?? '\\', true)];
	}

	#single(): Part {
		const { cursor } = this;
		const end = cursor.text.indexOf("'", cursor.at + 1);
		if (end < 0) cursor.fail({ kind: 'quote', quote: "'" });
		const value = cursor.text.slice(cursor.at + 1, end);
		cursor.at = end + 1;
		return text(value, true);
	}

	#double(): Part[] {
		const { cursor } = this;
		cursor.at++;
		const parts = this.quotedUntil((char) => char === '"');
		if (!cursor.take('"')) cursor.fail({ kind: 'quote', quote: '"' });
		return [text('', true), ...parts];
	}

	/** What stands inside double quotes, or in a here-document. */
	quotedUntil(isEnd: (char: string) => boolean, escapable = '$`"\\'): Part[] {
		const { cursor } = this;
		const parts: Part[] = [];
		while (!cursor.isEnd && !isEnd(cursor.char)) {
			const plain = cursor.match(/[^"$`\\}:]+/y);
			if (plain) parts.push(text(plain, true));
			else if (cursor.char === '$') parts.push(...this.#dollar(true));
			else if (cursor.char === '`') parts.push(this.#backquoted(true));
			else if (cursor.char === '\\') parts.push(...this.#escapedInQuotes(escapable));
			else parts.push(text(cursor.text[cursor.at++]!, true));
		}
		return parts;
	}

	#escapedInQuotes(escapable: string): Part[] {
		const { cursor } = this;
		const next = cursor.text[cursor.at + 1];
		cursor.at += next === undefined ? 1 : 2;
		if (next === '\n') return [];
		return [text(next !== undefined && escapable.includes(next) ? next : `\\${next ?? ''}`, true)];
	}

	#backquoted(isQuoted: boolean): Part {
		const { cursor } = this;
		const end = cursor.match(/`(?:[^`\\]|\\[\s\S])*`/y);
		if (end === undefined) return cursor.fail({ kind: 'quote', quote: '`' });
		const source = end.slice(1, -1).replace(isQuoted ? /\\([$`\\"])/g : /\\([$`\\])/g, '$1');
		return { kind: 'command', script: this.scriptOf(source), isQuoted };
	}

	#dollar(isQuoted: boolean): Part[] {
		const { cursor } = this;
		if (cursor.has('$((')) {
			const expression = this.arithmeticUntil('$((');
			if (expression) return [{ kind: 'arithmetic', expression, isQuoted }];
		}
		cursor.at++;
		if (cursor.take('('))
			return [{ kind: 'command', script: cursor.nested(() => this.commandsUntil(')')), isQuoted }];
		if (cursor.take('{')) return [cursor.nested(() => this.#braced(isQuoted))];
		if (!isQuoted && cursor.char === "'" && this.dialect !== 'dash') return [this.#ansi()];
		if (!isQuoted && cursor.char === '"') return this.#double();
		const name = cursor.name() ?? cursor.match(/[0-9@*#?$!-]/y);
		return [name ? { kind: 'parameter', name, operator: '', isQuoted } : text('$', isQuoted)];
	}

	#ansi(): Part {
		const { cursor } = this;
		const found = cursor.match(/'(?:[^'\\]|\\[\s\S])*'/y);
		if (found === undefined) return cursor.fail({ kind: 'quote', quote: "'" });
		return text(unescaped(found.slice(1, -1)), true);
	}

	/** `opener … ))` as one expression, or undefined where no `))` closes it. */
	arithmeticUntil(opener: string): Word | undefined {
		const { cursor } = this;
		const start = cursor.at + opener.length;
		let depth = 0;
		for (let i = start; i < cursor.text.length; i++) {
			if (cursor.text[i] === '(') depth++;
			else if (cursor.text[i] === ')' && --depth < 0) {
				if (cursor.text[i + 1] !== ')') return undefined;
				const source = cursor.text.slice(start, i);
				cursor.at = i + 2;
				return { parts: this.readerOf(source.replace(/"/g, '')).quotedUntil(() => false), source };
			}
		}
		return undefined;
	}

	#braced(isQuoted: boolean): Parameter {
		const { cursor } = this;
		const start = cursor.at;
		const bad = (): never => {
			cursor.match(/[^}\n]*\}?/y);
			return cursor.fail({ kind: 'substitution', text: `\${${cursor.text.slice(start, cursor.at)}` });
		};
		const isLength = cursor.char === '#' && cursor.text[cursor.at + 1] !== '}' && cursor.take('#');
		const isIndirect = !isLength && cursor.char === '!' && cursor.take('!');
		const name = cursor.name() ?? cursor.match(/[0-9]+|[@*#?$!-]/y) ?? bad();
		if (cursor.char === '[') cursor.fail({ kind: 'missing', what: 'arrays' });
		if (isLength || isIndirect) {
			if (!cursor.take('}')) bad();
			return { kind: 'parameter', name, operator: isLength ? 'length' : 'indirect', isQuoted };
		}
		if (cursor.take('}')) return { kind: 'parameter', name, operator: '', isQuoted };
		const operator = cursor.match(OPERATOR) ?? bad();
		if (this.dialect === 'dash' && !POSIX_OPERATOR.test(operator)) bad();
		return { kind: 'parameter', name, operator, isQuoted, ...this.#operands(operator, isQuoted) };
	}

	#operands(operator: string, isQuoted: boolean): { word: Word; second?: Word } {
		const { cursor } = this;
		const splits = operator === ':' ? ':' : operator.startsWith('/') ? '/' : '';
		const isPlain = isQuoted && !/^[#%/]/.test(operator);
		const read = (isEnd: (char: string) => boolean): Word => {
			const start = cursor.at;
			const parts = isPlain ? this.#mixedUntil(isEnd) : (this.word(isEnd)?.parts ?? []);
			return { parts, source: cursor.text.slice(start, cursor.at) };
		};
		const word = read((char) => char === '}' || char === splits);
		const second = splits && cursor.take(splits) ? read((char) => char === '}') : undefined;
		if (!cursor.take('}')) cursor.fail({ kind: 'quote', quote: '}' });
		return second ? { word, second } : { word };
	}

	/** The word of `"${name:-word}"`: quoted already, but `"` may toggle in it. */
	#mixedUntil(isEnd: (char: string) => boolean): Part[] {
		const { cursor } = this;
		const parts: Part[] = [];
		while (!cursor.isEnd && !isEnd(cursor.char)) {
			if (cursor.char === '"') parts.push(...this.#double());
			else parts.push(...this.quotedUntil((char) => char === '"' || isEnd(char), '$`"\\}'));
		}
		return parts;
	}
}
