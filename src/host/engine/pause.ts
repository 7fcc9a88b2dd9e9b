/** docker pause and unpause: the freezer of its control group (moby: daemon/pause.go, unpause.go). */
import { freeze } from '../kernel/control.ts';
import type { Host } from '../host.ts';
import { announceContainer } from './announce.ts';
import { cgroupPath } from './cgroupLimits.ts';
import { changeState } from './change.ts';
import type { Container } from './container.ts';
import { EngineError } from './error.ts';
import { notRunning } from './notRunning.ts';
import { isRunning } from './status.ts';

const freezerOf = (host: Host) => (host.profile.cgroupVersion === 2 ? 'unified' : 'freezer');

export function pauseContainer(host: Host, { id }: Container): void {
	const container = host.state.engine.containers.get(id)!;
	if (!isRunning(container)) throw notRunning(host, id);
	const { status } = container.state;
	if (status === 'paused') throw new EngineError('conflict', `Container ${id} is already paused`);
	if (status === 'restarting')
		throw new EngineError('conflict', `Container ${id} is restarting, wait until the container is running`);
	freeze(host, freezerOf(host), cgroupPath(host.state, container), true);
	changeState(host, id, 'paused', { status: 'paused' });
	announceContainer(host, container, 'pause');
}

export function unpauseContainer(host: Host, { id }: Container): void {
	const container = host.state.engine.containers.get(id)!;
	if (container.state.status !== 'paused') throw new EngineError('conflict', `Container ${id} is not paused`);
	thaw(host, container);
	announceContainer(host, container, 'unpause');
}

export function thaw(host: Host, container: Container): void {
	changeState(host, container.id, 'unpaused', { status: 'running' });
	freeze(host, freezerOf(host), cgroupPath(host.state, container), false);
}
