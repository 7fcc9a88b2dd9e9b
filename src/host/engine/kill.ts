/** docker kill, and the first half of docker stop: a signal to the main process (moby: daemon/kill.go). */
import { kill } from '../kernel/life.ts';
import { signalNamed, signalNumber, type SignalName } from '../kernel/signal.ts';
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { announceContainer } from './announce.ts';
import { inBackground } from './background.ts';
import { changeContainer, containerKey } from './change.ts';
import type { Container } from './container.ts';
import { notRunning } from './notRunning.ts';
import { thaw } from './pause.ts';
import { isShuttingDown } from './daemonPhase.ts';
import { isRunning } from './status.ts';
import { daemonPid } from './volumes.ts';

/** A signal that is meant to end it keeps its restart policy quiet; a frozen container is thawed so that it arrives. */
export function sendSignal(host: Host, id: string, signal: SignalName): void {
	const container = host.state.engine.containers.get(id)!;
	if (!isRunning(container)) throw notRunning(host, id);
	const { status, pid } = container.state;
	const isEnding = signal === stopSignalOf(container) || signal === 'KILL' || !container.config.stopSignal;
	if (isEnding && !isShuttingDown(host)) changeContainer(host, id, 'stopping', { isStoppedByHand: true });
	if (status !== 'restarting' && host.state.tasks.has(pid)) kill(host, daemonPid(host), pid, signal);
	announceContainer(host, container, 'kill', { signal: String(signalNumber(signal)) });
	const isAlive = host.state.tasks.get(pid)?.status !== 'Z' && host.state.tasks.has(pid);
	if (isEnding && status === 'paused' && isAlive) resume(host, id);
}

/** Thaws it at once; containerd tells of that a little later. */
function resume(host: Host, id: string): void {
	const container = host.state.engine.containers.get(id)!;
	if (container.state.status !== 'paused') return;
	thaw(host, container);
	inBackground(host, function* () {
		yield { keys: [] };
		announceContainer(host, container, 'unpause');
	});
}

export const stopSignalOf = ({ config }: Container): SignalName =>
	signalNamed(config.stopSignal ?? 'TERM') ?? 'TERM';

/** Until it has no process and awaits none; false when `seconds` pass first. */
export function* untilStopped(host: Host, id: string, seconds = Infinity): Running<boolean> {
	const end = host.state.clock.now + seconds;
	for (;;) {
		const container = host.state.engine.containers.get(id);
		if (!container || !isRunning(container)) return true;
		const left = end - host.state.clock.now;
		if (left <= 0) return false;
		yield { keys: [containerKey(id)], ...(left < Infinity && { seconds: left }) };
	}
}
