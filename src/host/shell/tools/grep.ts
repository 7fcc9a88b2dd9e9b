/** grep, egrep, fgrep. */
import { Errno } from '../../kernel/errno.ts';
import { listing, status } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { regexpOf } from '../language/pattern.ts';
import { linesOf, textOf } from './inputs.ts';
import { optionsOf, type Options } from './options.ts';
import { expressionSource } from './regexp.ts';

const LONG = {
	'extended-regexp': 'E',
	'fixed-strings': 'F',
	'ignore-case': 'i',
	'invert-match': 'v',
	count: 'c',
	'line-number': 'n',
	'files-with-matches': 'l',
	quiet: 'q',
	silent: 'q',
	'only-matching': 'o',
	'word-regexp': 'w',
	'line-regexp': 'x',
	recursive: 'r',
	regexp: 'e',
	'max-count': 'm',
	'after-context': 'A',
	'before-context': 'B',
	context: 'C',
	color: 'Z',
	colour: 'Z',
	'no-filename': 'h',
	'with-filename': 'H',
	'no-messages': 's',
	'perl-regexp': 'P',
};

const matcher = (patterns: readonly string[], options: Options, isExtended: boolean): RegExp => {
	const each = (pattern: string) =>
		options.has('F')
			? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
			: options.has('P')
				? pattern
				: expressionSource(pattern, isExtended);
	const source = patterns.map((pattern) => `(?:${each(pattern)})`).join('|');
	const whole = options.has('x')
		? `^(?:${source})$`
		: options.has('w')
			? `(?<!\\w)(?:${source})(?!\\w)`
			: source;
	return regexpOf(whole, options.has('i') ? 'gi' : 'g');
};

/** Files below directories, for -r. */
const filesBelow = (call: Call, path: string): string[] => {
	if (status(call.state, call.pid, path).kind !== 'dir') return [path];
	return listing(call.state, call.pid, path)
		.sort()
		.flatMap((name) => filesBelow(call, `${path.replace(/\/$/, '')}/${name}`));
};

interface Search {
	readonly call: Call;
	readonly options: Options;
	readonly pattern: RegExp;
	readonly names: boolean;
	readonly limit: number;
	readonly before: number;
	readonly after: number;
}

const isHit = ({ pattern, options }: Search, line: string): boolean => {
	pattern.lastIndex = 0;
	return pattern.test(line) !== options.has('v');
};

/** Prints the hits of one file; answers how many there were. */
const searched = (search: Search, name: string, text: string): number => {
	const { call, options, limit } = search;
	const prefix = (mark: string, number: number) =>
		`${search.names ? `${name}${mark}` : ''}${options.has('n') ? `${number}${mark}` : ''}`;
	const lines = linesOf(text);
	let count = 0;
	let told = -1;
	const isQuiet = options.has('q') || options.has('l') || options.has('L') || options.has('c');
	for (const [i, line] of lines.entries()) {
		if (count >= limit) break;
		if (!isHit(search, line)) continue;
		count++;
		if (isQuiet) continue;
		if (options.has('o')) {
			search.pattern.lastIndex = 0;
			for (const [found] of line.matchAll(search.pattern))
				if (found) call.out(`${prefix(':', i + 1)}${found}\n`);
			continue;
		}
		const from = Math.max(told + 1, i - search.before);
		if (told >= 0 && from > told + 1 && (search.before || search.after)) call.out('--\n');
		for (let each = from; each < i; each++) call.out(`${prefix('-', each + 1)}${lines[each]}\n`);
		if (i > told) call.out(`${prefix(':', i + 1)}${line}\n`);
		told = Math.max(told, i);
		for (
			let each = i + 1;
			each <= Math.min(lines.length - 1, i + search.after) && !isHit(search, lines[each]!);
			each++
		) {
			call.out(`${prefix('-', each + 1)}${lines[each]}\n`);
			told = each;
		}
	}
	if (options.has('c')) call.out(`${prefix(':', 0).replace(/0:$/, '')}${count}\n`);
	if (options.has('l') ? count > 0 : options.has('L') && count === 0) call.out(`${name}\n`);
	return count;
};

const run = (isExtended: boolean, isFixed = false) =>
	function* (call: Call): Running<number> {
		const found = optionsOf(call, 'EFGPivcnlLqowxrRhHse:m:A:B:C:aIZf:', {
			long: LONG,
			status: 2,
			number: 'C',
		});
		const options: Options = isFixed
			? { ...found, has: (letter) => letter === 'F' || found.has(letter) }
			: found;
		if (options.has('f')) return call.fail('-f: real, but not simulated here', 2);
		const patterns = options.values('e').flatMap((each) => each.split('\n'));
		const rest = [...options.rest];
		if (!patterns.length) {
			const first = rest.shift();
			if (first === undefined) return usage(call);
			patterns.push(...first.split('\n'));
		}
		const isDeep = options.has('r') || options.has('R');
		const paths = rest.length ? rest : [isDeep ? '.' : '-'];
		const context = Number(options.value('C') ?? 0);
		const limit = Number(options.value('m') ?? Infinity);
		const names = options.has('H') || (!options.has('h') && (paths.length > 1 || isDeep));
		const search: Search = {
			call,
			options,
			pattern: matcher(patterns, options, isExtended || found.has('E')),
			names,
			limit,
			before: Number(options.value('B') ?? context),
			after: Number(options.value('A') ?? context),
		};
		return yield* searchAll(search, paths, isDeep);
	};

function* searchAll(search: Search, paths: readonly string[], isDeep: boolean): Running<number> {
	const { call, options } = search;
	let hits = 0;
	let failures = 0;
	for (const path of paths)
		try {
			for (const file of isDeep && path !== '-' ? filesBelow(call, path) : [path])
				hits += searched(search, file === '-' ? '(standard input)' : file, yield* textOf(call, file));
		} catch (error) {
			if (!(error instanceof Errno) || error.errno === 'EPIPE') throw error;
			failures++;
			if (!options.has('s')) call.fail(`${path}: ${error.message}`);
		}
	if (options.has('q') && hits) return 0;
	if (failures) return 2;
	return options.has('L') ? 0 : Number(hits === 0);
}

const usage = (call: Call): number => {
	call.err(
		call.isBusybox
			? 'BusyBox grep: a pattern is needed\n'
			: `Usage: ${call.name} [OPTION]... PATTERNS [FILE]...\nTry '${call.name} --help' for more information.\n`,
	);
	return call.isBusybox ? 1 : 2;
};

export const grep = run(false);
export const egrep = run(true);
export const fgrep = run(false, true);
