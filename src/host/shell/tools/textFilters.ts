/** sort, uniq, wc, tr, cut, paste, fold, seq: filters of lines (POSIX.1 utilities, GNU coreutils). */
import { byteLength } from '../../kernel/bytes.ts';
import { isErrno } from '../../kernel/errno.ts';
import { status, writeFile } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { unescapedText } from './echo.ts';
import { inputsOf, joined, linesOf } from './inputs.ts';
import { optionsOf } from './options.ts';

const UNITS = 'KMGTPE';
const human = (text: string): number => {
	const found = /^\s*(-?[\d.]+)([KMGTPE]?)/i.exec(text);
	return found ? Number(found[1]) * 1024 ** (UNITS.indexOf((found[2] || ' ').toUpperCase()) + 1) : 0;
};
const leading = (text: string): number => Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] || 0) || 0;
const versionParts = (text: string) => text.split(/(\d+)/);
const byVersion = (a: string, b: string): number => {
	const [one, other] = [versionParts(a), versionParts(b)];
	for (let i = 0; i < Math.max(one.length, other.length); i++) {
		const [left = '', right = ''] = [one[i], other[i]];
		const order = i % 2 ? Number(left) - Number(right) : left < right ? -1 : Number(left > right);
		if (order) return order;
	}
	return 0;
};

interface Key {
	readonly from: number;
	readonly start: number;
	readonly to: number;
	readonly end: number;
	readonly flags: string;
}
const keyOf = (text: string): Key => {
	const found = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
	const [, from = '1', start = '1', flags = '', to, end = '0', more = ''] = found ?? [];
	return {
		from: Number(from),
		start: Number(start),
		to: to ? Number(to) : Infinity,
		end: Number(end),
		flags: flags + more,
	};
};
const fieldsIn = (line: string, separator: string | undefined): string[] =>
	separator === undefined ? (line.match(/\s*\S+|\s+$/g) ?? ['']) : line.split(separator);
const keyed = (line: string, key: Key, separator: string | undefined): string => {
	const fields = fieldsIn(line, separator).slice(key.from - 1, key.to === Infinity ? undefined : key.to);
	if (fields.length && key.start > 1)
		fields[0] = fields[0]!.replace(key.flags.includes('b') ? /^\s+/ : /^$/, '').slice(key.start - 1);
	return fields.join(separator ?? '');
};

const comparison =
	(flags: string) =>
	(a: string, b: string): number => {
		const fold = (text: string) => (flags.includes('f') ? text.toUpperCase() : text);
		const [left, right] = flags.includes('b') ? [a.trimStart(), b.trimStart()] : [a, b];
		const order = flags.includes('n')
			? leading(left) - leading(right)
			: flags.includes('g')
				? parseFloat(left) - parseFloat(right)
				: flags.includes('h')
					? human(left) - human(right)
					: flags.includes('V')
						? byVersion(left, right)
						: fold(left) < fold(right)
							? -1
							: Number(fold(left) > fold(right));
		return flags.includes('r') ? -order : order;
	};

export const sorted = (
	lines: readonly string[],
	flags: string,
	keys: readonly string[] = [],
	separator?: string,
): string[] => {
	const parsed = keys
		.map(keyOf)
		.map((key) => ({ key, compare: comparison(key.flags.replace('b', '') ? key.flags : flags + key.flags) }));
	const whole = comparison(flags);
	const last = comparison(flags.includes('r') ? 'r' : '');
	const order = (a: string, b: string): number => {
		for (const { key, compare } of parsed) {
			const found = compare(keyed(a, key, separator), keyed(b, key, separator));
			if (found) return found;
		}
		const found = parsed.length ? 0 : whole(a, b);
		return found || (flags.includes('s') || flags.includes('u') ? 0 : last(a, b));
	};
	const ordered = [...lines].sort(order);
	return flags.includes('u')
		? ordered.filter((line, i) => i === 0 || order(ordered[i - 1]!, line) !== 0)
		: ordered;
};

