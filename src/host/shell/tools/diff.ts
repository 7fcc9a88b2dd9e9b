/** diff: normal output (busybox: unified always) by longest common subsequence (POSIX.1 "diff"); -q and -u. */
import { Errno } from '../../kernel/errno.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { linesOf, textOf } from './inputs.ts';
import { optionsOf } from './options.ts';

interface Hunk {
	/** Half-open ranges of lines that differ. */
	readonly a: readonly [number, number];
	readonly b: readonly [number, number];
}

export const hunksOf = (a: readonly string[], b: readonly string[]): Hunk[] => {
	const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			lengths[i]![j] =
				a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
	const hunks: Hunk[] = [];
	for (let i = 0, j = 0; i < a.length || j < b.length; i++, j++) {
		const [startA, startB] = [i, j];
		while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
			if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) i++;
			else j++;
		}
		if (i > startA || j > startB) hunks.push({ a: [startA, i], b: [startB, j] });
	}
	return hunks;
};

const range = ([from, to]: readonly [number, number]): string =>
	to - from > 1 ? `${from + 1},${to}` : String(to > from ? from + 1 : from);
const normal = (hunk: Hunk, a: readonly string[], b: readonly string[]): string => {
	const letter = hunk.a[0] === hunk.a[1] ? 'a' : hunk.b[0] === hunk.b[1] ? 'd' : 'c';
	const [old, fresh] = [
		a.slice(...hunk.a).map((line) => `< ${line}\n`),
		b.slice(...hunk.b).map((line) => `> ${line}\n`),
	];
	return `${range(hunk.a)}${letter}${range(hunk.b)}\n${old.join('')}${letter === 'c' ? '---\n' : ''}${fresh.join('')}`;
};

/** Everything in one hunk with three lines around: enough for files of a few lines. */
const unified = (
	hunks: readonly Hunk[],
	a: readonly string[],
	b: readonly string[],
	names: readonly string[],
): string => {
	const from = Math.max(0, hunks[0]!.a[0] - 3);
	const to = Math.min(a.length, hunks.at(-1)!.a[1] + 3);
	const lines: string[] = [];
	let at = from;
	for (const hunk of hunks) {
		lines.push(
			...a.slice(at, hunk.a[0]).map((line) => ` ${line}`),
			...a.slice(...hunk.a).map((line) => `-${line}`),
			...b.slice(...hunk.b).map((line) => `+${line}`),
		);
		at = hunk.a[1];
	}
	lines.push(...a.slice(at, to).map((line) => ` ${line}`));
	const shift = hunks[0]!.b[0] - hunks[0]!.a[0];
	const count = lines.filter((line) => line[0] !== '-').length;
	return `--- ${names[0]}\n+++ ${names[1]}\n@@ -${from + 1},${to - from} +${from + shift + 1},${count} @@\n${lines.join('\n')}\n`;
};

const MOST_LINES = 3000;

export function* diff(call: Call): Running<number> {
	const options = optionsOf(call, 'qubwiNar', { long: { brief: 'q', unified: 'u' }, status: 2 });
	const [first, second] = options.rest;
	if (second === undefined)
		return call.fail(
			first === undefined ? "missing operand after 'diff'" : `missing operand after '${first}'`,
			2,
		);
	if (options.has('r')) return call.fail('-r: real, but not simulated here', 2);
	const texts: string[] = [];
	for (const path of [first!, second])
		try {
			texts.push(yield* textOf(call, path));
		} catch (error) {
			if (!(error instanceof Errno)) throw error;
			return call.fail(
				call.isBusybox ? `can't stat '${path}': ${error.message}` : `${path}: ${error.message}`,
				2,
			);
		}
	if (texts[0] === texts[1]) return 0;
	if (options.has('q')) return (call.out(`Files ${first} and ${second} differ\n`), 1);
	const [a, b] = texts.map(linesOf) as [string[], string[]];
	if (a.length > MOST_LINES || b.length > MOST_LINES)
		return call.fail('files of so many lines: real, but not simulated here', 2);
	const hunks = hunksOf(a, b);
	call.out(
		options.has('u') || call.isBusybox
			? unified(hunks, a, b, [first!, second])
			: hunks.map((hunk) => normal(hunk, a, b)).join(''),
	);
	return 1;
}
