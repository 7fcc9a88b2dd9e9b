import { loadAll } from '../late.ts';
import { describe, expect, test } from 'vitest';
import { bareHost } from '../bareHost.ts';
import { shells } from '../boot.ts';
import type { Host } from '../host.ts';
import { Sink } from '../stream.ts';
import { isErrno } from './errno.ts';
import { content, exists, listing, makeDirectory, removeDirectory, status, writeFile } from './files.ts';
import { readLink } from './attributes.ts';
import { clone, unshare } from './life.ts';
import { makePrivate, mount } from './mounting.ts';

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
const field = (text: string, name: string) => new RegExp(`^${name}:\\t(.*)$`, 'm').exec(text)?.[1];

/** A task in namespaces of its own, PID 1 of its PID namespace, with a /proc of it. */
const contained = (host: Host): number => {
	const { pid: outer } = clone(host, sh, { streams: new Map() });
	unshare(host, outer, ['pid', 'mnt', 'uts', 'cgroup']);
	const { pid } = clone(host, outer, { comm: 'sleep', argv: ['sleep', '1000'], streams: new Map() });
	makePrivate(host, pid, '/', { recursive: true });
	mount(host, pid, { type: 'proc', source: 'proc', target: '/proc' });
	return pid;
};

describe('/proc', () => {
	test('a task has the number that its reader knows it by', () => {
		const host = bareHost();
		const pid = contained(host);
		const outside = content(host.state, sh, `/proc/${pid}/status`);
		expect([field(outside, 'Name'), field(outside, 'Pid'), field(outside, 'NSpid')]).toEqual([
			'sleep',
			`${pid}`,
			`${pid}\t1`,
		]);
		const inside = content(host.state, pid, '/proc/1/status');
		expect([field(inside, 'Pid'), field(inside, 'PPid'), field(inside, 'NSpid')]).toEqual(['1', '0', '1']);
		expect(listing(host.state, pid, '/proc').filter((name) => /^\d/.test(name))).toEqual(['1']);
		expect(readLink(host.state, pid, '/proc/self')).toBe('1');
		expect(exists(host.state, pid, `/proc/${sh}`)).toBe(false);
	});
	test('namespaces read alike from both sides', () => {
		const host = bareHost();
		const pid = contained(host);
		for (const type of ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const) {
			const inode = host.state.tasks.get(pid)!.namespaces[type];
			expect(readLink(host.state, sh, `/proc/${pid}/ns/${type}`)).toBe(`${type}:[${inode}]`);
			expect(readLink(host.state, pid, `/proc/self/ns/${type}`)).toBe(`${type}:[${inode}]`);
			expect(status(host.state, sh, `/proc/${pid}/ns/${type}`).inode).toBe(inode);
		}
		expect(listing(host.state, sh, '/proc/1/ns')).toHaveLength(10);
	});
	test('the hostname is its UTS namespace’s, and can be written', () => {
		const host = bareHost();
		const pid = contained(host);
		writeFile(host, pid, '/proc/sys/kernel/hostname', 'inner\n');
		expect(content(host.state, pid, '/proc/sys/kernel/hostname')).toBe('inner\n');
		expect(content(host.state, sh, '/proc/sys/kernel/hostname')).toBe('host\n');
	});
	test('a cgroup path is shown from the reader’s cgroup namespace', () => {
		const host = bareHost();
		const own = host.state.tasks.get(sh)!.cgroups['unified'];
		const pid = contained(host);
		expect(content(host.state, sh, `/proc/${pid}/cgroup`)).toBe(`0::${own}\n`);
		expect(content(host.state, pid, '/proc/self/cgroup')).toBe('0::/\n');
		expect(content(host.state, pid, '/proc/1/cgroup')).toBe('0::/\n');
	});
	test('the hierarchies of v1 are listed from the last', () => {
		const lines = content(bareHost('docker20-cgroup1').state, sh, '/proc/self/cgroup').split('\n');
		expect([lines[0], lines[5], lines[8], lines[9]]).toEqual([
			'9:name=systemd:/',
			'4:memory:/',
			'1:cpu:/',
			'0::/',
		]);
	});
	test('another’s root and working directory can be entered', () => {
		const host = bareHost();
		const pid = contained(host);
		makeDirectory(host, pid, '/tmp/jail');
		mount(host, pid, { type: 'tmpfs', source: 'tmpfs', target: '/tmp/jail' });
		writeFile(host, pid, '/tmp/jail/f', 'inside');
		expect(exists(host.state, sh, '/tmp/jail/f')).toBe(false);
		expect(content(host.state, sh, `/proc/${pid}/root/tmp/jail/f`)).toBe('inside');
		expect(readLink(host.state, sh, `/proc/${pid}/cwd`)).toBe('/root/lab');
	});
	test('writing to fd/1 of another reaches its very output', () => {
		const host = bareHost();
		let printed = '';
		const streams = new Map([[1, new Sink((text) => void (printed += text))]]);
		const { pid } = clone(host, sh, { streams });
		writeFile(host, sh, `/proc/${pid}/fd/1`, 'in the log\n');
		expect(printed).toBe('in the log\n');
	});
	test('ids of a new user namespace are nobody’s until they are mapped, once', () => {
		const host = bareHost();
		const { pid } = clone(host, sh, { newNamespaces: ['user'], streams: new Map() });
		expect(content(host.state, pid, '/proc/self/uid_map')).toBe('');
		expect(field(content(host.state, pid, '/proc/self/status'), 'Uid')).toBe('65534\t65534\t65534\t65534');
		writeFile(host, pid, '/proc/self/uid_map', '0 0 1');
		expect(content(host.state, pid, '/proc/self/uid_map')).toBe('         0          0          1\n');
		expect(field(content(host.state, pid, '/proc/self/status'), 'Uid')).toBe('0\t0\t0\t0');
		expect(refusal(() => writeFile(host, pid, '/proc/self/uid_map', '0 0 2'))).toBe('EPERM');
	});
	test('what takes no writing says so', () => {
		const host = bareHost();
		expect(refusal(() => writeFile(host, sh, '/proc/uptime', '1'))).toBe('EACCES');
		expect(refusal(() => writeFile(host, sh, '/proc/self/oom_score_adj', '5000'))).toBe('EINVAL');
		writeFile(host, sh, '/proc/self/oom_score_adj', '500\n');
		expect(host.state.tasks.get(sh)?.oomScoreAdj).toBe(500);
	});
	test('capabilities stand as bits', () => {
		const host = bareHost();
		host.emit({
			kind: 'task.change',
			pid: sh,
			why: 'capabilities',
			set: { capabilities: ['CHOWN', 'KILL'] },
		});
		expect(field(content(host.state, sh, '/proc/self/status'), 'CapEff')).toBe('0000000000000021');
	});
});

