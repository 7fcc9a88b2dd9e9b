/** du, df, getfattr, setfattr. */
import { listing, status } from '../../kernel/files.ts';
import { xattrs } from '../../kernel/attributes.ts';
import { diskUsage, freeSpace } from '../../kernel/fileSystemUse.ts';
import { setXattr } from '../../kernel/attributes.ts';
import { mountsSeen } from '../../kernel/mountTable.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';
import { busyboxSize, humanSize } from './sizes.ts';

const sizeIn = (call: Call, bytes: number): string =>
	call.isBusybox ? busyboxSize(bytes) : humanSize(bytes);

export function* du(call: Call): Running<number> {
	const options = optionsOf(call, 'shakmcbxd:', {
		long: { summarize: 's', 'human-readable': 'h', all: 'a', total: 'c', bytes: 'b', 'max-depth': 'd' },
	});
	const deepest = options.has('s') ? 0 : Number(options.value('d') ?? Infinity);
	const shown = (bytes: number) =>
		options.has('h')
			? sizeIn(call, bytes)
			: options.has('b')
				? String(bytes)
				: String(Math.ceil(bytes / (options.has('m') ? 1 << 20 : 1024)));
	const told = (path: string, depth: number): void => {
		const inode = status(call.state, call.pid, path, { follow: false });
		if (inode.kind === 'dir' && depth < deepest)
			for (const name of listing(call.state, call.pid, path))
				if (
					options.has('a') ||
					status(call.state, call.pid, `${path}/${name}`, { follow: false }).kind === 'dir'
				)
					told(`${path.replace(/\/$/, '')}/${name}`, depth + 1);
		call.out(
			`${shown(options.has('b') && inode.kind === 'file' ? inode.size : diskUsage(call.state, call.pid, path))}\t${path}\n`,
		);
	};
	let failed = 0;
	let total = 0;
	for (const path of options.rest.length ? options.rest : ['.'])
		try {
			told(path, 0);
			total += diskUsage(call.state, call.pid, path);
		} catch (error) {
			failed = call.failed(error, call.isBusybox ? path : `cannot access '${path}'`);
		}
	if (options.has('c')) call.out(`${shown(total)}\ttotal\n`);
	return failed;
}

const UNSHOWN = ['proc', 'sysfs', 'cgroup', 'cgroup2', 'devpts', 'mqueue', 'securityfs', 'bpf', 'nsfs'];

export function* df(call: Call): Running<number> {
	const options = optionsOf(call, 'hTkaPit:x:', {
		long: { 'human-readable': 'h', 'print-type': 'T', all: 'a' },
	});
	const paths = options.rest.length
		? options.rest
		: [...new Set(mountsSeen(call.state, call.pid).map(({ path }) => path))];
	const rows: string[][] = [];
	let failed = 0;
	const size = (bytes: number) => (options.has('h') ? sizeIn(call, bytes) : String(Math.ceil(bytes / 1024)));
	for (const path of paths)
		try {
			const space = freeSpace(call.state, call.pid, path);
			if (!options.rest.length && UNSHOWN.includes(space.type)) continue;
			const percent = space.total ? `${Math.ceil((space.used / space.total) * 100)}%` : '-';
			rows.push([
				space.source,
				...(options.has('T') ? [space.type] : []),
				size(space.total),
				size(space.used),
				size(space.total - space.used),
				percent,
				space.path,
			]);
		} catch (error) {
			failed = call.failed(error, path);
		}
	if (!rows.length) return failed;
	const head = [
		'Filesystem',
		...(options.has('T') ? ['Type'] : []),
		options.has('h') ? 'Size' : '1K-blocks',
		'Used',
		options.has('h') && !call.isBusybox ? 'Avail' : 'Available',
		'Use%',
		'Mounted on',
	];
	const all = [head, ...rows];
	const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length), i === 0 ? 14 : 5));
	const isLeft = (i: number) => i === 0 || (options.has('T') && i === 1);
	for (const row of all)
		call.out(
			`${row.map((cell, i) => (i === row.length - 1 ? cell : isLeft(i) ? cell.padEnd(widths[i]!) : cell.padStart(i >= row.length - 2 ? 4 : widths[i]!))).join(' ')}\n`,
		);
	return failed;
}

export function* getfattr(call: Call): Running<number> {
	const options = optionsOf(call, 'n:dm:he:', {
		long: { name: 'n', dump: 'd', match: 'm', 'only-values': 'v', 'absolute-names': 'p' },
	});
	let failed = 0;
	for (const path of options.rest)
		try {
			const found = xattrs(call.state, call.pid, path, { follow: !options.has('h') });
			const name = options.value('n');
			const match = options.value('m') ?? '^user\\.';
			const names =
				name !== undefined
					? [name]
					: Object.keys(found).filter((each) => match === '-' || new RegExp(match).test(each));
			const missing = names.find((each) => found[each] === undefined);
			if (missing !== undefined) {
				call.err(`${path}: ${missing}: No such attribute\n`);
				failed = 1;
			} else if (options.has('v')) call.out(names.map((each) => found[each]).join(''));
			else if (names.length)
				call.out(
					`# file: ${path.replace(/^\/+/, '')}\n${names.map((each) => (name !== undefined || options.has('d') ? `${each}="${found[each]}"` : each)).join('\n')}\n\n`,
				);
		} catch (error) {
			failed = call.failed(error, path);
		}
	return failed;
}
export function* setfattr(call: Call): Running<number> {
	const options = optionsOf(call, 'n:v:h', { long: { name: 'n', value: 'v' } });
	let failed = 0;
	for (const path of options.rest)
		try {
			setXattr(call.host, call.pid, path, options.value('n') ?? '', options.value('v') ?? '');
		} catch (error) {
			failed = call.failed(error, path);
		}
	return failed;
}
