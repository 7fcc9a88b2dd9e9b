/** Values of awk: numbers, strings, and strings that came from input. */
import { CONVERSION, converted } from './printf.ts';

/** A string that came from input compares as a number where it looks like one. */
interface FromInput {
	readonly input: string;
}

export type Value = number | string | FromInput;
export const isNumeric = (text: string) => /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(text);
const numberIn = (text: string) =>
	Number(/^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(text)?.[1] ?? 0);

export const numberOf = (value: Value): number =>
	typeof value === 'number' ? value : numberIn(typeof value === 'string' ? value : value.input);

const textOfNumber = (value: number, format: string): string =>
	Number.isInteger(value) ? String(value) : formatted(format, [value]);

export const isTrue = (value: Value): boolean =>
	typeof value === 'number'
		? value !== 0
		: typeof value === 'string'
			? value !== ''
			: isNumeric(value.input)
				? numberIn(value.input) !== 0
				: value.input !== '';

export const formatted = (format: string, args: readonly Value[]): string => {
	const rest = [...args];
	const take = (): Value => rest.shift() ?? '';
	return format.replace(
		CONVERSION,
		(
			all,
			flags: string = '',
			wide: string | undefined,
			exact: string | undefined,
			letter: string | undefined,
		) => {
			if (letter === '%' || letter === undefined) return '%';
			const width = wide === '*' ? numberOf(take()) : Number(wide ?? 0);
			const precision =
				exact === '*'
					? numberOf(take())
					: exact !== undefined
						? Number(exact)
						: all.includes('.')
							? 0
							: undefined;
			const value = take();
			const spec = { flags, width, precision, letter };
			if (letter === 's') return converted(spec, textOf(value, '%.6g'));
			if (letter === 'c')
				return converted(
					spec,
					typeof value === 'number' ? String.fromCharCode(value) : textOf(value, '%.6g').slice(0, 1),
				);
			return converted(letter === 'i' ? { ...spec, letter: 'd' } : spec, numberOf(value));
		},
	);
};

export const textOf = (value: Value, format: string): string =>
	typeof value === 'number' ? textOfNumber(value, format) : typeof value === 'string' ? value : value.input;
