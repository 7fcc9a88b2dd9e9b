/** Reads an awk program (POSIX.1 "awk"). Functions of one's own, getline and output to files are not modelled. */
export type Expression =
	| { readonly kind: 'number'; readonly value: number }
	| { readonly kind: 'string'; readonly value: string }
	| { readonly kind: 'pattern'; readonly source: string }
	| { readonly kind: 'variable'; readonly name: string }
	| { readonly kind: 'element'; readonly name: string; readonly keys: readonly Expression[] }
	| { readonly kind: 'field'; readonly of: Expression }
	| { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
	| { readonly kind: 'unary'; readonly operator: string; readonly of: Expression }
	| { readonly kind: 'step'; readonly operator: string; readonly isPrefix: boolean; readonly of: Expression }
	| {
			readonly kind: 'binary';
			readonly operator: string;
			readonly left: Expression;
			readonly right: Expression;
	  }
	| { readonly kind: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
	| {
			readonly kind: 'assign';
			readonly operator: string;
			readonly to: Expression;
			readonly value: Expression;
	  }
	| { readonly kind: 'in'; readonly keys: readonly Expression[]; readonly name: string };

export type Statement =
	| { readonly kind: 'block'; readonly body: readonly Statement[] }
	| { readonly kind: 'expression'; readonly of: Expression }
	| { readonly kind: 'print'; readonly isFormatted: boolean; readonly args: readonly Expression[] }
	| { readonly kind: 'if'; readonly test: Expression; readonly yes: Statement; readonly no?: Statement }
	| {
			readonly kind: 'loop';
			readonly first?: Statement;
			readonly test?: Expression;
			readonly step?: Statement;
			readonly body: Statement;
			readonly isAfter: boolean;
	  }
	| { readonly kind: 'each'; readonly variable: string; readonly array: string; readonly body: Statement }
	| { readonly kind: 'delete'; readonly name: string; readonly keys: readonly Expression[] }
	| { readonly kind: 'next' | 'break' | 'continue' }
	| { readonly kind: 'exit'; readonly status?: Expression };

export interface Rule {
	readonly when: 'BEGIN' | 'END' | 'record';
	readonly test?: Expression;
	/** Of a range. */
	readonly until?: Expression;
	readonly action?: Statement;
}

export class AwkError extends Error {}

const TOKEN =
	/[ \t\r]*(?:\\\r?\n|#[^\n]*)*[ \t]*(\n|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|"(?:[^"\\\n]|\\[\s\S])*"|[A-Za-z_]\w*|\+\+|--|&&|\|\||[-+*/%^!<>=]=|!~|\S)/y;
const escapes: Readonly<Record<string, string>> = {
	n: '\n',
	t: '\t',
	r: '\r',
	'\\': '\\',
	'"': '"',
	'/': '/',
	a: '\x07',
};
const COMPARES = ['<', '<=', '==', '!=', '>', '>='];
const CONCATENATED = /^[\w.$"(]/;

class AwkReader {
	readonly #text: string;
	#at = 0;
	/** Inside `print` without parentheses `>` would redirect; inside `for (` `in` is its own. */
	#isPrinting = false;
	constructor(text: string) {
		this.#text = text;
	}
	#peek(): string {
		TOKEN.lastIndex = this.#at;
		return TOKEN.exec(this.#text)?.[1] ?? '';
	}
	#next(): string {
		TOKEN.lastIndex = this.#at;
		const found = TOKEN.exec(this.#text);
		if (!found) throw new AwkError('syntax error at or near end of line');
		this.#at = TOKEN.lastIndex;
		return found[1]!;
	}
	#take(...tokens: readonly string[]): string | undefined {
		const token = this.#peek();
		return tokens.includes(token) && token !== '' ? this.#next() : undefined;
	}
	#expect(token: string): void {
		if (!this.#take(token))
			throw new AwkError(
				`syntax error at or near ${this.#peek() === '\n' ? 'end of line' : this.#peek() || 'end of line'}`,
			);
	}
	#missing(what: string): never {
		throw new AwkError(`${what}: real, but not simulated here`);
	}
	#skip(...tokens: readonly string[]): void {
		while (this.#take('\n', ...tokens));
	}

	rules(): Rule[] {
		const rules: Rule[] = [];
		for (this.#skip(';'); this.#peek() !== ''; this.#skip(';')) rules.push(this.#rule());
		return rules;
	}
	#rule(): Rule {
		const word = this.#take('BEGIN', 'END', 'function', 'func');
		if (word === 'function' || word === 'func') return this.#missing('function');
		if (word) return { when: word as 'BEGIN' | 'END', action: this.#block() };
		if (this.#peek() === '{') return { when: 'record', action: this.#block() };
		const test = this.#expression();
		const until = this.#take(',') ? this.#expression() : undefined;
		const action = this.#peek() === '{' ? this.#block() : undefined;
		return { when: 'record', test, ...(until && { until }), ...(action && { action }) };
	}
	#block(): Statement {
		this.#expect('{');
		const body: Statement[] = [];
		for (this.#skip(';'); !this.#take('}'); this.#skip(';')) body.push(this.#statement());
		return { kind: 'block', body };
	}
	/** A statement and its terminator. */
	#statement(): Statement {
		this.#skip();
		if (this.#peek() === '{') return this.#block();
		if (this.#take(';')) return { kind: 'block', body: [] };
		const word = this.#take(
			'if',
			'while',
			'do',
			'for',
			'next',
			'exit',
			'break',
			'continue',
			'delete',
			'print',
			'printf',
			'getline',
			'return',
		);
		switch (word) {
			case 'if':
				return this.#if();
			case 'while': {
				const test = this.#inParentheses();
				return { kind: 'loop', test, body: this.#statement(), isAfter: false };
			}
			case 'do':
				return this.#do();
			case 'for':
				return this.#for();
			case 'getline':
			case 'return':
				return this.#missing(word);
		}
		const simple = this.#simple(word);
		if (!this.#take(';', '\n') && this.#peek() !== '}' && this.#peek() !== '') this.#expect('}');
		return simple;
	}
	#simple(word: string | undefined): Statement {
		if (word === 'next' || word === 'break' || word === 'continue') return { kind: word };
		if (word === 'exit')
			return [';', '\n', '}', ''].includes(this.#peek())
				? { kind: 'exit' }
				: { kind: 'exit', status: this.#expression() };
		if (word === 'delete') {
			const name = this.#next();
			return { kind: 'delete', name, keys: this.#take('[') ? this.#list(']') : [] };
		}
		if (word === 'print' || word === 'printf') return this.#print(word === 'printf');
		return { kind: 'expression', of: this.#expression() };
	}
	#print(isFormatted: boolean): Statement {
		const isOver = () => [';', '\n', '}', '', '>', '|'].includes(this.#peek());
		const before = this.#at;
		let args: Expression[] = [];
		if (this.#take('(')) {
			args = this.#list(')');
			if (!isOver()) {
				this.#at = before;
				args = [];
			}
		}
		if (!args.length && !isOver()) {
			this.#isPrinting = true;
			do args.push(this.#expression());
			while (this.#take(','));
			this.#isPrinting = false;
		}
		if (this.#peek() === '>' || this.#peek() === '|') this.#missing('print to a file or command');
		return { kind: 'print', isFormatted, args };
	}
	#inParentheses(): Expression {
		this.#expect('(');
		const test = this.#expression();
		this.#expect(')');
		return test;
	}
	#if(): Statement {
		const test = this.#inParentheses();
		const yes = this.#statement();
		const before = this.#at;
		this.#skip(';');
		if (this.#take('else')) return { kind: 'if', test, yes, no: this.#statement() };
		this.#at = before;
		return { kind: 'if', test, yes };
	}
	#do(): Statement {
		const body = this.#statement();
		this.#skip(';');
		this.#expect('while');
		return { kind: 'loop', test: this.#inParentheses(), body, isAfter: true };
	}
	#for(): Statement {
		this.#expect('(');
		const each = /^\s*([A-Za-z_]\w*)\s+in\s+([A-Za-z_]\w*)\s*\)/.exec(this.#text.slice(this.#at));
		if (each) {
			this.#at += each[0].length;
			return { kind: 'each', variable: each[1]!, array: each[2]!, body: this.#statement() };
		}
		const first = this.#peek() === ';' ? undefined : this.#simple(undefined);
		this.#expect(';');
		const test = this.#peek() === ';' ? undefined : this.#expression();
		this.#expect(';');
		const step = this.#peek() === ')' ? undefined : this.#simple(undefined);
		this.#expect(')');
		return {
			kind: 'loop',
			...(first && { first }),
			...(test && { test }),
			...(step && { step }),
			body: this.#statement(),
			isAfter: false,
		};
	}
	#list(closer: string): Expression[] {
		const list: Expression[] = [];
		const isPrinting = this.#isPrinting;
		this.#isPrinting = false;
		while (!this.#take(closer)) {
			list.push(this.#expression());
			if (!this.#take(',')) {
				this.#expect(closer);
				break;
			}
		}
		this.#isPrinting = isPrinting;
		return list;
	}

	#expression(): Expression {
		const left = this.#choice();
		const isTarget = left.kind === 'variable' || left.kind === 'field' || left.kind === 'element';
		const operator = isTarget ? this.#take('=', '+=', '-=', '*=', '/=', '%=', '^=') : undefined;
		return operator ? { kind: 'assign', operator, to: left, value: this.#expression() } : left;
	}
	#choice(): Expression {
		const test = this.#either();
		if (!this.#take('?')) return test;
		const yes = this.#expression();
		this.#expect(':');
		return { kind: 'choice', test, yes, no: this.#expression() };
	}
	#chain(operators: readonly string[], inner: () => Expression): Expression {
		let left = inner();
		for (let operator = this.#take(...operators); operator; operator = this.#take(...operators)) {
			this.#skip();
			left = { kind: 'binary', operator, left, right: inner() };
		}
		return left;
	}
	#either(): Expression {
		return this.#chain(['||'], () => this.#chain(['&&'], () => this.#membership()));
	}
	#membership(): Expression {
		let left = this.#chain(['~', '!~'], () => this.#comparison());
		while (this.#take('in')) left = { kind: 'in', keys: [left], name: this.#next() };
		return left;
	}
	#comparison(): Expression {
		const left = this.#concatenation();
		const operator = this.#isPrinting && this.#peek() === '>' ? undefined : this.#take(...COMPARES);
		return operator ? { kind: 'binary', operator, left, right: this.#concatenation() } : left;
	}
	#concatenation(): Expression {
		let left = this.#sum();
		for (;;) {
			const token = this.#peek();
			if (!CONCATENATED.test(token) || token === 'in') return left;
			left = { kind: 'binary', operator: ' ', left, right: this.#sum() };
		}
	}
	#sum(): Expression {
		return this.#chain(['+', '-'], () => this.#chain(['*', '/', '%'], () => this.#unary()));
	}
	#unary(): Expression {
		const operator = this.#take('!', '-', '+');
		return operator ? { kind: 'unary', operator, of: this.#unary() } : this.#power();
	}
	#power(): Expression {
		const base = this.#postfix();
		return this.#take('^') ? { kind: 'binary', operator: '^', left: base, right: this.#unary() } : base;
	}
	#postfix(): Expression {
		const prefix = this.#take('++', '--');
		const of = this.#primary();
		if (prefix) return { kind: 'step', operator: prefix, isPrefix: true, of };
		const isTarget = of.kind === 'variable' || of.kind === 'field' || of.kind === 'element';
		const operator = isTarget ? this.#take('++', '--') : undefined;
		return operator ? { kind: 'step', operator, isPrefix: false, of } : of;
	}
	#primary(): Expression {
		const token = this.#next();
		if (token === '(') return this.#grouped();
		if (token === '$') return { kind: 'field', of: this.#fieldNumber() };
		if (token[0] === '"')
			return {
				kind: 'string',
				value: token.slice(1, -1).replace(/\\([\s\S])/g, (all, char: string) => escapes[char] ?? all),
			};
		if (token === '/' || token === '/=') return this.#pattern(token);
		if (/^[\d.]/.test(token)) return { kind: 'number', value: Number(token) };
		if (token === 'getline') return this.#missing('getline');
		if (!/^[A-Za-z_]/.test(token))
			throw new AwkError(`syntax error at or near ${token === '\n' ? 'end of line' : token}`);
		if (this.#text[this.#at] === '(') {
			this.#next();
			return { kind: 'call', name: token, args: this.#list(')') };
		}
		if (token === 'length') return { kind: 'call', name: token, args: [] };
		if (this.#take('[')) return { kind: 'element', name: token, keys: this.#list(']') };
		return { kind: 'variable', name: token };
	}
	#fieldNumber(): Expression {
		const prefix = this.#take('++', '--');
		const of = this.#primary();
		return prefix ? { kind: 'step', operator: prefix, isPrefix: true, of } : of;
	}
	#grouped(): Expression {
		const list = this.#list(')');
		if (list.length > 1 || this.#peek() === 'in') {
			this.#expect('in');
			return { kind: 'in', keys: list, name: this.#next() };
		}
		return list[0] ?? { kind: 'string', value: '' };
	}
	#pattern(opener: string): Expression {
		const rest = /^((?:[^\\/\n[]|\\.|\[(?:[^\]\\]|\\.)*\])*)\//.exec(this.#text.slice(this.#at));
		if (!rest) throw new AwkError('regular expression compile failed (missing operand)');
		this.#at += rest[0].length;
		return { kind: 'pattern', source: (opener === '/=' ? '=' : '') + rest[1]!.replace(/\\\//g, '/') };
	}
}

export const parseAwk = (text: string): Rule[] => new AwkReader(text).rules();
