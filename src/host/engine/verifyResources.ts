/** Limits that make no sense are refused before anything exists (moby: daemon/daemon_unix.go verifyPlatformContainerResources). */
import type { Profile } from '../profile.ts';
import type { HostConfig } from './container.ts';
import { EngineError } from './error.ts';

const LEAST_MEMORY = 6 * 1024 * 1024;
const refuse = (isWrong: boolean, message: string): void => {
	if (isWrong) throw new EngineError('invalid', message);
};

/** What the request says that this kernel can't do: said as a warning, and left out. */
export function verifyResources(limits: HostConfig, profile: Profile, isUpdate = false): string[] {
	verifyMemory(limits, isUpdate);
	verifyCpu(limits, profile);
	verifyCpuset(limits.cpusetCpus, profile);
	verifyMems(limits.cpusetMems);
	// No kernel of the recorded hosts has a scheduler that knows weights: what is asked for is left out.
	refuse(
		profile.hasBlkioWeight &&
			limits.blkioWeight > 0 &&
			(limits.blkioWeight < 10 || limits.blkioWeight > 1000),
		'Range of blkio weight is from 10 to 1000',
	);
	return warnings(limits, profile);
}

function verifyMemory(limits: HostConfig, isUpdate: boolean): void {
	const { memory, memorySwap, memoryReservation, memorySwappiness } = limits;
	refuse(memory !== 0 && memory < LEAST_MEMORY, 'Minimum memory limit allowed is 6MB');
	refuse(
		memory > 0 && memorySwap > 0 && memorySwap < memory,
		'Minimum memoryswap limit should be larger than memory limit, see usage',
	);
	refuse(
		memory === 0 && memorySwap > 0 && !isUpdate,
		'You should always set the Memory limit when using Memoryswap limit, see usage',
	);
	const swappiness = memorySwappiness ?? -1;
	refuse(
		swappiness < -1 || swappiness > 100,
		`Invalid value: ${swappiness}, valid memory swappiness range is 0-100`,
	);
	refuse(
		memoryReservation > 0 && memoryReservation < LEAST_MEMORY,
		'Minimum memory reservation allowed is 6MB',
	);
	refuse(
		memory > 0 && memoryReservation > 0 && memory < memoryReservation,
		'Minimum memory limit can not be less than memory reservation limit, see usage',
	);
}

function verifyCpu({ nanoCpus, cpuPeriod, cpuQuota }: HostConfig, { cpus }: Profile): void {
	const conflict = (what: string) => `Conflicting options: Nano CPUs and CPU ${what} cannot both be set.`;
	refuse(nanoCpus > 0 && cpuPeriod > 0, conflict('Period'));
	refuse(nanoCpus > 0 && cpuQuota > 0, conflict('Quota'));
	refuse(
		nanoCpus < 0 || nanoCpus > cpus * 1e9,
		`Range of CPUs is from 0.01 to ${cpus}.00, as there are only ${cpus} CPUs available`,
	);
	refuse(
		cpuPeriod !== 0 && (cpuPeriod < 1000 || cpuPeriod > 1000000),
		'CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)',
	);
	refuse(cpuQuota > 0 && cpuQuota < 1000, 'CPU cfs quota can not be less than 1ms (i.e. 1000)');
}

/** `0-1,3` as numbers; undefined for what is no list (moby: pkg/parsers ParseUintList). */
function cpuNumbers(text: string): number[] | undefined {
	const numbers: number[] = [];
	for (const part of text.split(',')) {
		const [, first, last = first] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
		if (first === undefined || Number(last) < Number(first)) return undefined;
		for (let n = Number(first); n <= Number(last) && n <= Number(first) + 8192; n++) numbers.push(n);
	}
	return numbers;
}

function verifyCpuset(text: string, { cpus }: Profile): void {
	if (!text) return;
	const asked = cpuNumbers(text);
	refuse(!asked, `Invalid value ${text} for cpuset cpus: invalid format: ${text}`);
	refuse(
		asked!.some((cpu) => cpu >= cpus),
		`Requested CPUs are not available - requested ${text}, available: 0-${cpus - 1}`,
	);
}

/** The hosts have one memory node. */
function verifyMems(text: string): void {
	if (!text) return;
	const asked = cpuNumbers(text);
	refuse(!asked, `Invalid value ${text} for cpuset mems: invalid format: ${text}`);
	refuse(
		asked!.some((node) => node > 0),
		`Requested memory nodes are not available - requested ${text}, available: 0`,
	);
}

function warnings(limits: HostConfig, { cgroupVersion, hasBlkioWeight }: Profile): string[] {
	const said: string[] = [];
	if (limits.blkioWeight > 0 && !hasBlkioWeight)
		said.push(
			'Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.',
		);
	const { memorySwappiness, oomKillDisable, memory } = limits;
	if (memorySwappiness !== null && memorySwappiness !== -1 && cgroupVersion === 2)
		said.push(
			'Your kernel does not support memory swappiness capabilities or the cgroup is not mounted. Memory swappiness discarded.',
		);
	if (oomKillDisable && cgroupVersion === 2)
		said.push('Your kernel does not support OomKillDisable. OomKillDisable discarded.');
	else if (oomKillDisable && memory === 0)
		said.push(
			'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
		);
	return said;
}
