/** A container's control group: where it is, and how limits become what its files say (runc: libcontainer/cgroups). */
import { attach, groupOf, hierarchiesOf, makeCgroups, removeCgroup, writeKnob } from '../kernel/control.ts';
import { isErrno } from '../kernel/errno.ts';
import type { Host } from '../host.ts';
import { late } from '../late.ts';
import type { HostState } from '../state.ts';
import type { Container, HostConfig } from './container.ts';
import { deviceRules, ratedDevices } from './devices.ts';
import { daemonPid } from './volumes.ts';

const v1 = late([], () => import('./cgroupV1.ts'));

/** The systemd driver makes a scope in a slice, cgroupfs a directory in every hierarchy. */
export function cgroupPath(
	state: HostState,
	{ id, hostConfig }: Pick<Container, 'id' | 'hostConfig'>,
): string {
	const { cgroupParent } = hostConfig;
	if (state.profile !== 'docker26-cgroup2')
		return `${`/${cgroupParent || 'docker'}`.replace(/\/+/g, '/')}/${id}`;
	return `${slicePath(cgroupParent || 'system.slice')}/docker-${id}.scope`;
}
/** systemd.slice(5): a-b.slice lies in a.slice. */
function slicePath(slice: string): string {
	const words = slice.replace(/\.slice$/, '').split('-');
	return words.map((_, i) => `/${words.slice(0, i + 1).join('-')}.slice`).join('');
}

/** Knobs of the unified hierarchy in the order runc writes them, with what systemd sets on its own. */
export function v2Knobs(limits: HostConfig, tasksMax: string): [string, string][] {
	const { memory, memorySwap, memoryReservation, cpuShares, cpusetCpus, cpusetMems, pidsLimit } = limits;
	const knobs: [string, string][] = [];
	const add = (file: string, value: string | number | undefined) =>
		value !== undefined && knobs.push([file, String(value)]);
	if (memory > 0) add('memory.max', memory);
	if (memorySwap !== 0) add('memory.swap.max', memorySwap < 0 ? 'max' : memorySwap - memory);
	if (memoryReservation > 0) add('memory.low', memoryReservation);
	if (cpuShares > 0) add('cpu.weight', weightOf(cpuShares));
	add('cpu.max', cpuMax(limits));
	if (cpusetCpus) add('cpuset.cpus', cpusetCpus);
	if (cpusetMems) add('cpuset.mems', cpusetMems);
	add('pids.max', pidsLimit !== null && pidsLimit > 0 ? pidsLimit : tasksMax);
	return knobs;
}

/** runc 1.1: unsigned, so 1 comes out beyond all bounds; the range [2, 262144] laid on [1, 10000] (libcontainer/cgroups/utils.go ConvertCPUSharesToCgroupV2Value). */
export const weightOf = (shares: number): number =>
	shares < 2 ? Infinity : 1 + Math.trunc(((shares - 2) * 9999) / 262142);

const maxKeys = { ReadBps: 'rbps', WriteBps: 'wbps', ReadIOps: 'riops', WriteIOps: 'wiops' } as const;

/** [10, 1000] laid on [1, 10000], for no scheduler here has an io.bfq.weight (libcontainer/cgroups/fs2/io.go, utils.go ConvertBlkIOToIOWeightValue). */
export const ioWeightOf = (weight: number): number => 1 + Math.trunc(((weight - 10) * 9999) / 990);

function ioKnobs(host: Host, limits: HostConfig): [string, string][] {
	const { blkioWeight } = limits;
	const weight: [string, string][] = blkioWeight ? [['io.weight', String(ioWeightOf(blkioWeight))]] : [];
	return ratedDevices(host, limits).reduce(
		(knobs, { kind, number, rate }) => [...knobs, ['io.max', `${number} ${maxKeys[kind]}=${rate}`]],
		weight,
	);
}

function cpuMax({ nanoCpus, cpuQuota, cpuPeriod }: HostConfig): string | undefined {
	if (nanoCpus > 0) return `${Math.trunc(nanoCpus / 10000)} 100000`;
	if (!cpuQuota && !cpuPeriod) return undefined;
	return `${cpuQuota > 0 ? cpuQuota : 'max'} ${cpuPeriod || 100000}`;
}