export function* sort(call: Call): Running<number> {
	const options = optionsOf(call, 'rnufhgVbsck:t:o:', {
		long: {
			reverse: 'r',
			'numeric-sort': 'n',
			unique: 'u',
			'ignore-case': 'f',
			key: 'k',
			'field-separator': 't',
			output: 'o',
			'human-numeric-sort': 'h',
			'version-sort': 'V',
		},
		status: 2,
	});
	const { inputs, failures } = yield* inputsOf(call, options.rest, (name, message) =>
		call.isBusybox ? `${name}: ${message}` : `cannot read: ${name}: ${message}`,
	);
	if (failures) return call.isBusybox ? 1 : 2;
	const flags = [...'rnufhgVbs'].filter((letter) => options.has(letter)).join('');
	const text = joined(
		sorted(
			inputs.flatMap((input) => linesOf(input.text)),
			flags,
			options.values('k'),
			options.value('t'),
		),
	);
	const file = options.value('o');
	if (file === undefined) call.out(text);
	else writeFile(call.host, call.pid, file, text);
	return 0;
}

export function* uniq(call: Call): Running<number> {
	const options = optionsOf(call, 'cdui', {
		long: { count: 'c', repeated: 'd', unique: 'u', 'ignore-case': 'i' },
	});
	const { inputs, failures } = yield* inputsOf(call, options.rest.slice(0, 1));
	if (failures) return 1;
	const groups: { line: string; count: number }[] = [];
	const key = (line: string) => (options.has('i') ? line.toLowerCase() : line);
	for (const line of linesOf(inputs[0]!.text)) {
		const group = groups.at(-1);
		if (group && key(group.line) === key(line)) group.count++;
		else groups.push({ line, count: 1 });
	}
	const wanted = groups.filter(
		({ count }) => (options.has('d') ? count > 1 : true) && (options.has('u') ? count === 1 : true),
	);
	call.out(
		joined(
			wanted.map(({ line, count }) => (options.has('c') ? `${String(count).padStart(7)} ${line}` : line)),
		),
	);
	return 0;
}

const counts = (text: string): Record<string, number> => ({
	l: text.split('\n').length - 1,
	w: (text.match(/\S+/g) ?? []).length,
	m: [...text].length,
	c: byteLength(text),
	L: Math.max(0, ...linesOf(text).map((line) => line.length)),
});

/** GNU: as wide as the sizes of the files need; seven for what has no size. */
const wcWidth = (call: Call, paths: readonly string[], columns: number): number => {
	if (call.isBusybox) return columns === 1 ? 1 : 9;
	if (columns === 1 && paths.length <= 1) return 1;
	const sizes = (paths.length ? paths : ['-']).map((path) => {
		try {
			const { kind, size } = path === '-' ? { kind: 'fifo', size: 0 } : status(call.state, call.pid, path);
			return kind === 'file' ? size : NaN;
		} catch (error) {
			if (isErrno(error)) return 0;
			throw error;
		}
	});
	const total = sizes.filter((size) => !Number.isNaN(size)).reduce((sum, size) => sum + size, 0);
	return Math.max(sizes.some(Number.isNaN) ? 7 : 1, String(total).length);
};

export function* wc(call: Call): Running<number> {
	const options = optionsOf(call, 'lwcmL', {
		long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' },
	});
	const wanted = [...'lwmcL'].filter((letter) =>
		options.given.length ? options.has(letter) : 'lwc'.includes(letter),
	);
	const { inputs, failures } = yield* inputsOf(call, options.rest);
	const width = wcWidth(call, options.rest, wanted.length);
	const line = (numbers: Readonly<Record<string, number>>, name: string) =>
		`${wanted.map((letter) => String(numbers[letter]).padStart(width)).join(' ')}${name && ` ${name}`}\n`;
	const all = inputs.map(({ name, text }) => ({
		name: options.rest.length ? name : '',
		numbers: counts(text),
	}));
	for (const { name, numbers } of all) call.out(line(numbers, name));
	if (options.rest.length > 1)
		call.out(
			line(
				Object.fromEntries(
					wanted.map((letter) => [
						letter,
						all.reduce(
							(sum, { numbers }) =>
								letter === 'L' ? Math.max(sum, numbers[letter]!) : sum + numbers[letter]!,
							0,
						),
					]),
				),
				'total',
			),
		);
	return Number(failures > 0);
}

