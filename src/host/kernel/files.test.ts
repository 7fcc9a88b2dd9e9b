import { loadAll } from '../late.ts';
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
	open,
	plant,
	programName,
	remove,
	removeDirectory,
	status,
	treeAt,
	writeFile,
} from './files.ts';
import { readLink } from './attributes.ts';
import { diskUsage } from './fileSystemUse.ts';
import { makeNode, rename, symbolicLink } from './renaming.ts';
import { setMode, touch, truncate } from './attributes.ts';
import { bind, mount } from './mounting.ts';

await loadAll();

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
/** The shell becomes somebody without any privilege. */
const demote = (host: Host, uid = 1000): void =>
	host.emit({ kind: 'task.change', pid: sh, why: 'credentials', set: { uid, gid: uid, capabilities: [] } });

describe('files', () => {
	test('sizes are those of UTF-8 bytes', () => {
		const host = bareHost();
		writeFile(host, sh, 'f', '한글 é 🐋\n');
		expect(status(host.state, sh, 'f').size).toBe(6 + 1 + 2 + 1 + 4 + 1);
	});
	test('zeros cost nothing and read as zeros', () => {
		const host = bareHost();
		const stream = open(host, sh, 'big', 'w');
		for (let i = 0; i < 5; i++) stream.write('\0'.repeat(2 ** 20));
		stream.write('end');
		expect(status(host.state, sh, 'big').size).toBe(5 * 2 ** 20 + 3);
		expect(content(host.state, sh, 'big').endsWith('\0end')).toBe(true);
		truncate(host, sh, 'big', 100);
		expect(content(host.state, sh, 'big')).toBe('\0'.repeat(100));
		expect(diskUsage(host.state, sh, 'big')).toBe(4096);
	});
	test('a stream truncates, appends, and is read from where it stands', () => {
		const host = bareHost();
		writeFile(host, sh, 'f', 'old\n');
		open(host, sh, 'f', 'a').write('more\n');
		expect(content(host.state, sh, 'f')).toBe('old\nmore\n');
		const reader = open(host, sh, 'f', 'r');
		expect([reader.read(), reader.read()]).toEqual(['old\nmore\n', '']);
		open(host, sh, 'f', 'w');
		expect(status(host.state, sh, 'f').size).toBe(0);
	});
	test('a directory counts its links, a removed hard link leaves the other', () => {
		const host = bareHost();
		makeDirectory(host, sh, 'd/e/f', { parents: true });
		makeDirectory(host, sh, 'd/g');
		expect(status(host.state, sh, 'd').links).toBe(4);
		writeFile(host, sh, 'one', 'x');
		hardLink(host, sh, 'one', 'two');
		expect([status(host.state, sh, 'one').links, status(host.state, sh, 'two').inode]).toEqual([
			2,
			status(host.state, sh, 'one').inode,
		]);
		remove(host, sh, 'one');
		expect(status(host.state, sh, 'two').links).toBe(1);
		expect(content(host.state, sh, 'two')).toBe('x');
	});
	test('rename replaces a file, moves a directory with its content, and refuses to move it into itself', () => {
		const host = bareHost();
		makeDirectory(host, sh, 'd/e', { parents: true });
		writeFile(host, sh, 'd/e/f', 'deep');
		writeFile(host, sh, 'f', 'new');
		writeFile(host, sh, 'g', 'old');
		rename(host, sh, 'f', 'g');
		expect(content(host.state, sh, 'g')).toBe('new');
		rename(host, sh, 'd', 'moved');
		expect(content(host.state, sh, 'moved/e/f')).toBe('deep');
		expect(status(host.state, sh, 'moved/e/..').inode).toBe(status(host.state, sh, 'moved').inode);
		expect(refusal(() => rename(host, sh, 'moved', 'moved/e/x'))).toBe('EINVAL');
		expect(refusal(() => rename(host, sh, 'g', 'moved'))).toBe('EISDIR');
		expect(refusal(() => rename(host, sh, 'moved', 'g'))).toBe('ENOTDIR');
	});
	test('refuses as the system calls do', () => {
		const host = bareHost();
		makeDirectory(host, sh, 'd/e', { parents: true });
		expect(refusal(() => makeDirectory(host, sh, 'd'))).toBe('EEXIST');
		expect(refusal(() => removeDirectory(host, sh, 'd'))).toBe('ENOTEMPTY');
		expect(refusal(() => remove(host, sh, 'd'))).toBe('EISDIR');
		expect(refusal(() => open(host, sh, 'd', 'w'))).toBe('EISDIR');
		expect(refusal(() => open(host, sh, 'x/y', 'w'))).toBe('ENOENT');
		expect(refusal(() => symbolicLink(host, sh, 'a', 'd'))).toBe('EEXIST');
		expect(refusal(() => hardLink(host, sh, 'd', 'd2'))).toBe('EPERM');
		expect(refusal(() => rename(host, sh, 'd', '/dev/shm/d'))).toBe('EXDEV');
		expect(refusal(() => removeDirectory(host, sh, '/proc'))).toBe('EBUSY');
		expect(refusal(() => touch(host, sh, '/proc/x'))).toBe('ENOENT');
		expect(refusal(() => touch(host, sh, '/sys/x'))).toBe('EACCES');
	});
	test('a copied program still says which one it is', () => {
		const host = bareHost();
		writeFile(host, sh, 'mine', content(host.state, sh, '/bin/ls'), { mode: 0o755 });
		expect(programName(host.state, sh, 'mine')).toBe('ls');
		expect(status(host.state, sh, 'mine').size).toBe(status(host.state, sh, '/bin/ls').size);
	});
	test('a tree is taken out and laid down again, links and all', () => {
		const host = bareHost();
		makeDirectory(host, sh, 'src/d', { parents: true });
		writeFile(host, sh, 'src/d/f', 'text', { mode: 0o600 });
		hardLink(host, sh, 'src/d/f', 'src/same');
		symbolicLink(host, sh, 'd/f', 'src/link');
		plant(host, sh, 'copy', treeAt(host.state, sh, 'src'));
		expect(treeAt(host.state, sh, 'copy')).toEqual(treeAt(host.state, sh, 'src'));
		expect(readLink(host.state, sh, 'copy/link')).toBe('d/f');
		expect(status(host.state, sh, 'copy/same').links).toBe(2);
	});
});

