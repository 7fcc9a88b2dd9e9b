/** parse reads a script: lists, pipelines, simple and compound commands (POSIX.1 "Shell Grammar", bash(1) SHELL GRAMMAR). */
import { late } from '../../late.ts';
import type {
	AndOr,
	Assignment,
	Command,
	Compound,
	Dialect,
	Pipeline,
	Redirect,
	Script,
	Word,
} from './script.ts';
import { WordReader } from './wordReader.ts';

const CLOSERS = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}', ']]']);
/** Words that a compound command may begin with. */
const OPENERS = new Set([
	...['{', 'if', 'while', 'until', 'for', 'case', '[[', 'function', 'select', 'coproc'],
]);
const grammar = late(
	['if', 'for', 'while', 'until', 'case', '[[', '((', 'function'],
	() => import('./compoundGrammar.ts'),
);
const REDIRECT = /^(&>>?|[<>]&?|>>|>\||<>|<<-?|<<<)$/;
const FUNCTION = /[A-Za-z_:][\w.:-]*[ \t]*\([ \t]*\)/y;
const PLAIN_ASSIGNMENT = /[A-Za-z_][A-Za-z0-9_]*=/y;
const ASSIGNMENT = /[A-Za-z_][A-Za-z0-9_]*\+?=/y;

interface HereDocument {
	readonly delimiter: string;
	readonly isQuoted: boolean;
	readonly stripsTabs: boolean;
	readonly fill: (target: Word) => void;
}

export class Parser extends WordReader {
	override readonly dialect: Dialect;
	readonly #hereDocuments: HereDocument[] = [];

	constructor(source: string, dialect: Dialect) {
		super(source);
		this.dialect = dialect;
	}

	override readerOf(source: string): WordReader {
		return new Parser(source, this.dialect);
	}
	override scriptOf(source: string): Script {
		return this.cursor.nested(() => parse(source, this.dialect));
	}

