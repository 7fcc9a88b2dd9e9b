import { goQuote } from './quote.ts';

/** A value, or Go's words for why there is none. */
export type Parsed<T> = { readonly value: T } | { readonly error: string };

/** Go's strconv.ParseBool. */
export function parseBool(text: string): Parsed<boolean> {
	if (/^(1|t|T|true|TRUE|True)$/.test(text)) return { value: true };
	if (/^(0|f|F|false|FALSE|False)$/.test(text)) return { value: false };
	return { error: `strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax` };
}

const written = /^(?:0[xX](?:_?[0-9a-fA-F])+|0[oO]?(?:_?[0-7])+|0[bB](?:_?[01])+|0|[1-9](?:_?\d)*)$/;

function magnitude(digits: string): bigint | undefined {
	if (!written.test(digits)) return undefined;
	const plain = digits.replaceAll('_', '');
	return BigInt(/^0[0-7]/.test(plain) ? `0o${plain.slice(1)}` : plain);
}

/** Go's strconv.ParseInt with base 0 (or 10 when asked), as pflag uses it. */
export function parseInteger(text: string, bits = 64, base: 0 | 10 = 0): Parsed<number> {
	const refuse = (why: string) => ({ error: `strconv.ParseInt: parsing ${goQuote(text)}: ${why}` });
	const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
	const size = base === 0 ? magnitude(digits) : /^\d+$/.test(digits) ? BigInt(digits) : undefined;
	if (size === undefined) return refuse('invalid syntax');
	const value = sign === '-' ? -size : size;
	const limit = 2n ** BigInt(bits - 1);
	return value >= limit || value < -limit ? refuse('value out of range') : { value: Number(value) };
}

/** Go's strconv.ParseUint. */
export function parseUnsigned(text: string, bits = 64, base: 0 | 10 = 0): Parsed<number> {
	const refuse = (why: string) => ({ error: `strconv.ParseUint: parsing ${goQuote(text)}: ${why}` });
	const size = base === 0 ? magnitude(text) : /^\d+$/.test(text) ? BigInt(text) : undefined;
	if (size === undefined) return refuse('invalid syntax');
	return size >= 2n ** BigInt(bits) ? refuse('value out of range') : { value: Number(size) };
}
