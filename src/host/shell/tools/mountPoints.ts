/** mountpoint and findmnt (util-linux). */
import { isErrno } from '../../kernel/errno.ts';
import { status } from '../../kernel/files.ts';
import { mountsSeen } from '../../kernel/mountTable.ts';
import { canonicalPath } from '../../kernel/path.ts';
import { rootPath } from '../../kernel/rootPath.ts';
import type { Mount } from '../../kernel/mount.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';

export function* mountpoint(call: Call): Running<number> {
	const options = optionsOf(call, 'qdx', { long: { quiet: 'q', fs_devno: 'd', devno: 'x' } });
	const [path] = options.rest;
	if (path === undefined) return call.misused('bad usage');
	try {
		status(call.state, call.pid, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return options.has('q') ? 1 : call.fail(`${path}: ${error.message}`);
	}
	const isMount = mountsSeen(call.state, call.pid).some(
		(mount) => mount.path === canonicalPath(call.state, call.pid, path),
	);
	if (!options.has('q')) call.out(`${path} is ${isMount ? '' : 'not '}a mountpoint\n`);
	return isMount ? 0 : 32;
}

type Column = (call: Call, mount: Mount) => string;
const fsOf = (call: Call, { device }: Mount) => call.state.filesystems.get(device)!;
const columns: Readonly<Record<string, Column>> = {
	TARGET: (_, { path }) => path,
	SOURCE: (call, mount) => {
		const within = rootPath(call.state, mount);
		return within === '/' ? mount.source : `${mount.source}[${within}]`;
	},
	FSTYPE: (call, mount) => fsOf(call, mount).type,
	OPTIONS: (call, mount) => [...mount.options, ...fsOf(call, mount).options].join(','),
	'VFS-OPTIONS': (_, { options }) => options.join(','),
	'FS-OPTIONS': (call, mount) => fsOf(call, mount).options.join(','),
	PROPAGATION: (_, { propagation }) => (propagation === 'slave' ? 'private,slave' : propagation),
	ID: (_, { id }) => String(id),
	PARENT: (_, { parent }) => String(parent),
};

interface Row {
	readonly mount: Mount;
	readonly branch: string;
}

/** Each mount under the one it is mounted on, with lines that show it. */
const tree = (mounts: readonly Mount[]): Row[] => {
	const below = (parent: number, indent: string): Row[] => {
		const children = mounts.filter((each) => each.parent === parent && each.id !== parent);
		return children.flatMap((mount, i) => {
			const isLast = i === children.length - 1;
			const branch = `${indent}${isLast ? '└─' : '├─'}`;
			return [{ mount, branch }, ...below(mount.id, `${indent}${isLast ? '  ' : '│ '}`)];
		});
	};
	const known = new Set(mounts.map(({ id }) => id));
	const roots = mounts.filter(({ id, parent }) => parent === id || !known.has(parent));
	return roots.flatMap((mount) => [{ mount, branch: '' }, ...below(mount.id, '')]);
};

const holding = (call: Call, mounts: readonly Mount[], path: string): Mount | undefined => {
	const wish = canonicalPath(call.state, call.pid, path);
	const isAbove = ({ path: top }: Mount) => wish === top || wish.startsWith(top === '/' ? top : `${top}/`);
	return mounts
		.filter(isAbove)
		.sort((a, b) => a.path.length - b.path.length)
		.at(-1);
};

const canonicalOr = (call: Call, path: string): string => {
	try {
		return canonicalPath(call.state, call.pid, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return path;
	}
};

function wanted(call: Call, options: ReturnType<typeof optionsOf>): readonly Mount[] {
	const all = mountsSeen(call.state, call.pid);
	const types = options.value('t')?.split(',');
	const inside = options.value('T');
	const [named] = options.rest;
	const target = named === undefined ? undefined : canonicalOr(call, named);
	if (inside !== undefined) return [holding(call, all, inside)].filter((each) => each !== undefined);
	return all
		.filter((mount) => !types || types.includes(fsOf(call, mount).type))
		.filter(({ path, source }) => target === undefined || path === target || source === named)
		.slice(target === undefined ? 0 : -1);
}

export function* findmnt(call: Call): Running<number> {
	const options = optionsOf(call, 'no:t:T:lrS:M:', {
		long: {
			noheadings: 'n',
			output: 'o',
			types: 't',
			target: 'T',
			list: 'l',
			raw: 'r',
			source: 'S',
			mountpoint: 'M',
		},
	});
	const names = (options.value('o') ?? 'TARGET,SOURCE,FSTYPE,OPTIONS').toUpperCase().split(',');
	const strange = names.find((name) => !columns[name]);
	if (strange) return call.fail(`unknown column: ${strange.toLowerCase()}`);
	const mounts = wanted(call, options);
	if (!mounts.length) return 1;
	const isFlat = options.has('l') || options.has('r') || options.has('t') || options.rest.length > 0;
	const rows = isFlat ? mounts.map((mount) => ({ mount, branch: '' })) : tree(mounts);
	const cells = rows.map(({ mount, branch }) =>
		names.map((name) => (name === 'TARGET' ? branch : '') + columns[name]!(call, mount)),
	);
	if (!options.has('n')) cells.unshift([...names]);
	const widths = names.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
	const padded = (cell: string, i: number) =>
		options.has('r') || i === names.length - 1 ? cell : cell.padEnd(widths[i]!);
	for (const row of cells) call.out(`${row.map(padded).join(' ')}\n`);
	return 0;
}
