/** Compound commands: if, while, for, case, conditions, groups and functions (POSIX.1 "Compound Commands", bash(1)). */
import { conditionReader } from './condition.ts';
import type { Parser } from './parse.ts';
import type { Arm, Compound, Script, Word } from './script.ts';

const BASH_ONLY: Readonly<Record<string, string>> = { select: 'select', coproc: 'coproc' };

/** The compound command that begins here; `word` is the plain word that does. */
export function compound(parser: Parser, word: string | undefined): Compound | undefined {
	const { cursor } = parser;
	if (parser.dialect === 'bash' && cursor.has('((')) {
		const expression = parser.arithmeticUntil('((');
		if (expression) return { kind: 'calculation', expression };
	}
	if (cursor.take('(')) return { kind: 'subshell', body: nonEmpty(parser, ')') };
	if (word && parser.dialect === 'bash' && BASH_ONLY[word])
		return cursor.fail({ kind: 'missing', what: word });
	switch (word) {
		case '{':
			cursor.take('{');
			return { kind: 'group', body: bodyUntil(parser, '}') };
		case 'if':
			return ifCommand(parser);
		case 'while':
		case 'until':
			return whileCommand(parser, word === 'until');
		case 'for':
			return forCommand(parser);
		case 'case':
			return caseCommand(parser);
		case '[[':
			return parser.dialect === 'dash' ? undefined : condition(parser);
		case 'function':
			if (parser.dialect === 'bash') cursor.take('function');
			return parser.dialect === 'bash' ? functionCommand(parser) : undefined;
	}
	return parser.isFunction() ? functionCommand(parser) : undefined;
}

function nonEmpty(parser: Parser, closer: string): Script {
	const body = parser.commandsUntil(closer);
	if (!body.length) parser.cursor.fail({ kind: 'token', token: closer });
	return body;
}

function bodyUntil(parser: Parser, closer: string): Script {
	const body = parser.list();
	if (!body.length || parser.keyword() !== closer) parser.expected(closer);
	parser.cursor.take(closer);
	return body;
}

function ifCommand(parser: Parser): Compound {
	const branches: { test: Script; body: Script }[] = [];
	let opener = 'if';
	while (parser.takeKeyword(opener)) {
		const test = bodyUntil(parser, 'then');
		const body = parser.list();
		if (!body.length) parser.expected('fi');
		branches.push({ test, body });
		opener = 'elif';
	}
	if (!parser.takeKeyword('else')) return (parser.expectKeyword('fi'), { kind: 'if', branches });
	return { kind: 'if', branches, otherwise: bodyUntil(parser, 'fi') };
}

function whileCommand(parser: Parser, isUntil: boolean): Compound {
	parser.cursor.take(isUntil ? 'until' : 'while');
	const test = bodyUntil(parser, 'do');
	return { kind: 'while', isUntil, test, body: bodyUntil(parser, 'done') };
}

function forCommand(parser: Parser): Compound {
	const { cursor } = parser;
	cursor.take('for');
	cursor.skipBlanks();
	if (parser.dialect === 'bash' && cursor.has('((')) return loop(parser);
	const name = cursor.name();
	if (!name) parser.expected();
	parser.skipNewlines();
	const words = parser.takeKeyword('in') ? wordsOf(parser) : undefined;
	cursor.skipBlanks();
	cursor.take(';');
	parser.skipNewlines();
	return { kind: 'for', name: name!, ...(words && { words }), body: doGroup(parser) };
}

function doGroup(parser: Parser): Script {
	if (parser.takeKeyword('{')) return bodyUntil(parser, '}');
	parser.expectKeyword('do');
	return bodyUntil(parser, 'done');
}

function wordsOf(parser: Parser): Word[] {
	const words: Word[] = [];
	for (;;) {
		parser.cursor.skipBlanks();
		const word = parser.word();
		if (!word) return words;
		words.push(word);
	}
}

function loop(parser: Parser): Compound {
	const { cursor } = parser;
	const whole = parser.arithmeticUntil('((') ?? parser.expected('))');
	const [first, second, third, ...rest] = whole.source.split(';');
	if (third === undefined || rest.length) cursor.fail({ kind: 'token', token: ';' });
	const part = (source: string): Word => ({
		parts: parser.readerOf(source).quotedUntil(() => false),
		source,
	});
	cursor.skipBlanks();
	cursor.take(';');
	parser.skipNewlines();
	return { kind: 'loop', parts: [part(first!), part(second!), part(third!)], body: doGroup(parser) };
}

function caseCommand(parser: Parser): Compound {
	const { cursor } = parser;
	cursor.take('case');
	cursor.skipBlanks();
	const word = parser.word() ?? parser.expected();
	parser.skipNewlines();
	parser.expectKeyword('in');
	const arms: Arm[] = [];
	for (;;) {
		parser.skipNewlines();
		if (parser.takeKeyword('esac')) return { kind: 'case', word, arms };
		arms.push(arm(parser));
	}
}

function arm(parser: Parser): Arm {
	const { cursor } = parser;
	cursor.take('(');
	const patterns: Word[] = [];
	do {
		cursor.skipBlanks();
		patterns.push(parser.word() ?? parser.expected(')'));
		cursor.skipBlanks();
	} while (cursor.take('|'));
	if (!cursor.take(')')) parser.expected(')');
	const body = parser.list();
	const end = [';;&', ';;', ';&'].find((each) => cursor.take(each));
	if (!end && parser.keyword() !== 'esac') parser.expected('esac');
	return { patterns, body, end: end ?? ';;' };
}

function condition(parser: Parser): Compound {
	const { cursor } = parser;
	cursor.take('[[');
	const condition = conditionReader(parser, () => parser.skipNewlines());
	parser.skipNewlines();
	if (!cursor.take(']]')) parser.expected(']]');
	return { kind: 'condition', condition };
}

function functionCommand(parser: Parser): Compound {
	const { cursor } = parser;
	cursor.skipBlanks();
	const name = cursor.match(/[A-Za-z_:][\w.:-]*/y) ?? parser.expected();
	cursor.match(/[ \t]*\([ \t]*\)/y);
	parser.skipNewlines();
	const body = parser.command();
	if (body.kind === 'simple') parser.expected('{');
	return { kind: 'function', name, body };
}
