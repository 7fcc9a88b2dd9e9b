/** docker top: dockerd runs ps on the host and shows the lines of the container's processes (moby: daemon/top_unix.go). */
import { announceContainer } from '../../../engine/announce.ts';
import { cgroupPath } from '../../../engine/cgroupLimits.ts';
import { containerFound } from '../../../engine/containerFound.ts';
import { EngineError } from '../../../engine/error.ts';
import { notRunning } from '../../../engine/notRunning.ts';
import { isRunning } from '../../../engine/status.ts';
import { daemonPid } from '../../../engine/volumes.ts';
import { tasksUnder } from '../../../kernel/control.ts';
import { clone, exec } from '../../../kernel/life.ts';
import type { Host } from '../../../host.ts';
import type { Running } from '../../../process.ts';
import { nullStream, Pipe } from '../../../stream.ts';
import type { Client } from '../client.ts';
import { tabulatedColumns } from './columns.ts';

export function* topVerb(client: Client): Running<number> {
	const { host } = client;
	const [name = '', ...words] = client.args;
	const container = containerFound(host.state, name);
	if (!isRunning(container)) throw notRunning(host, container.id);
	const hierarchy = host.profile.cgroupVersion === 2 ? 'unified' : 'pids';
	const own = new Set(
		tasksUnder(host.state, hierarchy, cgroupPath(host.state, container)).map(({ pid }) => pid),
	);
	const output = yield* psOutput(host, words.length ? words : ['-ef']);
	const rows = table(output);
	const column = rows[0]?.indexOf('PID') ?? -1;
	if (column < 0) throw new EngineError('system', `Couldn't find PID field in ps output`);
	const [titles = [], ...lines] = rows;
	announceContainer(host, container, 'top');
	const shown = lines.filter((line) => own.has(Number(line[column])));
	client.process.write(tabulatedColumns([titles, ...shown]));
	return 0;
}

/** Words of each line; the last column keeps its blanks. */
function table(output: string): string[][] {
	const [head = '', ...lines] = output.split('\n').filter(Boolean);
	const titles = head.trim().split(/\s+/);
	return [titles, ...lines.map((line) => cells(line.trim(), titles.length))];
}
function cells(line: string, count: number): string[] {
	const words = line.split(/\s+/);
	return [...words.slice(0, count - 1), words.slice(count - 1).join(' ')];
}

function* psOutput(host: Host, args: readonly string[]): Running<string> {
	const pipe = new Pipe(host.scheduler);
	const read = pipe.readEnd();
	const write = pipe.writeEnd();
	const errors = new Pipe(host.scheduler);
	const streams = new Map([
		[0, nullStream],
		[1, write],
		[2, errors.writeEnd()],
	]);
	const child = clone(host, daemonPid(host), { comm: 'ps', argv: ['ps', ...args], streams });
	exec(host, child.pid, '/usr/bin/ps', ['ps', ...args], {});
	let text = '';
	for (;;) {
		const piece = read.read();
		if (piece === '') break;
		if (piece !== undefined) text += piece;
		else yield { keys: [read.key] };
	}
	const problem = errors.buffer.trim();
	if (!text && problem) throw new EngineError('system', `ps: ${problem.replace(/^(error|ps): /, '')}`);
	return text;
}
