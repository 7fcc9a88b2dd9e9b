/** dd: copies blocks; its buffer of `bs` bytes is memory of the process (POSIX.1 "dd"). */
import { blockPlace, REQUEST, requestsFor, transfer, writeBack } from '../../kernel/blockIo.ts';
import type { Direction } from '../../kernel/cgroup.ts';
import type { DiskPlace } from '../../kernel/file.ts';
import { Errno, isErrno } from '../../kernel/errno.ts';
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

/** Blocks that go past the page cache are waited for when so much of them has come together. */
const TOGETHER = 8 * REQUEST;

interface Copy {
	readonly from: string | undefined;
	readonly to: string | undefined;
	readonly size: number;
	readonly count: number;
	readonly skip: number;
	readonly isQuiet: boolean;
	readonly appends: boolean;
	/** O_DIRECT on either side; conv=fsync. */
	readonly readsDirectly: boolean;
	readonly writesDirectly: boolean;
	readonly syncs: boolean;
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
	const has = (name: string, word: RegExp) =>
		(given.get(name) ?? '').split(',').some((each) => word.test(each));
	return {
		from: given.get('if'),
		to: given.get('of'),
		size: number('bs', number('ibs', 512)),
		count: number('count', Infinity),
		skip: number('skip', 0),
		isQuiet: /none|noxfer/.test(given.get('status') ?? ''),
		appends: (given.get('oflag') ?? given.get('conv') ?? '').includes('append'),
		readsDirectly: has('iflag', /^direct$/),
		writesDirectly: has('oflag', /^direct$/),
		syncs: has('conv', /^f(data)?sync$/) || has('oflag', /^d?sync$/),
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
		`${bytes} byte${bytes === 1 ? '' : 's'}${sizes} copied, ${general(seconds)} s, ${speedText(speed)}\n`,
	);
};

const speedText = (speed: number): string => {
	const [value, unit] =
		speed >= 1e9 ? [speed / 1e9, 'GB/s'] : speed >= 1e6 ? [speed / 1e6, 'MB/s'] : [speed / 1e3, 'kB/s'];
	return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
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
			input = open(call.host, call.pid, from, 'r', { isDirect: copy.readsDirectly });
			isEndless = inode.kind === 'char' && inode.device?.[0] === 1 && [5, 7, 8, 9].includes(inode.device[1]);
			if (inode.kind === 'file') text = content(call.state, call.pid, from);
		} else text = yield* call.input();
	} catch (error) {
		return failure(call, from ?? '', error);
	}
	try {
		if (to !== undefined)
			output = open(call.host, call.pid, to, copy.appends ? 'a' : 'w', { isDirect: copy.writesDirectly });
	} catch (error) {
		return failure(call, to ?? '', error);
	}
	if (!useMemory(call.host, call.pid, size)) yield { keys: [] };
	const disks: Disks = {
		read: copy.readsDirectly ? placeOf(call, from) : undefined,
		write: copy.writesDirectly ? placeOf(call, to) : undefined,
	};
	const code = yield* transferred(call, copy, isEndless, text, output, disks);
	input?.release();
	output?.release();
	return code;
}

/** Where the bytes go that pass the page cache by. */
type Disks = Readonly<Record<Direction, DiskPlace | undefined>>;

const placeOf = (call: Call, path: string | undefined): DiskPlace | undefined =>
	path === undefined ? undefined : blockPlace(call.state, call.pid, path);

/** O_DIRECT wants whole sectors; GNU's dd gives it up for a last piece that is none (open(2); coreutils: dd.c). */
const SECTOR = 512;
const isWhole = ({ isBusybox }: Call, { size }: Copy, length: number): boolean =>
	length % SECTOR === 0 || (!isBusybox && length < size);

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
	disks: Disks,
): Running<number> {
	const { size, count, skip, to } = copy;
	const isDirect = disks.read !== undefined || disks.write !== undefined;
	const total = byteLength(text);
	const lengthAt = (block: number) =>
		isEndless ? size : Math.max(0, Math.min(size, total - (skip + block) * size));
	const isDropped = isNull(call, to);
	const started = call.state.clock.now;
	const [read, wrote] = [[0, 0] as [number, number], [0, 0] as [number, number]];
	let bytes = 0;
	let since = 0;
	let held = { bytes: 0, requests: 0 };
	function* passed(): Running<void> {
		const amount = held;
		held = { bytes: 0, requests: 0 };
		if (disks.read) yield* transfer(call.host, call.pid, disks.read.device, 'read', amount);
		if (disks.write) yield* transfer(call.host, call.pid, disks.write.device, 'write', amount);
	}
	for (let block = 0; block < count; block++) {
		const length = lengthAt(block);
		if (length === 0) break;
		read[length < size ? 1 : 0]++;
		try {
			if (isDirect && !isWhole(call, copy, length)) throw new Errno('EINVAL');
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
		if (isDirect) {
			held = { bytes: held.bytes + length, requests: held.requests + requestsFor(length) };
			if (held.bytes >= TOGETHER) yield* passed();
			continue;
		}
		since += Math.max(length, 4096);
		if (since < SPEED / 10) continue;
		if (call.process.task.load === 0)
			call.host.emit({ kind: 'task.change', pid: call.pid, why: 'load', set: { load: 1 } });
		yield* call.drain();
		yield { keys: [], seconds: since / SPEED };
		since = 0;
	}
	if (held.bytes) yield* passed();
	if (!isDirect) yield { keys: [], seconds: since / SPEED };
	if (copy.syncs) yield* synced(call, copy, bytes);
	if (!copy.isQuiet) report(call, read, wrote, bytes, call.state.clock.now - started);
	return 0;
}

/** conv=fsync: what was written is on the disk before dd ends. */
function* synced(call: Call, { to, writesDirectly }: Copy, bytes: number): Running<void> {
	const place = placeOf(call, to);
	if (place && !writesDirectly) yield* writeBack(call.host, call.pid, place, bytes);
}

const zeros = '\0'.repeat(PIECE);
const written = (call: Call, output: Stream | undefined, text: string | undefined, length: number): void => {
	const put = (piece: string) => (output ? output.write(piece) : call.out(piece));
	if (text !== undefined) return put(text);
	for (let left = length; left > 0; left -= PIECE) put(left >= PIECE ? zeros : zeros.slice(0, left));
};
