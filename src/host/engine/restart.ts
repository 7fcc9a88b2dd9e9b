/** docker restart: a stop, if it runs, and a start (moby: daemon/restart.go). */
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { announceContainer } from './announce.ts';
import { changeContainer } from './change.ts';
import { forgetBackOff } from './restartPolicy.ts';
import { launch } from './start.ts';
import { isRunning } from './status.ts';
import { stopContainer, type StopOptions } from './stop.ts';

export function* restartContainer(host: Host, id: string, options: StopOptions): Running<void> {
	const current = () => host.state.engine.containers.get(id)!;
	const { autoRemove } = current();
	if (autoRemove) changeContainer(host, id, 'restarting', { autoRemove: false });
	if (isRunning(current())) {
		yield* stopContainer(host, id, options);
		yield { keys: [] };
	}
	if (autoRemove) changeContainer(host, id, 'restarting', { autoRemove: true });
	forgetBackOff(host, id);
	changeContainer(host, id, 'starting', { isStoppedByHand: false, restartCount: 0 });
	launch(host, id);
	announceContainer(host, current(), 'restart');
}
