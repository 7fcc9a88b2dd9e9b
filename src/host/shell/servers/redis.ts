/** redis-server: comes up, says so, answers PING (redis.io: server.c). */
import { isErrno } from '../../kernel/errno.ts';
import { listen } from '../../kernel/sockets.ts';
import type { Process, Program } from '../../process.ts';
import { timeText } from '../tools/timeText.ts';

const say = (process: Process, mark: string, text: string): void => {
	const { pids } = process.task;
	process.write(
		`${pids.at(-1)!.pid}:${mark} ${timeText(process.host.state.clock.now, '%d %b %Y %H:%M:%S.%N').slice(0, -6)} ${text}\n`,
	);
};

/** RESP arrays, or words on a line. */
const wordsOf = (request: string): string[] =>
	request.startsWith('*')
		? request.split('\r\n').filter((_, i) => i > 0 && i % 2 === 0)
		: request.trim().split(/\s+/);

const answer = (data: Map<string, string>, [verb = '', key = '', value = '']: readonly string[]): string => {
	const bulk = (text: string | undefined) =>
		text === undefined ? '$-1\r\n' : `$${text.length}\r\n${text}\r\n`;
	switch (verb.toUpperCase()) {
		case 'PING':
			return key ? bulk(key) : '+PONG\r\n';
		case 'ECHO':
			return bulk(key);
		case 'SET':
			return (data.set(key, value), '+OK\r\n');
		case 'GET':
			return bulk(data.get(key));
		case 'DEL':
			return `:${Number(data.delete(key))}\r\n`;
		case 'INCR':
			return (data.set(key, String(Number(data.get(key) ?? 0) + 1)), `:${data.get(key)}\r\n`);
		case 'DBSIZE':
			return `:${data.size}\r\n`;
		default:
			return `-ERR unknown command '${verb}'\r\n`;
	}
};

export const redisServer: Program = function* (process) {
	const { host, pid } = process;
	const at = process.argv.indexOf('--port');
	const port = at < 0 ? 6379 : Number(process.argv[at + 1]);
	say(process, 'C', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
	say(
		process,
		'C',
		'Redis version=7.2.4, bits=64, commit=00000000, modified=0, pid=1, just started'.replace(
			'pid=1',
			`pid=${process.task.pids.at(-1)!.pid}`,
		),
	);
	say(
		process,
		'C',
		'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
	);
	host.emit({ kind: 'task.change', pid, why: 'signals', set: { handled: ['TERM', 'INT'] } });
	host.emit({ kind: 'task.change', pid, why: 'threads', set: { threads: 5 } });
	const data = new Map<string, string>();
	try {
		listen(host, pid, { protocol: 'tcp', port, backlog: 511, fd: 6 }, (request) =>
			answer(data, wordsOf(request)),
		);
		listen(
			host,
			pid,
			{ protocol: 'tcp', port, address: '::', isV6Only: true, backlog: 511, fd: 7 },
			(request) => answer(data, wordsOf(request)),
		);
	} catch (error) {
		if (!isErrno(error)) throw error;
		say(
			process,
			'M #',
			`Warning: Could not create server TCP listening socket *:${port}: bind: ${error.message}`,
		);
		say(process, 'M #', 'Failed listening on port 6379 (tcp), aborting.'.replace('6379', String(port)));
		return 1;
	}
	say(process, 'M *', `Running mode=standalone, port=${port}.`);
	say(process, 'M *', 'Server initialized');
	say(process, 'M *', 'Ready to accept connections tcp');
	const signal = yield* process.signal();
	say(
		process,
		'signal-handler',
		`(${Math.floor(host.state.clock.now)}) Received SIG${signal} scheduling shutdown...`,
	);
	say(process, 'M *', 'User requested shutdown...');
	say(process, 'M #', 'Redis is now ready to exit, bye bye...');
	return 0;
};
