/** registry of the image registry:2: comes up, keeps what is pushed in files, ends on a signal (distribution: cmd/registry, registry/registry.go). */
import { openRegistry, registryAnswer } from '../../engine/registry.ts';
import { placeOfTask } from '../../engine/registryPlace.ts';
import { isErrno } from '../../kernel/errno.ts';
import { listen } from '../../kernel/sockets.ts';
import type { Process, Program } from '../../process.ts';
import { timeText } from '../tools/timeText.ts';

const PORT = 5000;

const say = (process: Process, level: string, message: string): void => {
	const time = timeText(process.host.state.clock.now, '%Y-%m-%dT%H:%M:%S.%NZ');
	process.error(`time="${time}" level=${level} msg="${message}" service=registry version=2.8.3\n`);
};

/** A Go program that handles no SIGTERM is not ended by it as PID 1: its runtime then leaves with 2. */
const LEFT = 2;

export const registryServer: Program = function* (process) {
	const { host, pid, argv } = process;
	if (argv[1] !== 'serve') {
		process.error('registry: only `registry serve` is simulated here\n');
		return 1;
	}
	const place = placeOfTask(host.state, process.task);
	if (place === undefined) {
		say(process, 'fatal', 'filesystem: mkdir /var/lib/registry/docker: no such file or directory');
		return 1;
	}
	host.emit({ kind: 'task.change', pid, why: 'signals', set: { handled: ['TERM', 'INT'] } });
	say(process, 'info', 'redis not configured');
	say(process, 'info', 'Starting upload purge in 24m0s');
	say(process, 'info', 'using inmemory blob descriptor cache');
	try {
		listen(host, pid, { protocol: 'tcp', port: PORT, address: '::' }, (request) =>
			registryAnswer(host, place, request),
		);
	} catch (error) {
		if (!isErrno(error)) throw error;
		say(process, 'fatal', `listen tcp :${PORT}: bind: ${error.message}`);
		return 1;
	}
	openRegistry(host, place, `:${PORT}`);
	say(process, 'info', `listening on [::]:${PORT}`);
	yield* process.signal();
	return LEFT;
};
