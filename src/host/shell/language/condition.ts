/** Reads what stands inside `[[ ]]` (bash(1) "CONDITIONAL EXPRESSIONS"). */
import type { Condition, Word } from './script.ts';
import type { WordReader } from './wordReader.ts';

const UNARY = /-[abcdefghknoprstuvwxzGLNOS](?=\s)/y;
const BINARY = /(?:==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef)(?=\s))/y;

export const conditionReader = (reader: WordReader, skip: () => void): Condition => {
	const { cursor } = reader;
	const operand = (): Word => {
		skip();
		return (
			(cursor.has(']]') ? undefined : reader.word()) ??
			cursor.fail({ kind: 'token', token: cursor.char || 'newline' })
		);
	};
	/** A regular expression's parentheses and bars need no quotes. */
	const expression = (): Word => {
		skip();
		let depth = 0;
		const isEnd = (char: string) => {
			if (char === '(') depth++;
			else if (char === ')') depth--;
			return depth < 0 || (depth === 0 && ' \t\n;&'.includes(char));
		};
		return reader.word(isEnd) ?? operand();
	};
	const primary = (): Condition => {
		skip();
		if (cursor.match(/!(?=\s)/y)) return { kind: 'not', of: cursor.nested(primary) };
		if (cursor.take('(')) return cursor.nested(inParentheses);
		const operator = cursor.match(UNARY);
		if (operator) return { kind: 'unary', operator, word: operand() };
		const left = operand();
		skip();
		const between = cursor.has(']]') ? undefined : cursor.match(BINARY);
		if (!between) return { kind: 'unary', operator: '-n', word: left };
		return { kind: 'binary', operator: between, left, right: between === '=~' ? expression() : operand() };
	};
	const inParentheses = (): Condition => {
		const inner = either();
		skip();
		if (!cursor.take(')')) cursor.fail({ kind: 'end', expecting: ')' });
		return inner;
	};
	const both = (): Condition => {
		let left = primary();
		for (;;) {
			skip();
			if (!cursor.take('&&')) return left;
			left = { kind: 'and', left, right: primary() };
		}
	};
	const either = (): Condition => {
		let left = both();
		for (;;) {
			skip();
			if (!cursor.take('||')) return left;
			left = { kind: 'or', left, right: both() };
		}
	};
	return either();
};
