/** wc (POSIX.1, GNU coreutils). */
import { byteLength } from '../../kernel/bytes.ts';
import { isErrno } from '../../kernel/errno.ts';
import { status } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { inputsOf, linesOf } from './inputs.ts';
import { optionsOf } from './options.ts';

const counts = (text: string): Record<string, number> => ({
	l: text.split('\n').length - 1,
	w: (text.match(/\S+/g) ?? []).length,
	m: [...text].length,
	c: byteLength(text),
	L: Math.max(0, ...linesOf(text).map((line) => line.length)),
});

/** GNU: as wide as the sizes of the files need; seven for what has no size. */
const wcWidth = (call: Call, paths: readonly string[], columns: number): number => {
	if (call.isBusybox) return columns === 1 && paths.length <= 1 ? 1 : 9;
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
