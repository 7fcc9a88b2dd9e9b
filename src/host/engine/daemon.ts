/** dockerd comes up and goes down (moby: cmd/dockerd, daemon.restore, daemon.Shutdown). */
import { clone, exit } from '../kernel/life.ts';
import type { Host } from '../host.ts';
import { late } from '../late.ts';
import type { Process, Running } from '../process.ts';
import { atOnce, dropBackground } from './background.ts';
import { startNetworking, stopNetworking } from './bridge.ts';
import { changeContainer, changeState } from './change.ts';
import type { Container } from './container.ts';
import { setShuttingDown } from './daemonPhase.ts';
import { isEngineError } from './error.ts';
import { forgetBackOff, isRestarted } from './restartPolicy.ts';
import { launch } from './start.ts';
import { isRunning } from './status.ts';
import { stopContainer } from './stop.ts';

/** Every container is stopped, all at once; what runs meanwhile on dockerd's behalf ends with it. */
export function* stopDaemon(host: Host): Running<void> {
	const { daemon, containers } = host.state.engine;
	if (daemon === undefined) return;
	setShuttingDown(host, true);
	yield* atOnce(host, containers.filter(isRunning), ({ id }) => stopContainer(host, id));
	dropBackground(host);
	for (const { id } of host.state.engine.containers.filter(({ state }) => state.status === 'restarting'))
		changeState(host, id, 'exited', { status: 'exited' });
	stopNetworking(host);
	host.emit({ kind: 'engine.daemon', pid: undefined });
	exit(host, daemon, { code: 0 });
	setShuttingDown(host, false);
	host.scheduler.wake('daemon');
}

const registryPart = late([], () => import('./registry.ts'));

export interface DaemonOptions {
	/** Whether a registry listens on the host's port 5000. */
	readonly registry?: boolean;
}

/** Comes up as a child of init, unless it has been there since the boot; starts the containers whose policy asks for it. */
export function startDaemon(host: Host, { registry }: DaemonOptions = {}): void {
	if (host.state.engine.daemon === undefined) {
		const argv = ['/usr/sbin/dockerd', '-H', 'fd://', '--containerd=/run/containerd/containerd.sock'];
		const cgroups =
			host.profile.cgroupVersion === 2 ? { unified: '/system.slice/docker.service' } : undefined;
		const { pid } = clone(host, 1, {
			comm: 'dockerd',
			argv,
			set: { exe: argv[0]!, oomScoreAdj: -500, handled: [] },
			...(cgroups && { cgroups }),
		});
		host.emit({ kind: 'engine.daemon', pid });
	}
	host.services.set('docker', (verb, process) => service(process, verb));
	startNetworking(host);
	if (registry && !host.state.engine.registries.has('memory')) registryPart().startRegistry(host);
	host.scheduler.wake('daemon');
	for (const { id } of host.state.engine.containers.filter(isWanted)) tryLaunch(host, id);
}

/** No policy, no return; `unless-stopped` and a stop by hand neither; a failed `on-failure` comes back. */
const isWanted = (container: Container): boolean =>
	container.state.status !== 'created' && isRestarted(container, container.state.exitCode);

function tryLaunch(host: Host, id: string): void {
	forgetBackOff(host, id);
	changeContainer(host, id, 'starting', { isStoppedByHand: false, restartCount: 0 });
	try {
		launch(host, id);
	} catch (error) {
		if (!isEngineError(error)) throw error;
	}
}

/** `systemctl start|stop|restart|is-active docker`; where systemd holds the socket, stopping the service tells so. */
function* service({ host }: Process, verb: string): Running<number> {
	if (verb === 'stop' || verb === 'restart') yield* stopDaemon(host);
	if (verb === 'start' || verb === 'restart') startDaemon(host);
	return 0;
}