const CLASSES: Readonly<Record<string, readonly [number, number][]>> = {
	upper: [[65, 90]],
	lower: [[97, 122]],
	digit: [[48, 57]],
	alpha: [
		[65, 90],
		[97, 122],
	],
	alnum: [
		[48, 57],
		[65, 90],
		[97, 122],
	],
	space: [
		[9, 13],
		[32, 32],
	],
	blank: [
		[9, 9],
		[32, 32],
	],
	punct: [
		[33, 47],
		[58, 64],
		[91, 96],
		[123, 126],
	],
	print: [[32, 126]],
	cntrl: [
		[0, 31],
		[127, 127],
	],
	xdigit: [
		[48, 57],
		[65, 70],
		[97, 102],
	],
};

/** `a-z`, `[:upper:]`, `\n` as the characters they stand for. */
export const charactersOf = (set: string): string[] => {
	const plain: { char: string; isRange: boolean }[] = [];
	for (const [all, name, escape] of set.matchAll(/\[:(\w+):\]|(\\(?:[0-7]{1,3}|[\s\S]))|[\s\S]/gu)) {
		if (name)
			for (const [from, to] of CLASSES[name] ?? [])
				for (let code = from; code <= to; code++)
					plain.push({ char: String.fromCharCode(code), isRange: false });
		else if (escape)
			plain.push({
				char: /^\\[0-7]/.test(escape)
					? String.fromCharCode(parseInt(escape.slice(1), 8))
					: unescapedText(escape).text.replace(/^\\(.)$/, '$1'),
				isRange: false,
			});
		else plain.push({ char: all, isRange: all === '-' });
	}
	const out: string[] = [];
	for (let i = 0; i < plain.length; i++) {
		const last = plain[i + 2];
		if (!plain[i + 1]?.isRange || !last) {
			out.push(plain[i]!.char);
			continue;
		}
		for (let code = plain[i]!.char.codePointAt(0)!; code <= last.char.codePointAt(0)!; code++)
			out.push(String.fromCodePoint(code));
		i += 2;
	}
	return out;
};

export const translated = (
	text: string,
	flags: string,
	first: string,
	second: string | undefined,
): string => {
	const set = charactersOf(first);
	const isOf = (char: string) => set.includes(char) !== flags.includes('c');
	const to = second === undefined ? [] : charactersOf(second);
	const change = (char: string): string => {
		if (!isOf(char)) return char;
		if (flags.includes('d')) return '';
		return to.length ? (flags.includes('c') ? to.at(-1)! : (to[set.lastIndexOf(char)] ?? to.at(-1)!)) : char;
	};
	const changed = [...text].map(change).join('');
	if (!flags.includes('s')) return changed;
	const squeezed = second === undefined ? set : to;
	const isSqueezed = (char: string) => (second === undefined ? isOf(char) : squeezed.includes(char));
	return [...changed].filter((char, i, all) => char !== all[i - 1] || !isSqueezed(char)).join('');
};

export function* tr(call: Call): Running<number> {
	const options = optionsOf(call, 'dscCt', {
		long: { delete: 'd', 'squeeze-repeats': 's', complement: 'c' },
		stops: true,
	});
	const [first, second] = options.rest;
	if (first === undefined || (second === undefined && !options.has('d') && !options.has('s')))
		return call.misused(
			first === undefined ? 'missing operand' : `missing operand after ${call.quoted(first)}`,
		);
	const flags = [...'dsc']
		.filter((letter) => options.has(letter) || (letter === 'c' && options.has('C')))
		.join('');
	call.out(translated(yield* call.input(), flags, first, second));
	return 0;
}

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
