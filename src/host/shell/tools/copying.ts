/** cp, mv, rm. */
import { Errno, isErrno } from '../../kernel/errno.ts';
import { content, exists, plant, remove, status, treeAt, writeFile, type Tree } from '../../kernel/files.ts';
import { rename } from '../../kernel/renaming.ts';
import { setMode, setOwner, touch } from '../../kernel/attributes.ts';
import type { Inode } from '../../kernel/file.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf, type Options } from './options.ts';
import { lastName } from './pathNames.ts';

const inodeAt = (call: Call, path: string, follow = true): Inode | undefined => {
	try {
		return status(call.state, call.pid, path, { follow });
	} catch (error) {
		if (isErrno(error)) return undefined;
		throw error;
	}
};
const join = (directory: string, name: string) => `${directory.replace(/\/+$/, '')}/${name}`;

/** A tree as its copy will be: the copier's, made now, unless attributes are preserved. */
const ownTree = (call: Call, tree: Tree): Tree => {
	const { uid, gid } = call.process.task;
	const modified = call.state.clock.now;
	return tree.map((node) => ({ ...node, uid, gid, modified }));
};

/** An archive (cp -a) keeps links and owners; -r follows nothing either, but owns what it makes. */
const copied = (call: Call, from: string, to: string, options: Options): void => {
	const keeps = options.has('a') || options.has('p');
	const isDeep = options.has('r') || options.has('R') || options.has('a');
	const inode = status(call.state, call.pid, from, {
		follow: !(isDeep && !options.has('L')) && !options.has('d'),
	});
	if (inode.kind === 'dir' && !isDeep) throw new Errno('EISDIR');
	if (inode.kind !== 'file' && isDeep) {
		const tree = treeAt(call.state, call.pid, from);
		plant(call.host, call.pid, to, keeps ? tree : ownTree(call, tree));
		return;
	}
	const isNew = !exists(call.state, call.pid, to);
	if (!isNew && options.has('f') && inodeAt(call, to)?.kind === 'file') remove(call.host, call.pid, to);
	writeFile(call.host, call.pid, to, content(call.state, call.pid, from), { mode: inode.mode & 0o777 });
	if (!keeps) return;
	setMode(call.host, call.pid, to, inode.mode);
	setOwner(call.host, call.pid, to, inode.uid, inode.gid);
	touch(call.host, call.pid, to, { seconds: inode.modified });
};

/** The operands of cp and mv: sources, and for each where it goes. */
const pairs = (call: Call, options: Options): [string, string][] => {
	const rest = [...options.rest];
	const target = options.value('t') ?? rest.pop();
	if (target === undefined || !rest.length)
		return call.end(
			call.misused(
				target === undefined ? 'missing file operand' : `missing destination file operand after '${target}'`,
			),
		);
	const isInto = !options.has('T') && inodeAt(call, target)?.kind === 'dir';
	if (rest.length > 1 && !isInto)
		return call.stop(
			call.isBusybox
				? `target '${target}' is not a directory`
				: `target '${target}': ${exists(call.state, call.pid, target) ? 'Not a directory' : 'No such file or directory'}`,
		);
	return rest.map((source) => [source, isInto ? join(target, lastName(source)) : target]);
};

const LONG = {
	recursive: 'r',
	archive: 'a',
	force: 'f',
	verbose: 'v',
	preserve: 'p',
	'no-target-directory': 'T',
	'target-directory': 't',
	'no-clobber': 'n',
	dereference: 'L',
};

