/** Shell arithmetic in 64-bit integers (bash(1) "ARITHMETIC EVALUATION"). */
export interface Variables {
	get(name: string): string | undefined;
	set(name: string, value: string): void;
}

export class ArithmeticError extends Error {
	readonly token: string;
	constructor(message: string, token: string) {
		super(message);
		this.token = token;
	}
}

const TOKEN =
	/\s*(\d+#[0-9A-Za-z]+|0[xX][0-9a-fA-F]+|\d+|[A-Za-z_]\w*|<<=|>>=|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%&|^]=|\S)/y;
const LEVELS: readonly (readonly string[])[] = [
	['||'],
	['&&'],
	['|'],
	['^'],
	['&'],
	['==', '!='],
	['<', '>', '<=', '>='],
	['<<', '>>'],
	['+', '-'],
	['*', '/', '%'],
];
const ASSIGN = /^(?:[-+*/%&|^]|<<|>>)?=$/;

const tokensOf = (text: string): string[] => {
	const tokens: string[] = [];
	TOKEN.lastIndex = 0;
	for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) tokens.push(found[1]!);
	return tokens;
};

const inBase = (text: string, base: number): bigint => {
	let value = 0n;
	for (const char of text) {
		const digit = parseInt(char, 36);
		if (!(digit < base)) throw new ArithmeticError('value too great for base', text);
		value = value * BigInt(base) + BigInt(digit);
	}
	return BigInt.asIntN(64, value);
};
const numberOf = (text: string): bigint => {
	const based = /^(\d+)#(\w+)$/.exec(text);
	if (based) return inBase(based[2]!, Math.min(36, Math.max(2, Number(based[1]))));
	return /^0\d/.test(text) ? inBase(text, 8) : BigInt(text);
};

const truth = (value: boolean): bigint => (value ? 1n : 0n);

const applied = (operator: string, a: bigint, b: bigint): bigint => {
	switch (operator) {
		case '+':
			return a + b;
		case '-':
			return a - b;
		case '*':
			return a * b;
		case '/':
		case '%':
			if (b === 0n) throw new ArithmeticError('division by 0', '0');
			return operator === '/' ? a / b : a % b;
		case '<<':
			return a << (b & 63n);
		case '>>':
			return a >> (b & 63n);
		case '<':
			return truth(a < b);
		case '>':
			return truth(a > b);
		case '<=':
			return truth(a <= b);
		case '>=':
			return truth(a >= b);
		case '==':
			return truth(a === b);
		case '!=':
			return truth(a !== b);
		case '&':
			return a & b;
		case '^':
			return a ^ b;
		case '|':
			return a | b;
		default:
			throw new ArithmeticError('syntax error: invalid arithmetic operator', operator);
	}
};

