/** cmp and comm (POSIX.1). */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { linesOf, textOf } from './inputs.ts';
import { optionsOf } from './options.ts';

function* readBoth(call: Call, paths: readonly string[], status: number): Running<string[]> {
	const texts: string[] = [];
	for (const path of paths)
		try {
			texts.push(yield* textOf(call, path));
		} catch (error) {
			call.end(call.failed(error, path, status));
		}
	return texts;
}

export function* cmp(call: Call): Running<number> {
	const options = optionsOf(call, 'sl', { long: { silent: 's', quiet: 's', verbose: 'l' }, status: 2 });
	const [first, second] = options.rest;
	if (first === undefined || second === undefined)
		return call.misused(`missing operand${first === undefined ? '' : ` after '${first}'`}`, 2);
	const [a = '', b = ''] = yield* readBoth(call, [first, second], call.isBusybox ? 1 : 2);
	if (a === b) return 0;
	if (options.has('s')) return 1;
	let at = 0;
	while (at < a.length && at < b.length && a[at] === b[at]) at++;
	const line = a.slice(0, at).split('\n').length;
	if (at < a.length && at < b.length)
		call.out(`${first} ${second} differ: ${call.isBusybox ? 'char' : 'byte'} ${at + 1}, line ${line}\n`);
	else {
		const short = at === a.length ? first : second;
		const where = call.isBusybox ? '' : ` after byte ${at}, in line ${line - (a[at - 1] === '\n' ? 1 : 0)}`;
		call.fail(`EOF on ${short}${where}`);
	}
	return 1;
}

/** Lines only in the first, only in the second, in both; the files are sorted. */
export function* comm(call: Call): Running<number> {
	const options = optionsOf(call, '123', {});
	const [first = '-', second = '-'] = options.rest;
	if (options.rest.length < 2)
		return call.misused(`missing operand${options.rest.length ? ` after '${first}'` : ''}`);
	const [a, b] = (yield* readBoth(call, [first, second], 1)).map(linesOf) as [string[], string[]];
	const indent = (column: number) =>
		'\t'.repeat([1, 2].filter((each) => each < column && !options.has(String(each))).length);
	const tell = (column: number, line: string) =>
		options.has(String(column)) ? undefined : call.out(`${indent(column)}${line}\n`);
	let [i, j] = [0, 0];
	while (i < a.length || j < b.length)
		if (j >= b.length || (i < a.length && a[i]! < b[j]!)) tell(1, a[i++]!);
		else if (i >= a.length || b[j]! < a[i]!) tell(2, b[j++]!);
		else {
			tell(3, a[i++]!);
			j++;
		}
	return 0;
}
