/** mkswap, swapon, swapoff (mkswap(8), swapon(8); /proc/swaps). */
import { Errno, isErrno } from '../../kernel/errno.ts';
import { status, writeFile } from '../../kernel/files.ts';
import { truncate } from '../../kernel/attributes.ts';
import { lookup } from '../../kernel/path.ts';
import { swapFree, swapTotal, type SwapArea } from '../../kernel/swap.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';

const PAGE = 4096;
const SIGNATURE = 'SWAPSPACE2';
/** The signature ends the first page. */
const HEADER = '\0'.repeat(PAGE - SIGNATURE.length) + SIGNATURE;
/** Smaller areas are refused. */
const LEAST = 10 * PAGE;

const inMebibytes = (bytes: number): string => {
	const mebibytes = Math.round((bytes / 2 ** 20) * 10) / 10;
	return `${mebibytes} MiB`;
};
const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, '0');

/** An area on a device is real; here only files can hold one. */
const isFile = (call: Call, path: string): boolean => {
	const { kind } = status(call.state, call.pid, path, { follow: true });
	if (kind === 'block') call.fail(`${path}: a device as swap: real, but not simulated here`);
	else if (kind !== 'file') call.fail(`${path}: ${new Errno('EINVAL').message}`);
	return kind === 'file';
};

export function* mkswap(call: Call): Running<number> {
	const options = optionsOf(call, 'fcL:U:p:', { long: { force: 'f', label: 'L', uuid: 'U' } });
	const path = options.rest[0];
	if (path === undefined) return call.fail('error: Nowhere to set up swap on?');
	try {
		if (!isFile(call, path)) return 1;
		const { size, mode } = status(call.state, call.pid, path, { follow: true });
		if (size < LEAST) return call.fail(`error: swap area needs to be at least ${LEAST / 1024} KiB`);
		if (mode & 0o077) call.fail(`${path}: insecure permissions ${octal(mode)}, fix with: chmod 0600 ${path}`);
		writeFile(call.host, call.pid, path, HEADER);
		truncate(call.host, call.pid, path, size);
		const usable = Math.floor(size / PAGE) * PAGE - PAGE;
		call.out(`Setting up swapspace version 1, size = ${inMebibytes(usable)} (${usable} bytes)\nno label\n`);
		return 0;
	} catch (error) {
		if (!isErrno(error)) throw error;
		return call.fail(`cannot open ${path}: ${error.message}`);
	}
}

const short = (bytes: number): string => {
	const units = ['B', 'K', 'M', 'G'];
	const power = bytes ? Math.min(3, Math.floor(Math.log2(bytes) / 10)) : 0;
	return `${Math.round((bytes / 1024 ** power) * 10) / 10}${units[power]}`;
};

/** Areas are filled in the order in which they were added. */
const usedOf = (call: Call): readonly (readonly [SwapArea, number])[] => {
	let left = swapTotal(call.state) - swapFree(call.state);
	return call.state.swaps.map((area) => {
		const used = Math.min(left, area.size);
		left -= used;
		return [area, used] as const;
	});
};

const shown = (call: Call): number => {
	const rows = usedOf(call).map(([{ path, size }, used], i) => [
		path,
		'file',
		short(size),
		short(used),
		String(-2 - i),
	]);
	if (!rows.length) return 0;
	const table = [['NAME', 'TYPE', 'SIZE', 'USED', 'PRIO'], ...rows];
	const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
	for (const row of table)
		call.out(
			`${row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' ')}\n`,
		);
	return 0;
};

const switchedOn = (call: Call, path: string): number => {
	try {
		if (!isFile(call, path)) return 1;
		const { size, mode, content = '' } = status(call.state, call.pid, path, { follow: true });
		const { device, inode } = lookup(call.state, call.pid, path);
		if (mode & 0o077) call.fail(`${path}: insecure permissions ${octal(mode)}, 0600 suggested.`);
		if (content.slice(PAGE - SIGNATURE.length, PAGE) !== SIGNATURE)
			return call.fail(`${path}: read swap header failed`);
		if (call.state.swaps.some((each) => each.device === device && each.inode === inode.inode))
			return call.fail(`${path}: swapon failed: ${new Errno('EBUSY').message}`);
		const usable = Math.floor(size / PAGE) * PAGE - PAGE;
		call.host.emit({ kind: 'swap.on', area: { path, device, inode: inode.inode, size: usable } });
		return 0;
	} catch (error) {
		if (!isErrno(error)) throw error;
		return call.fail(`cannot open ${path}: ${error.message}`);
	}
};

export function* swapon(call: Call): Running<number> {
	const options = optionsOf(call, 'asp:v', { long: { all: 'a', summary: 's', show: 's', priority: 'p' } });
	if (!options.rest.length) return options.has('a') ? 0 : shown(call);
	return Math.max(...options.rest.map((path) => switchedOn(call, path)));
}

/** What no longer fits comes back into memory. */
const swapIn = (call: Call): void => {
	for (let over = -swapFree(call.state); over > 0; over = -swapFree(call.state)) {
		const task = call.state.tasks.values().find(({ swapped = 0 }) => swapped > 0);
		if (!task) return;
		const swapped = Math.max(0, (task.swapped ?? 0) - over);
		call.host.emit({ kind: 'task.change', pid: task.pid, why: 'swap', set: { swapped } });
	}
};

export function* swapoff(call: Call): Running<number> {
	const options = optionsOf(call, 'av', { long: { all: 'a' } });
	const paths = options.has('a') ? call.state.swaps.map(({ path }) => path) : options.rest;
	let code = 0;
	for (const path of paths) {
		if (!call.state.swaps.some((each) => each.path === path)) {
			call.fail(`${path}: swapoff failed: ${new Errno('EINVAL').message}`);
			code = 4;
			continue;
		}
		call.host.emit({ kind: 'swap.off', path });
		swapIn(call);
	}
	return code;
}
