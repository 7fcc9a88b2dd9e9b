import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareHost } from '../bareHost.ts';
import { shells } from '../boot.ts';
import { isErrno } from './errno.ts';
import { content, listing, makeDirectory, remove, writeFile } from './files.ts';
import { symbolicLink } from './renaming.ts';
import { bind, mount } from './mounting.ts';
import { canonicalPath, changeDirectory, changeRoot, lookup, pathOf } from './path.ts';

const sh = shells.host;
const refusal = (act: () => unknown): string | undefined => {
	try {
		act();
		return undefined;
	} catch (error) {
		if (isErrno(error)) return error.errno;
		throw error;
	}
};

describe('lookup', () => {
	const host = bareHost();
	const real = (path: string) => canonicalPath(host.state, sh, path);
	makeDirectory(host, sh, '/a/b/c', { parents: true });
	writeFile(host, sh, '/a/file', 'text\n');
	symbolicLink(host, sh, '/a/b', '/tmp/absolute');
	symbolicLink(host, sh, '../a', '/tmp/relative');
	symbolicLink(host, sh, 'loop', '/tmp/loop');
	symbolicLink(host, sh, 'nowhere/at/all', '/tmp/dangling');

	test.each([
		['/a/b/c', '/a/b/c'],
		['/a//b/./c/', '/a/b/c'],
		['/a/b/../b/c/..', '/a/b'],
		['/../../a', '/a'],
		['/tmp/absolute/c', '/a/b/c'],
		['/tmp/relative/b', '/a/b'],
		['/tmp/absolute/../file', '/a/file'],
		['/bin/ls', '/usr/bin/ls'],
		['.', '/root/lab'],
		['..', '/root'],
		['../../a/b', '/a/b'],
		['/proc/self', `/proc/${sh}`],
		['/sys/fs/cgroup/../..', '/sys'],
		['/dev/shm/..', '/dev'],
	])('%s is %s', (path, expected) => expect(real(path)).toBe(expected));

	test.each([
		['', 'ENOENT'],
		['/nosuch', 'ENOENT'],
		['/a/nosuch/c', 'ENOENT'],
		['/a/file/c', 'ENOTDIR'],
		['/a/file/', 'ENOTDIR'],
		['/a/file/..', 'ENOTDIR'],
		['/tmp/loop', 'ELOOP'],
		['/tmp/dangling', 'ENOENT'],
		[`/a/${'n'.repeat(256)}`, 'ENAMETOOLONG'],
	])('%s: %s', (path, errno) => expect(refusal(() => real(path))).toBe(errno));

	test('a link at the end is itself where it is not to be followed', () => {
		expect(lookup(host.state, sh, '/tmp/loop', { follow: false }).inode.kind).toBe('link');
		expect(refusal(() => lookup(host.state, sh, '/tmp/loop/', { follow: false }))).toBe('ELOOP');
	});
	test('writing through a dangling link makes what it names', () => {
		makeDirectory(host, sh, '/tmp/nowhere/at', { parents: true });
		writeFile(host, sh, '/tmp/dangling', 'made\n');
		expect(content(host.state, sh, '/tmp/nowhere/at/all')).toBe('made\n');
	});
	test('a mount hides what was there, and .. leads out of it', () => {
		mount(host, sh, { type: 'tmpfs', source: 'tmpfs', target: '/a/b' });
		expect(listing(host.state, sh, '/a/b')).toEqual([]);
		expect(real('/a/b/..')).toBe('/a');
		changeDirectory(host, sh, '/a/b');
		expect(pathOf(host.state, sh)).toBe('/a/b');
		changeDirectory(host, sh, '..');
		expect(pathOf(host.state, sh)).toBe('/a');
		changeDirectory(host, sh, '/root/lab');
	});
	test('a bind mount shows the same directory under another path', () => {
		makeDirectory(host, sh, '/elsewhere');
		bind(host, sh, { source: '/a', target: '/elsewhere' });
		expect(content(host.state, sh, '/elsewhere/file')).toBe('text\n');
		expect(real('/elsewhere/..')).toBe('/');
		changeDirectory(host, sh, '/elsewhere/b');
		expect(pathOf(host.state, sh)).toBe('/elsewhere/b');
		changeDirectory(host, sh, '/root/lab');
	});
});

test('nobody leaves a changed root by going up', () => {
	const host = bareHost();
	makeDirectory(host, sh, '/jail/inner', { parents: true });
	changeRoot(host, sh, '/jail');
	expect(listing(host.state, sh, '/')).toEqual(['inner']);
	expect(canonicalPath(host.state, sh, '/inner/../../..')).toBe('/');
	expect(refusal(() => lookup(host.state, sh, '/etc/passwd'))).toBe('ENOENT');
});

test('the working directory may be gone', () => {
	const host = bareHost();
	makeDirectory(host, sh, 'gone');
	changeDirectory(host, sh, 'gone');
	remove(host, sh, '/root/lab/gone', { recursive: true });
	expect(refusal(() => pathOf(host.state, sh))).toBe('ENOENT');
});

test('going down a path and up again ends where it began; a canonical path is its own', () => {
	const host = bareHost();
	const names = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 });
	fc.assert(
		fc.property(names, fc.nat({ max: 3 }), (list, ups) => {
			const path = `/t/${list.join('/')}`;
			makeDirectory(host, sh, path, { parents: true });
			const up = Math.min(ups, list.length);
			const expected = `/t/${list.slice(0, list.length - up).join('/')}`.replace(/\/$/, '');
			const found = canonicalPath(host.state, sh, path + '/..'.repeat(up));
			expect(found).toBe(expected);
			expect(canonicalPath(host.state, sh, found)).toBe(found);
			expect(pathOf(host.state, sh, lookup(host.state, sh, found).place)).toBe(found);
		}),
		{ numRuns: 60 },
	);
});
