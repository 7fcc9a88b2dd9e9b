/** docker update: new limits for a container, at once if it runs (moby: daemon/update.go, container/container_unix.go UpdateContainer). */
import { isErrno } from '../kernel/errno.ts';
import type { Host } from '../host.ts';
import { announceContainer } from './announce.ts';
import { writeLimits } from './cgroupLimits.ts';
import { changeContainer } from './change.ts';
import type { Container, HostConfig } from './container.ts';
import { containerFound } from './containerFound.ts';
import { emptyHostConfig } from './defaults.ts';
import { EngineError } from './error.ts';
import { isRunning } from './status.ts';
import { verifyResources } from './verifyResources.ts';
import { verifyRestartPolicy } from './verifySettings.ts';

type Updatable =
	| 'memory'
	| 'memorySwap'
	| 'memoryReservation'
	| 'cpuShares'
	| 'cpuPeriod'
	| 'cpuQuota'
	| 'blkioWeight'
	| 'pidsLimit'
	| 'nanoCpus'
	| 'cpusetCpus'
	| 'cpusetMems'
	| 'restartPolicy';
export type Update = Partial<Pick<HostConfig, Updatable>>;

export function updateContainer(host: Host, name: string, update: Update): string[] {
	if (update.restartPolicy) verifyRestartPolicy(update.restartPolicy, host.profile);
	const verified = () => verifyResources({ ...emptyHostConfig, ...update }, host.profile, true);
	// 20.10 looks for the container first.
	const early = host.profile.major >= 26 ? verified() : undefined;
	const container = containerFound(host.state, name);
	const warnings = early ?? verified();
	const refuse = (what: string) => {
		throw new EngineError('conflict', `Cannot update container ${container.id}: ${what}`);
	};
	if (container.state.status === 'removing' || container.state.status === 'dead')
		refuse('Container is marked for removal and cannot be "update".');
	if (container.autoRemove && update.restartPolicy && update.restartPolicy.name !== 'no')
		refuse('Restart policy cannot be updated because AutoRemove is enabled for the container');
	checkAgainst(container, update, refuse);
	apply(host, container, update, refuse);
	announceContainer(host, container, 'update');
	return warnings;
}

function checkAgainst({ hostConfig }: Container, update: Update, refuse: (what: string) => void): void {
	const { nanoCpus, cpuPeriod, cpuQuota, memorySwap } = hostConfig;
	const conflict = (what: string) => refuse(`Conflicting options: ${what}`);
	if (update.nanoCpus && cpuPeriod)
		conflict('Nano CPUs cannot be updated as CPU Period has already been set');
	if (update.nanoCpus && cpuQuota) conflict('Nano CPUs cannot be updated as CPU Quota has already been set');
	if (update.cpuQuota && nanoCpus) conflict('CPU Quota cannot be updated as NanoCPUs has already been set');
	if (update.cpuPeriod && nanoCpus) conflict('CPU Period cannot be updated as NanoCPUs has already been set');
	if (update.memory && !update.memorySwap && memorySwap > 0 && update.memory > memorySwap)
		refuse(
			'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time',
		);
}

function apply(host: Host, container: Container, update: Update, refuse: (what: string) => void): void {
	const { id, hostConfig: before } = container;
	const { memorySwap, memory } = update;
	const swap = memory && !memorySwap && before.memorySwap === 0 ? { memorySwap: memory * 2 } : {};
	const pids = (update.pidsLimit ?? 1) <= 0 ? { pidsLimit: 0 } : {};
	const weight = host.profile.hasBlkioWeight ? {} : { blkioWeight: before.blkioWeight };
	const hostConfig: HostConfig = { ...before, ...update, ...swap, ...pids, ...weight };
	if (isRunning(container) && container.state.status !== 'restarting')
		try {
			writeLimits(host, { id, hostConfig });
		} catch (error) {
			if (!isErrno(error) && (error as Error).name !== 'KnobError') throw error;
			refuse((error as Error).message);
		}
	changeContainer(host, id, 'updated', { hostConfig });
}
