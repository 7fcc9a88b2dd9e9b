/** stat, readlink, realpath, file. */
import { isErrno } from '../../kernel/errno.ts';
import type { Inode } from '../../kernel/file.ts';
import { content, status } from '../../kernel/files.ts';
import { readLink } from '../../kernel/attributes.ts';
import { diskUsage, freeSpace } from '../../kernel/fileSystemUse.ts';
import { gidInside, uidInside } from '../../kernel/idMap.ts';
import { canonicalPath, lookup } from '../../kernel/path.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { groupName, userName } from '../users.ts';
import { timeText } from './timeText.ts';
import { modeText } from './ls.ts';
import { optionsOf } from './options.ts';
import { parentName } from './pathNames.ts';

const KINDS: Readonly<Record<Inode['kind'], string>> = {
	file: 'regular file',
	dir: 'directory',
	link: 'symbolic link',
	char: 'character special file',
	block: 'block special file',
	fifo: 'fifo',
	socket: 'socket',
};
const kindText = ({ kind, size }: Inode) =>
	kind === 'file' && size === 0 ? 'regular empty file' : KINDS[kind];
const timestamp = (seconds: number) => timeText(seconds, '%F %T.%N %z');

const usage = (call: Call, path: string, inode: Inode): number =>
	inode.kind === 'file' && inode.size
		? diskUsage(call.state, call.pid, path) / 512
		: inode.kind === 'dir'
			? 8
			: 0;

const fileField = (call: Call, path: string, inode: Inode, device: number, letter: string): string => {
	const { state, pid } = call;
	const [uid, gid] = [uidInside(state, pid, inode.uid), gidInside(state, pid, inode.gid)];
	switch (letter) {
		case 'n':
			return path;
		case 'N':
			return inode.kind === 'link'
				? `'${path}' -> '${readLink(state, pid, path)}'`
				: call.isBusybox
					? path
					: `'${path}'`;
		case 's':
			return String(inode.size);
		case 'F':
			return kindText(inode);
		case 'a':
			return inode.mode.toString(8);
		case 'A':
			return modeText(inode);
		case 'f':
			return (
				{
					file: 0o100000,
					dir: 0o40000,
					link: 0o120000,
					char: 0o20000,
					block: 0o60000,
					fifo: 0o10000,
					socket: 0o140000,
				}[inode.kind] | inode.mode
			).toString(16);
		case 'u':
			return String(uid);
		case 'g':
			return String(gid);
		case 'U':
			return userName(state, pid, uid);
		case 'G':
			return groupName(state, pid, gid);
		case 'i':
			return String(inode.inode);
		case 'h':
			return String(inode.links);
		case 'd':
			return String(device);
		case 'D':
			return device.toString(16);
		case 't':
			return (inode.device?.[0] ?? 0).toString(16);
		case 'T':
			return (inode.device?.[1] ?? 0).toString(16);
		case 'b':
			return String(usage(call, path, inode));
		case 'B':
			return '512';
		case 'o':
			return '4096';
		case 'm':
			return '/';
		case 'x':
		case 'y':
		case 'z':
			return timestamp(inode.modified);
		case 'w':
			return '-';
		case 'X':
		case 'Y':
		case 'Z':
			return String(Math.floor(inode.modified));
		case 'W':
			return '0';
		case '%':
			return '%';
		default:
			return '?';
	}
};

/** Magic names that statfs(2) types have in coreutils' stat.c. */
const TYPES: Readonly<Record<string, string>> = {
	ext4: 'ext2/ext3',
	overlay: 'overlayfs',
	cgroup2: 'cgroup2fs',
	cgroup: 'cgroupfs',
	devtmpfs: 'tmpfs',
	bpf: 'bpf_fs',
};

const systemField = (call: Call, path: string, letter: string): string => {
	const space = freeSpace(call.state, call.pid, path);
	switch (letter) {
		case 'n':
			return path;
		case 'T':
			return TYPES[space.type] ?? space.type;
		case 's':
		case 'S':
			return '4096';
		case 'b':
			return String(Math.floor(space.total / 4096));
		case 'f':
			return String(Math.floor((space.total - space.used) / 4096));
		case 'a':
			return String(Math.floor((space.total - space.used) / 4096));
		case 'i':
			return '0';
		case '%':
			return '%';
		default:
			return '?';
	}
};

