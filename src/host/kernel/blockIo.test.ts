import { describe, expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { openSession } from '../session.ts';

await loadAll();

type ProfileName = 'docker26-cgroup2' | 'docker20-cgroup1';
const MIB = 2 ** 20;
const sessionOn = (profile: ProfileName) => {
	const session = openSession({
		profile,
		images: ['busybox:latest', 'ubuntu:latest'],
		registry: false,
	});
	return (cmd: string) => session.run({ at: 'host', cmd });
};
const G = '/sys/fs/cgroup/system.slice/docker-*.scope';
const V1 = '/sys/fs/cgroup/blkio/docker/[0-9a-f]*[0-9a-f]';
const secondsOf = (stderr: string): number => Number(/copied, (\S+) s/.exec(stderr)?.[1]);

describe('limits of block I/O', () => {
	it('land in io.max, and docker inspect shows them', () => {
		const run = sessionOn('docker26-cgroup2');
		run(
			'docker run -d --name web --device-write-bps /dev/vda:1mb --device-read-iops /dev/vda:50 --blkio-weight 500 busybox sleep 1000',
		);
		expect(run(`cat ${G}/io.max`).stdout).toBe('254:0 rbps=max wbps=1048576 riops=50 wiops=max\n');
		expect(run(`cat ${G}/io.weight`).stdout).toBe('default 4950\n');
		expect(
			run(
				"docker inspect -f '{{json .HostConfig.BlkioDeviceWriteBps}} {{json .HostConfig.BlkioDeviceReadIOps}} {{json .HostConfig.BlkioDeviceReadBps}} {{.HostConfig.BlkioWeight}}' web",
			).stdout,
		).toBe('[{"Path":"/dev/vda","Rate":1048576}] [{"Path":"/dev/vda","Rate":50}] [] 500\n');
		run('docker update --blkio-weight 10 web');
		expect(run(`cat ${G}/io.weight`).stdout).toBe('default 1\n');
	});
	it("land in v1's throttle files", () => {
		const run = sessionOn('docker20-cgroup1');
		run(
			'docker run -d --name web --device-write-bps /dev/vda:1mb --device-read-iops /dev/vda:50 busybox sleep 1000',
		);
		expect(run(`cat ${V1}/blkio.throttle.write_bps_device`).stdout).toBe('254:0 1048576\n');
		expect(run(`cat ${V1}/blkio.throttle.read_iops_device`).stdout).toBe('254:0 50\n');
	});
	it('are refused for a partition, for what is no device, and as the kernel does', () => {
		const run = sessionOn('docker26-cgroup2');
		expect(run('docker run --rm --device-write-bps /dev/vda1:1mb busybox true').stderr).toContain(
			'io.max: no such device',
		);
		expect(run('docker run --rm --device-write-bps /dev/nosuch:1mb busybox true').stderr).toContain(
			'stat /dev/nosuch: no such file or directory',
		);
		run('mkdir /sys/fs/cgroup/g');
		const written = (text: string) => run(`echo "${text}" > /sys/fs/cgroup/g/io.max`).stderr;
		expect(written('254:0 wbps=0')).toContain('Numerical result out of range');
		expect(written('254:0 fast=1')).toContain('Invalid argument');
		expect(written('254:9 wbps=1')).toContain('No such device');
		expect(written('254:0 wbps=4096')).toBe('');
		expect(written('254:0 wbps=max')).toBe('');
		expect(run('cat /sys/fs/cgroup/g/io.max').stdout).toBe('');
	});
});

describe.each(['docker26-cgroup2', 'docker20-cgroup1'] as const)('the throttle on %s', (profile) => {
	const WRITE = 'docker exec web dd if=/dev/zero of=/data bs=1M';
	const started = () => {
		const run = sessionOn(profile);
		run('docker run -d --name web --device-write-bps /dev/vda:1mb ubuntu sleep 1000');
		return run;
	};
	const counted = (run: ReturnType<typeof sessionOn>, way: 'r' | 'w'): number =>
		profile === 'docker26-cgroup2'
			? Number(new RegExp(`${way}bytes=(\\d+)`).exec(run(`cat ${G}/io.stat`).stdout)?.[1])
			: Number(
					new RegExp(`${way === 'r' ? 'Read' : 'Write'} (\\d+)`).exec(
						run(`cat ${V1}/blkio.throttle.io_service_bytes`).stdout,
					)?.[1],
				);
	it('makes direct writes take as long as the limit says, and counts them', () => {
		const run = started();
		const { stderr } = run(`${WRITE} count=5 oflag=direct`);
		expect(secondsOf(stderr)).toBeCloseTo(5, 3);
		expect(stderr).toContain(' 1.0 MB/s');
		expect(counted(run, 'w')).toBe(5 * MIB);
	});
	it('lets through what has no limit as fast as the disk', () => {
		const run = started();
		run(`${WRITE} count=4 oflag=direct`);
		const { stderr } = run('docker exec web dd if=/data of=/dev/null bs=1M iflag=direct');
		expect(secondsOf(stderr)).toBeCloseTo((4 * MIB) / 400e6, 5);
		expect(counted(run, 'r')).toBe(4 * MIB);
	});
	it('holds conv=fsync back, and not what stays in the page cache', () => {
		const run = started();
		expect(secondsOf(run(`${WRITE} count=3`).stderr)).toBeLessThan(0.1);
		expect(counted(run, 'w') || 0).toBe(0);
		expect(secondsOf(run(`${WRITE} count=3 conv=fsync`).stderr)).toBeGreaterThan(2.9);
		expect(counted(run, 'w')).toBe(3 * MIB);
	});
	it('is one for all tasks of a group', () => {
		const run = started();
		const { stderr } = run(
			"docker exec web sh -c 'dd if=/dev/zero of=/a bs=1M count=2 oflag=direct & dd if=/dev/zero of=/b bs=1M count=2 oflag=direct; wait'",
		);
		const times = [...stderr.matchAll(/copied, (\S+) s/g)].map(([, seconds]) => Number(seconds));
		expect(Math.max(...times)).toBeCloseTo(4, 3);
	});
});

it('requests a second are a limit too, and counted', () => {
	const run = sessionOn('docker26-cgroup2');
	run('docker run -d --name web --device-write-iops /dev/vda:10 ubuntu sleep 1000');
	const { stderr } = run('docker exec web dd if=/dev/zero of=/data bs=4k count=30 oflag=direct');
	expect(secondsOf(stderr)).toBeCloseTo(3, 3);
	expect(run(`cat ${G}/io.stat`).stdout).toContain('wbytes=122880 rios=0 wios=30');
});
it('the narrowest on the path holds', () => {
	const run = sessionOn('docker26-cgroup2');
	run('mkdir -p /sys/fs/cgroup/g/h; echo +io > /sys/fs/cgroup/g/cgroup.subtree_control');
	run('echo "254:0 wbps=1048576" > /sys/fs/cgroup/g/io.max');
	run('echo "254:0 wbps=8388608" > /sys/fs/cgroup/g/h/io.max');
	const { stderr } = run(
		"sh -c 'echo $$ > /sys/fs/cgroup/g/h/cgroup.procs; dd if=/dev/zero of=/root/x bs=1M count=2 oflag=direct'",
	);
	expect(secondsOf(stderr)).toBeCloseTo(2, 3);
	expect(run('cat /sys/fs/cgroup/g/io.stat').stdout).toContain('wbytes=2097152');
});
it('O_DIRECT wants whole sectors', () => {
	const run = sessionOn('docker26-cgroup2');
	expect(run('dd if=/dev/zero of=/root/x bs=1000 count=2 oflag=direct').stderr).toContain('Invalid argument');
});
