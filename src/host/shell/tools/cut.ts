/** cut, paste, fold, seq (POSIX.1, GNU coreutils). */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { unescapedText } from './echo.ts';
import { inputsOf, joined, linesOf } from './inputs.ts';
import { optionsOf } from './options.ts';

const isInRanges = (text: string): ((index: number) => boolean) => {
	const ranges = text.split(',').map((each) => {
		const [, from = '', dash, to = ''] = /^(\d*)(-?)(\d*)$/.exec(each) ?? [];
		return { from: Number(from || 1), to: dash ? Number(to || Infinity) : Number(from) };
	});
	return (index) => ranges.some(({ from, to }) => index >= from && index <= to);
};

export function* cut(call: Call): Running<number> {
	const options = optionsOf(call, 'd:f:c:b:snO:C', {
		long: {
			delimiter: 'd',
			fields: 'f',
			characters: 'c',
			bytes: 'b',
			'only-delimited': 's',
			'output-delimiter': 'O',
			complement: 'C',
		},
	});
	const list = options.value('f') ?? options.value('c') ?? options.value('b');
	if (list === undefined)
		return call.misused(
			call.isBusybox
				? 'expected a list of bytes, characters, or fields'
				: 'you must specify a list of bytes, characters, or fields',
		);
	const isWanted = isInRanges(list);
	const delimiter = options.value('d') ?? '\t';
	const isKept = (_: string, i: number) => isWanted(i + 1) !== options.has('C');
	const one = (line: string): string[] => {
		if (!options.has('f')) return [[...line].filter(isKept).join('')];
		if (!line.includes(delimiter)) return options.has('s') ? [] : [line];
		return [
			line
				.split(delimiter)
				.filter(isKept)
				.join(options.value('O') ?? delimiter),
		];
	};
	const { inputs, failures } = yield* inputsOf(call, options.rest);
	for (const { text } of inputs) call.out(joined(linesOf(text).flatMap(one)));
	return Number(failures > 0);
}

export function* paste(call: Call): Running<number> {
	const options = optionsOf(call, 'd:s', { long: { delimiters: 'd', serial: 's' } });
	const { inputs, failures } = yield* inputsOf(call, options.rest);
	const delimiter = unescapedText(options.value('d') ?? '\t').text;
	const columns = inputs.map(({ text }) => linesOf(text));
	if (options.has('s')) call.out(joined(columns.map((lines) => lines.join(delimiter))));
	else
		call.out(
			joined(
				Array.from({ length: Math.max(0, ...columns.map((lines) => lines.length)) }, (_, i) =>
					columns.map((lines) => lines[i] ?? '').join(delimiter),
				),
			),
		);
	return Number(failures > 0);
}

export function* fold(call: Call): Running<number> {
	const options = optionsOf(call, 'w:s', { long: { width: 'w', spaces: 's' }, number: 'w' });
	const width = Number(options.value('w') ?? 80);
	const { inputs, failures } = yield* inputsOf(call, options.rest);
	for (const { text } of inputs)
		call.out(joined(linesOf(text).flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])));
	return Number(failures > 0);
}

export function* seq(call: Call): Running<number> {
	const args = [...call.args];
	let separator = '\n';
	let isPadded = false;
	while (/^-[sw]/.test(args[0] ?? '')) {
		const flag = args.shift()!;
		if (flag.startsWith('-w')) isPadded = true;
		else separator = unescapedText(flag.slice(2) || (args.shift() ?? '')).text;
	}
	const wrong = args.find((each) => !/^[-+]?(\d+\.?\d*|\.\d+)$/.test(each));
	if (wrong !== undefined)
		return call.fail(
			call.isBusybox ? `invalid number '${wrong}'` : `invalid floating point argument: ${call.quoted(wrong)}`,
		);
	if (!args.length || args.length > 3)
		return call.misused(args.length ? `extra operand ${call.quoted(args[3])}` : 'missing operand');
	const [first, step, last] =
		args.length === 1
			? [1, 1, Number(args[0])]
			: args.length === 2
				? [Number(args[0]), 1, Number(args[1])]
				: args.map(Number);
	if (step === 0) return call.fail("invalid Zero increment value: '0'");
	const digits = Math.max(...args.map((each) => (each.split('.')[1] ?? '').length));
	const count = Math.min(Math.floor((last! - first!) / step! + 1e-9) + 1, 1_000_000);
	const numbers = Array.from({ length: Math.max(0, count) }, (_, i) => (first! + i * step!).toFixed(digits));
	const width = isPadded ? Math.max(...numbers.map((each) => each.length)) : 0;
	if (numbers.length) call.out(`${numbers.map((each) => each.padStart(width, '0')).join(separator)}\n`);
	return 0;
}
