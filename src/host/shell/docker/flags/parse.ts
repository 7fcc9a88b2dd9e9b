/** How a command line is read into options and arguments: github.com/spf13/pflag, (*FlagSet).parseArgs. */
import { goQuote } from '../../../go/quote.ts';
import type { ClientVersion, FlagSpec } from './spec.ts';
import { defaultValue, flagValue, type FlagValue } from './value.ts';

/** The options of one command line: what was given, else the default. */
export interface Flags {
	/** Whether it was given at all. */
	isSet(name: string): boolean;
	isOn(name: string): boolean;
	text(name: string): string;
	number(name: string): number;
	list(name: string): readonly string[];
}

export interface ParsedLine {
	readonly flags: Flags;
	readonly args: readonly string[];
	/** `-h` was typed where it only stands for --help. */
	readonly isOldHelp: boolean;
}

class Refusal extends Error {}

const help: FlagSpec = { name: 'help', short: '', kind: '', usage: 'Print usage', isHidden: true };

const named = new WeakMap<readonly FlagSpec[], ReadonlyMap<string, FlagSpec>>();
const specNamed = (specs: readonly FlagSpec[], name: string): FlagSpec | undefined => {
	const known = named.get(specs) ?? new Map([help, ...specs].map((spec) => [spec.name, spec]));
	named.set(specs, known);
	return known.get(name);
};

interface Reading {
	readonly version: ClientVersion;
	readonly specs: readonly FlagSpec[];
	readonly values: Map<string, FlagValue>;
	isOldHelp: boolean;
}

function give(reading: Reading, flag: FlagSpec, text: string): void {
	const parsed = flagValue(reading.version, flag, reading.values.get(flag.name), text);
	if ('value' in parsed) {
		reading.values.set(flag.name, parsed.value);
		return;
	}
	const name = flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`;
	throw new Refusal(`invalid argument ${goQuote(text)} for ${goQuote(name)} flag: ${parsed.error}`);
}

function readLong(reading: Reading, word: string, rest: string[]): void {
	const body = word.slice(2);
	if (/^[-=]/.test(body)) throw new Refusal(`bad flag syntax: ${word}`);
	const equals = body.indexOf('=');
	const name = equals < 0 ? body : body.slice(0, equals);
	const flag = specNamed(reading.specs, name);
	if (!flag) throw new Refusal(`unknown flag: --${name}`);
	if (equals >= 0) return give(reading, flag, body.slice(equals + 1));
	if (flag.kind === '') return give(reading, flag, 'true');
	const value = rest.shift();
	if (value === undefined) throw new Refusal(`flag needs an argument: ${word}`);
	give(reading, flag, value);
}

function readShorts(reading: Reading, word: string, rest: string[]): void {
	let letters = word.slice(1);
	while (letters) {
		const letter = letters[0]!;
		const flag = reading.specs.find((spec) => spec.short === letter);
		const after = letters.slice(1);
		if (!flag && letter !== 'h')
			throw new Refusal(`unknown shorthand flag: ${goCharacter(letter)} in -${letters}`);
		if (!flag) reading.isOldHelp = true;
		const known = flag ?? help;
		if (after.startsWith('=') && after.length > 1) return give(reading, known, after.slice(1));
		if (known.kind === '') {
			give(reading, known, 'true');
			letters = after;
			continue;
		}
		const value = after || rest.shift();
		if (value === undefined)
			throw new Refusal(`flag needs an argument: ${goCharacter(letter)} in -${letters}`);
		return give(reading, known, value);
	}
}

const goCharacter = (letter: string): string => `'${letter}'`;

function read(reading: Reading, words: readonly string[], stopsAtFirst: boolean): string[] {
	const rest = [...words];
	const args: string[] = [];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		if (word.length < 2 || !word.startsWith('-')) {
			args.push(word);
			if (stopsAtFirst) return [...args, ...rest];
		} else if (word === '--') return [...args, ...rest];
		else if (word.startsWith('--')) readLong(reading, word, rest);
		else readShorts(reading, word, rest);
	}
	return args;
}

function flagsOf(specs: readonly FlagSpec[], values: ReadonlyMap<string, FlagValue>): Flags {
	const value = (name: string): FlagValue => {
		const given = values.get(name);
		if (given !== undefined) return given;
		const spec = specNamed(specs, name);
		// An option that only the other version has is as if nobody gave it.
		return spec ? defaultValue(spec) : '';
	};
	return {
		isSet: (name) => values.has(name),
		isOn: (name) => value(name) === true,
		text: (name) => String(value(name)),
		number: (name) => Number(value(name)),
		list: (name) => {
			const found = value(name);
			return typeof found === 'object' ? found : [];
		},
	};
}

/** A command line read, or why it cannot be. */
export function parseFlags(
	version: ClientVersion,
	specs: readonly FlagSpec[],
	words: readonly string[],
	stopsAtFirst: boolean,
): ParsedLine | { readonly error: string } {
	const reading: Reading = { version, specs, values: new Map(), isOldHelp: false };
	try {
		const args = read(reading, words, stopsAtFirst);
		return { flags: flagsOf(specs, reading.values), args, isOldHelp: reading.isOldHelp };
	} catch (reason) {
		if (reason instanceof Refusal) return { error: reason.message };
		throw reason;
	}
}
