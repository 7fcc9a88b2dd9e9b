/** dd: copies blocks; its buffer of `bs` bytes is memory of the process (POSIX.1 "dd"). */
import { isErrno } from '../../kernel/errno.ts';
import { byteLength } from '../../kernel/bytes.ts';
import { content, open, status } from '../../kernel/files.ts';
import { useMemory } from '../../kernel/control.ts';
import type { Running } from '../../process.ts';
import type { Stream } from '../../stream.ts';
import type { Call } from '../call.ts';
import { sizeOf } from './headTail.ts';

/** Bytes a second that copying reaches. */
const SPEED = 2e9;
/** Larger pieces than this are not built as text; what goes to /dev/null need not be. */
const PIECE = 1 << 23;

interface Copy {
	readonly from: string | undefined;
	readonly to: string | undefined;
	readonly size: number;
	readonly count: number;
	readonly skip: number;
	readonly isQuiet: boolean;
	readonly appends: boolean;
}

const operands = (call: Call): Copy => {
	const given = new Map(call.args.map((word) => word.split(/=([\s\S]*)/) as [string, string]));
	for (const name of given.keys())
		if (!/^(if|of|bs|ibs|obs|count|skip|seek|conv|status|oflag|iflag|cbs)$/.test(name))
			call.stop(call.isBusybox ? `invalid argument '${name}'` : `unrecognized operand '${name}'`);
	const number = (name: string, usual: number) => {
		const text = given.get(name);
		const value =
			text === undefined ? usual : text.split('x').reduce((product, each) => product * sizeOf(each), 1);
		return Number.isNaN(value)
			? call.stop(call.isBusybox ? `invalid number '${text}'` : `invalid number: ${call.quoted(text)}`)
			: value;
	};
	if (number('seek', 0)) call.stop('seek: real, but not simulated here');
	return {
		from: given.get('if'),
		to: given.get('of'),
		size: number('bs', number('ibs', 512)),
		count: number('count', Infinity),
		skip: number('skip', 0),
		isQuiet: /none|noxfer/.test(given.get('status') ?? ''),
		appends: (given.get('oflag') ?? given.get('conv') ?? '').includes('append'),
	};
};

const failure = (call: Call, path: string, error: unknown): number => {
	if (!isErrno(error)) throw error;
	return call.fail(
		call.isBusybox ? `can't open '${path}': ${error.message}` : `failed to open '${path}': ${error.message}`,
	);
};

const report = (
	call: Call,
	read: readonly [number, number],
	wrote: readonly [number, number],
	bytes: number,
	seconds: number,
): void => {
	call.err(`${read[0]}+${read[1]} records in\n${wrote[0]}+${wrote[1]} records out\n`);
	if (call.isBusybox) return;
	const unit = (base: number, names: readonly string[]) => {
		const power = Math.min(names.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(base)));
		const value = bytes / base ** power;
		return `${power ? value.toFixed(value < 10 ? 1 : 0) : value} ${names[power]}`;
	};
	const sizes =
		bytes < 1000
			? ''
			: ` (${unit(1000, ['B', 'kB', 'MB', 'GB'])}${bytes < 1024 ? '' : `, ${unit(1024, ['B', 'KiB', 'MiB', 'GiB'])}`})`;
	const speed = bytes / Math.max(seconds, 1e-5);
	call.err(
		`${bytes} byte${bytes === 1 ? '' : 's'}${sizes} copied, ${general(seconds)} s, ${speed >= 1e9 ? `${(speed / 1e9).toFixed(1)} GB/s` : speed >= 1e6 ? `${(speed / 1e6).toFixed(0)} MB/s` : `${(speed / 1e3).toFixed(1)} kB/s`}\n`,
	);
};

/** C's %g */
const general = (value: number): string => {
	const text = String(Number(value.toPrecision(6)));
	if (!value || value >= 1e-4) return text;
	const [digits, power = ''] = value.toExponential(5).split('e-');
	return `${Number(digits)}e-${power.padStart(2, '0')}`;
};

export function* dd(call: Call): Running<number> {
	const copy = operands(call);
	const { from, to, size } = copy;
	let input: Stream | undefined;
	let output: Stream | undefined;
	let text = '';
	let isEndless = false;
	try {
		if (from !== undefined) {
			const inode = status(call.state, call.pid, from);
			input = open(call.host, call.pid, from, 'r');
			isEndless = inode.kind === 'char' && inode.device?.[0] === 1 && [5, 7, 8, 9].includes(inode.device[1]);
			if (inode.kind === 'file') text = content(call.state, call.pid, from);
		} else text = yield* call.input();
	} catch (error) {
		return failure(call, from ?? '', error);
	}
	try {
		if (to !== undefined) output = open(call.host, call.pid, to, copy.appends ? 'a' : 'w');
	} catch (error) {
		return failure(call, to ?? '', error);
	}
	if (!useMemory(call.host, call.pid, size)) yield { keys: [] };
	const code = yield* transferred(call, copy, isEndless, text, output);
	input?.release();
	output?.release();
	return code;
}

const isNull = (call: Call, path: string | undefined): boolean => {
	if (path === undefined) return false;
	const { kind, device } = status(call.state, call.pid, path);
	return kind === 'char' && device?.[0] === 1 && device[1] === 3;
};

function* transferred(
	call: Call,
	copy: Copy,
	isEndless: boolean,
	text: string,
	output: Stream | undefined,
): Running<number> {
	const { size, count, skip, to } = copy;
	const total = byteLength(text);
	const lengthAt = (block: number) =>
		isEndless ? size : Math.max(0, Math.min(size, total - (skip + block) * size));
	const isDropped = isNull(call, to);
	const started = call.state.clock.now;
	const [read, wrote] = [[0, 0] as [number, number], [0, 0] as [number, number]];
	let bytes = 0;
	let since = 0;
	for (let block = 0; block < count; block++) {
		const length = lengthAt(block);
		if (length === 0) break;
		read[length < size ? 1 : 0]++;
		try {
			if (!isDropped)
				written(
					call,
					output,
					isEndless ? undefined : text.slice((skip + block) * size, (skip + block) * size + length),
					length,
				);
		} catch (error) {
			if (!isErrno(error) || error.errno === 'EPIPE') throw error;
			call.fail(`error writing '${to ?? 'standard output'}': ${error.message}`);
			report(call, read, wrote, bytes, call.state.clock.now - started);
			return 1;
		}
		wrote[length < size ? 1 : 0]++;
		bytes += length;
		since += Math.max(length, 4096);
		if (since < SPEED / 10) continue;
		if (call.process.task.load === 0)
			call.host.emit({ kind: 'task.change', pid: call.pid, why: 'load', set: { load: 1 } });
		yield* call.drain();
		yield { keys: [], seconds: since / SPEED };
		since = 0;
	}
	yield { keys: [], seconds: since / SPEED };
	if (!copy.isQuiet) report(call, read, wrote, bytes, call.state.clock.now - started);
	return 0;
}

const zeros = '\0'.repeat(PIECE);
const written = (call: Call, output: Stream | undefined, text: string | undefined, length: number): void => {
	const put = (piece: string) => (output ? output.write(piece) : call.out(piece));
	if (text !== undefined) return put(text);
	for (let left = length; left > 0; left -= PIECE) put(left >= PIECE ? zeros : zeros.slice(0, left));
};
