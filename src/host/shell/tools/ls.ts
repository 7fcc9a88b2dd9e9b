/** ls, as GNU coreutils and as busybox print it. */
import { isErrno } from '../../kernel/errno.ts';
import type { Inode } from '../../kernel/file.ts';
import { listing, status } from '../../kernel/files.ts';
import { readLink } from '../../kernel/attributes.ts';
import { diskUsage } from '../../kernel/fileSystemUse.ts';
import { gidInside, uidInside } from '../../kernel/idMap.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { groupName, userName } from '../users.ts';
import { timeText } from './timeText.ts';
import { optionsOf, type Options } from './options.ts';
import { humanSize } from './sizes.ts';

const TYPES: Readonly<Record<Inode['kind'], string>> = {
	file: '-',
	dir: 'd',
	link: 'l',
	char: 'c',
	block: 'b',
	fifo: 'p',
	socket: 's',
};

/** `drwxr-xr-x` */
export const modeText = ({ kind, mode }: Pick<Inode, 'kind' | 'mode'>): string => {
	const letters = [...'rwxrwxrwx'].map((letter, i) => (mode & (0o400 >> i) ? letter : '-'));
	for (const [bit, at, letter] of [
		[0o4000, 2, 's'],
		[0o2000, 5, 's'],
		[0o1000, 8, 't'],
	] as const)
		if (mode & bit) letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase();
	return TYPES[kind] + letters.join('');
};

interface Entry {
	readonly name: string;
	readonly path: string;
	readonly inode: Inode;
}

const join = (directory: string, name: string) =>
	directory.endsWith('/') ? directory + name : `${directory}/${name}`;
/** LANG=C.UTF-8: by code. */
const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : Number(a.name > b.name));

const ordered = (entries: Entry[], options: Options): Entry[] => {
	if (options.has('U') || options.has('f')) return entries;
	const order = options.has('t')
		? (a: Entry, b: Entry) => b.inode.modified - a.inode.modified || byName(a, b)
		: options.has('S')
			? (a: Entry, b: Entry) => b.inode.size - a.inode.size || byName(a, b)
			: byName;
	entries.sort(order);
	return options.has('r') ? entries.reverse() : entries;
};

const SIX_MONTHS = 15778476;
const dated = (call: Call, seconds: number): string => {
	const age = call.state.clock.now - seconds;
	return timeText(seconds, age > SIX_MONTHS || age < -3600 ? '%b %e  %Y' : '%b %e %H:%M');
};

const CLASSED: Partial<Record<Inode['kind'], string>> = { dir: '/', link: '@', fifo: '|', socket: '=' };
const marked = ({ name, inode }: Entry, options: Options): string => {
	if (options.has('p') && inode.kind === 'dir') return `${name}/`;
	if (!options.has('F')) return name;
	return name + (CLASSED[inode.kind] ?? (inode.kind === 'file' && inode.mode & 0o111 ? '*' : ''));
};
const targeted = (call: Call, entry: Entry): string => {
	if (entry.inode.kind !== 'link') return '';
	try {
		return ` -> ${readLink(call.state, call.pid, entry.path)}`;
	} catch (error) {
		if (isErrno(error)) return '';
		throw error;
	}
};

/** The columns of one line of -l. */
const columnsOf = (call: Call, { inode }: Entry, options: Options): string[] => {
	const { state, pid } = call;
	const [uid, gid] = [uidInside(state, pid, inode.uid), gidInside(state, pid, inode.gid)];
	const isDevice = inode.kind === 'char' || inode.kind === 'block';
	const size = isDevice
		? (inode.device ?? [0, 0]).join(', ')
		: options.has('h')
			? humanSize(inode.size)
			: String(inode.size);
	const owner = options.has('n') ? String(uid) : userName(state, pid, uid);
	const group = options.has('n') ? String(gid) : groupName(state, pid, gid);
	return [
		modeText(inode),
		String(inode.links),
		...(options.has('g') ? [] : [owner]),
		...(options.has('o') || options.has('G') ? [] : [group]),
		size,
		dated(call, inode.modified),
	];
};

const longLines = (call: Call, entries: readonly Entry[], options: Options): string[] => {
	const rows = entries.map((entry) => columnsOf(call, entry, options));
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	const isNumber = (column: number) =>
		column === 1 || column === widths.length - 2 || (options.has('n') && column < widths.length - 2);
	return entries.map((entry, i) => {
		const cells = call.isBusybox
			? busyboxCells(rows[i]!, entry.inode)
			: rows[i]!.map((cell, column) =>
					isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
				);
		return `${cells.join(' ')} ${marked(entry, options)}${targeted(call, entry)}`;
	});
};
/** coreutils/ls.c of busybox: fixed widths. */
const busyboxCells = (
	[mode = '', links = '', owner = '', group = '', size = '', date = '']: readonly string[],
	inode: Inode,
): string[] => {
	const amount =
		inode.kind === 'char' || inode.kind === 'block'
			? size
					.split(', ')
					.map((each) => each.padStart(4))
					.join(',')
			: size.padStart(9);
	return [mode, links.padStart(4), owner.padEnd(8), group.padEnd(8), amount, date];
};

