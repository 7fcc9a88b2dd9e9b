/** Command line options as getopt_long(3) reads them. */
import type { Call } from '../call.ts';
import { BUSYBOX } from './busyboxText.ts';

export interface Options {
	has(letter: string): boolean;
	/** The last value given. */
	value(letter: string): string | undefined;
	values(letter: string): readonly string[];
	/** Options in the order in which they came. */
	readonly given: readonly (readonly [string, string])[];
	readonly rest: readonly string[];
}

export interface OptionRules {
	/** Long names and the letter they stand for; a value is taken where the letter's spec has ':'. */
	readonly long?: Readonly<Record<string, string>>;
	/** Options end at the first operand (env, nsenter …). */
	readonly stops?: boolean;
	/** Exit status of a wrong option. */
	readonly status?: number;
	/** `-5`: a number is an option of its own, kept as this letter. */
	readonly number?: string;
}

const unknown = (call: Call, option: string, status: number): never => {
	const isLong = option.startsWith('--');
	if (call.isBusybox) {
		call.fail(isLong ? `unrecognized option '${option}'` : `invalid option -- '${option}'`);
		call.err(`${BUSYBOX}\n\n`);
		return call.end(status);
	}
	call.fail(isLong ? `unrecognized option '${option}'` : `invalid option -- '${option}'`);
	call.err(`Try '${call.name} --help' for more information.\n`);
	return call.end(status);
};

const missing = (call: Call, option: string, status: number): never =>
	call.stop(
		call.isBusybox
			? `option requires an argument: ${option}`
			: option.length > 1
				? `option '--${option}' requires an argument`
				: `option requires an argument -- '${option}'`,
		status,
	);

/** `spec` as for getopt(3): letters, ':' after those that take a value, '?' after those that may have one attached. */
export const optionsOf = (call: Call, spec: string, rules: OptionRules = {}): Options => {
	const { long = {}, stops = false, status = 1, number } = rules;
	const given: [string, string][] = [];
	const rest: string[] = [];
	const args = [...call.args];
	const takes = (letter: string) => spec[spec.indexOf(letter) + letter.length] === ':';
	const mayTake = (letter: string) => spec[spec.indexOf(letter) + letter.length] === '?';
	const readLong = (word: string) => {
		const [name = '', value] = word.slice(2).split(/=([\s\S]*)/);
		const names = Object.keys(long).filter((each) => each.startsWith(name));
		const letter = long[name] ?? (names.length === 1 ? long[names[0]!] : undefined);
		if (letter === undefined) return unknown(call, `--${name}`, status);
		given.push([
			letter,
			takes(letter) ? (value ?? args.shift() ?? missing(call, name, status)) : (value ?? ''),
		]);
	};
	const readShort = (word: string) => {
		for (let i = 1; i < word.length; i++) {
			const letter = word[i]!;
			if (letter === ':' || letter === '?' || !spec.includes(letter)) return unknown(call, letter, status);
			if (!takes(letter) && !mayTake(letter)) {
				given.push([letter, '']);
				continue;
			}
			const attached = word.slice(i + 1);
			given.push([
				letter,
				attached || (mayTake(letter) ? '' : (args.shift() ?? missing(call, letter, status))),
			]);
			return;
		}
	};
	while (args.length) {
		const word = args.shift()!;
		if (word === '--') {
			rest.push(...args.splice(0));
		} else if (number && /^-\d+$/.test(word)) given.push([number, word.slice(1)]);
		else if (word.startsWith('--')) readLong(word);
		else if (word.length > 1 && word[0] === '-') readShort(word);
		else {
			rest.push(word);
			if (stops) rest.push(...args.splice(0));
		}
	}
	const values = (letter: string) => given.filter(([each]) => each === letter).map(([, value]) => value);
	return {
		has: (letter) => given.some(([each]) => each === letter),
		value: (letter) => values(letter).at(-1),
		values,
		given,
		rest,
	};
};
