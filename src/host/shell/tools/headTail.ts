/** head, tail, cat, tac, rev, nl. */
import { useMemory } from '../../kernel/control.ts';
import { Errno } from '../../kernel/errno.ts';
import { content, status } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { inputsOf, joined, linesOf, textOf, type Complaint, type Input } from './inputs.ts';
import { optionsOf } from './options.ts';

const UNITS: Readonly<Record<string, number>> = {
	'': 1,
	b: 512,
	k: 1024,
	m: 1 << 20,
	K: 1024,
	kB: 1000,
	KB: 1000,
	M: 1 << 20,
	MB: 1e6,
	G: 2 ** 30,
	GB: 1e9,
	T: 2 ** 40,
};
/** '10', '2K', '1M' in bytes; NaN for anything else. */
export const sizeOf = (text: string): number => {
	const found = /^(\d+)([a-zA-Z]*)$/.exec(text);
	return found ? Number(found[1]) * (UNITS[found[2]!.replace(/iB$/, '')] ?? NaN) : NaN;
};

const opening: Complaint = (name, message, call) =>
	call.isBusybox
		? `${name}: ${message}`
		: message === 'Is a directory'
			? `error reading '${name}': ${message}`
			: `cannot open '${name}' for reading: ${message}`;
const tailOpening: Complaint = (name, message, call) =>
	call.isBusybox ? `can't open '${name}': ${message}` : opening(name, message, call);
