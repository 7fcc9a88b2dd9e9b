/** docker container prune: everything that is not running (moby: daemon/prune.go ContainersPrune). */
import type { Host } from '../host.ts';
import { announce } from './announce.ts';
import type { Container } from './container.ts';
import { sizeRw } from './layerDiff.ts';
import { destroy } from './remove.ts';
import { isRunning } from './status.ts';

export function pruneContainers(
	host: Host,
	test: (container: Container) => boolean = () => true,
): { ids: string[]; reclaimed: number } {
	const stopped = host.state.engine.containers.filter((each) => !isRunning(each) && test(each)).reverse();
	let reclaimed = 0;
	for (const container of stopped) {
		reclaimed += sizeRw(host.state, container);
		destroy(host, container.id, false);
	}
	announce(host, 'container', 'prune', '', { reclaimed: String(reclaimed) });
	return { ids: stopped.map(({ id }) => id), reclaimed };
}
