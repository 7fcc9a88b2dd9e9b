/** A running nginx: its logs, its sockets, its workers. */
import { coresOf } from '../../kernel/control.ts';
import { isErrno } from '../../kernel/errno.ts';
import { exists, makeDirectory, open, writeFile } from '../../kernel/files.ts';
import { setOwner } from '../../kernel/attributes.ts';
import { run } from '../../kernel/life.ts';
import { type Peer, listen } from '../../kernel/sockets.ts';
import type { Process, Running } from '../../process.ts';
import type { Stream } from '../../stream.ts';
import { timeText } from '../tools/timeText.ts';
import { type User, userNamed } from '../users.ts';
import { errnoText } from './errnoText.ts';
import { type NginxConfig, readConfig } from './nginxConfig.ts';
import { type Page, served } from './nginxPage.ts';

export const VERSION = '1.22.1';
const numberOf = (process: Process) => process.task.pids.at(-1)!.pid;
export class Nginx {
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

export const makeDirectories = (process: Process, user: User | undefined): void => {
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
export class Emergency extends Error {}

const emergency = (process: Process, text: string): never => {
	process.error(`nginx: [emerg] ${text}\n`);
	throw new Emergency();
};

export const configured = (process: Process, path: string, given: string): Nginx => {
	try {
		const config = readConfig(process, path, given);
		return new Nginx(process, config);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return emergency(process, `open() "${path}" failed (${errnoText(error)})`);
	}
};

export const listening = (nginx: Nginx, peerOf: (request: string, peer: Peer) => string): void => {
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

export const startWorker = (nginx: Nginx, user: User | undefined): void => {
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

export const begun = (nginx: Nginx): void => {
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
