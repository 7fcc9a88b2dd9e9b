/** mkdir, rmdir, touch, ln, mknod, mkfifo, mktemp, truncate. */
import { touch as touchFile, truncate as truncateFile } from '../../kernel/attributes.ts';
import { drawnHex } from '../../draw.ts';
import { isErrno } from '../../kernel/errno.ts';
import {
	exists,
	hardLink,
	makeDirectory,
	remove,
	removeDirectory,
	status,
	writeFile,
} from '../../kernel/files.ts';
import { makeNode, symbolicLink } from '../../kernel/renaming.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { timeNamed } from './dates.ts';
import { forEach } from './forEachPath.ts';
import { sizeOf } from './headTail.ts';
import { changedMode } from './modes.ts';
import { optionsOf } from './options.ts';
import { lastName, parentName } from './pathNames.ts';

export function* mkdir(call: Call): Running<number> {
	const options = optionsOf(call, 'pm:v', { long: { parents: 'p', mode: 'm', verbose: 'v' } });
	const mode = options.value('m');
	const make = (path: string) => {
		makeDirectory(call.host, call.pid, path, {
			parents: options.has('p'),
			...(mode !== undefined && {
				mode: changedMode(mode, 0o777, true) ?? call.stop(`invalid mode ${call.quoted(mode)}`),
			}),
		});
		if (options.has('v')) call.out(`mkdir: created directory '${path}'\n`);
	};
	return yield* forEach(
		call,
		options.rest,
		make,
		(path) => `cannot create directory ${call.quoted(path)}`,
		(path) => `can't create directory '${path}'`,
	);
}

export function* rmdir(call: Call): Running<number> {
	const options = optionsOf(call, 'pv', {
		long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'i' },
	});
	const drop = (path: string) => {
		removeDirectory(call.host, call.pid, path);
		if (options.has('p') && parentName(path) !== '.' && parentName(path) !== '/') drop(parentName(path));
	};
	return yield* forEach(
		call,
		options.rest,
		drop,
		(path) => `failed to remove '${path}'`,
		(path) => `'${path}'`,
	);
}

export function* touch(call: Call): Running<number> {
	const options = optionsOf(call, 'camhd:t:r:', { long: { 'no-create': 'c', date: 'd', reference: 'r' } });
	const { now } = call.state.clock;
	const reference = options.value('r');
	const stamp = options.value('d');
	const seconds =
		reference !== undefined
			? status(call.state, call.pid, reference).modified
			: stamp !== undefined
				? timeNamed(stamp, now)
				: now;
	if (options.has('t')) return call.fail('-t: real, but not simulated here');
	if (Number.isNaN(seconds)) return call.fail(`invalid date format ${call.quoted(stamp)}`);
	const act = (path: string) => touchFile(call.host, call.pid, path, { seconds, create: !options.has('c') });
	return yield* forEach(
		call,
		options.rest,
		act,
		(path) => `cannot touch '${path}'`,
		(path) => path,
	);
}

const isDirectory = (call: Call, path: string): boolean => {
	try {
		return status(call.state, call.pid, path).kind === 'dir';
	} catch (error) {
		if (isErrno(error)) return false;
		throw error;
	}
};

export function* ln(call: Call): Running<number> {
	const options = optionsOf(call, 'sfnvTr', {
		long: { symbolic: 's', force: 'f', 'no-dereference': 'n', verbose: 'v' },
	});
	const [first, ...others] = options.rest;
	if (first === undefined) return call.misused('missing file operand');
	const goal = others.length ? others.at(-1)! : '.';
	const sources = others.length ? options.rest.slice(0, -1) : [first];
	const link = (source: string) => {
		const path =
			isDirectory(call, goal) && !options.has('n') && !options.has('T')
				? `${goal.replace(/\/$/, '')}/${lastName(source)}`
				: goal;
		if (options.has('f') && exists(call.state, call.pid, path)) remove(call.host, call.pid, path);
		try {
			if (options.has('s')) symbolicLink(call.host, call.pid, source, path);
			else hardLink(call.host, call.pid, source, path);
		} catch (error) {
			const kind = options.has('s') ? 'symbolic' : 'hard';
			if (isErrno(error, 'ENOENT') && !options.has('s') && !exists(call.state, call.pid, source)) throw error;
			throw isErrno(error)
				? Object.assign(error, { where: call.isBusybox ? path : `failed to create ${kind} link '${path}'` })
				: error;
		}
	};
	let failed = 0;
	for (const source of sources)
		try {
			link(source);
		} catch (error) {
			const where = (error as { where?: string }).where;
			failed = call.failed(error, where ?? (call.isBusybox ? goal : `failed to access '${source}'`));
		}
	return failed;
}

export function* mknod(call: Call): Running<number> {
	const options = optionsOf(call, 'm:', { long: { mode: 'm' } });
	const [path, type = '', major = '0', minor = '0'] = options.rest;
	if (path === undefined) return call.misused('missing operand');
	if (!/^[bcup]$/.test(type)) return call.fail(`invalid device type ${call.quoted(type)}`);
	const wish = options.value('m');
	const mode = wish === undefined ? 0o644 : (changedMode(wish, 0o644, false) ?? 0o644);
	const kind = type === 'u' ? 'c' : (type as 'b' | 'c' | 'p');
	return yield* forEach(
		call,
		[path],
		(each) => makeNode(call.host, call.pid, each, kind, [Number(major), Number(minor)], mode),
		(each) => each,
		(each) => each,
	);
}

export function* mkfifo(call: Call): Running<number> {
	const options = optionsOf(call, 'm:', { long: { mode: 'm' } });
	return yield* forEach(
		call,
		options.rest,
		(path) => makeNode(call.host, call.pid, path, 'p', [0, 0], 0o644),
		(path) => `cannot create fifo '${path}'`,
		(path) => path,
	);
}

export function* mktemp(call: Call): Running<number> {
	const options = optionsOf(call, 'dutqp:', { long: { directory: 'd' } });
	const template = options.rest[0] ?? `${options.value('p') ?? '/tmp'}/tmp.XXXXXXXXXX`;
	const marks = /X{3,}$/.exec(template)?.[0];
	if (!marks) return call.fail(`too few X's in template ${call.quoted(template)}`);
	const path =
		template.slice(0, -marks.length) +
		drawnHex(call.state.next.draw + call.pid + Math.floor(call.state.clock.now * 1000), 40).slice(
			0,
			marks.length,
		);
	if (options.has('d')) makeDirectory(call.host, call.pid, path, { mode: 0o700 });
	else writeFile(call.host, call.pid, path, '', { mode: 0o600 });
	call.out(`${path}\n`);
	return 0;
}

export function* truncate(call: Call): Running<number> {
	const options = optionsOf(call, 's:c', { long: { size: 's', 'no-create': 'c' } });
	const wish = options.value('s');
	if (wish === undefined) return call.fail("you must specify either '--size' or '--reference'");
	const size = sizeOf(wish.replace(/^[-+]/, ''));
	if (Number.isNaN(size)) return call.fail(`Invalid number: ${call.quoted(wish)}`);
	const act = (path: string) => {
		if (!exists(call.state, call.pid, path) && !options.has('c')) writeFile(call.host, call.pid, path, '');
		const before = status(call.state, call.pid, path).size;
		truncateFile(
			call.host,
			call.pid,
			path,
			wish[0] === '+' ? before + size : wish[0] === '-' ? Math.max(0, before - size) : size,
		);
	};
	return yield* forEach(
		call,
		options.rest,
		act,
		(path) => `cannot open '${path}' for writing`,
		(path) => path,
	);
}