const PIECE = 1 << 16;
/** How much more it keeps before it asks the kernel for more. */
const STEP = 1 << 23;
const LONG = { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v', follow: 'f' };

const amount = (call: Call, text: string, what: string): number => {
	const digits = text.replace(/^[-+]/, '');
	const value = call.isBusybox && !/^\d+[bkm]?$/.test(digits) ? NaN : sizeOf(digits);
	return Number.isNaN(value)
		? call.stop(
				call.isBusybox ? `invalid number '${text}'` : `invalid number of ${what}: ${call.quoted(text)}`,
			)
		: value;
};

const headed = (text: string, count: number, isBytes: boolean, isFromEnd: boolean): string => {
	if (isBytes) return isFromEnd ? text.slice(0, Math.max(0, text.length - count)) : text.slice(0, count);
	if (isFromEnd) return joined(linesOf(text).slice(0, -count || undefined));
	let at = 0;
	for (let i = 0; i < count && at >= 0 && at < text.length; i++)
		at = text.indexOf('\n', at) + 1 || text.length;
	return text.slice(0, at);
};

const isEndless = (call: Call, path: string): boolean => {
	const { kind, device } = status(call.state, call.pid, path);
	return kind === 'char' && device?.[0] === 1 && [5, 8, 9].includes(device[1]);
};

/** Piece by piece, so that who reads them is not given all at once; the last piece is the answer. */
function* zeros(call: Call, count: number): Running<string> {
	const piece = '\0'.repeat(Math.min(count, PIECE));
	let left = count;
	for (; left > PIECE; left -= PIECE) {
		call.out(piece);
		yield* call.drain();
	}
	return piece.slice(0, left);
}

/** Standard input as far as it is needed: what writes to it may write for ever. */
function* someInput(call: Call, isEnough: (text: string) => boolean): Running<string> {
	let text = '';
	while (!isEnough(text)) {
		const read = yield* call.process.read(0);
		if (read === '') break;
		text += read;
	}
	return text;
}

export function* head(call: Call): Running<number> {
	const options = optionsOf(call, 'n:c:qv', { long: LONG, number: 'n' });
	const isBytes = options.has('c');
	const wish = options.value(isBytes ? 'c' : 'n') ?? '10';
	const count = amount(call, wish, isBytes ? 'bytes' : 'lines');
	const isFromEnd = wish.startsWith('-');
	const paths = options.rest.length ? options.rest : ['-'];
	const isTitled = options.has('v') || (paths.length > 1 && !options.has('q'));
	let status = 0;
	let isFirst = true;
	const isEnough = (text: string) =>
		!isFromEnd && (isBytes ? text.length >= count : text.split('\n').length > count);
	for (const path of paths)
		try {
			const text =
				path === '-'
					? yield* someInput(call, isEnough)
					: isBytes && isEndless(call, path)
						? yield* zeros(call, count)
						: yield* textOf(call, path);
			if (isTitled) call.out(`${isFirst ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`);
			isFirst = false;
			call.out(headed(text, count, isBytes, isFromEnd));
		} catch (error) {
			if (!(error instanceof Errno) || error.errno === 'EPIPE') throw error;
			status = call.fail(opening(path, error.message, call));
		}
	return status;
}

const tailed = (text: string, wish: string, count: number, isBytes: boolean): string => {
	if (isBytes)
		return wish.startsWith('+') ? text.slice(Math.max(0, count - 1)) : count ? text.slice(-count) : '';
	const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
	return (wish.startsWith('+') ? lines.slice(Math.max(0, count - 1)) : count ? lines.slice(-count) : []).join(
		'',
	);
};

export function* tail(call: Call): Running<number> {
	const options = optionsOf(call, 'n:c:qvfFs:', { long: LONG, number: 'n' });
	const isBytes = options.has('c');
	const plus = /^\+\d+$/.test(options.rest[0] ?? '') ? options.rest[0] : undefined;
	const wish = plus ?? options.value(isBytes ? 'c' : 'n') ?? '10';
	const count = amount(call, wish, isBytes ? 'bytes' : 'lines');
	const paths = plus ? options.rest.slice(1) : options.rest;
	const isStreamed = !wish.startsWith('+') && (!paths.length || isEndless(call, paths[0]!));
	const { inputs, failures } = isStreamed
		? { inputs: [yield* lastOf(call, paths[0], count, isBytes)], failures: 0 }
		: yield* inputsOf(call, paths, tailOpening);
	const isTitled = options.has('v') || (paths.length > 1 && !options.has('q'));
	for (const [i, { name, text }] of inputs.entries()) {
		if (isTitled) call.out(`${i ? '\n' : ''}==> ${name === '-' ? 'standard input' : name} <==\n`);
		call.out(tailed(text, wish, count, isBytes));
	}
	if (failures && call.isBusybox && !inputs.length) return call.fail('no files');
	if (options.has('f') || options.has('F'))
		yield* followed(
			call,
			inputs.map(({ name }) => name),
		);
	return Number(failures > 0);
}

/** Reads on and on, and keeps what may be among the last: a line without an end takes ever more memory. */
function* lastOf(call: Call, path: string | undefined, count: number, isBytes: boolean): Running<Input> {
	const name = path ?? '-';
	const wish = String(count);
	let text = '';
	let charged = 0;
	for (;;) {
		const read = path === undefined ? yield* call.process.read(0) : '\0'.repeat(PIECE);
		if (read === '') return { name, text };
		text += read;
		if (isBytes || read.includes('\n')) text = tailed(text, wish, count, isBytes);
		const bytes = Math.floor(text.length / STEP) * STEP;
		if (bytes !== charged && !useMemory(call.host, call.pid, bytes - charged)) yield { keys: [] };
		charged = bytes;
		if (path !== undefined) yield { keys: [] };
	}
}

/** -f: looks every second; what is no regular file never grows. */
function* followed(call: Call, paths: readonly string[]): Running<void> {
	const sizes = new Map<string, number>();
	for (const path of paths)
		if (path !== '-' && status(call.state, call.pid, path).kind === 'file')
			sizes.set(path, content(call.state, call.pid, path).length);
	for (;;) {
		yield sizes.size ? { keys: [], seconds: 1 } : { keys: ['never'] };
		for (const [path, size] of sizes) {
			const text = content(call.state, call.pid, path);
			if (text.length > size) call.out(text.slice(size));
			sizes.set(path, text.length);
		}
	}
}

const catFailure: Complaint = (name, message, call) =>
	call.isBusybox
		? message === 'Is a directory'
			? `read error: ${message}`
			: `can't open '${name}': ${message}`
		: `${name}: ${message}`;

/** Zeros or noise without end: it keeps a CPU busy until somebody ends it. */
function* endless(call: Call): Running<never> {
	call.host.emit({ kind: 'task.change', pid: call.pid, why: 'load', set: { load: 1 } });
	for (;;) {
		call.out('\0'.repeat(4096));
		yield* call.drain();
		yield { keys: [], seconds: 1 };
	}
}
export function* cat(call: Call): Running<number> {
	const options = optionsOf(call, 'nAbesEtTuv', {
		long: {
			number: 'n',
			'show-all': 'A',
			'show-ends': 'E',
			'show-tabs': 'T',
			'squeeze-blank': 's',
			'number-nonblank': 'b',
		},
	});
	let status = 0;
	let number = 0;
	const isPlain = !options.given.length;
	const shown = (text: string): string => {
		const ended = (line: string) =>
			options.has('A') || options.has('E') || options.has('e') ? `${line}$` : line;
		const tabbed = (line: string) =>
			options.has('A') || options.has('T') || options.has('t') ? line.replace(/\t/g, '^I') : line;
		const lines = linesOf(options.has('s') ? text.replace(/\n{3,}/g, '\n\n') : text);
		return joined(
			lines.map(
				(line) =>
					`${options.has('n') || (options.has('b') && line) ? `${String(++number).padStart(6)}\t` : ''}${ended(tabbed(line))}`,
			),
		);
	};
	for (const path of options.rest.length ? options.rest : ['-'])
		try {
			if (path === '-' && isPlain) yield* copied(call);
			else {
				if (path !== '-' && isEndless(call, path)) yield* endless(call);
				const text = yield* textOf(call, path);
				call.out(isPlain ? text : shown(text));
				yield* call.drain();
			}
		} catch (error) {
			if (!(error instanceof Errno) || error.errno === 'EPIPE') throw error;
			status = call.fail(catFailure(path, error.message, call));
		}
	return status;
}
function* copied(call: Call): Running<void> {
	for (;;) {
		const text = yield* call.process.read(0);
		if (text === '') return;
		call.out(text);
		yield* call.drain();
	}
}

const each = (change: (lines: string[]) => string[]) =>
	function* (call: Call): Running<number> {
		const { inputs, failures } = yield* inputsOf(call, optionsOf(call, 'ba', {}).rest);
		for (const { text } of inputs) call.out(joined(change(linesOf(text))));
		return Number(failures > 0);
	};
export const tac = each((lines) => lines.reverse());
export const rev = each((lines) => lines.map((line) => [...line].reverse().join('')));
export const nl = each((lines) => {
	let number = 0;
	return lines.map((line) => (line ? `${String(++number).padStart(6)}\t${line}` : `       ${line}`));
});
