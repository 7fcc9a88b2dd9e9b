/** nginx: a master that listens, workers that answer (nginx.org: "Beginner's Guide", "Controlling nginx"). */
import { isErrno } from '../../kernel/errno.ts';
import { content, exists, remove } from '../../kernel/files.ts';
import { exit, kill, reap, run } from '../../kernel/life.ts';
import { type SignalName, signalNumber } from '../../kernel/signal.ts';
import type { Process, Program, Running } from '../../process.ts';
import { userNamed } from '../users.ts';
import { errnoText } from './errnoText.ts';
import {
	Emergency,
	Nginx,
	VERSION,
	begun,
	configured,
	listening,
	makeDirectories,
	startWorker,
} from './nginxServer.ts';

const MEANINGS: Partial<Record<SignalName, string>> = {
	QUIT: 'shutting down',
	TERM: 'exiting',
	INT: 'exiting',
	HUP: 'reconfiguring',
};

function* mastering(nginx: Nginx): Running<number> {
	const { master } = nginx;
	const { host, pid } = master;
	let isEnding = false;
	for (;;) {
		for (const child of [...host.kin.children(pid)]) {
			const task = host.state.tasks.get(child);
			if (!task?.end) continue;
			const number = task.pids.at(-1)!.pid;
			nginx.notice(`signal 17 (SIGCHLD) received from ${number}`);
			nginx.log(
				master,
				'code' in task.end ? 'notice' : 'alert',
				`worker process ${number} exited ${'code' in task.end ? `with code ${task.end.code}` : `on signal ${signalNumber(task.end.signal)}`}`,
			);
			reap(host, pid, child);
			const at = nginx.workers.findIndex((worker) => worker.pid === child);
			if (at >= 0) nginx.workers.splice(at, 1);
			if (!isEnding && at >= 0) startWorker(nginx, userNamed(host.state, pid, nginx.config.user));
		}
		if (isEnding && !nginx.workers.length) break;
		const signal = master.arrived.shift();
		if (!signal) {
			yield { keys: [`exit:${pid}`, `signal:${pid}`] };
			continue;
		}
		nginx.notice(`signal ${signalNumber(signal)} (SIG${signal}) received, ${MEANINGS[signal] ?? 'ignored'}`);
		if (signal === 'HUP') continue;
		isEnding = true;
		for (const worker of [...nginx.workers]) kill(host, pid, worker.pid, signal);
	}
	nginx.notice('exit');
	if (exists(host.state, pid, nginx.config.pidFile)) remove(host, pid, nginx.config.pidFile);
	return 0;
}

interface Wish {
	readonly path: string;
	readonly given: string;
	readonly isTest: boolean;
	readonly isVersion: boolean;
	readonly signal: string | undefined;
}

const wishOf = (argv: readonly string[]): Wish => {
	const after = (flag: string) => {
		const at = argv.indexOf(flag);
		return at < 0 ? undefined : argv[at + 1];
	};
	return {
		path: after('-c') ?? '/etc/nginx/nginx.conf',
		given: after('-g') ?? '',
		isTest: argv.includes('-t'),
		isVersion: argv.includes('-v') || argv.includes('-V'),
		signal: after('-s'),
	};
};

/** `nginx -s quit`: a signal to the process whose number is in the pid file. */
const signalled = (process: Process, name: string, pidFile: string): number => {
	const signal = ({ quit: 'QUIT', stop: 'TERM', reload: 'HUP', reopen: 'USR1' } as const)[name];
	if (!signal) return (process.error(`nginx: invalid option: "-s ${name}"\n`), 1);
	const { host, pid } = process;
	if (!exists(host.state, pid, pidFile))
		return (process.error(`nginx: [error] open() "${pidFile}" failed (2: No such file or directory)\n`), 1);
	const number = Number(content(host.state, pid, pidFile));
	const master = host.state.tasks.find(
		(task) => task.pids.at(-1)!.pid === number && task.namespaces.pid === process.task.namespaces.pid,
	);
	if (!master)
		return (
			process.error(`nginx: [alert] kill(${number}, ${signalNumber(signal)}) failed (3: No such process)\n`),
			1
		);
	kill(host, pid, master.pid, signal);
	return 0;
};

export const nginx: Program = function* (process) {
	const wish = wishOf(process.argv);
	if (wish.isVersion) return (process.error(`nginx version: nginx/${VERSION}\n`), 0);
	try {
		return yield* launched(process, wish);
	} catch (error) {
		if (error instanceof Emergency) return 1;
		throw error;
	}
};

function* launched(process: Process, wish: Wish): Running<number> {
	const own = configured(process, wish.path, wish.given);
	if (wish.isTest)
		return (
			process.error(
				`nginx: the configuration file ${wish.path} syntax is ok\nnginx: configuration file ${wish.path} test is successful\n`,
			),
			0
		);
	if (wish.signal !== undefined) return signalled(process, wish.signal, own.config.pidFile);
	if (!own.config.isDaemon) return yield* mastered(own);
	run(process.host, process.pid, (child) => mastered(configured(child, wish.path, wish.given)));
	return 0;
}

function* mastered(nginx: Nginx): Running<number> {
	const { master, config } = nginx;
	const { host, pid } = master;
	listening(nginx, (request, peer) => nginx.answer(request, peer));
	host.emit({
		kind: 'task.change',
		pid,
		why: 'name',
		set: { argv: [`nginx: master process ${master.argv.join(' ')}`] },
	});
	host.emit({
		kind: 'task.change',
		pid,
		why: 'signals',
		set: { handled: ['QUIT', 'TERM', 'INT', 'HUP', 'USR1', 'USR2', 'WINCH'] },
	});
	try {
		makeDirectories(master, userNamed(host.state, pid, config.user));
		begun(nginx);
	} catch (error) {
		if (!isErrno(error)) throw error;
		nginx.log(master, 'emerg', `open() "${config.pidFile}" failed (${errnoText(error)})`);
		for (const worker of nginx.workers) exit(host, worker.pid, { code: 0 });
		return 1;
	}
	return yield* mastering(nginx);
}
