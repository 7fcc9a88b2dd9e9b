import { loadAll } from '../late.ts';
import { describe, expect, test } from 'vitest';
import { bareHost } from '../bareHost.ts';
import { shells } from '../boot.ts';
import type { Host } from '../host.ts';
import { isErrno } from './errno.ts';
import { content, exists, listing, makeDirectory, status, writeFile } from './files.ts';
import { clone, unshare } from './life.ts';
import { bind, makePrivate, mount, pivotRoot, remount, unmount } from './mounting.ts';
import { mountInfo, mountTable } from './mountTable.ts';
import { changeDirectory } from './path.ts';

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
const child = (host: Host, isNew = true): number => {
	const { pid } = clone(host, sh, { comm: 'child', streams: new Map() });
	if (isNew) unshare(host, pid, ['mnt']);
	return pid;
};
const tmpfs = (host: Host, pid: number, target: string) =>
	mount(host, pid, { type: 'tmpfs', source: 'tmpfs', target });

describe('mounting', () => {
	test('unmounting takes the file system away with what was in it', () => {
		const host = bareHost();
		const before = host.state.filesystems.size;
		const { device } = tmpfs(host, sh, '/mnt');
		writeFile(host, sh, '/mnt/f', 'x');
		unmount(host, sh, '/mnt');
		expect(listing(host.state, sh, '/mnt')).toEqual([]);
		expect([host.state.filesystems.has(device), host.state.filesystems.size]).toEqual([false, before]);
	});
	test('refuses as mount(2) and umount(2) do', () => {
		const host = bareHost();
		expect(refusal(() => mount(host, sh, { type: 'nosuchfs', target: '/mnt' }))).toBe('ENODEV');
		expect(refusal(() => tmpfs(host, sh, '/nosuch'))).toBe('ENOENT');
		expect(refusal(() => tmpfs(host, sh, '/etc/passwd'))).toBe('ENOTDIR');
		expect(refusal(() => unmount(host, sh, '/mnt'))).toBe('EINVAL');
		expect(refusal(() => unmount(host, sh, '/dev'))).toBe('EBUSY');
		tmpfs(host, sh, '/mnt');
		changeDirectory(host, sh, '/mnt');
		expect(refusal(() => unmount(host, sh, '/mnt'))).toBe('EBUSY');
		unmount(host, sh, '/mnt', { lazy: true });
		host.emit({ kind: 'task.change', pid: sh, why: 'capabilities', set: { capabilities: [] } });
		expect(refusal(() => tmpfs(host, sh, '/tmp'))).toBe('EPERM');
	});
	test('what is mounted in a private copy stays there, and goes with it', () => {
		const host = bareHost('docker20-cgroup1');
		const pid = child(host);
		const { device } = tmpfs(host, pid, '/mnt');
		writeFile(host, pid, '/mnt/secret', 'x');
		expect(mountTable(host.state, pid).at(-1)).toBe('tmpfs /mnt tmpfs rw,relatime 0 0');
		expect(exists(host.state, sh, '/mnt/secret')).toBe(false);
		const inode = host.state.tasks.get(pid)!.namespaces.mnt;
		host.emit({ kind: 'task.exit', pid, end: { code: 0 }, cause: 'itself' });
		host.emit({ kind: 'namespace.destroy', inode });
		expect(host.state.filesystems.has(device)).toBe(false);
	});
	test('a shared tree passes mounts on; a private one does not', () => {
		const host = bareHost('docker26-cgroup2');
		const [peer, alone] = [child(host), child(host)];
		makePrivate(host, alone, '/', { recursive: true });
		tmpfs(host, sh, '/mnt');
		writeFile(host, sh, '/mnt/f', 'x');
		expect(exists(host.state, peer, '/mnt/f')).toBe(true);
		expect(exists(host.state, alone, '/mnt/f')).toBe(false);
		unmount(host, sh, '/mnt');
		expect(listing(host.state, peer, '/mnt')).toEqual([]);
	});
	test('a bind mount of a namespace keeps it, and shows its inode', () => {
		const host = bareHost();
		const { net } = host.state.tasks.get(sh)!.namespaces;
		writeFile(host, sh, '/run/netns/red', '');
		bind(host, sh, { source: '/proc/self/ns/net', target: '/run/netns/red', why: 'netns' });
		expect(status(host.state, sh, '/run/netns/red').inode).toBe(net);
		expect(host.state.namespaces.get(net)?.isPinned).toBe(true);
		unmount(host, sh, '/run/netns/red');
		expect(host.state.namespaces.get(net)?.isPinned).toBe(false);
		expect(status(host.state, sh, '/run/netns/red').size).toBe(0);
	});
	test('a recursive bind brings the mounts on it', () => {
		const host = bareHost();
		makeDirectory(host, sh, 'd/inner', { parents: true });
		makeDirectory(host, sh, 'e');
		tmpfs(host, sh, 'd/inner');
		writeFile(host, sh, 'd/inner/f', 'deep');
		bind(host, sh, { source: 'd', target: 'e', recursive: true });
		expect(content(host.state, sh, 'e/inner/f')).toBe('deep');
		expect(mountTable(host.state, sh).filter((line) => line.includes('/lab/'))).toHaveLength(3);
	});
	test('remounting read-only and back', () => {
		const host = bareHost();
		tmpfs(host, sh, '/mnt');
		remount(host, sh, '/mnt', 'remount,ro');
		expect(refusal(() => writeFile(host, sh, '/mnt/f', 'x'))).toBe('EROFS');
		expect(mountTable(host.state, sh).at(-1)).toBe('tmpfs /mnt tmpfs ro,relatime,inode64 0 0');
		remount(host, sh, '/mnt', 'remount,rw');
		writeFile(host, sh, '/mnt/f', 'x');
	});
});