describe('permissions', () => {
	test('count for owner, group and others, and not for who overrides them', () => {
		const host = bareHost();
		writeFile(host, sh, '/tmp/secret', 'x', { mode: 0o600 });
		makeDirectory(host, sh, '/tmp/closed', { mode: 0o700 });
		writeFile(host, sh, '/tmp/closed/f', 'x');
		setMode(host, sh, '/tmp/secret', 0o000);
		expect(content(host.state, sh, '/tmp/secret')).toBe('x');
		demote(host);
		expect(refusal(() => content(host.state, sh, '/tmp/secret'))).toBe('EACCES');
		expect(refusal(() => status(host.state, sh, '/tmp/closed/f'))).toBe('EACCES');
		expect(refusal(() => writeFile(host, sh, '/etc/passwd', 'mine'))).toBe('EACCES');
		expect(refusal(() => touch(host, sh, '/etc/new'))).toBe('EACCES');
		expect(refusal(() => remove(host, sh, '/tmp/secret'))).toBe('EPERM');
		expect(refusal(() => setMode(host, sh, '/tmp/secret', 0o777))).toBe('EPERM');
		writeFile(host, sh, '/tmp/own', 'mine');
		expect(status(host.state, sh, '/tmp/own')).toMatchObject({ uid: 1000, mode: 0o644 });
	});
	test('a read-only mount takes no writing, whoever writes', () => {
		const host = bareHost();
		makeDirectory(host, sh, 'd');
		writeFile(host, sh, 'd/f', 'x');
		bind(host, sh, { source: 'd', target: 'd', options: 'ro' });
		expect(refusal(() => writeFile(host, sh, 'd/f', 'y'))).toBe('EROFS');
		expect(refusal(() => touch(host, sh, 'd/g'))).toBe('EROFS');
		expect(refusal(() => remove(host, sh, 'd/f'))).toBe('EROFS');
		expect(content(host.state, sh, 'd/f')).toBe('x');
	});
});

describe('devices', () => {
	test('null swallows, zero gives zeros, full says it is full', () => {
		const host = bareHost();
		writeFile(host, sh, '/dev/null', 'gone');
		expect(open(host, sh, '/dev/null', 'r').read()).toBe('');
		expect(open(host, sh, '/dev/zero', 'r').read()).toMatch(/^\0+$/);
		expect(refusal(() => open(host, sh, '/dev/full', 'w').write('x'))).toBe('ENOSPC');
		expect(refusal(() => open(host, sh, '/dev/tty', 'r'))).toBe('ENXIO');
	});
	test('the devices cgroup decides at open, not at mknod', () => {
		const host = bareHost();
		const { cgroups } = host.state.tasks.get(sh)!;
		const group = { hierarchy: 'unified', path: cgroups['unified']! };
		const value = 'c *:* m\nb *:* m\nc 1:3 rwm';
		host.emit({ kind: 'cgroup.write', ...group, file: 'devices.list', value });
		makeNode(host, sh, 'loop', 'b', [7, 0]);
		makeNode(host, sh, 'null', 'c', [1, 3]);
		expect(refusal(() => open(host, sh, 'loop', 'r'))).toBe('EPERM');
		writeFile(host, sh, 'null', 'x');
		expect(listing(host.state, sh, '/sys/fs/cgroup').some((name) => name.includes('devices'))).toBe(false);
	});
	test('mknod takes MKNOD', () => {
		const host = bareHost();
		host.emit({ kind: 'task.change', pid: sh, why: 'capabilities', set: { capabilities: ['DAC_OVERRIDE'] } });
		expect(refusal(() => makeNode(host, sh, 'n', 'c', [1, 3]))).toBe('EPERM');
		makeNode(host, sh, 'pipe', 'p');
		expect(status(host.state, sh, 'pipe').kind).toBe('fifo');
	});
});

test('a tmpfs holds as many pages as it was given', () => {
	const host = bareHost();
	makeDirectory(host, sh, 't');
	mount(host, sh, { type: 'tmpfs', source: 'tmpfs', target: 't', options: 'size=64k' });
	const stream = open(host, sh, 't/big', 'w');
	const line = `${'x'.repeat(1023)}\n`;
	let written = 0;
	const errno = refusal(() => {
		for (; written < 100; written++) stream.write(line);
	});
	expect([written, errno, status(host.state, sh, 't/big').size]).toEqual([64, 'ENOSPC', 65536]);
	expect(refusal(() => writeFile(host, sh, 't/more', 'x'))).toBe('ENOSPC');
	remove(host, sh, 't/big');
	writeFile(host, sh, 't/more', 'x');
});
