/** kill(2) and what a signal does when it arrives (signal(7), pid_namespaces(7), cgroup-v2 "cgroup.freeze"). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { isFrozenByCgroup } from './control.ts';
import { Errno } from './errno.ts';
import { exit } from './life.ts';
import { isInit, ownPidNamespace } from './numbering.ts';
import { ignoredByDefault, stopping, type SignalName } from './signal.ts';
import type { Task } from './task.ts';

type Effect = 'ends' | 'handled' | 'ignored' | 'waits' | 'stops' | 'continues';

/** Whether `from` is seen in (or below) the PID namespace whose init `task` is; the kernel itself (0) never is. */
const isFromInside = (state: HostState, from: number, task: Task): boolean =>
	state.tasks.get(from)?.pids.some((each) => each.namespace === ownPidNamespace(task)) ?? false;

/** PID 1 of a namespace gets only signals it has a handler for; KILL and STOP from an ancestor namespace still work. */
const isShielded = (state: HostState, from: number, task: Task, signal: SignalName): boolean => {
	if (!isInit(task) || task.handled.includes(signal)) return false;
	return (
		(signal !== 'KILL' && signal !== 'STOP') || isFromInside(state, from, task) || task.pids.length === 1
	);
};

const effectOf = (state: HostState, from: number, task: Task, signal: SignalName): Effect => {
	if (isShielded(state, from, task, signal)) return 'ignored';
	const effect = thawedEffect(task, signal);
	const frozen = isFrozenByCgroup(state, task.pid);
	// A fatal signal becomes SIGKILL at once (kernel/signal.c, complete_signal), which ends a task frozen by v2.
	return frozen === 'v1' || (frozen === 'v2' && effect !== 'ends') ? 'waits' : effect;
};

const thawedEffect = (task: Task, signal: SignalName): Effect => {
	if (signal === 'CONT')
		return task.status === 'T' ? 'continues' : task.handled.includes('CONT') ? 'handled' : 'ignored';
	if (signal === 'KILL') return 'ends';
	if (signal === 'STOP') return 'stops';
	if (task.ignored.includes(signal)) return 'ignored';
	if (task.status === 'T') return 'waits';
	if (task.handled.includes(signal)) return 'handled';
	if (ignoredByDefault.includes(signal)) return 'ignored';
	return stopping.includes(signal) ? 'stops' : 'ends';
};

const mayKill = (state: HostState, from: number, task: Task): boolean => {
	const sender = state.tasks.get(from);
	return !sender || sender.uid === task.uid || sender.capabilities.includes('KILL');
};

/** Sends `signal` from task `from` (0: the kernel). ESRCH where there is no such task, EPERM where it may not. */
export const kill = (host: Host, from: number, pid: number, signal: SignalName): void => {
	const task = host.state.tasks.get(pid);
	if (!task) throw new Errno('ESRCH');
	if (!mayKill(host.state, from, task)) throw new Errno('EPERM');
	if (task.status === 'Z') return;
	const effect = effectOf(host.state, from, task, signal);
	host.emit({ kind: 'task.signal', pid, signal, from, effect });
	deliver(host, task, signal, effect);
};

const deliver = (host: Host, task: Task, signal: SignalName, effect: Effect): void => {
	const { pid } = task;
	if (effect === 'ends') exit(host, pid, { signal }, 'signal');
	else if (effect === 'handled') {
		host.scheduler.processes.get(pid)?.arrived.push(signal);
		host.scheduler.wake(`signal:${pid}`);
	} else if (effect === 'stops') host.emit({ kind: 'task.status', pid, status: 'T' });
	else if (effect === 'continues') {
		host.emit({ kind: 'task.status', pid, status: 'S' });
		wakeUp(host, pid);
	}
};

/** A task that was frozen or stopped runs again, and takes the signals that waited. */
export const wakeUp = (host: Host, pid: number): void => {
	const waiting = host.state.tasks.get(pid)?.pending ?? [];
	if (waiting.length) host.emit({ kind: 'task.change', pid, why: 'signals', set: { pending: [] } });
	for (const signal of waiting) {
		const task = host.state.tasks.get(pid);
		if (!task || task.status === 'Z') return;
		const effect = effectOf(host.state, 0, task, signal);
		host.emit({ kind: 'task.signal', pid, signal, from: 0, effect });
		deliver(host, task, signal, effect);
	}
	host.scheduler.wake(`thaw:${pid}`);
};
