/** From the text of a Go template to its tree: text/template/parse/parse.go. */
import { goQuote } from '../../../go/quote.ts';
import { lex, type Token } from './lex.ts';
import { operandText, type Command, type Node, type Operand, type Pipe, type Template } from './node.ts';

/** Why a text is no template, in Go's words. */
export class TemplateError extends Error {}

interface Parser {
	readonly name: string;
	readonly text: string;
	readonly tokens: readonly Token[];
	readonly functions: ReadonlySet<string>;
	readonly defined: Map<string, readonly Node[]>;
	variables: string[];
	next: number;
	ranges: number;
	/** The line on which the action being read began. */
	line: number;
}

type End = { readonly by: 'end' | 'else' | 'eof'; readonly body: readonly Node[] };

const lineOf = (parser: Parser, at: number): number => parser.text.slice(0, at).split('\n').length;

function peek(parser: Parser): Token {
	return parser.tokens[Math.min(parser.next, parser.tokens.length - 1)]!;
}

function take(parser: Parser): Token {
	const token = peek(parser);
	parser.next++;
	return token;
}

function peekSolid(parser: Parser): Token {
	while (peek(parser).kind === 'space') parser.next++;
	return peek(parser);
}

function takeSolid(parser: Parser): Token {
	peekSolid(parser);
	return take(parser);
}

function fail(parser: Parser, reason: string): never {
	const token = parser.tokens[Math.min(Math.max(parser.next - 1, 0), parser.tokens.length - 1)]!;
	throw new TemplateError(`template: ${parser.name}:${lineOf(parser, token.at)}: ${reason}`);
}

function shown(token: Token): string {
	if (token.kind === 'eof') return 'EOF';
	if (token.kind === 'keyword') return `<${token.text}>`;
	const characters = [...token.text];
	return characters.length > 10 ? `${goQuote(characters.slice(0, 10).join(''))}...` : goQuote(token.text);
}

function unexpected(parser: Parser, token: Token, context: string): never {
	if (token.kind !== 'error') return fail(parser, `unexpected ${shown(token)} in ${context}`);
	const isElsewhere = parser.line !== 0 && parser.line !== lineOf(parser, token.at);
	const started = isElsewhere ? ` in action started at ${parser.name}:${parser.line}` : '';
	return fail(
		parser,
		token.text + (token.text.endsWith(' action') ? started.replace(' in action', '') : started),
	);
}

function expect(parser: Parser, kind: Token['kind'], context: string): Token {
	const token = takeSolid(parser);
	return token.kind === kind ? token : unexpected(parser, token, context);
}

const escapes: Readonly<Record<string, string>> = {
	n: '\n',
	t: '\t',
	r: '\r',
	a: '\x07',
	b: '\b',
	f: '\f',
	v: '\v',
};

const escaped = /^"(?:[^\\]|\\(?:[abfnrtv\\"]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}))*"$/s;

/** strconv.Unquote. */
function unquoted(text: string): string {
	const body = text.slice(1, -1);
	if (text.startsWith('`')) return body;
	return body.replace(
		/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs,
		(_, x?: string, u?: string, long?: string, octal?: string, plain?: string) => {
			const code = x ?? u ?? long;
			if (code) return String.fromCodePoint(parseInt(code, 16));
			return octal ? String.fromCodePoint(parseInt(octal, 8)) : (escapes[plain!] ?? plain!);
		},
	);
}

