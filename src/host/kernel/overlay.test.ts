import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareHost } from '../bareHost.ts';
import { shells } from '../boot.ts';
import type { Host } from '../host.ts';
import { isErrno } from './errno.ts';
import {
	content,
	hardLink,
	listing,
	makeDirectory,
	remove,
	removeDirectory,
	status,
	writeFile,
} from './files.ts';
import { xattrs } from './attributes.ts';
import { rename, symbolicLink } from './renaming.ts';
import { setMode, setOwner, touch } from './attributes.ts';
import { mount, unmount } from './mounting.ts';
import { mountTable } from './mountTable.ts';

const sh = shells.host;
const options = 'lowerdir=lower,upperdir=upper,workdir=work';
const merge = (host: Host, given = options) =>
	mount(host, sh, { type: 'overlay', source: 'overlay', target: 'merged', options: given });

const lab = (): Host => {
	const host = bareHost();
	for (const path of ['lower', 'upper', 'work', 'merged', 'lower/dir']) makeDirectory(host, sh, path);
	writeFile(host, sh, 'lower/a', 'base\n');
	writeFile(host, sh, 'lower/b', 'base\n');
	writeFile(host, sh, 'lower/dir/x', 'x\n');
	host.takeChanges();
	return host;
};
const kinds = (host: Host) => host.takeChanges().map(({ event }) => event.kind);
const names = (host: Host, path: string) => listing(host.state, sh, path).sort();
const refusal = (act: () => void): string | undefined => {
	try {
		act();
		return undefined;
	} catch (error) {
		if (isErrno(error)) return error.errno;
		throw error;
	}
};

describe('an overlay mounted by hand', () => {
	test('shows upper over lower, and writes to upper only', () => {
		const host = lab();
		merge(host);
		expect(names(host, 'merged')).toEqual(['a', 'b', 'dir']);
		host.takeChanges();
		writeFile(host, sh, 'merged/a', 'changed\n');
		expect(kinds(host)).toEqual(['overlay.copyUp', 'file.put']);
		expect([content(host.state, sh, 'lower/a'), content(host.state, sh, 'upper/a')]).toEqual([
			'base\n',
			'changed\n',
		]);
	});
	test('removes a lower file by a whiteout: a character device 0,0 without permissions', () => {
		const host = lab();
		merge(host);
		remove(host, sh, 'merged/b');
		expect(names(host, 'merged')).toEqual(['a', 'dir']);
		expect(status(host.state, sh, 'upper/b')).toMatchObject({
			kind: 'char',
			device: [0, 0],
			mode: 0,
			links: 2,
		});
		expect(content(host.state, sh, 'lower/b')).toBe('base\n');
		writeFile(host, sh, 'merged/b', 'again\n');
		expect(status(host.state, sh, 'upper/b').kind).toBe('file');
	});
	test('a directory made over a deleted one is opaque', () => {
		const host = lab();
		merge(host);
		remove(host, sh, 'merged/dir', { recursive: true });
		makeDirectory(host, sh, 'merged/dir');
		expect(names(host, 'merged/dir')).toEqual([]);
		expect(xattrs(host.state, sh, 'upper/dir')).toEqual({ 'trusted.overlay.opaque': 'y' });
		expect(kinds(host)).toContain('overlay.opaque');
	});
	test('what is put into upper directly shows at once', () => {
		const host = lab();
		merge(host);
		writeFile(host, sh, 'upper/c', 'direct\n');
		expect(content(host.state, sh, 'merged/c')).toBe('direct\n');
		unmount(host, sh, 'merged');
		expect([names(host, 'merged'), names(host, 'upper')]).toEqual([[], ['c']]);
	});
	test.each([
		['chmod', (host: Host) => setMode(host, sh, 'merged/dir/x', 0o600)],
		['chown', (host: Host) => setOwner(host, sh, 'merged/dir/x', 1, 1)],
		['touch', (host: Host) => touch(host, sh, 'merged/dir/x')],
		['append', (host: Host) => writeFile(host, sh, 'merged/dir/x', 'y\n', { append: true })],
	])('%s copies the whole file up, and its directory', (_, change) => {
		const host = lab();
		merge(host);
		host.takeChanges();
		change(host);
		const [copy] = host.takeChanges().map(({ event }) => event);
		expect(copy).toMatchObject({ kind: 'overlay.copyUp', path: '/dir/x', bytes: 2 });
		expect(content(host.state, sh, 'upper/dir/x')).toMatch(/^x\n/);
		expect(content(host.state, sh, 'lower/dir/x')).toBe('x\n');
	});
	test('copying up breaks a hard link', () => {
		const host = lab();
		hardLink(host, sh, 'lower/a', 'lower/a2');
		merge(host);
		writeFile(host, sh, 'merged/a', 'more\n', { append: true });
		expect([content(host.state, sh, 'merged/a'), content(host.state, sh, 'merged/a2')]).toEqual([
			'base\nmore\n',
			'base\n',
		]);
		expect(status(host.state, sh, 'upper/a').links).toBe(1);
	});
	test('a lower file is moved, a lower directory is not (EXDEV)', () => {
		const host = lab();
		merge(host);
		rename(host, sh, 'merged/a', 'merged/z');
		expect(names(host, 'merged')).toEqual(['b', 'dir', 'z']);
		expect(status(host.state, sh, 'upper/a').kind).toBe('char');
		expect(refusal(() => rename(host, sh, 'merged/dir', 'merged/other'))).toBe('EXDEV');
		makeDirectory(host, sh, 'merged/new');
		rename(host, sh, 'merged/new', 'merged/newer');
		expect(names(host, 'merged')).toEqual(['b', 'dir', 'newer', 'z']);
	});
	test('without upper it is read-only, and the first lower directory wins', () => {
		const host = lab();
		makeDirectory(host, sh, 'low2');
		writeFile(host, sh, 'low2/a', 'low2\n');
		merge(host, 'lowerdir=low2:lower');
		expect(['a', 'b'].map((name) => content(host.state, sh, `merged/${name}`))).toEqual(['low2\n', 'base\n']);
		expect(refusal(() => touch(host, sh, 'merged/w'))).toBe('EROFS');
		expect(refusal(() => remove(host, sh, 'merged/a'))).toBe('EROFS');
	});
	test('refuses what the kernel refuses', () => {
		const host = lab();
		expect(refusal(() => merge(host, 'lowerdir=nosuch'))).toBe('ENOENT');
		expect(refusal(() => merge(host, 'lowerdir=lower,upperdir=upper'))).toBe('EINVAL');
		expect(refusal(() => merge(host, 'lowerdir=lower'))).toBe('EINVAL');
		expect(refusal(() => merge(host, 'lowerdir=lower,upperdir=upper,workdir=upper'))).toBe('EINVAL');
		expect(refusal(() => merge(host, 'upperdir=upper,workdir=work'))).toBe('EINVAL');
	});
	test('stands in the mount table as it was given, and tells of a UUID the first time', () => {
		const host = lab();
		merge(host);
		expect(mountTable(host.state, sh).at(-1)).toBe(
			`overlay /root/lab/merged overlay rw,relatime,${options},uuid=on 0 0`,
		);
		unmount(host, sh, 'merged');
		merge(host);
		expect(mountTable(host.state, sh).at(-1)).toBe(
			`overlay /root/lab/merged overlay rw,relatime,${options} 0 0`,
		);
	});
	test('a lower symbolic link leads within the merged tree', () => {
		const host = lab();
		symbolicLink(host, sh, 'dir/x', 'lower/link');
		merge(host);
		writeFile(host, sh, 'merged/link', 'through\n');
		expect(content(host.state, sh, 'upper/dir/x')).toBe('through\n');
	});
});