describe('/sys/fs/cgroup', () => {
	test('a group is made by mkdir, with the files its parent passes on, and goes by rmdir', () => {
		const host = bareHost();
		makeDirectory(host, sh, '/sys/fs/cgroup/demo');
		expect(listing(host.state, sh, '/sys/fs/cgroup/demo')).toEqual(
			expect.arrayContaining(['cgroup.procs', 'cgroup.controllers', 'memory.max', 'pids.max']),
		);
		writeFile(host, sh, '/sys/fs/cgroup/demo/memory.max', '100M\n');
		expect(content(host.state, sh, '/sys/fs/cgroup/demo/memory.max')).toBe('104857600\n');
		makeDirectory(host, sh, '/sys/fs/cgroup/demo/child');
		expect(exists(host.state, sh, '/sys/fs/cgroup/demo/child/memory.max')).toBe(false);
		expect(refusal(() => writeFile(host, sh, '/sys/fs/cgroup/demo/child/memory.max', '1'))).toBe('EACCES');
		expect(refusal(() => removeDirectory(host, sh, '/sys/fs/cgroup/demo'))).toBe('EBUSY');
		removeDirectory(host, sh, '/sys/fs/cgroup/demo/child');
		removeDirectory(host, sh, '/sys/fs/cgroup/demo');
		expect(exists(host.state, sh, '/sys/fs/cgroup/demo')).toBe(false);
		expect(refusal(() => removeDirectory(host, sh, '/sys/fs/cgroup'))).toBe('EBUSY');
	});
	test('a task is moved by writing its number', () => {
		const host = bareHost('docker20-cgroup1');
		makeDirectory(host, sh, '/sys/fs/cgroup/memory/demo/child', { parents: true });
		writeFile(host, sh, '/sys/fs/cgroup/memory/demo/child/cgroup.procs', `${sh}\n`);
		expect(content(host.state, sh, '/proc/self/cgroup')).toMatch(/^4:memory:\/demo\/child$/m);
		expect(content(host.state, sh, '/sys/fs/cgroup/memory/demo/child/tasks')).toBe(`${sh}\n`);
	});
	test('a cgroup namespace’s mount has its root for /', () => {
		const host = bareHost();
		const pid = contained(host);
		makeDirectory(host, pid, '/mnt/cg', { parents: true });
		mount(host, pid, { type: 'cgroup2', source: 'cgroup', target: '/mnt/cg', options: 'ro' });
		expect(content(host.state, pid, '/mnt/cg/cgroup.procs').split('\n')).toContain('1');
		expect(refusal(() => writeFile(host, pid, '/mnt/cg/memory.max', '1'))).toBe('EROFS');
		expect(refusal(() => makeDirectory(host, pid, '/mnt/cg/x'))).toBe('EROFS');
	});
});
