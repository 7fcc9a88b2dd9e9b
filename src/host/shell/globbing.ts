/** Pathname expansion (glob(7)): sorted names that exist; a leading dot must be written. */
import { exists, listing, status } from '../kernel/files.ts';
import { isErrno } from '../kernel/errno.ts';
import { isPattern, patternSource, regexpOf, withoutEscapes } from './language/pattern.ts';
import type { Shell } from './shell.ts';

const namesIn = (shell: Shell, directory: string): string[] => {
	try {
		return listing(shell.host.state, shell.process.pid, directory || '.');
	} catch (error) {
		if (isErrno(error)) return [];
		throw error;
	}
};
const isDirectory = (shell: Shell, path: string): boolean => {
	try {
		return status(shell.host.state, shell.process.pid, path).kind === 'dir';
	} catch (error) {
		if (isErrno(error)) return false;
		throw error;
	}
};

/** LANG=C.UTF-8 sorts by code. */
export const globbed = (shell: Shell, pattern: string): string[] => {
	const [first, ...rest] = pattern.split(/\/+/);
	let found = first === '' ? ['/'] : matching(shell, '', first!, rest.length > 0);
	for (const [i, part] of rest.entries()) {
		if (part === '')
			found = found
				.filter((path) => isDirectory(shell, path))
				.map((path) => (path.endsWith('/') ? path : `${path}/`));
		else
			found = found.flatMap((path) =>
				matching(shell, path.endsWith('/') ? path : `${path}/`, part, i < rest.length - 1),
			);
	}
	return found;
};

const matching = (shell: Shell, directory: string, part: string, goesOn: boolean): string[] => {
	if (!isPattern(part)) {
		const path = directory + withoutEscapes(part);
		return exists(shell.host.state, shell.process.pid, path) ? [path] : [];
	}
	const source = regexpOf(`^${patternSource(part)}$`);
	return namesIn(shell, directory)
		.filter((name) => (name[0] !== '.' || part[0] === '.') && source.test(name))
		.sort((a, b) => (a < b ? -1 : 1))
		.map((name) => directory + name)
		.filter((path) => !goesOn || isDirectory(shell, path));
};
