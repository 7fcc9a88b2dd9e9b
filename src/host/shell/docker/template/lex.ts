/** The tokens of a Go template: text/template/parse/lex.go. */
export type TokenKind =
	| 'text'
	| 'left'
	| 'right'
	| 'space'
	| 'assign'
	| 'declare'
	| 'pipe'
	| 'open'
	| 'close'
	| 'char'
	| 'field'
	| 'dot'
	| 'variable'
	| 'identifier'
	| 'keyword'
	| 'bool'
	| 'number'
	| 'string'
	| 'rune'
	| 'error'
	| 'eof';

export interface Token {
	readonly kind: TokenKind;
	readonly text: string;
	readonly at: number;
}

const keywords = new Set('block break continue define else end if nil range template with'.split(' '));
const blank = /[ \t\r\n]/;
const isWordCharacter = (character: string): boolean => /[\p{L}\p{Nd}_]/u.test(character);

const number =
	/^[+-]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?)i?/;
const quoted = /^"(?:\\[^\n]|[^"\\\n])*"/;
const rune = /^'(?:\\[^\n]|[^'\\\n])*'/;
const raw = /^`[^`]*`/;

const named = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${character}'`;
};

/** Whether a word may end before this point. */
function isTerminated(rest: string): boolean {
	return rest === '' || /^[ \t\r\n.,|:)(]/.test(rest) || rest.startsWith('}}');
}

const failed = (text: string, at: number): Token => ({ kind: 'error', text, at });

const punctuation: Readonly<Record<string, TokenKind>> = {
	'=': 'assign',
	'|': 'pipe',
	'(': 'open',
	')': 'close',
};

function word(rest: string, at: number): Token {
	const [text = ''] = /^[\p{L}\p{Nd}_]+/u.exec(rest) ?? [];
	const after = rest.slice(text.length);
	if (!isTerminated(after)) return failed(`bad character ${named([...after][0] ?? '')}`, at);
	if (keywords.has(text)) return { kind: 'keyword', text, at };
	return { kind: text === 'true' || text === 'false' ? 'bool' : 'identifier', text, at };
}

function fieldOrVariable(kind: 'field' | 'variable', rest: string, at: number): Token {
	const mark = rest[0]!;
	if (isTerminated(rest.slice(1))) return { kind: kind === 'field' ? 'dot' : 'variable', text: mark, at };
	const [text = mark] = /^.[\p{L}\p{Nd}_]*/u.exec(rest) ?? [];
	const after = rest.slice(text.length);
	return isTerminated(after) ? { kind, text, at } : failed(`bad character ${named([...after][0] ?? '')}`, at);
}

function matched(kind: TokenKind, pattern: RegExp, rest: string, at: number, otherwise: string): Token {
	const [text] = pattern.exec(rest) ?? [];
	return text === undefined ? failed(otherwise, at) : { kind, text, at };
}

function numberToken(rest: string, at: number): Token {
	const [text = ''] = number.exec(rest) ?? [];
	const next = [...rest.slice(text.length)][0] ?? '';
	if (text && !isWordCharacter(next)) return { kind: 'number', text, at };
	return failed(`bad number syntax: ${JSON.stringify(rest.slice(0, text.length) + next)}`, at);
}

function inside(rest: string, at: number): Token {
	const first = [...rest][0]!;
	if (blank.test(first)) return { kind: 'space', text: /^[ \t\r\n]+/.exec(rest)![0], at };
	if (rest.startsWith(':=')) return { kind: 'declare', text: ':=', at };
	if (first === ':') return failed('expected :=', at);
	if (punctuation[first]) return { kind: punctuation[first], text: first, at };
	if (first === '"') return matched('string', quoted, rest, at, 'unterminated quoted string');
	if (first === '`') return matched('string', raw, rest, at, 'unterminated raw quoted string');
	if (first === "'") return matched('rune', rune, rest, at, 'unterminated character constant');
	if (first === '$') return fieldOrVariable('variable', rest, at);
	if (first === '.' && !/^\.\d/.test(rest)) return fieldOrVariable('field', rest, at);
	if (/^[+\-.\d]/.test(rest)) return numberToken(rest, at);
	if (isWordCharacter(first)) return word(rest, at);
	if (/[!-~]/.test(first)) return { kind: 'char', text: first, at };
	return failed(`unrecognized character in action: ${named(first)}`, at);
}

/** Reads the tokens of one action; says where it ended, or nothing after an error. */
function action(text: string, start: number, tokens: Token[]): number | undefined {
	let at = start;
	let depth = 0;
	for (;;) {
		const rest = text.slice(at);
		const [end] = /^(?:[ \t\r\n]+-)?\}\}/.exec(rest) ?? [];
		if (end !== undefined) {
			if (depth) tokens.push(failed('unclosed left paren', at));
			else tokens.push({ kind: 'right', text: end, at: at + end.length - 2 });
			return depth ? undefined : at + end.length;
		}
		const token = rest === '' ? failed('unclosed action', at) : inside(rest, at);
		if (token.kind === 'open') depth++;
		if (token.kind === 'close' && --depth < 0) tokens.push(failed('unexpected right paren', at));
		else tokens.push(token);
		if (tokens.at(-1)!.kind === 'error') return undefined;
		at += token.text.length;
	}
}

/** Where a comment ends, or why it does not. */
function comment(text: string, at: number): number | Token {
	const close = text.indexOf('*/', at);
	if (close < 0) return failed('unclosed comment', at);
	const [end] = /^(?:[ \t\r\n]+-)?\}\}/.exec(text.slice(close + 2)) ?? [];
	return end === undefined ? failed('comment ends before closing delimiter', at) : close + 2 + end.length;
}

export function lex(text: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	let isTrimmed = false;
	while (at < text.length) {
		const open = text.indexOf('{{', at);
		const piece = open < 0 ? text.slice(at) : text.slice(at, open);
		const start = isTrimmed ? piece.length - piece.trimStart().length : 0;
		const trimsBefore = open >= 0 && /^\{\{-[ \t\r\n]/.test(text.slice(open));
		const kept = trimsBefore ? piece.slice(start).replace(/[ \t\r\n]+$/, '') : piece.slice(start);
		if (kept) tokens.push({ kind: 'text', text: kept, at: at + start });
		if (open < 0) break;
		const inner = open + 2 + (trimsBefore ? 2 : 0);
		let end: number | Token | undefined;
		if (text.startsWith('/*', inner)) end = comment(text, inner);
		else {
			tokens.push({ kind: 'left', text: '{{', at: open });
			end = action(text, inner, tokens);
		}
		if (typeof end !== 'number') return end ? [...tokens, end] : tokens;
		isTrimmed = /[ \t\r\n]-\}\}$/.test(text.slice(0, end));
		at = end;
	}
	return [...tokens, { kind: 'eof', text: '', at: text.length }];
}
