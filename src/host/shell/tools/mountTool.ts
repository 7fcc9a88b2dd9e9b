/** mount and umount (util-linux, busybox). */
import { isErrno, type Errno } from '../../kernel/errno.ts';
import { exists } from '../../kernel/files.ts';
import {
	bind,
	makePrivate,
	makeShared,
	makeSlave,
	mount as mountOn,
	remount,
	unmount,
} from '../../kernel/mounting.ts';
import { mountTable } from '../../kernel/mountTable.ts';
import { canonicalPath } from '../../kernel/path.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf, type Options } from './options.ts';

const DMESG = '       dmesg(1) may have more information after failed mount system call.\n';

const listed = (call: Call, type: string | undefined): number => {
	for (const line of mountTable(call.state, call.pid)) {
		const [source, path, kind, options] = line.split(' ');
		if (type === undefined || type.split(',').includes(kind!))
			call.out(`${source} on ${path} type ${kind} (${options})\n`);
	}
	return 0;
};

/** As mount prints a path: where it leads. */
const absolute = (call: Call, path: string): string => {
	try {
		return canonicalPath(call.state, call.pid, path);
	} catch (error) {
		if (isErrno(error)) return path;
		throw error;
	}
};

const refused = (call: Call, error: Errno, type: string, source: string, target: string): number => {
	const goal = absolute(call, target);
	if (call.isBusybox) {
		if (error.errno === 'EPERM') return call.fail('permission denied (are you root?)');
		return call.fail(`mounting ${source} on ${target} failed: ${error.message}`, 255);
	}
	if (!exists(call.state, call.pid, target))
		return call.fail(`${goal}: mount point does not exist.`, 32) + trailing(call);
	const isMissing = error.errno === 'ENODEV' && !exists(call.state, call.pid, source);
	// util-linux 2.41 goes by fsconfig(2), and the kernel's own words.
	const isNew = !call.isBusybox && call.host.profile.major >= 26;
	const isLooked = isNew && error.errno === 'ENODEV' && (isMissing || type === 'auto');
	if (isLooked) {
		const device = isMissing ? source : absolute(call, source);
		return call.fail(`${goal}: fsconfig() failed: ${device}: Can't lookup blockdev.`, 32) + trailing(call);
	}
	if (isMissing) return call.fail(`${goal}: special device ${source} does not exist.`, 32) + trailing(call);
	if (error.errno === 'ENODEV')
		return call.fail(`${goal}: unknown filesystem type '${type}'.`, 32) + trailing(call);
	if (error.errno === 'ENOTDIR')
		return call.fail(`${goal}: mount point is not a directory.`, 32) + trailing(call);
	const why =
		error.errno === 'EPERM'
			? 'permission denied.'
			: error.errno === 'ENOENT'
				? `special device ${source} does not exist.`
				: error.errno === 'EBUSY'
					? `${source} already mounted or mount point busy.`
					: `wrong fs type, bad option, bad superblock on ${source}, missing codepage or helper program, or other error.`;
	return call.fail(`${goal}: ${why}`, 32) + trailing(call);
};
const trailing = (call: Call): number => {
	call.err(DMESG);
	return 0;
};

const PROPAGATIONS = { private: makePrivate, slave: makeSlave, shared: makeShared };

const changed = (call: Call, name: string, target: string): boolean => {
	const [, recursive, kind] = /^(r?)(private|slave|shared)$/.exec(name) ?? [];
	if (!kind) return false;
	PROPAGATIONS[kind as keyof typeof PROPAGATIONS](call.host, call.pid, target, {
		recursive: recursive === 'r',
	});
	return true;
};

const made = (call: Call, options: Options, words: readonly string[]): void => {
	const [first, second] = options.rest;
	const isBind = options.has('B') || options.has('R') || words.includes('bind') || words.includes('rbind');
	const rest = words.filter((word) => !['bind', 'rbind', 'remount', 'defaults', ''].includes(word));
	const type = options.value('t') ?? (isBind ? 'none' : 'auto');
	const source = second === undefined ? 'none' : first!;
	const target = second ?? first!;
	if (words.includes('remount')) remount(call.host, call.pid, target, rest);
	else if (isBind)
		bind(call.host, call.pid, {
			source,
			target,
			options: rest,
			why: 'bind',
			recursive: options.has('R') || words.includes('rbind'),
		});
	else
		mountOn(call.host, call.pid, {
			type,
			source,
			target,
			options: rest,
			why: type === 'tmpfs' ? 'tmpfs' : 'other',
		});
};

export function* mount(call: Call): Running<number> {
	const options = optionsOf(call, 't:o:arnvwBRM', {
		long: {
			types: 't',
			options: 'o',
			bind: 'B',
			rbind: 'R',
			all: 'a',
			'read-only': 'r',
			verbose: 'v',
			move: 'M',
			...Object.fromEntries(
				['private', 'rprivate', 'slave', 'rslave', 'shared', 'rshared'].map((name) => [
					`make-${name}`,
					`=${name}`,
				]),
			),
		},
	});
	if (!options.rest.length && !options.has('a')) return listed(call, options.value('t'));
	if (options.has('a')) return 0;
	if (options.has('M')) return call.fail('--move: real, but not simulated here', 1);
	const words = options.values('o').flatMap((text) => text.split(','));
	if (options.has('r')) words.push('ro');
	const [source = '', target = source] = options.rest;
	const propagation =
		options.given.find(([letter]) => letter.startsWith('='))?.[0].slice(1) ??
		words.find((word) => /^r?(private|slave|shared)$/.test(word));
	try {
		if (propagation && options.rest.length === 1) changed(call, propagation, target);
		else if (options.rest.length === 1 && !words.includes('remount'))
			return call.fail(
				call.isBusybox ? `can't find ${target} in /etc/fstab` : `${target}: can't find in /etc/fstab.`,
			);
		else
			made(
				call,
				options,
				words.filter((word) => word !== propagation),
			);
		return 0;
	} catch (error) {
		if (!isErrno(error)) throw error;
		return refused(call, error, options.value('t') ?? 'auto', source, target);
	}
}

const notUnmounted = (call: Call, path: string, error: Errno): number => {
	if (call.isBusybox) return call.fail(`can't unmount ${path}: ${error.message}`);
	if (error.errno === 'ENOENT') return call.fail(`${path}: no mount point specified.`, 32);
	if (error.errno === 'EINVAL') return call.fail(`${path}: not mounted.`, 32);
	return call.fail(
		`${path}: ${error.errno === 'EBUSY' ? 'target is busy.' : error.errno === 'EPERM' ? 'must be superuser to unmount.' : error.message}`,
		32,
	);
};

export function* umount(call: Call): Running<number> {
	const options = optionsOf(call, 'lfvRnrat:', { long: { lazy: 'l', force: 'f', recursive: 'R' } });
	if (!options.rest.length) return call.fail('bad usage');
	let failed = 0;
	for (const path of options.rest)
		try {
			unmount(call.host, call.pid, path, { lazy: options.has('l') || options.has('R') });
		} catch (error) {
			if (!isErrno(error)) throw error;
			failed = notUnmounted(call, path, error);
		}
	return failed;
}
