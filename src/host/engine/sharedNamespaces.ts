/** Which namespaces a container gets anew, and which it shares with the host or another container (moby: daemon/oci_linux.go WithNamespaces). */
import type { NamespaceType } from '../kernel/namespace.ts';
import type { Host } from '../host.ts';
import type { Container } from './container.ts';
import { EngineError } from './error.ts';
import { isRunning } from './status.ts';
import { containerOfMode, isContainerMode } from './verifySettings.ts';

export interface NamespacePlan {
	/** Made by one unshare. */
	readonly fresh: readonly NamespaceType[];
	/** Joined by setns. The host's own need nothing. */
	readonly joined: readonly { readonly type: NamespaceType; readonly inode: number }[];
}

type Mode = 'private' | 'host' | { readonly inode: number };

export function namespacePlan(host: Host, container: Container): NamespacePlan {
	const { pidMode, ipcMode, utsMode, networkMode, cgroupnsMode } = container.hostConfig;
	const modes: readonly (readonly [NamespaceType, Mode])[] = [
		['mnt', 'private'],
		['uts', utsMode === 'host' ? 'host' : 'private'],
		['ipc', modeOf(host, 'ipc', ipcMode)],
		['pid', modeOf(host, 'pid', pidMode)],
		['net', modeOf(host, 'net', networkMode)],
		['cgroup', cgroupnsMode === 'private' ? 'private' : 'host'],
	];
	return {
		fresh: modes.filter(([, mode]) => mode === 'private').map(([type]) => type),
		joined: modes.flatMap(([type, mode]) => (typeof mode === 'object' ? [{ type, inode: mode.inode }] : [])),
	};
}

function modeOf(host: Host, type: 'ipc' | 'pid' | 'net', mode: string): Mode {
	if (mode === 'host') return 'host';
	if (!isContainerMode(mode)) return 'private';
	const donor = host.state.engine.containers.get(containerOfMode(mode));
	const word = { ipc: 'IPC', pid: 'PID', net: 'network' }[type];
	if (!donor) throw new EngineError('not found', `No such container: ${containerOfMode(mode)}`);
	if (!isRunning(donor)) throw notRunning(host, word, donor);
	if (type === 'ipc') checkShareable(host, donor);
	return { inode: host.state.tasks.get(donor.state.pid)!.namespaces[type] };
}

function notRunning(host: Host, word: string, { id }: Container): EngineError {
	if (word === 'network')
		return new EngineError('conflict', `cannot join network of a non running container: ${id}`);
	const what = host.profile.major >= 26 ? `container ${id} is not running` : `Container ${id} is not running`;
	return new EngineError(
		'conflict',
		host.profile.major >= 26
			? `failed to join ${word} namespace: ${what}`
			: `cannot join ${word} of a non running container: ${id}`,
	);
}

function checkShareable(host: Host, { id, hostConfig: { ipcMode } }: Container): void {
	if (ipcMode === 'shareable') return;
	const hint = 'non-shareable IPC (hint: use IpcMode:shareable for the donor container)';
	throw new EngineError(
		'invalid',
		host.profile.major >= 26
			? `failed to join IPC namespace: container ${id}: ${hint}`
			: `can't join IPC of container ${id}: ${hint}`,
	);
}

/** Refuses before the network is touched where the donor's network is to be joined. */
export function checkNetworkDonor(host: Host, { hostConfig: { networkMode } }: Container): void {
	if (isContainerMode(networkMode)) modeOf(host, 'net', networkMode);
}
