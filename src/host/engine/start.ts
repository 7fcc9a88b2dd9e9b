/** docker start: layers, network, then the runtime (moby: daemon/start.go containerStart). */
import { isErrno } from '../kernel/errno.ts';
import type { Host } from '../host.ts';
import { late } from '../late.ts';
import type { Running } from '../process.ts';
import { announceContainer } from './announce.ts';
import { changeContainer, changeState } from './change.ts';
import type { Container } from './container.ts';
import { cgroupPath } from './cgroupLimits.ts';
import { writeConfig } from './containerFiles.ts';
import { connectEndpoints } from './endpoint.ts';
import { EngineError, messageOf } from './error.ts';
import { handleExit } from './handleExit.ts';
import { oomWatch } from './handleOom.ts';
import { layerPaths, mountLayers } from './layerStore.ts';
import { writeNameFiles } from './nameFiles.ts';
import { askedDevices, ratedDevices } from './devices.ts';
import { releaseAll } from './releaseAll.ts';
import { autoRemove } from './remove.ts';
import { forgetBackOff } from './restartPolicy.ts';
import { makeBindSources } from './rootfs.ts';
import { runcCreate, runcDelete, runcFailure } from './runc.ts';
import { checkNetworkDonor, namespacePlan, type NamespacePlan } from './sharedNamespaces.ts';
import { endShim, startShim } from './shim.ts';
import { isRunning } from './status.ts';
import { mountVolumes } from './volumeMount.ts';
import { announceVolumes } from './volumeUse.ts';
import { daemonPid } from './volumes.ts';
import { isContainerMode, containerOfMode } from './verifySettings.ts';

const health = late(['--health-cmd'], () => import('./health.ts'));

/** What `docker start` of a user does: a stop by hand before is forgotten, and restarts are counted anew. */
export function* startContainer(host: Host, id: string): Running<void> {
	const container = host.state.engine.containers.get(id)!;
	const { status } = container.state;
	if (status === 'paused')
		throw new EngineError('conflict', 'cannot start a paused container, try unpause instead');
	if (isRunning(container)) throw new EngineError('not modified', '');
	if (status === 'removing' || status === 'dead')
		throw new EngineError('conflict', 'container is marked for removal and cannot be started');
	forgetBackOff(host, id);
	changeContainer(host, id, 'starting', { isStoppedByHand: false, restartCount: 0 });
	launch(host, id);
}

/** Starts it, or leaves it as it was with the reason in its record. */
export function launch(host: Host, id: string): void {
	try {
		begin(host, id);
	} catch (error) {
		fail(host, id, error);
	}
}

function begin(host: Host, id: string): void {
	const current = () => host.state.engine.containers.get(id)!;
	changeContainer(host, id, 'mounted', { overlay: mountLayers(host, current().layer) });
	checkNetworkDonor(host, current());
	takeHostname(host, current());
	connectEndpoints(host, id);
	writeNameFiles(host, id);
	makeBindSources(host, daemonPid(host), current());
	mountVolumes(host, current());
	announceVolumes(host, current(), 'mount');
	const plan = namespacePlan(host, current());
	checkSpec(host, current());
	const pid = create(host, current(), plan);
	host.scheduler.pass(0.28);
	const { now } = host.state.clock;
	const { finishedAt } = current().state;
	changeContainer(host, id, 'running', {
		state: { status: 'running', pid, exitCode: 0, error: '', oomKilled: false, startedAt: now, finishedAt },
	});
	writeConfig(host, current());
	if (current().config.healthcheck) health().startHealthChecks(host, id);
	announceContainer(host, current(), 'start');
}

/** In the host's or another's network it goes by that one's hostname (moby: initializeNetworking). */
function takeHostname(host: Host, { id, config, hostConfig: { networkMode, utsMode } }: Container): void {
	const donor =
		isContainerMode(networkMode) && host.state.engine.containers.get(containerOfMode(networkMode));
	const isHosts = networkMode === 'host' || utsMode === 'host';
	const uts = host.state.tasks.get(daemonPid(host))!.namespaces.uts;
	const hostname = donor ? donor.config.hostname : isHosts ? host.state.namespaces.get(uts)!.hostname! : '';
	if (hostname && config.hostname !== hostname && (donor || !config.hostname))
		changeContainer(host, id, 'starting', { config: { ...config, hostname } });
}

/** What dockerd finds when it writes the runtime's specification. */
function checkSpec(host: Host, { hostConfig }: Container): void {
	askedDevices(host, hostConfig);
	ratedDevices(host, hostConfig);
	if (hostConfig.gpus)
		throw new EngineError('invalid', 'could not select device driver "" with capabilities: [[gpu]]');
	for (const options of Object.values(hostConfig.tmpfs)) checkTmpfs(options, host.profile.major >= 26);
	if (hostConfig.cpuShares < 0) throw new EngineError('invalid', 'shares: invalid argument');
}

const tmpfsFlags = new Set([
	...['defaults', 'ro', 'rw', 'suid', 'nosuid', 'dev', 'nodev', 'exec', 'noexec', 'sync', 'async', 'dirsync'],
	...['remount', 'mand', 'nomand', 'atime', 'noatime', 'diratime', 'nodiratime', 'bind', 'rbind', 'private'],
	...['unbindable', 'runbindable', 'rprivate', 'shared', 'rshared', 'slave', 'rslave', 'relatime'],
	...['norelatime', 'strictatime', 'nostrictatime'],
]);
const tmpfsData = new Set(['size', 'mode', 'uid', 'gid', 'nr_inodes', 'nr_blocks', 'mpol']);
/** moby: pkg/mount MergeTmpfsOptions */
function checkTmpfs(options: string, is26: boolean): void {
	for (const option of options.split(',').filter(Boolean)) {
		const [key = '', value] = option.split('=');
		if (tmpfsFlags.has(option) || (value !== undefined && tmpfsData.has(key))) continue;
		const strange = (value === undefined ? [option] : [key, value]).map((each) => `"${each}"`);
		const told = is26 ? `"${key}"` : `[${strange.join(' ')}]`;
		throw new EngineError('invalid', `invalid tmpfs option ${told}`);
	}
}

function create(host: Host, container: Container, plan: NamespacePlan): number {
	const group = cgroupPath(host.state, container);
	const shim = startShim(host, container.id, group, oomWatch(host, container));
	try {
		const { merged } = layerPaths(host.state, container.layer);
		const pid = runcCreate(host, container, shim.pid, plan, merged);
		shim.children.set(pid, (end) => handleExit(host, container.id, end));
		return pid;
	} catch (error) {
		runcDelete(host, container);
		endShim(host, container.id);
		throw runcFailure(host, error);
	}
}

/** 127 where there is no such program, 126 where it can't be run, else 128 (moby: daemon/errors.go, start.go exitUnknown). */
function exitCodeOf(text: string, before: number): number {
	if (/executable file not found|no such file or directory/.test(text) && /OCI runtime/.test(text))
		return 127;
	if (/permission denied|is a directory/i.test(text) && /OCI runtime/.test(text)) return 126;
	return before || 128;
}

function fail(host: Host, id: string, error: unknown): never {
	if (!(error instanceof EngineError) && !isErrno(error)) throw error;
	const text = messageOf(error);
	const { state } = host.state.engine.containers.get(id)!;
	changeState(host, id, 'failed', { error: text, exitCode: exitCodeOf(text, state.exitCode), pid: 0 });
	releaseAll(host, id);
	writeConfig(host, host.state.engine.containers.get(id)!);
	autoRemove(host, id);
	throw error instanceof EngineError ? error : new EngineError('system', text);
}