/** Which hierarchies a container's processes are put into. */
const used = (host: Host): readonly string[] =>
	host.profile.cgroupVersion === 2 ? ['unified'] : hierarchiesOf(host);

export function makeContainerCgroup(host: Host, container: Container): void {
	const path = cgroupPath(host.state, container);
	if (host.profile.cgroupVersion === 2) passDown(host, path);
	for (const hierarchy of used(host)) {
		makeCgroups(host, hierarchy, path);
		if (hierarchy === 'cpuset') v1().takeParentsCpus(host, path);
	}
	writeDevices(host, container, path);
	writeKnobs(host, container, (file) => file !== TASKS);
}

const TASKS = 'pids.max';
/** runc writes the limits once its init is there; only the number of tasks could stop it before (runc: initProcess.start). */
export function limitTasks(host: Host, container: Container): void {
	writeKnobs(host, container, (file) => file === TASKS);
}

function writeKnobs(
	host: Host,
	container: Pick<Container, 'id' | 'hostConfig'>,
	isWritten: (file: string) => boolean,
): void {
	const path = cgroupPath(host.state, container);
	if (host.profile.cgroupVersion === 2) {
		const { hostConfig } = container;
		for (const [file, value] of [...v2Knobs(hostConfig, host.profile.tasksMax), ...ioKnobs(host, hostConfig)])
			if (isWritten(file)) writeV2(host, path, file, value);
		return;
	}
	for (const [hierarchy, file, value] of v1().limitsInOrder(host, path, container.hostConfig))
		if (isWritten(file)) writeKnob(host, daemonPid(host), hierarchy, path, file, value);
}

/** A scope with Delegate=yes: systemd passes every controller on, down to it. */
function passDown(host: Host, path: string): void {
	const { controllers } = host.profile;
	const parts = path.split('/').slice(1, -1);
	for (let i = 0; i <= parts.length; i++) {
		const each = `/${parts.slice(0, i).join('/')}`;
		makeCgroups(host, 'unified', each);
		if (groupOf(host.state, 'unified', each)!.passes.length < controllers.length)
			host.emit({ kind: 'cgroup.pass', hierarchy: 'unified', path: each, controllers });
	}
}

function writeDevices(host: Host, { hostConfig }: Container, path: string): void {
	const hierarchy = host.profile.cgroupVersion === 2 ? 'unified' : 'devices';
	const value = deviceRules(host, hostConfig).join('\n');
	host.emit({ kind: 'cgroup.write', hierarchy, path, file: 'devices.list', value });
}

/** Every limit into its file; also what `docker update` and a restart do. Throws Errno as the kernel does. */
export function writeLimits(host: Host, container: Pick<Container, 'id' | 'hostConfig'>): void {
	writeKnobs(host, container, () => true);
}

function writeV2(host: Host, path: string, file: string, value: string): void {
	try {
		writeKnob(host, daemonPid(host), 'unified', path, file, value);
	} catch (error) {
		if (!isErrno(error)) throw error;
		throw new KnobError(`/sys/fs/cgroup${path}/${file}`, file, value, error.message.toLowerCase());
	}
}

/** A file of the group that did not take its value. */
export class KnobError extends Error {
	override readonly name = 'KnobError';
	constructor(path: string, file: string, value: string, reason: string) {
		super(
			file === 'cpu.weight'
				? 'unable to set unit properties: Value specified in CPUWeight is out of range'
				: `failed to write "${value}": write ${path}: ${reason}`,
		);
	}
}

export function enterContainerCgroup(host: Host, container: Container, pid: number): void {
	const path = cgroupPath(host.state, container);
	for (const hierarchy of used(host)) attach(host, hierarchy, path, pid);
}

export function removeContainerCgroup(host: Host, container: Container): void {
	const path = cgroupPath(host.state, container);
	for (const hierarchy of used(host)) {
		const below = [...(groupOf(host.state, hierarchy, path)?.children.keys() ?? [])];
		for (const name of below) tryRemove(host, hierarchy, `${path}/${name}`);
		tryRemove(host, hierarchy, path);
	}
}

function tryRemove(host: Host, hierarchy: string, path: string): void {
	try {
		removeCgroup(host, hierarchy, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
	}
}
