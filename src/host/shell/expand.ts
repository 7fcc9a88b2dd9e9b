/** Words become fields: expansions, field splitting, pathname expansion, quote removal (POSIX.1 "Word Expansions"). */
import { late } from '../late.ts';
import type { Running } from '../process.ts';
import { asPattern, isPattern, withoutEscapes } from './language/pattern.ts';
import type { Part, Word } from './language/script.ts';
import { captured } from './capture.ts';
import { parameterValue, valueOf } from './parameters.ts';
import { GiveUp, type Shell } from './shell.ts';

/** A piece of a word after expansion; `null` stands between the fields of "$@". */
type Piece = { readonly text: string; readonly isQuoted: boolean; readonly isSplit: boolean } | null;

const piece = (text: string, isQuoted: boolean, isSplit = false): Piece => ({ text, isQuoted, isSplit });

const home = (shell: Shell, user: string): string | undefined =>
	user === ''
		? (shell.get('HOME') ?? '/root')
		: user === 'root'
			? '/root'
			: user === '+'
				? shell.get('PWD')
				: user === '-'
					? shell.get('OLDPWD')
					: undefined;

/** `~` and `~user` at the beginning of a word. */
const withTilde = (shell: Shell, parts: readonly Part[]): readonly Part[] => {
	const [first, ...rest] = parts;
	if (first?.kind !== 'text' || first.isQuoted || first.text[0] !== '~') return parts;
	const [, user = '', tail = ''] = /^~([^/]*)([\s\S]*)$/.exec(first.text) ?? [];
	const directory = tail === '' && rest.length ? undefined : home(shell, user);
	if (directory === undefined) return parts;
	return [
		{ kind: 'text', text: directory, isQuoted: true },
		{ kind: 'text', text: tail, isQuoted: false },
		...rest,
	];
};

function* piecesOf(shell: Shell, word: Word): Running<Piece[]> {
	const pieces: Piece[] = [];
	for (const part of withTilde(shell, word.parts)) {
		if (part.kind === 'text') pieces.push(piece(part.text, part.isQuoted));
		else if (part.kind === 'command')
			pieces.push(piece(yield* captured(shell, part.script), part.isQuoted, !part.isQuoted));
		else if (part.kind === 'arithmetic')
			pieces.push(piece(String(yield* calculated(shell, part.expression)), part.isQuoted, !part.isQuoted));
		else if (part.operator === '' && (part.name === '@' || (part.name === '*' && !part.isQuoted)))
			pieces.push(...positional(shell, part.isQuoted));
		else pieces.push(...(yield* parameterPieces(shell, part)));
	}
	return pieces;
}

const positional = (shell: Shell, isQuoted: boolean): Piece[] =>
	shell.parameters.flatMap((text, i) =>
		i ? [null, piece(text, isQuoted, !isQuoted)] : [piece(text, isQuoted, !isQuoted)],
	);

function* parameterPieces(shell: Shell, part: Part & { kind: 'parameter' }): Running<Piece[]> {
	const isDefault = /^:?[-+]$/.test(part.operator) && !part.isQuoted && part.word;
	if (isDefault) {
		const value = valueOf(shell, part.name);
		const isThere = value !== undefined && !(part.operator[0] === ':' && value === '');
		if (isThere !== (part.operator.at(-1) === '-'))
			return (yield* piecesOf(shell, part.word)).map((each) => each && { ...each, isSplit: !each.isQuoted });
	}
	const value = yield* parameterValue(shell, part);
	return [piece(value ?? '', part.isQuoted, !part.isQuoted)];
}

/** Fields as patterns: what was quoted is escaped. */
class FieldBuilder {
	readonly patterns: string[] = [];
	#current: string | undefined;
	readonly #ifs: string;
	constructor(ifs: string) {
		this.#ifs = ifs;
	}
	end(): void {
		if (this.#current !== undefined) this.patterns.push(this.#current);
		this.#current = undefined;
	}
	add(part: { readonly text: string; readonly isQuoted: boolean; readonly isSplit: boolean }): void {
		if (part.isQuoted) this.#current = (this.#current ?? '') + asPattern(part.text);
		else if (!part.isSplit) this.#append(part.text);
		else this.#split(part.text.replace(/\\/g, '\\\\'));
	}
	#append(text: string): void {
		if (text) this.#current = (this.#current ?? '') + text;
	}
	#split(text: string): void {
		let start = 0;
		for (let i = 0; i < text.length; i++) {
			if (!this.#ifs.includes(text[i]!)) continue;
			this.#append(text.slice(start, i));
			const isBlank = ' \t\n'.includes(text[i]!);
			if (!isBlank) this.#current ??= '';
			this.end();
			start = i + 1;
			if (isBlank) continue;
			while (start < text.length && ' \t\n'.includes(text[start]!) && this.#ifs.includes(text[start]!))
				start = ++i + 1;
		}
		this.#append(text.slice(start));
	}
}

const braces = late([], () => import('./language/braces.ts'));
const globs = late([], () => import('./globbing.ts'));

const hasBrace = ({ parts }: Word): boolean =>
	parts.some((part) => part.kind === 'text' && !part.isQuoted && part.text.includes('{'));

export function* fieldsOf(shell: Shell, words: readonly Word[]): Running<string[]> {
	const fields: string[] = [];
	for (const word of words)
		for (const each of shell.isBash && hasBrace(word) ? braces().withBraces(word) : [word]) {
			const pieces = yield* piecesOf(shell, each);
			const builder = new FieldBuilder(shell.get('IFS') ?? ' \t\n');
			for (const part of pieces) {
				if (part) builder.add(part);
				else builder.end();
			}
			builder.end();
			for (const pattern of builder.patterns) fields.push(...unglobbed(shell, pattern));
		}
	return fields;
}

const unglobbed = (shell: Shell, pattern: string): string[] => {
	const found = shell.options.has('f') || !isPattern(pattern) ? [] : globs().globbed(shell, pattern);
	return found.length ? found : [withoutEscapes(pattern)];
};

/** One string, without splitting: an assignment's value, a here-document, a redirection's target. */
export function* literally(shell: Shell, word: Word): Running<string> {
	return (yield* piecesOf(shell, word)).map((part) => part?.text ?? ' ').join('');
}

/** One string as a pattern: what was quoted is escaped. */
export function* patternOf(shell: Shell, word: Word): Running<string> {
	return (yield* piecesOf(shell, word))
		.map((part) => (!part ? ' ' : part.isQuoted ? asPattern(part.text) : part.text))
		.join('');
}

export function* calculated(shell: Shell, word: Word): Running<bigint> {
	return calculate(shell, yield* literally(shell, word));
}

export const arithmetic = late(['((', 'let'], () => import('./language/arithmetic.ts'));

export const calculate = (shell: Shell, text: string): bigint => {
	const { ArithmeticError, evaluate } = arithmetic();
	try {
		return evaluate(text, {
			get: (name) => valueOf(shell, name),
			set: (name, value) => shell.set(name, value),
		});
	} catch (error) {
		if (!(error instanceof ArithmeticError)) throw error;
		const source = text.trim();
		const isDivision = error.message.startsWith('division');
		if (shell.isBash) shell.complain(`${source}: ${error.message} (error token is "${error.token}")`);
		else if (shell.dialect === 'dash')
			shell.complain(
				`arithmetic expression: ${isDivision ? 'division by zero' : 'expecting primary'}: "${source}"`,
			);
		else shell.complain(isDivision ? 'divide by zero' : 'arithmetic syntax error');
		throw new GiveUp(shell.isBash ? 1 : 2);
	}
};
