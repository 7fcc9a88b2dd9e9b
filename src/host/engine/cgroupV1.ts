/** How limits become what the files of v1's hierarchies say (runc: libcontainer/cgroups/fs). */
import { cgroupKey } from '../kernel/cgroup.ts';
import { writeKnob } from '../kernel/control.ts';
import { readKnob } from '../kernel/knobReading.ts';
import type { Host } from '../host.ts';
import type { HostConfig } from './container.ts';
import { ratedDevices } from './devices.ts';
import { daemonPid } from './volumes.ts';

/** Knobs of the v1 hierarchies: [hierarchy, file, value]. */
export function v1Knobs(limits: HostConfig): [string, string, string][] {
	const { memory, memorySwap, memoryReservation, cpuShares, nanoCpus, pidsLimit } = limits;
	const knobs: [string, string, string][] = [];
	const add = (hierarchy: string, file: string, value: string | number) =>
		knobs.push([hierarchy, file, String(value)]);
	if (limits.cpusetCpus) add('cpuset', 'cpuset.cpus', limits.cpusetCpus);
	if (limits.cpusetMems) add('cpuset', 'cpuset.mems', limits.cpusetMems);
	if (memory > 0) add('memory', 'memory.limit_in_bytes', memory);
	if (memorySwap !== 0) add('memory', 'memory.memsw.limit_in_bytes', memorySwap);
	if (memoryReservation > 0) add('memory', 'memory.soft_limit_in_bytes', memoryReservation);
	if ((limits.memorySwappiness ?? -1) >= 0) add('memory', 'memory.swappiness', limits.memorySwappiness!);
	if (limits.oomKillDisable) add('memory', 'memory.oom_control', 1);
	if (cpuShares > 0) add('cpu', 'cpu.shares', cpuShares);
	const period = nanoCpus > 0 ? 100000 : limits.cpuPeriod;
	const quota = nanoCpus > 0 ? Math.trunc(nanoCpus / 10000) : limits.cpuQuota;
	if (period) add('cpu', 'cpu.cfs_period_us', period);
	if (quota) add('cpu', 'cpu.cfs_quota_us', quota);
	if (pidsLimit !== null) add('pids', 'pids.max', pidsLimit > 0 ? pidsLimit : 'max');
	if (limits.blkioWeight) add('blkio', 'blkio.weight', limits.blkioWeight);
	return knobs;
}

const throttleFiles = {
	ReadBps: 'blkio.throttle.read_bps_device',
	WriteBps: 'blkio.throttle.write_bps_device',
	ReadIOps: 'blkio.throttle.read_iops_device',
	WriteIOps: 'blkio.throttle.write_iops_device',
} as const;
const throttleKnobs = (host: Host, limits: HostConfig): [string, string, string][] =>
	ratedDevices(host, limits).map(({ kind, number, rate }) => [
		'blkio',
		throttleFiles[kind],
		`${number} ${rate}`,
	]);

/** A new v1 cpuset is empty and takes nobody in before it has CPUs and memory nodes. */
export function takeParentsCpus(host: Host, path: string): void {
	const parts = path.split('/').slice(1);
	for (let i = 1; i <= parts.length; i++) {
		const own = `/${parts.slice(0, i).join('/')}`;
		const parent = `/${parts.slice(0, i - 1).join('/')}`;
		for (const file of ['cpuset.cpus', 'cpuset.mems']) {
			if (host.state.cgroups.get(cgroupKey('cpuset', own))?.files[file]) continue;
			writeKnob(
				host,
				daemonPid(host),
				'cpuset',
				own,
				file,
				(readKnob(host.state, 'cpuset', parent, file) ?? '').trim(),
			);
		}
	}
}

/** v1 wants memory+swap raised before memory, and memory lowered before memory+swap. */
export function limitsInOrder(host: Host, path: string, limits: HostConfig): [string, string, string][] {
	const knobs = [...v1Knobs(limits), ...throttleKnobs(host, limits)];
	const both = readKnob(host.state, 'memory', path, 'memory.memsw.limit_in_bytes') ?? '0';
	const asked = knobs.find(([, file]) => file === 'memory.memsw.limit_in_bytes')?.[2];
	if (asked === undefined || (asked !== '-1' && BigInt(asked) <= BigInt(both.trim() || 0))) return knobs;
	const isSwap = (each: [string, string, string]) => each[1] === 'memory.memsw.limit_in_bytes';
	return [...knobs.filter(isSwap), ...knobs.filter((each) => !isSwap(each))];
}