const block = (call: Call, path: string, inode: Inode, device: number): string => {
	const field = (letter: string) => fileField(call, path, inode, device, letter);
	const isDevice = inode.kind === 'char' || inode.kind === 'block';
	const id = (name: string, number: string) => `(${number.padStart(5)}/${name.padStart(8)})`;
	return [
		`  File: ${inode.kind === 'link' ? `${path} -> ${readLink(call.state, call.pid, path)}` : path}`,
		`  Size: ${String(inode.size).padEnd(10)}\tBlocks: ${field('b').padEnd(10)} IO Block: 4096   ${kindText(inode)}`,
		`Device: ${field('d')}\tInode: ${field('i').padEnd(11)} Links: ${field('h')}${isDevice ? `     Device type: ${field('t')},${field('T')}` : ''}`,
		`Access: (${inode.mode.toString(8).padStart(4, '0')}/${modeText(inode)})  Uid: ${id(field('U'), field('u'))}   Gid: ${id(field('G'), field('g'))}`,
		`Access: ${field('x')}`,
		`Modify: ${field('y')}`,
		`Change: ${field('z')}`,
		...(call.isBusybox ? [] : [' Birth: -']),
	]
		.map((line) => `${line}\n`)
		.join('');
};

export function* stat(call: Call): Running<number> {
	const options = optionsOf(call, 'c:fLtZ', {
		long: { format: 'c', 'file-system': 'f', dereference: 'L', printf: 'Z', terse: 't' },
	});
	if (!options.rest.length) return call.misused('missing operand');
	const format = options.value('c');
	let failed = 0;
	for (const path of options.rest)
		try {
			const { inode, device } = lookup(call.state, call.pid, path, {
				follow: options.has('L') || options.has('f'),
			});
			const shown = status(call.state, call.pid, path, { follow: options.has('L') || options.has('f') });
			const field = (letter: string) =>
				options.has('f')
					? systemField(call, path, letter)
					: fileField(call, path, { ...inode, ...shown }, device, letter);
			if (format !== undefined)
				call.out(`${format.replace(/%(?:-?\d*)([a-zA-Z%])/g, (_, letter: string) => field(letter))}\n`);
			else if (options.has('f'))
				call.out(
					`  File: "${path}"\n    ID: 0        Namelen: 255     Type: ${field('T')}\nBlock size: 4096       Fundamental block size: 4096\nBlocks: Total: ${field('b')}    Free: ${field('f')}    Available: ${field('a')}\n`,
				);
			else call.out(block(call, path, shown, device));
		} catch (error) {
			if (!isErrno(error) || error.errno === 'EPIPE') throw error;
			failed = call.fail(
				call.isBusybox
					? `can't stat '${path}': ${error.message}`
					: options.has('f')
						? `cannot read file system information for '${path}': ${error.message}`
						: `cannot statx '${path}': ${error.message}`,
			);
		}
	return failed;
}

/** The canonical path where all but the last part must exist. */
const canonical = (call: Call, path: string): string => {
	try {
		return canonicalPath(call.state, call.pid, path);
	} catch (error) {
		if (!isErrno(error, 'ENOENT')) throw error;
		const parent = canonicalPath(call.state, call.pid, parentName(path));
		return `${parent === '/' ? '' : parent}/${path.replace(/\/+$/, '').replace(/^.*\//, '')}`;
	}
};

export function* readlink(call: Call): Running<number> {
	const options = optionsOf(call, 'fenmqsvz', {
		long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'no-newline': 'n' },
	});
	if (!options.rest.length) return call.misused('missing operand');
	let failed = 0;
	for (const path of options.rest)
		try {
			const text = options.has('e')
				? canonicalPath(call.state, call.pid, path)
				: options.has('f') || options.has('m')
					? canonical(call, path)
					: readLink(call.state, call.pid, path);
			call.out(text + (options.has('n') ? '' : '\n'));
		} catch (error) {
			if (!isErrno(error) || error.errno === 'EPIPE') throw error;
			failed = 1;
		}
	return failed;
}
export function* realpath(call: Call): Running<number> {
	const options = optionsOf(call, 'emsqz', {});
	let failed = 0;
	for (const path of options.rest)
		try {
			call.out(`${canonical(call, path)}\n`);
		} catch (error) {
			failed = call.failed(error, path);
		}
	return failed;
}

export function* file(call: Call): Running<number> {
	for (const path of call.args)
		try {
			const inode = status(call.state, call.pid, path, { follow: false });
			const text = inode.kind === 'file' ? content(call.state, call.pid, path) : '';
			const kind =
				inode.kind === 'link'
					? `symbolic link to ${inode.target}`
					: inode.kind !== 'file'
						? KINDS[inode.kind]
						: text === ''
							? 'empty'
							: text.startsWith('\x7fELF')
								? 'ELF 64-bit LSB executable, x86-64'
								: text.startsWith('#!')
									? 'a script, ASCII text executable'
									: 'ASCII text';
			call.out(`${path}: ${kind}\n`);
		} catch (error) {
			if (!isErrno(error)) throw error;
			call.out(`${path}: cannot open \`${path}' (${error.message})\n`);
		}
	return 0;
}
