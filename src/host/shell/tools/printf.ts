/** printf(1). */
import { byteLength } from '../../kernel/bytes.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { unescapedText } from './echo.ts';

/** An argument of %d: a number, or `'c` for a character's code. */
const integer = (call: Call, text: string): { value: number; isBad: boolean } => {
	if (/^['"]/.test(text)) return { value: text.codePointAt(1) ?? 0, isBad: false };
	const found = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(text);
	const digits = found?.[2] ?? '0';
	const value = (found?.[1] === '-' ? -1 : 1) * (/^0\d/.test(digits) ? parseInt(digits, 8) : Number(digits));
	const isBad = text !== '' && found?.[0] !== text;
	if (isBad)
		call.fail(
			call.isBusybox
				? `invalid number '${text}'`
				: `${call.title === call.name ? call.quoted(text) : text}: ${call.title === call.name ? `expected a numeric value` : call.title.startsWith('bash') ? 'invalid number' : 'expected numeric value'}`,
		);
	return { value, isBad };
};

/** Halves go to the even digit, as IEEE 754 and printf(3) have it. */
const fixed = (value: number, digits: number): string => {
	const scaled = value * 10 ** digits;
	const isTie = scaled < 2 ** 52 && scaled % 1 === 0.5 && Math.floor(scaled) % 2 === 0;
	return isTie ? (Math.floor(scaled) / 10 ** digits).toFixed(digits) : value.toFixed(digits);
};

/** One conversion of printf(3). */
export const converted = (
	spec: {
		readonly flags: string;
		readonly width: number;
		readonly precision: number | undefined;
		readonly letter: string;
	},
	value: string | number,
): string => {
	const { flags, width, precision, letter } = spec;
	let body: string;
	if (typeof value === 'string') body = precision === undefined ? value : value.slice(0, precision);
	else if ('diu'.includes(letter)) body = String(Math.abs(Math.trunc(value))).padStart(precision ?? 0, '0');
	else if (letter === 'o') body = (flags.includes('#') ? '0' : '') + Math.trunc(value).toString(8);
	else if (letter === 'x' || letter === 'X')
		body =
			(flags.includes('#') ? '0x' : '') +
			Math.trunc(value)
				.toString(16)
				.padStart(precision ?? 0, '0');
	else if (letter === 'e' || letter === 'E')
		body = Math.abs(value)
			.toExponential(precision ?? 6)
			.replace(/e([-+])(\d)$/, 'e$10$2');
	else if (letter === 'g' || letter === 'G')
		body = String(Number(Math.abs(value).toPrecision(precision || (precision === 0 ? 1 : 6))));
	else body = fixed(Math.abs(value), precision ?? 6);
	if (letter === 'X' || letter === 'E' || letter === 'G') body = body.toUpperCase();
	const sign =
		typeof value === 'number' && !'oxX'.includes(letter)
			? value < 0
				? '-'
				: flags.includes('+')
					? '+'
					: flags.includes(' ')
						? ' '
						: ''
			: '';
	if (flags.includes('-')) return (sign + body).padEnd(width);
	if (flags.includes('0') && typeof value === 'number') return sign + body.padStart(width - sign.length, '0');
	return (sign + body).padStart(width);
};

export const CONVERSION = /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlLqjzt]*([a-zA-Z%])|%/g;

/** One pass of the format over the arguments. */
const formatted = (
	call: Call,
	format: string,
	take: () => string | undefined,
	report: { isBad: boolean; isCut: boolean },
): string => {
	let out = '';
	let at = 0;
	for (const found of format.matchAll(CONVERSION)) {
		const literal = unescapedText(format.slice(at, found.index));
		out += literal.text;
		at = found.index + found[0].length;
		if (literal.isCut || report.isCut) return ((report.isCut = true), out);
		const [, flags = '', wide, exact, letter] = found;
		if (letter === '%') {
			out += '%';
			continue;
		}
		const width = wide === '*' ? Number(take() ?? 0) : Number(wide ?? 0);
		const precision =
			exact === '*'
				? Number(take() ?? 0)
				: exact !== undefined
					? Number(exact)
					: found[0].includes('.')
						? 0
						: undefined;
		const spec = { flags, width, precision, letter: letter ?? '' };
		const text = take() ?? '';
		if (letter === 's') out += converted(spec, text);
		else if (letter === 'c') out += converted(spec, text.slice(0, 1));
		else if (letter === 'q')
			out += converted(spec, /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`);
		else if (letter === 'b') {
			const inner = unescapedText(text);
			out += converted(spec, inner.text);
			report.isCut = inner.isCut;
		} else if (letter && 'diuoxX'.includes(letter)) {
			const { value, isBad } = integer(call, text);
			report.isBad ||= isBad;
			out += converted(spec, value);
		} else if (letter && 'eEfFgG'.includes(letter)) out += converted(spec, Number(text) || 0);
		else
			call.stop(
				call.isBusybox ? `${found[0]}: invalid format` : `\`${letter ?? ''}': invalid format character`,
			);
	}
	const tail = unescapedText(format.slice(at));
	report.isCut ||= tail.isCut;
	return out + tail.text;
};

export function* printf(call: Call): Running<number> {
	const args = call.args[0] === '--' ? call.args.slice(1) : call.args;
	const [format, ...rest] = args;
	if (format === undefined)
		return call.fail(
			call.title === call.name ? 'missing operand' : 'usage: printf [-v var] format [arguments]',
			call.title === call.name ? 1 : 2,
		);
	const report = { isBad: false, isCut: false };
	let out = '';
	do {
		const before = rest.length;
		out += formatted(call, format, () => rest.shift(), report);
		if (rest.length === before) break;
	} while (rest.length && !report.isCut && byteLength(out) < 1e6);
	call.out(out);
	return Number(report.isBad);
}