export function* cp(call: Call): Running<number> {
	const options = optionsOf(call, 'rRapfvdnLTiult:', { long: LONG });
	let failed = 0;
	for (const [from, to] of pairs(call, options))
		try {
			const source = inodeAt(call, from, false);
			if (!source) throw new Errno('ENOENT');
			if (options.has('n') && exists(call.state, call.pid, to)) continue;
			const existing = inodeAt(call, to);
			if (
				existing &&
				source.kind === 'file' &&
				existing.inode === source.inode &&
				existing.modified === source.modified &&
				lastName(from) === lastName(to) &&
				from === to
			)
				failed = call.fail(`'${from}' and '${to}' are the same file`);
			else copied(call, from, to, options);
			if (options.has('v')) call.out(`'${from}' -> '${to}'\n`);
		} catch (error) {
			if (isErrno(error, 'EISDIR'))
				failed = call.fail(
					call.isBusybox ? `omitting directory '${from}'` : `-r not specified; omitting directory '${from}'`,
				);
			else
				failed = call.failed(
					error,
					inodeAt(call, from, false)
						? call.isBusybox
							? `can't create '${to}'`
							: `cannot create regular file '${to}'`
						: call.isBusybox
							? `can't stat '${from}'`
							: `cannot stat '${from}'`,
				);
		}
	return failed;
}

const moved = (call: Call, from: string, to: string): void => {
	try {
		rename(call.host, call.pid, from, to);
	} catch (error) {
		if (!isErrno(error, 'EXDEV')) throw error;
		const tree = treeAt(call.state, call.pid, from);
		plant(call.host, call.pid, to, tree);
		remove(call.host, call.pid, from, { recursive: true });
	}
};

export function* mv(call: Call): Running<number> {
	const options = optionsOf(call, 'fvnTiut:', { long: LONG });
	let failed = 0;
	for (const [from, to] of pairs(call, options))
		try {
			if (options.has('n') && exists(call.state, call.pid, to)) continue;
			if (!inodeAt(call, from, false)) throw new Errno('ENOENT');
			moved(call, from, to);
			if (options.has('v')) call.out(`renamed '${from}' -> '${to}'\n`);
		} catch (error) {
			const isThere = inodeAt(call, from, false) !== undefined;
			failed = call.failed(
				error,
				call.isBusybox
					? `can't rename '${from}'`
					: isThere
						? `cannot move '${from}' to '${to}'`
						: `cannot stat '${from}'`,
			);
		}
	return failed;
}

export function* rm(call: Call): Running<number> {
	const options = optionsOf(call, 'rRfivdI', {
		long: {
			recursive: 'r',
			force: 'f',
			verbose: 'v',
			dir: 'd',
			'no-preserve-root': 'N',
			'one-file-system': 'x',
		},
	});
	if (!options.rest.length && !options.has('f')) return call.misused('missing operand');
	const isDeep = options.has('r') || options.has('R');
	let failed = 0;
	for (const path of options.rest) {
		const inode = inodeAt(call, path, false);
		if (!inode && options.has('f')) continue;
		if (isDeep && /^\/+$/.test(path) && !call.isBusybox && !options.has('N')) {
			call.fail("it is dangerous to operate recursively on '/'");
			failed = call.fail('use --no-preserve-root to override this failsafe');
			continue;
		}
		if (inode?.kind === 'dir' && !isDeep) {
			failed = call.fail(
				call.isBusybox ? `'${path}' is a directory` : `cannot remove '${path}': Is a directory`,
			);
			continue;
		}
		try {
			remove(call.host, call.pid, path, { recursive: isDeep });
			if (options.has('v')) call.out(`removed ${inode?.kind === 'dir' ? 'directory ' : ''}'${path}'\n`);
		} catch (error) {
			failed = call.failed(error, call.isBusybox ? `can't remove '${path}'` : `cannot remove '${path}'`);
		}
	}
	return failed;
}

export function* unlink(call: Call): Running<number> {
	const [path, more] = call.args;
	if (path === undefined) return call.misused('missing operand');
	if (more !== undefined) return call.misused(`extra operand ${call.quoted(more)}`);
	try {
		remove(call.host, call.pid, path);
		return 0;
	} catch (error) {
		return call.failed(error, call.isBusybox ? `can't remove file '${path}'` : `cannot unlink '${path}'`);
	}
}
