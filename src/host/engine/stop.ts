/** docker stop: the stop signal, the grace period, SIGKILL (moby: daemon/stop.go). */
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { signalNamed } from '../kernel/signal.ts';
import { announceContainer } from './announce.ts';
import { EngineError } from './error.ts';
import { sendSignal, stopSignalOf, untilStopped } from './kill.ts';
import { isRunning } from './status.ts';

const DEFAULT_GRACE = 10;

export interface StopOptions {
	readonly signal?: string;
	/** Seconds to wait; -1 waits for ever. */
	readonly seconds?: number;
}

/** Nothing to do for one that does not run. */
export function* stopContainer(host: Host, id: string, options: StopOptions = {}): Running<void> {
	const container = host.state.engine.containers.get(id)!;
	if (!isRunning(container)) return;
	if (options.signal && !signalNamed(options.signal))
		throw new EngineError('invalid', `invalid signal: ${options.signal}`);
	const signal = options.signal ? signalNamed(options.signal)! : stopSignalOf(container);
	const grace = options.seconds ?? container.config.stopTimeout ?? DEFAULT_GRACE;
	sendSignal(host, id, signal);
	if (container.state.status === 'restarting') yield* untilStopped(host, id);
	else if (!(yield* untilStopped(host, id, grace < 0 ? Infinity : grace))) yield* killed(host, id);
	const now = host.state.engine.containers.get(id);
	if (now) announceContainer(host, now, 'stop');
}

function* killed(host: Host, id: string): Running<void> {
	const container = host.state.engine.containers.get(id);
	if (container && isRunning(container)) sendSignal(host, id, 'KILL');
	yield* untilStopped(host, id);
}
