/** The main process has ended: the engine clears up, tells of it, and starts again what is to be (moby: daemon/monitor.go handleContainerExit). */
import { exitStatus } from '../kernel/ending.ts';
import type { Host } from '../host.ts';
import type { Ending } from '../kernel/task.ts';
import type { Running } from '../process.ts';
import { announceContainer } from './announce.ts';
import { inBackground } from './background.ts';
import { changeContainer, changeState } from './change.ts';
import type { Container } from './container.ts';
import { writeConfig } from './containerFiles.ts';
import { closeStreams } from './containerIo.ts';
import { isEngineError } from './error.ts';
import { isShuttingDown } from './daemonPhase.ts';
import { oomKills } from './handleOom.ts';
import { releaseAll } from './releaseAll.ts';
import { autoRemove } from './remove.ts';
import { isRestarted, nextWait } from './restartPolicy.ts';
import { runcDelete } from './runc.ts';
import { endShim } from './shim.ts';
import { launch } from './start.ts';

export function handleExit(host: Host, id: string, end: Ending): void {
	const container = host.state.engine.containers.get(id);
	if (!container) return;
	const oomKilled = oomKills(host, container) > 0;
	runcDelete(host, container);
	endShim(host, id);
	closeStreams(host, id);
	if (oomKilled !== container.state.oomKilled) changeState(host, id, 'oom', { oomKilled });
	inBackground(host, () => handled(host, container, exitStatus(end)));
}

/** 20.10 tells of the death first; 26.1 last, when whoever waited for it has had its turn (`stop` comes before `die`). */
function* handled(host: Host, { id }: Container, exitCode: number): Running<void> {
	host.scheduler.pass(0.05);
	const container = host.state.engine.containers.get(id)!;
	const isAgain = !container.isStoppedByHand && !isShuttingDown(host) && isRestarted(container, exitCode);
	const seconds = isAgain ? nextWait(host, id, host.state.clock.now - container.state.startedAt) : 0;
	if (host.profile.major < 26) {
		announceDeath(host, container, exitCode);
		releaseAll(host, id);
		settle(host, container, exitCode, isAgain);
	} else {
		releaseAll(host, id);
		settle(host, container, exitCode, isAgain);
		yield { keys: [] };
		announceDeath(host, container, exitCode);
	}
	const now = host.state.engine.containers.get(id);
	if (now) writeConfig(host, now);
	if (isAgain) return void inBackground(host, () => startAgain(host, id, seconds));
	yield { keys: [] };
	autoRemove(host, id);
}

function settle(host: Host, { id, restartCount }: Container, exitCode: number, isAgain: boolean): void {
	const before = host.state.engine.containers.get(id)!.state;
	const finishedAt = host.state.clock.now;
	const status = isAgain ? 'restarting' : 'exited';
	changeContainer(host, id, isAgain ? 'restarting' : 'exited', {
		state: { ...before, status, pid: 0, exitCode, finishedAt },
		...(isAgain && { restartCount: restartCount + 1 }),
	});
}

function announceDeath(host: Host, container: Container, exitCode: number): void {
	const execDuration = String(Math.floor(host.state.clock.now - container.state.startedAt));
	announceContainer(host, host.state.engine.containers.get(container.id) ?? container, 'die', {
		...(host.profile.major >= 26 && { execDuration }),
		exitCode: String(exitCode),
	});
}

function* startAgain(host: Host, id: string, seconds: number): Running<void> {
	yield { keys: [], seconds };
	const container = host.state.engine.containers.get(id);
	if (container?.state.status !== 'restarting') return;
	if (container.isStoppedByHand) return changeState(host, id, 'exited', { status: 'exited' });
	try {
		launch(host, id);
	} catch (error) {
		if (!isEngineError(error)) throw error;
		changeState(host, id, 'exited', { status: 'exited' });
	}
}
