/** nginx: a master that listens, workers that answer (nginx.org: "Beginner's Guide", "Controlling nginx"). */
import { coresOf } from '../../kernel/control.ts';
import { isErrno } from '../../kernel/errno.ts';
import { content, exists, makeDirectory, open, remove, setOwner, writeFile } from '../../kernel/files.ts';
import { exit, kill, reap, run } from '../../kernel/life.ts';
import { signalNumber, type SignalName } from '../../kernel/signal.ts';
import { listen, type Peer } from '../../kernel/sockets.ts';
import type { Process, Program, Running } from '../../process.ts';
import type { Stream } from '../../stream.ts';
import { timeText } from '../tools/dates.ts';
import { userNamed, type User } from '../users.ts';
import { readConfig, type NginxConfig } from './nginxConfig.ts';
import { served, type Page } from './nginxPage.ts';

const VERSION = '1.22.1';
const numberOf = (process: Process) => process.task.pids.at(-1)!.pid;

class Nginx {
	readonly master: Process;
	readonly config: NginxConfig;
	readonly access: Stream;
	readonly errors: Stream;
	readonly workers: Process[] = [];
	#connections = 0;
	constructor(master: Process, config: NginxConfig) {
		this.master = master;
		this.config = config;
		this.errors = open(master.host, master.pid, config.errorLog, 'a');
		this.access = open(master.host, master.pid, config.accessLog, 'a');
	}
	log(process: Process, level: string, text: string): void {
		const number = numberOf(process);
		this.errors.write(
			`${timeText(this.master.host.state.clock.now, '%Y/%m/%d %T')} [${level}] ${number}#${number}: ${text}\n`,
		);
	}
	notice(text: string): void {
		this.log(this.master, 'notice', text);
	}

	/** What a worker does with one request: the page, and a line in each log it belongs in. */
	answer(request: string, peer: Peer): string {
		const worker = this.workers[0] ?? this.master;
		const page = served(worker, this.config, request);
		this.#connections++;
		if (page.missing !== undefined)
			this.log(
				worker,
				'error',
				`*${this.#connections} open() "${page.missing}" failed (${page.reason}), client: ${peer.address}, server: localhost, request: "${page.line}", host: "${page.host}"`,
			);
		this.#logAccess(peer, page);
		return page.response;
	}
	#logAccess(peer: Peer, page: Page): void {
		const time = timeText(this.master.host.state.clock.now, '%d/%b/%Y:%T %z');
		this.access.write(
			`${peer.address} - - [${time}] "${page.line}" ${page.status} ${page.bytes} "-" "${page.agent}" "-"\n`,
		);
	}
}

/** Directories that the http modules want: made by the master, owned by the workers' user. */
const TEMPORARY = ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
const makeDirectories = (process: Process, user: User | undefined): void => {
	for (const name of TEMPORARY) {
		const path = `/var/lib/nginx/${name}`;
		if (
			!exists(process.host.state, process.pid, '/var/lib/nginx') ||
			exists(process.host.state, process.pid, path)
		)
			continue;
		makeDirectory(process.host, process.pid, path, { mode: 0o700 });
		if (user) setOwner(process.host, process.pid, path, user.uid);
	}
};

/** Ends nginx before it runs: a line on standard error. */
class Emergency extends Error {}
const emergency = (process: Process, text: string): never => {
	process.error(`nginx: [emerg] ${text}\n`);
	throw new Emergency();
};

const ERRNO: Readonly<Record<string, number>> = {
	ENOENT: 2,
	EACCES: 13,
	EISDIR: 21,
	EROFS: 30,
	EADDRINUSE: 98,
	ENOTDIR: 20,
	EPERM: 1,
};
export const errnoText = (error: { readonly errno: string; readonly message: string }): string =>
	`${ERRNO[error.errno] ?? 5}: ${error.message}`;

const configured = (process: Process, path: string, given: string): Nginx => {
	try {
		const config = readConfig(process, path, given);
		return new Nginx(process, config);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return emergency(process, `open() "${path}" failed (${errnoText(error)})`);
	}
};

const listening = (nginx: Nginx, peerOf: (request: string, peer: Peer) => string): void => {
	const { master } = nginx;
	for (const [i, port] of nginx.config.ports.entries())
		for (const address of ['0.0.0.0', '::'])
			try {
				const isV6 = address === '::';
				listen(
					master.host,
					master.pid,
					{
						protocol: 'tcp',
						port,
						address,
						backlog: 511,
						fd: 6 + 2 * i + Number(isV6),
						...(isV6 && { isV6Only: true }),
					},
					peerOf,
				);
			} catch (error) {
				if (!isErrno(error)) throw error;
				emergency(
					master,
					`bind() to ${address === '::' ? '[::]' : address}:${port} failed (${errnoText(error)})`,
				);
			}
};

const startWorker = (nginx: Nginx, user: User | undefined): void => {
	const { master } = nginx;
	const set = {
		argv: ['nginx: worker process'],
		...(user && { uid: user.uid, gid: user.gid, capabilities: [] }),
	};
	const worker = run(master.host, master.pid, (process) => working(nginx, process), { set });
	worker.host.emit({
		kind: 'task.change',
		pid: worker.pid,
		why: 'signals',
		set: { handled: ['QUIT', 'TERM', 'INT'] },
	});
	nginx.workers.push(worker);
	nginx.notice(`start worker process ${numberOf(worker)}`);
};
function* working(nginx: Nginx, process: Process): Running<number> {
	const signal = yield* process.signal();
	nginx.log(process, 'notice', signal === 'QUIT' ? 'gracefully shutting down' : 'exiting');
	if (signal === 'QUIT') nginx.log(process, 'notice', 'exiting');
	nginx.log(process, 'notice', 'exit');
	return 0;
}

/** What the container's runtime leaves as the number of open files (containerd's unit: LimitNOFILE). */
const openFiles = ({ host }: Process) => (host.profile.major === 26 ? 1073741816 : 20000);

const begun = (nginx: Nginx): void => {
	const { master, config } = nginx;
	const { host, pid } = master;
	nginx.notice('using the "epoll" event method');
	nginx.notice(`nginx/${VERSION}`);
	nginx.notice(`OS: Linux ${host.profile.kernel}`);
	nginx.notice(`getrlimit(RLIMIT_NOFILE): ${openFiles(master)}:${openFiles(master)}`);
	writeFile(host, pid, config.pidFile, `${numberOf(master)}\n`);
	nginx.notice('start worker processes');
	const user = userNamed(host.state, pid, config.user);
	const count =
		config.workers === 'auto' ? coresOf(host.state, pid).length : Math.min(Number(config.workers) || 1, 64);
	for (let i = 0; i < count; i++) startWorker(nginx, user);
};

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
