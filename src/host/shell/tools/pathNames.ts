/** The parts of a path by its text. */

export const lastName = (path: string): string =>
	/^\/+$/.test(path) ? '/' : path.replace(/\/+$/, '').replace(/^.*\//s, '');

export const parentName = (path: string): string => {
	const [, parent] = /^(.*?)\/+[^/]+\/*$/s.exec(path) ?? [];
	return parent === undefined ? (path.startsWith('/') ? '/' : '.') : parent || '/';
};