/** What a plain directory would hold: path → text, or null for a directory. */
type Reference = Map<string, string | null>;
const paths = ['a', 'b', 'dir', 'dir/x', 'dir/sub', 'dir/sub/y', 'new', 'new/z'];
const above = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined);
const isDirectory = (tree: Reference, path: string | undefined) =>
	path === undefined || tree.get(path) === null;
const isEmpty = (tree: Reference, path: string) =>
	![...tree.keys()].some((each) => each.startsWith(`${path}/`));

type Act = {
	readonly what: 'write' | 'append' | 'remove' | 'mkdir' | 'rmdir' | 'rm -r';
	readonly path: string;
	readonly text: string;
};
const acts: fc.Arbitrary<Act> = fc.record({
	what: fc.constantFrom('write', 'append', 'remove', 'mkdir', 'rmdir', 'rm -r'),
	path: fc.constantFrom(...paths),
	text: fc.constantFrom('1', 'two', 'three\n'),
});

const acted = (tree: Reference, { what, path, text }: Act): void => {
	const now = tree.get(path);
	if (what === 'write' || what === 'append') {
		if (!isDirectory(tree, above(path)) || now === null) return;
		tree.set(path, (what === 'append' ? (now ?? '') : '') + text);
	} else if (what === 'mkdir') {
		if (isDirectory(tree, above(path)) && now === undefined) tree.set(path, null);
	} else if (what === 'remove') {
		if (typeof now === 'string') tree.delete(path);
	} else if (what === 'rmdir') {
		if (now === null && isEmpty(tree, path)) tree.delete(path);
	} else
		for (const each of [...tree.keys()]) if (each === path || each.startsWith(`${path}/`)) tree.delete(each);
};
const enact = (host: Host, { what, path, text }: Act): void => {
	const at = `merged/${path}`;
	refusal(() => {
		if (what === 'write') writeFile(host, sh, at, text);
		else if (what === 'append') writeFile(host, sh, at, text, { append: true });
		else if (what === 'mkdir') makeDirectory(host, sh, at);
		else if (what === 'remove') remove(host, sh, at);
		else if (what === 'rmdir') removeDirectory(host, sh, at);
		else remove(host, sh, at, { recursive: true });
	});
};
const seen = (host: Host, top: string, path = ''): [string, string | null][] =>
	names(host, path ? `${top}/${path}` : top).flatMap((name): [string, string | null][] => {
		const inner = path ? `${path}/${name}` : name;
		const isInner = status(host.state, sh, `${top}/${inner}`).kind === 'dir';
		if (!isInner) return [[inner, content(host.state, sh, `${top}/${inner}`)]];
		return [[inner, null], ...seen(host, top, inner)];
	});

test('any sequence of changes looks as it would in a plain directory, and leaves the lower layer alone', () => {
	const base = lab();
	merge(base);
	const { state } = base;
	const lower = seen(base, 'lower');
	fc.assert(
		fc.property(fc.array(acts, { maxLength: 25 }), (list) => {
			base.state = state;
			const tree: Reference = new Map([
				['a', 'base\n'],
				['b', 'base\n'],
				['dir', null],
				['dir/x', 'x\n'],
			]);
			for (const act of list) {
				enact(base, act);
				acted(tree, act);
			}
			expect(seen(base, 'merged').sort()).toEqual([...tree].sort());
			expect(seen(base, 'lower')).toEqual(lower);
		}),
		{ numRuns: 150 },
	);
});
