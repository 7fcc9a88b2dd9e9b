/** hexdump, od and xxd, in their usual forms. */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { bytesOf } from '../../hash.ts';
import { inputsOf } from './inputs.ts';
import { optionsOf } from './options.ts';

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
const readable = (bytes: readonly number[]) =>
	bytes.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
const rowsOf = (bytes: readonly number[]): number[][] =>
	Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => bytes.slice(i * 16, i * 16 + 16));
const pairs = (row: readonly number[]): string[] =>
	Array.from({ length: Math.ceil(row.length / 2) }, (_, i) =>
		hex((row[2 * i + 1] ?? 0) * 256 + row[2 * i]!, 4),
	);

function* bytesGiven(call: Call, paths: readonly string[], limit: number): Running<number[]> {
	const { inputs } = yield* inputsOf(call, paths);
	return bytesOf(inputs.map(({ text }) => text.slice(0, limit)).join('')).slice(0, limit);
}
const MOST = 65536;

export function* hexdump(call: Call): Running<number> {
	const options = optionsOf(call, 'Cvn:', {});
	const bytes = yield* bytesGiven(call, options.rest, Number(options.value('n') ?? MOST));
	const canonical = (row: number[]) => {
		const cells = row.map((byte) => hex(byte, 2));
		return `${cells.slice(0, 8).join(' ').padEnd(23)}  ${cells.slice(8).join(' ').padEnd(23)}  |${readable(row)}|`;
	};
	for (const [i, row] of rowsOf(bytes).entries())
		call.out(
			options.has('C')
				? `${hex(i * 16, 8)}  ${canonical(row)}\n`
				: `${hex(i * 16, 7)} ${pairs(row).join(' ')}\n`,
		);
	call.out(bytes.length ? `${hex(bytes.length, options.has('C') ? 8 : 7)}\n` : '');
	return 0;
}

const NAMED: Readonly<Record<number, string>> = { 0: '\\0', 9: '\\t', 10: '\\n', 13: '\\r', 32: ' ' };

export function* od(call: Call): Running<number> {
	const options = optionsOf(call, 'cxvA:t:N:', {});
	const bytes = yield* bytesGiven(call, options.rest, Number(options.value('N') ?? MOST));
	const form =
		options.has('c') || options.value('t') === 'c'
			? 'c'
			: options.has('x')
				? 'x'
				: (options.value('t') ?? 'o');
	const cells = (row: number[]) =>
		form === 'c'
			? row
					.map((byte) =>
						(
							NAMED[byte] ??
							(byte > 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))
						).padStart(4),
					)
					.join('')
			: form === 'x1'
				? row.map((byte) => ` ${hex(byte, 2)}`).join('')
				: pairs(row)
						.map((pair) => ` ${form === 'o' ? parseInt(pair, 16).toString(8).padStart(6, '0') : pair}`)
						.join('');
	const address = (at: number) => (options.value('A') === 'n' ? '' : at.toString(8).padStart(7, '0'));
	for (const [i, row] of rowsOf(bytes).entries()) call.out(`${address(i * 16)}${cells(row)}\n`);
	if (options.value('A') !== 'n') call.out(`${address(bytes.length)}\n`);
	return 0;
}

export function* xxd(call: Call): Running<number> {
	const options = optionsOf(call, 'l:p', {});
	const bytes = yield* bytesGiven(call, options.rest, Number(options.value('l') ?? MOST));
	if (options.has('p')) return (call.out(`${bytes.map((byte) => hex(byte, 2)).join('')}\n`), 0);
	for (const [i, row] of rowsOf(bytes).entries()) {
		const cells = Array.from({ length: 8 }, (_, at) =>
			row
				.slice(at * 2, at * 2 + 2)
				.map((byte) => hex(byte, 2))
				.join(''),
		);
		call.out(`${hex(i * 16, 8)}: ${cells.join(' ').trimEnd().padEnd(39)}  ${readable(row)}\n`);
	}
	return 0;
}