const printed = (call: Call, entries: readonly Entry[], options: Options): void => {
	const isLong = options.has('l') || options.has('n') || options.has('g') || options.has('o');
	const lines = isLong ? longLines(call, entries, options) : entries.map((entry) => marked(entry, options));
	const numbers = entries.map(({ inode }) => String(inode.inode));
	const width = Math.max(0, ...numbers.map((number) => number.length));
	const withSize = (line: string, i: number) =>
		options.has('s') ? `${blocksIn(call, [entries[i]!])} ${line}` : line;
	for (const [i, line] of lines.entries())
		call.out(
			`${options.has('i') ? `${call.isBusybox ? numbers[i]!.padStart(7) : numbers[i]!.padStart(width)} ` : ''}${withSize(line, i)}\n`,
		);
};

const blocksIn = (call: Call, entries: readonly Entry[]): number => {
	let bytes = 0;
	for (const { path, inode } of entries)
		if (inode.kind === 'dir') bytes += 4096;
		else if (inode.kind === 'file' && inode.size > 0) bytes += usage(call, path);
	return bytes / 1024;
};
const usage = (call: Call, path: string): number => {
	try {
		return diskUsage(call.state, call.pid, path);
	} catch (error) {
		if (isErrno(error)) return 0;
		throw error;
	}
};

const inside = (call: Call, path: string, options: Options): Entry[] => {
	const { state, pid } = call;
	const names = listing(state, pid, path).filter(
		(name) => name[0] !== '.' || options.has('a') || options.has('A'),
	);
	if (options.has('a')) names.push('.', '..');
	const entries = names.flatMap((name): Entry[] => {
		try {
			return [
				{
					name,
					path: join(path, name),
					inode: status(state, pid, join(path, name), { follow: options.has('L') }),
				},
			];
		} catch (error) {
			if (isErrno(error)) return [];
			throw error;
		}
	});
	return ordered(entries, options);
};

const listed = (call: Call, path: string, options: Options, title: string | undefined): number => {
	const isLong = options.has('l') || options.has('n') || options.has('s');
	try {
		const entries = inside(call, path, options);
		if (title !== undefined) call.out(`${title}:\n`);
		if (isLong) call.out(`total ${blocksIn(call, entries)}\n`);
		printed(call, entries, options);
		if (!options.has('R')) return 0;
		return entries
			.filter(({ name, inode }) => inode.kind === 'dir' && name !== '.' && name !== '..')
			.reduce((worst, each) => {
				call.out('\n');
				return Math.max(worst, listed(call, each.path, options, each.path));
			}, 0);
	} catch (error) {
		if (!isErrno(error) || error.errno === 'EPIPE') throw error;
		return call.fail(
			call.isBusybox
				? `can't open '${path}': ${error.message}`
				: `cannot open directory '${path}': ${error.message}`,
			call.isBusybox ? 1 : 2,
		);
	}
};

const LONG = {
	all: 'a',
	'almost-all': 'A',
	directory: 'd',
	inode: 'i',
	'human-readable': 'h',
	recursive: 'R',
	reverse: 'r',
	'numeric-uid-gid': 'n',
	classify: 'F',
	size: 's',
	color: 'Z',
	dereference: 'L',
	'full-time': 'T',
};

export function* ls(call: Call): Running<number> {
	const options = optionsOf(call, 'aAlnd1ihRtrSsFpgoGLHUfkCxmcuqNZT', {
		long: LONG,
		status: call.isBusybox ? 1 : 2,
	});
	const isLong = options.has('l') || options.has('n');
	const paths = options.rest.length ? options.rest : ['.'];
	const entries: Entry[] = [];
	let worst = 0;
	for (const path of paths)
		try {
			const shallow = status(call.state, call.pid, path, { follow: false });
			const follows =
				options.has('L') ||
				options.has('H') ||
				(!options.has('d') && !isLong && !options.has('F')) ||
				path.endsWith('/');
			entries.push({
				name: path,
				path,
				inode: follows && shallow.kind === 'link' ? followed(call, path, shallow) : shallow,
			});
		} catch (error) {
			if (!isErrno(error)) throw error;
			worst = call.fail(
				call.isBusybox ? `${path}: ${error.message}` : `cannot access '${path}': ${error.message}`,
				call.isBusybox ? 1 : 2,
			);
		}
	const isListed = (entry: Entry) => entry.inode.kind === 'dir' && !options.has('d');
	const files = ordered(
		entries.filter((entry) => !isListed(entry)),
		options,
	);
	const directories = ordered(entries.filter(isListed), options);
	printed(call, files, options);
	const isTitled = paths.length > 1 || options.has('R');
	for (const [i, { path }] of directories.entries()) {
		if (i || files.length) call.out('\n');
		worst = Math.max(worst, listed(call, path, options, isTitled ? path : undefined));
	}
	return worst;
}
const followed = (call: Call, path: string, shallow: Inode): Inode => {
	try {
		return status(call.state, call.pid, path);
	} catch (error) {
		if (isErrno(error)) return shallow;
		throw error;
	}
};
