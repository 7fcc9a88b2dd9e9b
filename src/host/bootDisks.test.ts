import { describe, expect, test } from 'vitest';
import { bareHost } from './bareHost.ts';
import { shells } from './boot.ts';
import { content, listing, programName, status } from './kernel/files.ts';
import { canonicalPath, pathOf } from './kernel/path.ts';
import { mountTable } from './kernel/mountTable.ts';

describe.each(['docker26-cgroup2', 'docker20-cgroup1'] as const)('%s', (profile) => {
	const { state } = bareHost(profile);
	const read = (path: string, pid = shells.host) => content(state, pid, path);
	test('the shell stands in an empty /root/lab', () => {
		expect(pathOf(state, shells.host)).toBe('/root/lab');
		expect(listing(state, shells.host, '.')).toEqual([]);
	});
	test('the machines are told apart', () => {
		expect([read('/etc/hostname'), read('/etc/hostname', shells.outside)]).toEqual(['host\n', 'outside\n']);
		expect(read('/etc/resolv.conf')).toBe('nameserver 203.0.113.50\n');
		expect(listing(state, shells.outside, '/var/lib')).not.toContain('docker');
	});
	test('tools are programs under /usr, and /bin leads there', () => {
		expect(canonicalPath(state, shells.host, '/bin/cat')).toBe('/usr/bin/cat');
		expect(status(state, shells.host, '/sbin/ip').mode & 0o111).toBe(0o111);
		expect(programName(state, shells.host, '/sbin/ip')).toBe('ip');
	});
	test('an init, a daemon and its runtime are there to be found', () => {
		for (const path of [
			'/sbin/init',
			'/usr/sbin/dockerd',
			'/usr/bin/containerd-shim-runc-v2',
			'/usr/bin/docker-init',
		])
			expect(status(state, shells.host, path).kind).toBe('file');
	});
});

test('cgroups are mounted as the host has them', () => {
	const of = (profile: 'docker26-cgroup2' | 'docker20-cgroup1') =>
		mountTable(bareHost(profile).state, shells.host).filter((line) => line.includes(' /sys/fs/cgroup'));
	expect(of('docker26-cgroup2')).toEqual([
		'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime,nsdelegate,memory_recursiveprot 0 0',
	]);
	expect(of('docker20-cgroup1')).toHaveLength(11);
	expect(of('docker20-cgroup1')).toContain(
		'cgroup /sys/fs/cgroup/memory cgroup rw,nosuid,nodev,noexec,relatime,memory 0 0',
	);
});
