/** docker rm: only now is anything the container wrote lost (moby: daemon/delete.go). */
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { announceContainer } from './announce.ts';
import { changeState, containerKey } from './change.ts';
import type { Container } from './container.ts';
import { removeContainerFiles, writeConfig } from './containerFiles.ts';
import { forgetStreams } from './containerIo.ts';
import { EngineError, isEngineError } from './error.ts';
import { sendSignal, untilStopped } from './kill.ts';
import { removeContainerLayers } from './layerStore.ts';
import { isRunning } from './status.ts';
import { removeVolume } from './volumes.ts';

export interface RemoveOptions {
	readonly force?: boolean;
	/** -v: its anonymous volumes too. */
	readonly volumes?: boolean;
}

export function* removeContainer(host: Host, id: string, { force, volumes }: RemoveOptions): Running<void> {
	const container = host.state.engine.containers.get(id)!;
	if (isRunning(container)) {
		if (!force) throw refusal(host, container);
		sendSignal(host, id, 'KILL');
		yield* untilStopped(host, id);
		yield { keys: [] };
	}
	if (host.state.engine.containers.has(id)) destroy(host, id, volumes ?? false);
}

function refusal(host: Host, { id, name, state: { status } }: Container): EngineError {
	if (host.profile.major < 26) {
		const advice = 'top the container before attempting removal or force remove';
		const procedure = status === 'paused' ? `Unpause and then s${advice}` : `S${advice}`;
		return new EngineError('conflict', `You cannot remove a ${status} container ${id}. ${procedure}`);
	}
	const reason =
		status === 'paused'
			? 'container is paused and must be unpaused first'
			: `container is ${status}: stop the container before removing or force remove`;
	return new EngineError('conflict', `cannot remove container "/${name}": ${reason}`);
}

export function destroy(host: Host, id: string, withVolumes: boolean): void {
	changeState(host, id, 'removing', { status: 'removing' });
	const container = host.state.engine.containers.get(id)!;
	writeConfig(host, container);
	removeContainerLayers(host, container.layer);
	removeContainerFiles(host, id);
	host.emit({ kind: 'container.remove', id });
	forgetStreams(host, id);
	announceContainer(host, container, 'destroy');
	host.scheduler.wake(containerKey(id));
	if (withVolumes) removeAnonymous(host, container);
}

function removeAnonymous(host: Host, { mounts }: Container): void {
	for (const { name } of mounts) {
		if (!name || !host.state.engine.volumes.get(name)?.isAnonymous) continue;
		try {
			removeVolume(host, name);
		} catch (error) {
			if (!isEngineError(error)) throw error;
		}
	}
}

/** --rm: gone as soon as it has ended, its anonymous volumes with it. */
export function autoRemove(host: Host, id: string): void {
	if (host.state.engine.containers.get(id)?.autoRemove) destroy(host, id, true);
}
