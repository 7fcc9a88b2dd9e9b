/** sort and uniq (POSIX.1 utilities, GNU coreutils). */
import { writeFile } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
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