function numberOf(text: string): number {
	const [, sign = '', digits = ''] = /^([+-]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
	const isOldOctal = /^0[0-7]+$/.test(digits);
	const value = isOldOctal ? parseInt(digits, 8) : Number(digits);
	return sign === '-' ? -value : value;
}

const executable = new Set<Operand['kind']>(['identifier', 'field', 'variable', 'chain', 'pipe']);

function term(parser: Parser): Operand | undefined {
	const token = takeSolid(parser);
	const { at, text } = token;
	switch (token.kind) {
		case 'identifier':
			if (!parser.functions.has(text)) fail(parser, `function ${goQuote(text)} not defined`);
			return { kind: 'identifier', at, name: text };
		case 'dot':
			return { kind: 'dot', at };
		case 'variable':
			if (!parser.variables.includes(text)) fail(parser, `undefined variable ${goQuote(text)}`);
			return { kind: 'variable', at, names: [text] };
		case 'field':
			return { kind: 'field', at, names: [text.slice(1)] };
		case 'bool':
			return { kind: 'bool', at, value: text === 'true' };
		case 'number':
			return { kind: 'number', at, text, value: numberOf(text) };
		case 'rune':
			return { kind: 'number', at, text, value: unquoted(text).codePointAt(0) ?? 0 };
		case 'string':
			if (text.startsWith('"') && !escaped.test(text)) fail(parser, 'invalid syntax');
			return { kind: 'string', at, text, value: unquoted(text) };
		case 'open':
			return pipeline(parser, 'parenthesized pipeline', 'close');
		default:
			if (token.kind === 'keyword' && text === 'nil') return { kind: 'nil', at };
			parser.next--;
			return undefined;
	}
}

function operand(parser: Parser): Operand | undefined {
	const base = term(parser);
	if (!base || peek(parser).kind !== 'field') return base;
	const { at } = peek(parser);
	const names: string[] = [];
	while (peek(parser).kind === 'field') names.push(take(parser).text.slice(1));
	if (base.kind === 'field' || base.kind === 'variable')
		return { ...base, at, names: [...base.names, ...names] };
	if (!executable.has(base.kind)) fail(parser, `unexpected . after term ${goQuote(operandText(base))}`);
	return { kind: 'chain', at, base, names };
}

function command(parser: Parser): Command {
	const { at } = peekSolid(parser);
	const words: Operand[] = [];
	for (;;) {
		peekSolid(parser);
		const word = operand(parser);
		if (word) words.push(word);
		const token = take(parser);
		if (token.kind === 'space') continue;
		if (token.kind === 'right' || token.kind === 'close') parser.next--;
		else if (token.kind !== 'pipe') unexpected(parser, token, 'operand');
		break;
	}
	const [first, ...rest] = words;
	return first ? { at, words: [first, ...rest] } : fail(parser, 'empty command');
}

/** `$a :=`, `$a =`, `$k, $v :=` at the head of a pipeline. */
function declarations(parser: Parser, context: string): { names: string[]; isAssignment: boolean } {
	const names: string[] = [];
	while (peekSolid(parser).kind === 'variable') {
		const start = parser.next;
		const { text } = take(parser);
		const after = peekSolid(parser);
		if (after.kind === 'assign' || after.kind === 'declare') {
			take(parser);
			parser.variables.push(text);
			return { names: [...names, text], isAssignment: after.kind === 'assign' };
		}
		if (after.kind !== 'char' || after.text !== ',') {
			parser.next = start;
			break;
		}
		take(parser);
		names.push(text);
		parser.variables.push(text);
		if (context !== 'range' || names.length > 1) fail(parser, `too many declarations in ${context}`);
		if (!['variable', 'right', 'close'].includes(peekSolid(parser).kind))
			fail(parser, 'range can only initialize variables');
	}
	return { names, isAssignment: false };
}

const operandKinds = new Set<Token['kind']>([
	...(['bool', 'rune', 'dot', 'field', 'identifier', 'number', 'string', 'variable', 'open'] as const),
]);
const isOperand = (token: Token): boolean =>
	operandKinds.has(token.kind) || (token.kind === 'keyword' && token.text === 'nil');

function pipeline(parser: Parser, context: string, end: 'right' | 'close'): Pipe {
	const { at } = peekSolid(parser);
	const { names, isAssignment } = declarations(parser, context);
	const commands: Command[] = [];
	for (let token = takeSolid(parser); token.kind !== end; token = takeSolid(parser)) {
		if (!isOperand(token)) unexpected(parser, token, context);
		parser.next--;
		commands.push(command(parser));
	}
	if (!commands.length) fail(parser, `missing value for ${context}`);
	const stage = commands.findIndex(({ words: [first] }, i) => i > 0 && !executable.has(first.kind));
	if (stage > 0) fail(parser, `non executable command in pipeline stage ${stage + 1}`);
	return { kind: 'pipe', at, variables: names, isAssignment, commands };
}

function control(parser: Parser, kind: 'if' | 'with' | 'range'): Node {
	const known = parser.variables.length;
	const pipe = pipeline(parser, kind, 'right');
	if (kind === 'range') parser.ranges++;
	const { by, body } = list(parser);
	if (kind === 'range') parser.ranges--;
	let otherwise: readonly Node[] = [];
	if (by === 'else') {
		const token = peekSolid(parser);
		const isNested = token.kind === 'keyword' && token.text === kind && kind !== 'range';
		if (isNested) {
			take(parser);
			otherwise = [control(parser, kind)];
		} else {
			expect(parser, 'right', 'else');
			const rest = list(parser);
			if (rest.by !== 'end') fail(parser, 'expected end; found {{else}}');
			otherwise = rest.body;
		}
	}
	parser.variables.length = known;
	return { kind, pipe, body, otherwise };
}

/** The name a template, block or define goes by, and where it stands. */
function definition(parser: Parser, context: string): { name: string; at: number } {
	const token = takeSolid(parser);
	if (token.kind !== 'string') unexpected(parser, token, `${context} clause`);
	return { name: unquoted(token.text), at: token.at };
}

function define(parser: Parser, context: 'define' | 'block', name: string): void {
	const outer = parser.variables;
	parser.variables = ['$'];
	const { by, body } = list(parser);
	if (by !== 'end') fail(parser, `unexpected {{else}} in ${context} clause`);
	parser.variables = outer;
	parser.defined.set(name, body);
}

function template(parser: Parser): Node {
	const { name, at } = definition(parser, 'template');
	if (peekSolid(parser).kind === 'right') {
		take(parser);
		return { kind: 'template', at, name, pipe: undefined };
	}
	return { kind: 'template', at, name, pipe: pipeline(parser, 'template', 'right') };
}

function block(parser: Parser): Node {
	const { name, at } = definition(parser, 'block');
	const pipe = pipeline(parser, 'block', 'right');
	define(parser, 'block', name);
	return { kind: 'template', at, name, pipe };
}

/** What stands between `{{` and `}}`; a list ends at `end` and `else`. */
function action(parser: Parser): Node | 'end' | 'else' | undefined {
	const token = takeSolid(parser);
	parser.line = lineOf(parser, token.at);
	if (token.kind !== 'keyword' || token.text === 'nil') {
		parser.next--;
		return { kind: 'action', pipe: pipeline(parser, 'command', 'right') };
	}
	switch (token.text) {
		case 'if':
		case 'with':
		case 'range':
			return control(parser, token.text);
		case 'end':
			expect(parser, 'right', 'end');
			return 'end';
		case 'else': {
			const next = peekSolid(parser);
			if (next.kind !== 'keyword') expect(parser, 'right', 'else');
			if (next.kind !== 'keyword') parser.next--;
			return 'else';
		}
		case 'break':
		case 'continue':
			expect(parser, 'right', `{{${token.text}}}`);
			if (!parser.ranges) fail(parser, `{{${token.text}}} outside {{range}}`);
			return { kind: token.text };
		case 'template':
			return template(parser);
		case 'block':
			return block(parser);
		default: {
			const { name } = definition(parser, 'define');
			expect(parser, 'right', 'define clause');
			define(parser, 'define', name);
			return undefined;
		}
	}
}

function list(parser: Parser, isWhole = false): End {
	const body: Node[] = [];
	for (;;) {
		const token = take(parser);
		if (token.kind === 'text') body.push({ kind: 'text', text: token.text });
		else if (token.kind === 'eof') return isWhole ? { by: 'eof', body } : fail(parser, 'unexpected EOF');
		else if (token.kind !== 'left') unexpected(parser, token, 'input');
		else {
			const read = action(parser);
			parser.line = 0;
			if (read === 'end' || read === 'else') {
				if (isWhole) fail(parser, `unexpected {{${read}}}`);
				return { by: read, body };
			}
			if (read) body.push(read);
		}
	}
}

export function parseTemplate(text: string, functions: ReadonlySet<string>, name = ''): Template {
	const parser: Parser = {
		name,
		text,
		tokens: lex(text),
		functions,
		defined: new Map(),
		variables: ['$'],
		next: 0,
		ranges: 0,
		line: 0,
	};
	const { body } = list(parser, true);
	return { name, text, body, defined: parser.defined };
}