	script(): Script {
		const script = this.list();
		const { cursor } = this;
		if (!cursor.isEnd) cursor.fail({ kind: 'token', token: this.#nextToken() });
		return script;
	}

	override commandsUntil(closer: string): Script {
		const script = this.list();
		if (!this.cursor.take(closer)) this.expected(closer);
		return script;
	}

	#nextToken(): string {
		const { cursor } = this;
		cursor.skipBlanks();
		return cursor.operator() ?? this.keyword() ?? cursor.text.slice(cursor.at).match(/^\S+/)?.[0] ?? '';
	}
	expected(what?: string): never {
		const { cursor } = this;
		cursor.skipBlanks();
		const expecting = what !== undefined && { expecting: what };
		if (cursor.isEnd) return cursor.fail({ kind: 'end', ...expecting });
		return cursor.fail({ kind: 'token', token: this.#nextToken(), ...expecting });
	}

	/** The plain unquoted word that stands here, not taken. */
	keyword(): string | undefined {
		const { cursor } = this;
		const at = cursor.at;
		const found = cursor.match(/[^\s;&|()<>'"$`\\]+(?=[\s;&|()<>]|$)/y);
		cursor.at = at;
		return found;
	}
	takeKeyword(word: string): boolean {
		this.cursor.skipBlanks();
		return this.keyword() === word && this.cursor.take(word);
	}
	expectKeyword(word: string): void {
		if (!this.takeKeyword(word)) this.expected(word);
	}

	skipNewlines(): void {
		const { cursor } = this;
		for (;;) {
			cursor.skipBlanks();
			if (!cursor.take('\n')) return;
			this.#readHereDocuments();
		}
	}

	list(): Script {
		const items: AndOr[] = [];
		for (;;) {
			this.skipNewlines();
			if (this.#isCloser || !this.#item(items)) return items;
		}
	}
	get #isCloser(): boolean {
		const { cursor } = this;
		return (
			cursor.isEnd ||
			cursor.char === ')' ||
			cursor.has(';;') ||
			cursor.has(';&') ||
			CLOSERS.has(this.keyword() ?? '')
		);
	}
	/** One and-or list with its separator; false where none separates it from what follows. */
	#item(items: AndOr[]): boolean {
		const { cursor } = this;
		items.push(this.#andOr());
		cursor.skipBlanks();
		return cursor.char === '\n' || cursor.isEnd || this.#takeSeparator(items);
	}

	/** The commands up to the end of a line, or undefined at the end of the text. */
	unit(): Script | undefined {
		const { cursor } = this;
		this.skipNewlines();
		if (cursor.isEnd) return undefined;
		const items: AndOr[] = [];
		for (;;) {
			if (this.#isCloser) cursor.fail({ kind: 'token', token: this.#nextToken() });
			const isSeparated = this.#item(items);
			cursor.skipBlanks();
			if (!isSeparated) cursor.fail({ kind: 'token', token: this.#nextToken() });
			if (!cursor.isEnd && cursor.char !== '\n') continue;
			this.skipNewlines();
			return items;
		}
	}

	#takeSeparator(items: AndOr[]): boolean {
		const { cursor } = this;
		if (cursor.has('&') && !cursor.has('&&')) {
			cursor.at++;
			items.push({ ...items.pop()!, isBackground: true });
			return true;
		}
		return !cursor.has(';;') && !cursor.has(';&') && cursor.take(';');
	}

	#andOr(): AndOr {
		const { cursor } = this;
		const start = cursor.at;
		const pipelines = [this.#pipeline()];
		const operators: string[] = [];
		for (;;) {
			const end = cursor.at;
			cursor.skipBlanks();
			const operator = ['&&', '||'].find((each) => cursor.take(each));
			if (!operator)
				return { pipelines, operators, isBackground: false, source: cursor.text.slice(start, end).trimEnd() };
			operators.push(operator);
			this.skipNewlines();
			pipelines.push(this.#pipeline());
		}
	}

	#pipeline(): Pipeline {
		const { cursor } = this;
		let isNegated = false;
		let isTimed = false;
		for (;;) {
			if (this.takeKeyword('!')) isNegated = !isNegated;
			else if (this.dialect === 'bash' && this.takeKeyword('time')) isTimed = true;
			else break;
		}
		const commands = [this.command()];
		for (;;) {
			cursor.skipBlanks();
			if (cursor.has('||') || !cursor.has('|')) return { commands, isNegated, isTimed };
			const takesErrors = cursor.take('|&') || !cursor.take('|');
			const last = commands.at(-1)!;
			if (takesErrors) commands[commands.length - 1] = { ...last, redirects: [...last.redirects, BOTH] };
			this.skipNewlines();
			commands.push(this.command());
		}
	}

	command(): Command {
		const { cursor } = this;
		cursor.skipBlanks();
		const start = cursor.at;
		const { line } = cursor;
		const compound = cursor.nested(() => this.#compound());
		const redirects: Redirect[] = [];
		if (compound) {
			while (this.#redirect(redirects));
			return { ...compound, redirects, line, source: this.#since(start) };
		}
		return this.#simple(start, line);
	}
	#since(start: number): string {
		return this.cursor.text.slice(start, this.cursor.at).trimEnd();
	}

	#compound(): Compound | undefined {
		const word = this.keyword();
		const isOne = this.cursor.char === '(' || (word && OPENERS.has(word)) || this.isFunction();
		return isOne ? grammar().compound(this, word) : undefined;
	}

	isFunction(): boolean {
		const { cursor } = this;
		const at = cursor.at;
		const isOne = cursor.match(FUNCTION) !== undefined;
		cursor.at = at;
		return isOne;
	}
	#simple(start: number, line: number): Command {
		const { cursor } = this;
		const assignments: Assignment[] = [];
		const words: Word[] = [];
		const redirects: Redirect[] = [];
		for (;;) {
			cursor.skipBlanks();
			if (this.#redirect(redirects)) continue;
			if (!words.length && this.#assignment(assignments)) continue;
			const word = this.word();
			if (!word) break;
			words.push(word);
		}
		if (!words.length && !assignments.length && !redirects.length) this.expected();
		if (words.length && cursor.char === '(') cursor.fail({ kind: 'token', token: '(' });
		return { kind: 'simple', assignments, words, redirects, line, source: this.#since(start) };
	}

	#assignment(into: Assignment[]): boolean {
		const { cursor } = this;
		const found = cursor.match(this.dialect === 'bash' ? ASSIGNMENT : PLAIN_ASSIGNMENT);
		if (!found) return false;
		if (cursor.char === '(' && this.dialect === 'bash') cursor.fail({ kind: 'missing', what: 'arrays' });
		const isAppended = found.endsWith('+=');
		const value = this.word() ?? { parts: [], source: '' };
		into.push({ name: found.slice(0, isAppended ? -2 : -1), isAppended, value });
		return true;
	}

	#redirect(into: Redirect[]): boolean {
		const { cursor } = this;
		cursor.skipBlanks();
		const at = cursor.at;
		const digits = cursor.match(/\d+(?=[<>])/y);
		const operator = cursor.operator();
		const isBashOnly = operator === '<<<' || operator?.startsWith('&>');
		if (!operator || !REDIRECT.test(operator) || (isBashOnly && this.dialect === 'dash')) {
			cursor.at = at;
			return false;
		}
		cursor.take(operator);
		if (cursor.char === '(') cursor.fail({ kind: 'missing', what: 'process substitution' });
		cursor.skipBlanks();
		const target = this.word() ?? this.expected();
		const fd = digits !== undefined ? Number(digits) : operator.startsWith('<') ? 0 : 1;
		if (operator === '<<' || operator === '<<-')
			this.#announce(into, { fd, operator: '<<', target }, operator === '<<-');
		else into.push({ fd, operator, target });
		return true;
	}

	/** A here-document's text comes after this line. */
	#announce(into: Redirect[], redirect: Redirect, stripsTabs: boolean): void {
		const at = into.push(redirect) - 1;
		const { parts } = redirect.target;
		const isQuoted = parts.some((part) => part.kind === 'text' && part.isQuoted);
		const delimiter = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
		this.#hereDocuments.push({
			delimiter,
			isQuoted,
			stripsTabs,
			fill: (target) => (into[at] = { ...redirect, target }),
		});
	}

	#readHereDocuments(): void {
		for (const pending of this.#hereDocuments.splice(0)) {
			const { cursor } = this;
			let body = '';
			while (!cursor.isEnd) {
				const raw = cursor.match(/[^\n]*\n?/y) ?? '';
				const line = pending.stripsTabs ? raw.replace(/^\t+/, '') : raw;
				if (line.replace(/\n$/, '') === pending.delimiter) break;
				body += line;
			}
			const parts = pending.isQuoted
				? [{ kind: 'text', text: body, isQuoted: true } as const]
				: this.readerOf(body).quotedUntil(() => false, '$`\\');
			pending.fill({ parts, source: body });
		}
	}
}

const BOTH: Redirect = {
	fd: 2,
	operator: '>&',
	target: { parts: [{ kind: 'text', text: '1', isQuoted: true }], source: '1' },
};

/** Throws ShellSyntaxError, and nothing else. */
export const parse = (source: string, dialect: Dialect = 'bash'): Script =>
	new Parser(source, dialect).script();

/** The lines of a script one after another, as a shell reads and runs them; throws where it gets to the fault. */
export function* units(
	source: string,
	dialect: Dialect,
): Generator<{ readonly script: Script; readonly isLast: boolean }, void, void> {
	const parser = new Parser(source, dialect);
	for (let script = parser.unit(); script; script = parser.unit())
		yield { script, isLast: parser.cursor.isEnd };
}

/** Where a here-document of `source` is still open: more lines belong to it. */
export const isOpenHereDocument = (source: string): boolean => {
	const found = [...source.matchAll(/<<-?\s*(['"]?)([\w.]+)\1/g)].at(-1);
	return found !== undefined && source.includes('\n') && !source.split('\n').includes(found[2]!);
};
