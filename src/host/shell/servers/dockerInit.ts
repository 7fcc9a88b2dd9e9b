/** docker-init (tini): starts one child, passes signals on to it, reaps everything, ends as the child ended. */
import { clone, exec, exit, exitStatus, kill, reap } from '../../kernel/life.ts';
import { isErrno } from '../../kernel/errno.ts';
import { signalNames, type SignalName } from '../../kernel/signal.ts';
import type { Ending } from '../../kernel/task.ts';
import type { Process, Program } from '../../process.ts';
import { pathFor } from '../child.ts';

/** Signals that tini does not pass on: those it cannot catch, and those about itself (tini.c, configure_signals). */
const KEPT: readonly SignalName[] = [
	'KILL',
	'STOP',
	'CHLD',
	'FPE',
	'ILL',
	'SEGV',
	'BUS',
	'ABRT',
	'TRAP',
	'SYS',
	'TTIN',
	'TTOU',
];

/** Takes the status of every child that has ended; the first child's is the one that counts. */
const reaped = (process: Process, first: number): Ending | undefined => {
	const { host, pid } = process;
	let found: Ending | undefined;
	for (const child of [...host.kin.children(pid)]) {
		const end = host.state.tasks.get(child)?.end;
		if (!end) continue;
		if (child === first) found = end;
		reap(host, pid, child);
	}
	return found;
};

export const dockerInit: Program = function* (process) {
	const { host, pid, argv } = process;
	const command = argv
		.slice(1 + argv.slice(1).findIndex((word) => !word.startsWith('-') || word === '--'))
		.filter((word, i) => i || word !== '--');
	if (!command.length) {
		process.error('[FATAL tini] Usage: tini [OPTIONS] PROGRAM -- [ARGS] | --version\n');
		return 1;
	}
	host.emit({
		kind: 'task.change',
		pid,
		why: 'signals',
		set: { handled: signalNames.filter((name) => !KEPT.includes(name)) },
	});
	const child = clone(host, pid, { set: { handled: [] } });
	try {
		exec(host, child.pid, pathFor(child, command[0]!), command, process.env);
	} catch (error) {
		if (!isErrno(error)) throw error;
		process.error(
			`[FATAL tini (${child.task.pids.at(-1)!.pid})] exec ${command[0]} failed: ${error.message}\n`,
		);
		exit(host, child.pid, { code: error.errno === 'ENOENT' ? 127 : 126 });
	}
	for (;;) {
		const end = reaped(process, child.pid);
		if (end) return exitStatus(end);
		const signal = process.arrived.shift();
		if (signal) kill(host, pid, child.pid, signal);
		else yield { keys: [`exit:${pid}`, `signal:${pid}`] };
	}
};
