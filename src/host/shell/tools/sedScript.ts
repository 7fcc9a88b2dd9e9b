/** Reads a sed script. */
import type { Call } from '../call.ts';
import { expression } from './regexp.ts';

export type Address =
	| { readonly kind: 'line'; readonly line: number }
	| { readonly kind: 'last' }
	| { readonly kind: 'more'; readonly count: number }
	| { readonly kind: 'step'; readonly first: number; readonly step: number }
	| { readonly kind: 'match'; readonly pattern: RegExp };

export interface Edit {
	readonly addresses: readonly Address[];
	readonly isNegated: boolean;
	readonly letter: string;
	/** Of a, i, c, q, and the label of `:`, b, t. */
	readonly text: string;
	readonly substitution?: {
		readonly pattern: RegExp;
		readonly replacement: (groups: readonly (string | undefined)[]) => string;
		readonly which: number;
		readonly isGlobal: boolean;
		readonly prints: boolean;
	};
	readonly map?: ReadonlyMap<string, string>;
	/** Of `{`: the index of its `}`. */
	end?: number;
}

/** `\1`, `&`, `\n`, `\U…\E` in a replacement. */
const replacer =
	(text: string) =>
	(groups: readonly (string | undefined)[]): string => {
		let mode = '';
		const cased = (value: string) =>
			mode === 'U' ? value.toUpperCase() : mode === 'L' ? value.toLowerCase() : value;
		return text.replace(/\\([\s\S])|&|[^\\&]+/g, (all, escaped: string | undefined) => {
			if (all === '&') return cased(groups[0] ?? '');
			if (escaped === undefined) return cased(all);
			if (/\d/.test(escaped)) return cased(groups[Number(escaped)] ?? '');
			if ('ULE'.includes(escaped)) {
				mode = escaped === 'E' ? '' : escaped;
				return '';
			}
			return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
		});
	};

