/** Health checks: a command run in the container now and again (moby: daemon/health.go). */
import type { Host } from '../host.ts';
import { nullStream } from '../stream.ts';
import { announceContainer } from './announce.ts';
import { inBackground } from './background.ts';
import { changeState, containerKey } from './change.ts';
import type { Container } from './container.ts';
import { isEngineError } from './error.ts';
import { execIn, untilEnded } from './exec.ts';
import type { Running } from '../process.ts';

const DEFAULT_INTERVAL = 30;
const DEFAULT_RETRIES = 3;

/** `["CMD", …]` as it stands, `["CMD-SHELL", text]` by the shell, `["NONE"]` not at all. */
function probeOf({ config: { healthcheck } }: Container): readonly string[] | undefined {
	const [kind, ...rest] = healthcheck?.test ?? [];
	if (kind === 'CMD') return rest;
	return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', rest.join(' ')] : undefined;
}

export function startHealthChecks(host: Host, id: string): void {
	const container = host.state.engine.containers.get(id)!;
	const argv = probeOf(container);
	if (!argv) return;
	changeState(host, id, 'health', { health: 'starting' });
	inBackground(host, () => checking(host, id, container.state.pid, argv));
}

/** Until the process it was started for is gone. */
function* checking(host: Host, id: string, pid: number, argv: readonly string[]): Running<void> {
	const { interval = 0, retries = 0 } = host.state.engine.containers.get(id)!.config.healthcheck!;
	let failures = 0;
	for (;;) {
		yield* waited(host, id, pid, interval || DEFAULT_INTERVAL);
		const container = host.state.engine.containers.get(id);
		if (container?.state.pid !== pid) return;
		if (container.state.status !== 'running') continue;
		failures = (yield* isHealthy(host, container, argv)) ? 0 : failures + 1;
		const health =
			failures === 0 ? 'healthy' : failures >= (retries || DEFAULT_RETRIES) ? 'unhealthy' : undefined;
		if (health) settle(host, id, pid, health);
	}
}

function* waited(host: Host, id: string, pid: number, seconds: number): Running<void> {
	const end = host.state.clock.now + seconds;
	for (;;) {
		const left = end - host.state.clock.now;
		if (left <= 0 || host.state.engine.containers.get(id)?.state.pid !== pid) return;
		yield { keys: [containerKey(id)], seconds: left };
	}
}

function* isHealthy(host: Host, container: Container, argv: readonly string[]): Running<boolean> {
	const streams = new Map([0, 1, 2].map((fd) => [fd, nullStream] as const));
	try {
		const spec = { argv, env: [], user: '', workingDir: '', isPrivileged: false, streams };
		return (yield* untilEnded(execIn(host, container, spec))) === 0;
	} catch (error) {
		if (!isEngineError(error)) throw error;
		return false;
	}
}

function settle(host: Host, id: string, pid: number, health: 'healthy' | 'unhealthy'): void {
	const container = host.state.engine.containers.get(id);
	if (container?.state.pid !== pid || container.state.health === health) return;
	changeState(host, id, 'health', { health });
	announceContainer(host, container, `health_status: ${health}`);
}