test('options stand in the table as the kernel shows them', () => {
	const host = bareHost();
	const shown = (type: string, options: string): string => {
		mount(host, sh, { type, source: type, target: '/mnt', options });
		const row = mountTable(host.state, sh).at(-1)!;
		unmount(host, sh, '/mnt');
		return row.split(' ')[3]!;
	};
	expect(shown('tmpfs', 'nosuid,strictatime,mode=755,size=65536k')).toBe(
		'rw,nosuid,size=65536k,mode=755,inode64',
	);
	expect(shown('tmpfs', 'nosuid,nodev,noexec,mode=1777,size=1m')).toBe(
		'rw,nosuid,nodev,noexec,relatime,size=1024k,inode64',
	);
	expect(shown('devpts', 'nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5')).toBe(
		'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
	);
	expect(shown('cgroup2', 'ro,nosuid')).toBe('ro,nosuid,relatime,nsdelegate,memory_recursiveprot');
	expect(refusal(() => shown('tmpfs', 'size=lots'))).toBe('EINVAL');
});

test('a new mount of a device shows the flags given, a bind those of its source', () => {
	const host = bareHost();
	mount(host, sh, { type: 'tmpfs', source: 'tmpfs', target: '/mnt', options: 'nosuid,strictatime' });
	writeFile(host, sh, '/mnt/f', 'x');
	writeFile(host, sh, '/tmp/over', '');
	bind(host, sh, { source: '/mnt/f', target: '/tmp/over' });
	expect(mountTable(host.state, sh).at(-1)).toBe('tmpfs /tmp/over tmpfs rw,nosuid,inode64 0 0');
	expect(mountInfo(host.state, sh).at(-1)).toMatch(/^\d+ \d+ 0:\d+ \/f \/tmp\/over rw,nosuid /);
});

describe('pivot_root', () => {
	const jailed = (host: Host): number => {
		const pid = child(host);
		makePrivate(host, pid, '/', { recursive: true });
		makeDirectory(host, pid, '/jail');
		tmpfs(host, pid, '/jail');
		makeDirectory(host, pid, '/jail/proc');
		mount(host, pid, { type: 'proc', source: 'proc', target: '/jail/proc' });
		return pid;
	};
	test('the new root is all there is, and paths begin there', () => {
		const host = bareHost();
		const pid = jailed(host);
		pivotRoot(host, pid, '/jail');
		expect(listing(host.state, pid, '/')).toEqual(['proc']);
		expect(mountTable(host.state, pid)).toEqual([
			'tmpfs / tmpfs rw,relatime,inode64 0 0',
			'proc /proc proc rw,relatime 0 0',
		]);
		expect(exists(host.state, sh, '/etc/passwd')).toBe(true);
		expect(exists(host.state, pid, '/../etc/passwd')).toBe(false);
	});
	test('the old tree may stay below it until it is unmounted', () => {
		const host = bareHost();
		const pid = jailed(host);
		makeDirectory(host, pid, '/jail/old');
		pivotRoot(host, pid, '/jail', '/jail/old');
		expect(exists(host.state, pid, '/old/etc/passwd')).toBe(true);
		expect(exists(host.state, pid, '/old/proc/1/status')).toBe(true);
		unmount(host, pid, '/old', { lazy: true });
		expect(listing(host.state, pid, '/old')).toEqual([]);
		expect(mountTable(host.state, pid)).toHaveLength(2);
	});
	test('takes a mount point', () => {
		const host = bareHost();
		const pid = child(host);
		makeDirectory(host, pid, '/plain');
		expect(refusal(() => pivotRoot(host, pid, '/plain'))).toBe('EINVAL');
	});
});