class Evaluation {
	readonly #tokens: string[];
	readonly #variables: Variables;
	readonly #depth: number;
	/** Whether the branch read now is the one that counts. */
	#counts = true;
	#at = 0;
	constructor(text: string, variables: Variables, depth: number) {
		this.#tokens = tokensOf(text);
		this.#variables = variables;
		this.#depth = depth;
	}
	get #next(): string {
		return this.#tokens[this.#at] ?? '';
	}
	#take(token: string): boolean {
		if (this.#next !== token) return false;
		this.#at++;
		return true;
	}
	#missing(): never {
		throw new ArithmeticError('syntax error: operand expected', this.#next);
	}

	whole(): bigint {
		if (!this.#tokens.length) return 0n;
		const value = this.#comma();
		if (this.#next)
			throw new ArithmeticError('syntax error in expression', this.#tokens.slice(this.#at).join(' '));
		return value;
	}
	#comma(): bigint {
		let value = this.#assignment();
		while (this.#take(',')) value = this.#assignment();
		return value;
	}
	#assignment(): bigint {
		const name = this.#next;
		const operator = this.#tokens[this.#at + 1] ?? '';
		if (!/^[A-Za-z_]/.test(name) || !ASSIGN.test(operator)) return this.#choice();
		this.#at += 2;
		const right = this.#assignment();
		return this.#store(
			name,
			operator === '=' || !this.#counts ? right : applied(operator.slice(0, -1), this.#value(name), right),
		);
	}
	#store(name: string, value: bigint): bigint {
		const kept = BigInt.asIntN(64, value);
		if (this.#counts) this.#variables.set(name, String(kept));
		return kept;
	}
	#choice(): bigint {
		const test = this.#binary(0);
		if (!this.#take('?')) return test;
		const yes = this.#when(test !== 0n, () => this.#comma());
		if (!this.#take(':')) this.#missing();
		const no = this.#when(test === 0n, () => this.#assignment());
		return test !== 0n ? yes : no;
	}
	#when(counts: boolean, read: () => bigint): bigint {
		const before = this.#counts;
		this.#counts &&= counts;
		const value = read();
		this.#counts = before;
		return value;
	}
	#binary(level: number): bigint {
		const operators = LEVELS[level];
		if (!operators) return this.#power();
		let left = this.#binary(level + 1);
		for (;;) {
			const operator = this.#next;
			if (!operators.includes(operator)) return left;
			this.#at++;
			const value = left;
			if (operator === '&&')
				left = truth(this.#when(value !== 0n, () => this.#binary(level + 1)) !== 0n && value !== 0n);
			else if (operator === '||')
				left = truth(this.#when(value === 0n, () => this.#binary(level + 1)) !== 0n || value !== 0n);
			else {
				const right = this.#binary(level + 1);
				left = this.#counts ? BigInt.asIntN(64, applied(operator, value, right)) : 0n;
			}
		}
	}
	#power(): bigint {
		const base = this.#unary();
		if (!this.#take('**')) return base;
		const exponent = this.#power();
		if (exponent < 0n) throw new ArithmeticError('exponent less than 0', String(exponent));
		return BigInt.asIntN(
			64,
			base ** (exponent > 63n && base !== 1n && base !== 0n && base !== -1n ? 64n : exponent),
		);
	}
	#unary(): bigint {
		for (const [sign, apply] of SIGNS) if (this.#take(sign)) return apply(this.#unary());
		for (const [step, by] of STEPS)
			if (this.#take(step)) {
				const name = this.#name();
				return this.#store(name, this.#value(name) + by);
			}
		return this.#primary();
	}
	#name(): string {
		const name = this.#next;
		if (!/^[A-Za-z_]/.test(name)) this.#missing();
		this.#at++;
		return name;
	}
	#primary(): bigint {
		if (this.#take('(')) {
			const value = this.#comma();
			if (!this.#take(')')) this.#missing();
			return value;
		}
		if (/^\d/.test(this.#next)) return numberOf(this.#tokens[this.#at++]!);
		const name = this.#name();
		const value = this.#counts ? this.#value(name) : 0n;
		for (const [step, by] of STEPS) if (this.#take(step)) this.#store(name, value + by);
		return value;
	}
	#value(name: string): bigint {
		const text = this.#variables.get(name)?.trim() ?? '';
		if (text === '') return 0n;
		if (/^-?\d+$/.test(text)) return text[0] === '-' ? -numberOf(text.slice(1)) : numberOf(text);
		if (this.#depth > 20) throw new ArithmeticError('expression recursion level exceeded', text);
		return new Evaluation(text, this.#variables, this.#depth + 1).whole();
	}
}

const SIGNS: readonly (readonly [string, (value: bigint) => bigint])[] = [
	['!', (value) => truth(value === 0n)],
	['~', (value) => ~value],
	['-', (value) => -value],
	['+', (value) => value],
];
const STEPS: readonly (readonly [string, bigint])[] = [
	['++', 1n],
	['--', -1n],
];

/** Throws ArithmeticError. */
export const evaluate = (text: string, variables: Variables): bigint =>
	new Evaluation(text, variables, 0).whole();
