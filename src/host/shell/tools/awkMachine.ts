/** Runs the rules of an awk program over records (POSIX.1 "awk"). */
import type { Call } from '../call.ts';
import { AwkError, type Expression, type Rule, type Statement } from './awkScript.ts';
import { type Value, formatted, isNumeric, isTrue, numberOf, textOf } from './awkValue.ts';
import { expression } from './regexp.ts';

export class Jump {
	readonly kind: 'next' | 'break' | 'continue' | 'exit';
	constructor(kind: 'next' | 'break' | 'continue' | 'exit') {
		this.kind = kind;
	}
}

const MOST_STEPS = 2_000_000;
export class Machine {
	readonly #call: Call;
	readonly #variables = new Map<string, Value>([
		['FS', ' '],
		['OFS', ' '],
		['ORS', '\n'],
		['RS', '\n'],
		['NR', 0],
		['NF', 0],
		['FNR', 0],
		['SUBSEP', '\x1c'],
		['CONVFMT', '%.6g'],
		['OFMT', '%.6g'],
		['RSTART', 0],
		['RLENGTH', -1],
		['FILENAME', ''],
	]);
	readonly #arrays = new Map<string, Map<string, Value>>();
	readonly #open = new Set<Rule>();
	#fields: string[] = [];
	#record = '';
	#steps = 0;
	#seed = 1;
	status = 0;
	constructor(call: Call) {
		this.#call = call;
		this.#arrays.set(
			'ENVIRON',
			new Map(Object.entries(call.process.env).map(([name, value]) => [name, { input: value }])),
		);
	}
	set(name: string, value: Value): void {
		this.#variables.set(name, value);
		if (name === 'NF') {
			this.#fields = Array.from({ length: numberOf(value) }, (_, i) => this.#fields[i] ?? '');
			this.#record = this.#fields.join(this.#text('OFS'));
		}
	}
	#text(name: string): string {
		return textOf(this.#variables.get(name) ?? '', '%.6g');
	}
	takeRecord(line: string, file: string): void {
		this.#variables.set('NR', numberOf(this.#variables.get('NR')!) + 1);
		this.#variables.set(
			'FNR',
			file === this.#text('FILENAME') ? numberOf(this.#variables.get('FNR')!) + 1 : 1,
		);
		this.#variables.set('FILENAME', file);
		this.#setRecord(line);
	}
	#setRecord(line: string): void {
		this.#record = line;
		this.#fields = this.#split(line, this.#text('FS'));
		this.#variables.set('NF', this.#fields.length);
	}
	#split(text: string, separator: string): string[] {
		if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/\s+/);
		if (text === '') return [];
		if (separator.length === 1 && separator !== '\\')
			return text.split(separator === '\t' ? '\t' : separator);
		return separator === '' ? [...text] : text.split(expression(separator, true));
	}
	get recordSeparator(): string {
		return this.#text('RS');
	}

	/** Runs the rules of a kind; a Jump passes through. */
	run(rules: readonly Rule[], when: Rule['when']): void {
		for (const rule of rules) {
			if (rule.when !== when || (when === 'record' && !this.#isWanted(rule))) continue;
			if (rule.action) this.#do(rule.action);
			else this.#call.out(`${this.#record}\n`);
		}
	}
	#isWanted(rule: Rule): boolean {
		if (!rule.until) return !rule.test || isTrue(this.#value(rule.test));
		if (!this.#open.has(rule) && !isTrue(this.#value(rule.test!))) return false;
		if (isTrue(this.#value(rule.until))) this.#open.delete(rule);
		else this.#open.add(rule);
		return true;
	}

	#do(statement: Statement): void {
		if (++this.#steps > MOST_STEPS) throw new AwkError('a loop without end: real, but not simulated here');
		switch (statement.kind) {
			case 'block':
				for (const each of statement.body) this.#do(each);
				return;
			case 'expression':
				this.#value(statement.of);
				return;
			case 'print':
				return this.#print(
					statement.isFormatted,
					statement.args.map((each) => this.#value(each)),
				);
			case 'if':
				if (isTrue(this.#value(statement.test))) this.#do(statement.yes);
				else if (statement.no) this.#do(statement.no);
				return;
			case 'loop':
				return this.#loop(statement);
			case 'each':
				for (const key of [...(this.#arrays.get(statement.array)?.keys() ?? [])]) {
					this.set(statement.variable, { input: key });
					if (this.#body(statement.body)) return;
				}
				return;
			case 'delete':
				if (statement.keys.length) this.#array(statement.name).delete(this.#key(statement.keys));
				else this.#array(statement.name).clear();
				return;
			case 'exit':
				if (statement.status) this.status = numberOf(this.#value(statement.status)) & 255;
				throw new Jump('exit');
			default:
				throw new Jump(statement.kind);
		}
	}
	#loop(statement: Statement & { readonly kind: 'loop' }): void {
		if (statement.first) this.#do(statement.first);
		for (
			let isFirst = true;
			(statement.isAfter && isFirst) || !statement.test || isTrue(this.#value(statement.test));
			isFirst = false
		) {
			if (this.#body(statement.body)) return;
			if (statement.step) this.#do(statement.step);
		}
	}
	/** true: break. */
	#body(body: Statement): boolean {
		try {
			this.#do(body);
		} catch (jump) {
			if (!(jump instanceof Jump) || jump.kind === 'next' || jump.kind === 'exit') throw jump;
			return jump.kind === 'break';
		}
		return false;
	}
	#print(isFormatted: boolean, values: readonly Value[]): void {
		if (isFormatted) this.#call.out(formatted(textOf(values[0] ?? '', '%.6g'), values.slice(1)));
		else
			this.#call.out(
				(values.length
					? values.map((value) => textOf(value, this.#text('OFMT'))).join(this.#text('OFS'))
					: this.#record) + this.#text('ORS'),
			);
	}

	#array(name: string): Map<string, Value> {
		let array = this.#arrays.get(name);
		if (!array) this.#arrays.set(name, (array = new Map()));
		return array;
	}
	#key(keys: readonly Expression[]): string {
		return keys.map((each) => textOf(this.#value(each), '%.6g')).join(this.#text('SUBSEP'));
	}
	#field(index: number): Value {
		if (index < 0) throw new AwkError(`negative field index $${index}`);
		return { input: index === 0 ? this.#record : (this.#fields[index - 1] ?? '') };
	}
	#store(to: Expression, value: Value): Value {
		if (to.kind === 'variable') this.set(to.name, value);
		else if (to.kind === 'element') this.#array(to.name).set(this.#key(to.keys), value);
		else if (to.kind === 'field')
			this.#setField(numberOf(this.#value(to.of)), textOf(value, this.#text('CONVFMT')));
		return value;
	}
	#setField(index: number, text: string): void {
		if (index === 0) return this.#setRecord(text);
		while (this.#fields.length < index) this.#fields.push('');
		this.#fields[index - 1] = text;
		this.set('NF', this.#fields.length);
	}
	#isMatch(text: string, pattern: Expression): boolean {
		const source = pattern.kind === 'pattern' ? pattern.source : textOf(this.#value(pattern), '%.6g');
		return expression(source, true).test(text);
	}

	#value(of: Expression): Value {
		switch (of.kind) {
			case 'number':
			case 'string':
				return of.value;
			case 'pattern':
				return Number(this.#isMatch(this.#record, of));
			case 'variable':
				return this.#variables.get(of.name) ?? { input: '' };
			case 'element': {
				const array = this.#array(of.name);
				const key = this.#key(of.keys);
				if (!array.has(key)) array.set(key, { input: '' });
				return array.get(key)!;
			}
			case 'field':
				return this.#field(numberOf(this.#value(of.of)));
			case 'in':
				return Number(this.#array(of.name).has(this.#key(of.keys)));
			case 'unary': {
				const value = this.#value(of.of);
				return of.operator === '!'
					? Number(!isTrue(value))
					: of.operator === '-'
						? -numberOf(value)
						: numberOf(value);
			}
			case 'step': {
				const before = numberOf(this.#value(of.of));
				const after = before + (of.operator === '++' ? 1 : -1);
				this.#store(of.of, after);
				return of.isPrefix ? after : before;
			}
			case 'choice':
				return this.#value(isTrue(this.#value(of.test)) ? of.yes : of.no);
			case 'assign': {
				const right = this.#value(of.value);
				return this.#store(
					of.to,
					of.operator === '='
						? right
						: this.#calculated(of.operator[0]!, numberOf(this.#value(of.to)), numberOf(right)),
				);
			}
			case 'binary':
				return this.#binary(of);
			case 'call':
				return this.#called(of.name, of.args);
		}
	}
	#calculated(operator: string, a: number, b: number): number {
		if ((operator === '/' || operator === '%') && b === 0)
			throw new AwkError(operator === '/' ? 'division by zero' : 'division by zero in %');
		return operator === '+'
			? a + b
			: operator === '-'
				? a - b
				: operator === '*'
					? a * b
					: operator === '/'
						? a / b
						: operator === '%'
							? a % b
							: a ** b;
	}
	#binary({ operator, left, right }: Expression & { readonly kind: 'binary' }): Value {
		if (operator === '&&') return Number(isTrue(this.#value(left)) && isTrue(this.#value(right)));
		if (operator === '||') return Number(isTrue(this.#value(left)) || isTrue(this.#value(right)));
		if (operator === '~' || operator === '!~')
			return Number(this.#isMatch(textOf(this.#value(left), '%.6g'), right) === (operator === '~'));
		const [a, b] = [this.#value(left), this.#value(right)];
		if (operator === ' ') return textOf(a, this.#text('CONVFMT')) + textOf(b, this.#text('CONVFMT'));
		return /^[<>=!]/.test(operator)
			? Number(this.#isOrdered(operator, a, b))
			: this.#calculated(operator, numberOf(a), numberOf(b));
	}
	#isOrdered(operator: string, a: Value, b: Value): boolean {
		const isNumber = (value: Value) =>
			typeof value === 'number' ||
			(typeof value === 'object' && (isNumeric(value.input) || value.input === ''));
		const asNumbers =
			isNumber(a) &&
			isNumber(b) &&
			(typeof a === 'number' || typeof b === 'number' || (textOf(a, '') !== '' && textOf(b, '') !== ''));
		const [x, y] = asNumbers ? [numberOf(a), numberOf(b)] : [textOf(a, '%.6g'), textOf(b, '%.6g')];
		return operator === '<'
			? x < y
			: operator === '<='
				? x <= y
				: operator === '=='
					? x === y
					: operator === '!='
						? x !== y
						: operator === '>'
							? x > y
							: x >= y;
	}

	#called(name: string, args: readonly Expression[]): Value {
		if (name === 'sub' || name === 'gsub') return this.#substitute(name === 'gsub', args);
		if (name === 'split') return this.#splitInto(args);
		if (name === 'length' && args[0]?.kind === 'variable' && this.#arrays.has(args[0].name))
			return this.#array(args[0].name).size;
		if (name === 'match') return this.#match(args);
		const values = args.map((each) => this.#value(each));
		const [first = '', second, third] = values;
		const text = textOf(first, '%.6g');
		switch (name) {
			case 'length':
				return args.length ? [...text].length : this.#record.length;
			case 'substr':
				return this.#substring(text, numberOf(second ?? 1), third === undefined ? Infinity : numberOf(third));
			case 'index':
				return text.indexOf(textOf(second ?? '', '%.6g')) + 1;
			case 'tolower':
				return text.toLowerCase();
			case 'toupper':
				return text.toUpperCase();
			case 'sprintf':
				return formatted(text, values.slice(1));
			case 'int':
				return Math.trunc(numberOf(first));
			case 'sqrt':
				return Math.sqrt(numberOf(first));
			case 'log':
				return Math.log(numberOf(first));
			case 'exp':
				return Math.exp(numberOf(first));
			case 'sin':
				return Math.sin(numberOf(first));
			case 'cos':
				return Math.cos(numberOf(first));
			case 'atan2':
				return Math.atan2(numberOf(first), numberOf(second ?? 0));
			case 'srand':
				return (this.#seed = numberOf(first) || 1);
			case 'rand':
				return (this.#seed = (this.#seed * 16807) % 2147483647) / 2147483647;
			case 'systime':
				return Math.floor(this.#call.state.clock.now);
			default:
				throw new AwkError(`${name}(): real, but not simulated here`);
		}
	}
	#substring(text: string, start: number, length: number): string {
		const from = Math.round(start);
		const to = length === Infinity ? Infinity : from + Math.round(length);
		return text.slice(Math.max(0, from - 1), Math.max(0, to - 1));
	}
	#match(args: readonly Expression[]): number {
		const text = textOf(this.#value(args[0]!), '%.6g');
		const pattern = args[1]!;
		const found = expression(
			pattern.kind === 'pattern' ? pattern.source : textOf(this.#value(pattern), '%.6g'),
			true,
		).exec(text);
		this.set('RSTART', found ? found.index + 1 : 0);
		this.set('RLENGTH', found ? found[0].length : -1);
		return found ? found.index + 1 : 0;
	}
	#substitute(isGlobal: boolean, args: readonly Expression[]): number {
		const [pattern, by, to = { kind: 'field', of: { kind: 'number', value: 0 } }] = args as [
			Expression,
			Expression,
			Expression?,
		];
		const source = pattern.kind === 'pattern' ? pattern.source : textOf(this.#value(pattern), '%.6g');
		const replacement = textOf(this.#value(by), '%.6g');
		let count = 0;
		const result = textOf(this.#value(to), '%.6g').replace(
			expression(source, true, isGlobal ? 'g' : ''),
			(found: string) => {
				count++;
				return replacement.replace(/\\&|&/g, (mark) => (mark === '&' ? found : '&'));
			},
		);
		if (count) this.#store(to, result);
		return count;
	}
	#splitInto(args: readonly Expression[]): number {
		const [text, array, separator] = args;
		if (array?.kind !== 'variable') throw new AwkError('split: second argument must be an array');
		const source = !separator
			? this.#text('FS')
			: separator.kind === 'pattern'
				? separator.source
				: textOf(this.#value(separator), '%.6g');
		const parts = this.#split(textOf(this.#value(text!), '%.6g'), source);
		this.#arrays.set(array.name, new Map(parts.map((part, i) => [String(i + 1), { input: part }])));
		return parts.length;
	}
}
