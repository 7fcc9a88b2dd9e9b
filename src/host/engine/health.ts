/** Health checks: a command run in the container now and again (moby: daemon/health.go). */
import type { Host } from '../host.ts';
import { kill } from '../kernel/kill.ts';
import { nullStream, Sink } from '../stream.ts';
import { announceContainer } from './announce.ts';
import { inBackground } from './background.ts';
import { changeState, containerKey } from './change.ts';
import type { Container, HealthCheck } from './container.ts';
import { isEngineError } from './error.ts';
import { execIn, type Executed } from './exec.ts';
import { durationText } from '../go/durationText.ts';
import type { Running } from '../process.ts';

const DEFAULT_INTERVAL = 30;
const DEFAULT_RETRIES = 3;
const DEFAULT_TIMEOUT = 30;
/** The last checks that are kept, and how much of what each printed (bytes). */
const KEPT = 5;
const LONGEST = 4096;

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
	changeState(host, id, 'health', { health: 'starting', healthStreak: 0, healthLog: [] });
	inBackground(host, () => checking(host, id, container.state.pid, argv));
}

/** Until the process it was started for is gone. */
function* checking(host: Host, id: string, pid: number, argv: readonly string[]): Running<void> {
	const { interval } = host.state.engine.containers.get(id)!.config.healthcheck!;
	for (;;) {
		yield* waited(host, id, pid, interval || DEFAULT_INTERVAL);
		const container = host.state.engine.containers.get(id);
		if (container?.state.pid !== pid) return;
		if (container.state.status !== 'running') continue;
		settle(host, id, pid, yield* checked(host, container, argv));
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

/** Runs the check once; what takes too long is killed and counts as failed. */
function* checked(host: Host, container: Container, argv: readonly string[]): Running<HealthCheck> {
	const start = host.state.clock.now;
	let output = '';
	const sink = new Sink((text) => void (output = (output + text).slice(0, LONGEST)));
	const streams = new Map([
		[0, nullStream],
		[1, sink],
		[2, sink],
	]);
	const done = (exitCode: number, said = output): HealthCheck => ({
		...{ start, end: host.state.clock.now, exitCode },
		output: said,
	});
	const seconds = container.config.healthcheck?.timeout || DEFAULT_TIMEOUT;
	try {
		const spec = { argv, env: [], user: '', workingDir: '', isPrivileged: false, streams };
		const executed = execIn(host, container, spec);
		if (yield* endedWithin(host, executed, seconds)) return done(executed.exitCode ?? -1);
		kill(host, 0, executed.pid, 'KILL');
		const text = `Health check exceeded timeout (${durationText(seconds)})`;
		return done(-1, output ? `${text}: ${output}` : text);
	} catch (error) {
		if (!isEngineError(error)) throw error;
		return done(-1, error.message);
	}
}

function* endedWithin(host: Host, executed: Executed, seconds: number): Running<boolean> {
	const end = host.state.clock.now + seconds;
	while (executed.exitCode === undefined) {
		const left = end - host.state.clock.now;
		if (left <= 0) return false;
		yield { keys: [executed.key], seconds: left };
	}
	return true;
}

/** What a check means for the container (handleProbeResult): a failure while it starts may not count. */
function settle(host: Host, id: string, pid: number, check: HealthCheck): void {
	const container = host.state.engine.containers.get(id);
	if (container?.state.pid !== pid) return;
	const { health, healthStreak = 0, healthLog = [], startedAt } = container.state;
	const { retries, startPeriod } = container.config.healthcheck!;
	const isExcused = health === 'starting' && check.start - startedAt < startPeriod;
	const streak = check.exitCode === 0 ? 0 : healthStreak + (isExcused ? 0 : 1);
	const hasFailed = streak >= (retries || DEFAULT_RETRIES);
	const now = check.exitCode === 0 ? 'healthy' : hasFailed ? 'unhealthy' : health!;
	changeState(host, id, 'health', {
		health: now,
		healthStreak: streak,
		healthLog: [...healthLog, check].slice(-KEPT),
	});
	if (now !== health) announceContainer(host, container, `health_status: ${now}`);
}