class SedReader {
	readonly #call: Call;
	readonly #text: string;
	readonly #isExtended: boolean;
	#at = 0;
	#last: RegExp | undefined;
	constructor(call: Call, text: string, isExtended: boolean) {
		this.#call = call;
		this.#text = text;
		this.#isExtended = isExtended;
	}
	#fail(text: string): never {
		return this.#call.stop(this.#call.isBusybox ? text : `-e expression #1, char ${this.#at}: ${text}`);
	}
	#match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0];
		if (found) this.#at += found.length;
		return found || undefined;
	}

	edits(): Edit[] {
		const edits: Edit[] = [];
		const open: Edit[] = [];
		for (;;) {
			this.#match(/[\s;]+/y);
			if (this.#at >= this.#text.length) break;
			if (this.#match(/#[^\n]*/y)) continue;
			const edit = this.#edit();
			if (edit.letter === '}') {
				const opener = open.pop() ?? this.#fail("unexpected `}'");
				opener.end = edits.length;
			} else if (edit.letter === '{') open.push(edit);
			edits.push(edit);
		}
		if (open.length) this.#fail("unmatched `{'");
		return edits;
	}

	#edit(): Edit {
		const addresses: Address[] = [];
		const first = this.#address();
		if (first) addresses.push(first);
		if (first && this.#match(/\s*,\s*/y)) addresses.push(this.#address() ?? this.#fail("unexpected `,'"));
		const isNegated = this.#match(/\s*!\s*/y) !== undefined;
		this.#match(/[ \t]+/y);
		const letter = this.#match(/[\s\S]/y) ?? this.#fail('missing command');
		const plain = { addresses, isNegated, letter, text: '' };
		if (letter === 's') return { ...plain, substitution: this.#substitution() };
		if (letter === 'y') return { ...plain, map: this.#transliteration() };
		if ('aic'.includes(letter)) return { ...plain, text: this.#words() };
		if (':btqQ'.includes(letter)) return { ...plain, text: (this.#match(/[^\n;}]*/y) ?? '').trim() };
		if ('rwRWle'.includes(letter)) return this.#fail(`${letter}: real, but not simulated here`);
		if (!'pPdD=hHgGxnN{}'.includes(letter))
			return this.#fail(
				this.#call.isBusybox ? `unsupported command ${letter}` : `unknown command: \`${letter}'`,
			);
		return plain;
	}

	#address(): Address | undefined {
		const number = this.#match(/\d+/y);
		if (number !== undefined) {
			const step = this.#match(/~\d+/y);
			return step
				? { kind: 'step', first: Number(number), step: Number(step.slice(1)) }
				: { kind: 'line', line: Number(number) };
		}
		if (this.#match(/\$/y)) return { kind: 'last' };
		const more = this.#match(/\+\d+/y);
		if (more) return { kind: 'more', count: Number(more) };
		const opener = this.#match(/\/|\\[^\n]/y);
		if (!opener) return undefined;
		const source = this.#until(opener.at(-1)!) ?? this.#fail('unterminated address regex');
		const flag = this.#match(/I/y) ? 'i' : '';
		return { kind: 'match', pattern: this.#expression(source, flag) };
	}
	#expression(source: string, flags: string): RegExp {
		if (source === '' && this.#last) return this.#last;
		return (this.#last = expression(source.replace(/\\n/g, '\n'), this.#isExtended, flags));
	}
	/** Up to an unescaped delimiter, which may stand in a bracket expression. */
	#until(delimiter: string): string | undefined {
		let out = '';
		let isInBracket = false;
		for (; this.#at < this.#text.length; this.#at++) {
			const char = this.#text[this.#at]!;
			if (char === '\\' && !isInBracket) {
				const next = this.#text[++this.#at] ?? '';
				out += next === delimiter ? next : `\\${next}`;
			} else if (char === delimiter && !isInBracket) {
				this.#at++;
				return out;
			} else {
				if (char === '[' && !isInBracket)
					isInBracket =
						this.#text.slice(this.#at).includes(']') && /^\[\^?\]?[^\]]*\]/.test(this.#text.slice(this.#at));
				else if (char === ']' && isInBracket && !/\[\^?$/.test(out)) isInBracket = false;
				out += char;
			}
		}
		return undefined;
	}

	#substitution(): NonNullable<Edit['substitution']> {
		const delimiter = this.#match(/[^\n\\]/y) ?? this.#fail("unterminated `s' command");
		const source = this.#until(delimiter);
		const replacement = source === undefined ? undefined : this.#plainUntil(delimiter);
		if (source === undefined || replacement === undefined) return this.#fail("unterminated `s' command");
		const flags = this.#match(/[gpiIme0-9]+/y) ?? '';
		if (!/^[\s;}]?$/.test(this.#text[this.#at] ?? '')) this.#fail("unknown option to `s'");
		const which = Number(/\d+/.exec(flags)?.[0] ?? 1);
		const pattern = this.#expression(
			source,
			`g${/i/i.test(flags) ? 'i' : ''}${flags.includes('m') ? 'm' : ''}`,
		);
		return {
			pattern,
			replacement: replacer(replacement),
			which,
			isGlobal: flags.includes('g'),
			prints: flags.includes('p'),
		};
	}
	#plainUntil(delimiter: string): string | undefined {
		let out = '';
		for (; this.#at < this.#text.length; this.#at++) {
			const char = this.#text[this.#at]!;
			if (char === delimiter) {
				this.#at++;
				return out;
			}
			if (char !== '\\') {
				out += char;
				continue;
			}
			const next = this.#text[++this.#at] ?? '';
			out += next === delimiter && next !== '&' ? next : `\\${next}`;
		}
		return undefined;
	}
	#transliteration(): Map<string, string> {
		const delimiter = this.#match(/[^\n\\]/y) ?? '/';
		const [from, to] = [this.#plainUntil(delimiter), this.#plainUntil(delimiter)].map((text) => [
			...(text ?? '').replace(/\\n/g, '\n'),
		]);
		if (from!.length !== to!.length) this.#fail("strings for `y' command are different lengths");
		return new Map(from!.map((char, i) => [char, to![i]!]));
	}
	/** The text of a, i and c: after a backslash and newline, or on the same line. */
	#words(): string {
		this.#match(/[ \t]*\\\n|[ \t]*\\?[ \t]*/y);
		const text = this.#match(/(?:[^\\\n]|\\[\s\S])*/y) ?? '';
		return text.replace(/\\([\s\S])/g, (_, char: string) => (char === 't' ? '\t' : char));
	}
}

export const parseSed = (call: Call, text: string, isExtended: boolean): Edit[] =>
	new SedReader(call, text, isExtended).edits();
