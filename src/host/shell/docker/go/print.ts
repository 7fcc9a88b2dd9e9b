import { goQuote } from '../../../go/quote.ts';
import { isMap, isSlice, sortedKeys, typeName, type GoValue } from './value.ts';

/** strconv's 'g' with the fewest digits that say the number; exponents from 21 digits on. */
export function goNumber(n: number): string {
	if (Number.isInteger(n) && Math.abs(n) < 1e21) return String(n);
	if (Math.abs(n) >= 1e-4 && Math.abs(n) < 1e21) return String(n);
	const [mantissa = '', exponent = '0'] = n.toExponential().split('e');
	const power = Number(exponent);
	return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Inside a value Go prints a pointer as its address, which differs from run to run. */
const address = '0xc000012345';

/** fmt's %v. */
export function goText(value: GoValue, depth = 0): string {
	if (value === undefined) return depth ? '<nil>' : '<no value>';
	if (value === null) return '<nil>';
	if (typeof value === 'number') return goNumber(value);
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean') return String(value);
	if (isSlice(value)) return `[${value.map((item) => goText(item, depth + 1)).join(' ')}]`;
	if (isMap(value)) {
		const pairs = sortedKeys(value).map((key) => `${key}:${goText(value[key], depth + 1)}`);
		return `map[${pairs.join(' ')}]`;
	}
	if (depth && value.type.startsWith('*')) return address;
	const fields = Object.values(value.members).filter((member) => typeof member !== 'function');
	return `{${fields.map((field) => goText(field as GoValue, depth + 1)).join(' ')}}`;
}

/** fmt.Sprint: a blank between two operands of which neither is a string. */
export function sprint(values: readonly GoValue[]): string {
	return values.reduce<string>((text, value, i) => {
		const isApart = i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string';
		return text + (isApart ? ' ' : '') + goText(value, 1);
	}, '');
}

/** fmt.Sprintln. */
export const sprintln = (values: readonly GoValue[]): string =>
	`${values.map((value) => goText(value, 1)).join(' ')}\n`;

interface Verb {
	readonly flags: string;
	readonly width: number;
	readonly precision: number | undefined;
	readonly letter: string;
}

function wrong(letter: string, value: GoValue): string {
	if (value === undefined || value === null) return `%!${letter}(<nil>)`;
	return `%!${letter}(${typeName(value)}=${goText(value, 1)})`;
}

function signed(flags: string, n: number, digits: string): string {
	const sign = n < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
	return sign + digits;
}

function whole(verb: Verb, n: number): string | undefined {
	const size = Math.abs(n);
	const base = { d: 10, b: 2, o: 8, x: 16, X: 16 }[verb.letter];
	if (base === undefined) return undefined;
	const digits = size.toString(base).padStart(verb.precision ?? 0, '0');
	const prefix = verb.flags.includes('#') && base === 16 ? `0${verb.letter}` : '';
	return signed(verb.flags, n, prefix + (verb.letter === 'X' ? digits.toUpperCase() : digits));
}

const hex = (text: string, isUpper: boolean): string => {
	const bytes = [...new TextEncoder().encode(text)]
		.map((byte) => byte.toString(16).padStart(2, '0'))
		.join('');
	return isUpper ? bytes.toUpperCase() : bytes;
};

function textVerb(verb: Verb, text: string): string | undefined {
	const cut = verb.precision === undefined ? text : [...text].slice(0, verb.precision).join('');
	if (verb.letter === 's') return cut;
	if (verb.letter === 'q') return goQuote(cut);
	return verb.letter === 'x' || verb.letter === 'X' ? hex(cut, verb.letter === 'X') : undefined;
}

function numberVerb(verb: Verb, n: number): string | undefined {
	if (Number.isInteger(n)) {
		if (verb.letter === 'c') return String.fromCodePoint(n);
		if (verb.letter === 'q') return `'${String.fromCodePoint(n)}'`;
		return whole(verb, n);
	}
	const size = Math.abs(n);
	if (verb.letter === 'f' || verb.letter === 'F')
		return signed(verb.flags, n, size.toFixed(verb.precision ?? 6));
	if (verb.letter === 'g')
		return goNumber(verb.precision === undefined ? n : Number(n.toPrecision(verb.precision || 1)));
	return verb.letter === 'e'
		? n.toExponential(verb.precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2')
		: undefined;
}

function formatted(verb: Verb, value: GoValue): string {
	const { letter } = verb;
	if (letter === 'v')
		return typeof value === 'string' ? textVerb({ ...verb, letter: 's' }, value)! : goText(value, 1);
	if (letter === 'T') return value === undefined || value === null ? '<nil>' : typeName(value);
	if (isSlice(value)) return `[${value.map((item) => formatted(verb, item)).join(' ')}]`;
	const done =
		typeof value === 'string'
			? textVerb(verb, value)
			: typeof value === 'number'
				? numberVerb(verb, value)
				: typeof value === 'boolean' && letter === 't'
					? String(value)
					: isMap(value) && letter === 's'
						? goText(value, 1)
						: undefined;
	return done ?? wrong(letter, value);
}

function padded(verb: Verb, text: string): string {
	const missing = verb.width - [...text].length;
	if (missing <= 0) return text;
	if (verb.flags.includes('-')) return text + ' '.repeat(missing);
	if (!verb.flags.includes('0')) return ' '.repeat(missing) + text;
	const sign = /^[+-]/.exec(text)?.[0] ?? '';
	return sign + '0'.repeat(missing) + text.slice(sign.length);
}

/** fmt.Sprintf. */
export function sprintf(format: string, values: readonly GoValue[]): string {
	let next = 0;
	const star = () => Number(values[next++]);
	const text = format.replace(
		/%([-+# 0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([a-zA-Z%]|$)/g,
		(piece: string, flags: string, width: string | undefined, digits: string | undefined, letter: string) => {
			if (letter === '%') return '%';
			if (!letter) return '%!(NOVERB)';
			const verb: Verb = {
				flags,
				width: width === '*' ? star() : Number(width ?? 0),
				precision:
					digits === '*'
						? star()
						: digits !== undefined
							? Number(digits)
							: piece.includes('.')
								? 0
								: undefined,
				letter,
			};
			if (next >= values.length) return `%!${letter}(MISSING)`;
			return padded(verb, formatted(verb, values[next++]));
		},
	);
	if (next >= values.length) return text;
	const extra = values
		.slice(next)
		.map((value) => (value == null ? '<nil>' : `${typeName(value)}=${goText(value, 1)}`));
	return `${text}%!(EXTRA ${extra.join(', ')})`;
}
