/** env, printenv, timeout, nice, nohup, setsid, which: programs around programs. */
import { clone, exec, exit, exitStatus, kill, run } from '../../kernel/life.ts';
import { isErrno } from '../../kernel/errno.ts';
import { signalNamed, type SignalName } from '../../kernel/signal.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { become, pathFor } from '../child.ts';
import { durationOf } from './dates.ts';
import { optionsOf } from './options.ts';

const printed = (call: Call, env: Readonly<Record<string, string>>): number => {
	call.out(
		Object.entries(env)
			.map(([name, value]) => `${name}=${value}\n`)
			.join(''),
	);
	return 0;
};

export function* env(call: Call): Running<number> {
	const options = optionsOf(call, 'iu:0', {
		long: { 'ignore-environment': 'i', unset: 'u' },
		stops: true,
		status: 125,
	});
	const environment: Record<string, string> = options.has('i') ? {} : { ...call.process.env };
	for (const name of options.values('u')) delete environment[name];
	const rest = [...options.rest];
	if (rest[0] === '-') rest.shift();
	while (/^[^=]+=/.test(rest[0] ?? '')) {
		const [name = '', value = ''] = rest.shift()!.split(/=([\s\S]*)/);
		environment[name] = value;
	}
	return rest.length ? yield* become(call, rest, environment) : printed(call, environment);
}
export function* printenv(call: Call): Running<number> {
	if (!call.args.length) return printed(call, call.process.env);
	const values = call.args.map((name) => call.process.env[name]);
	for (const value of values) if (value !== undefined) call.out(`${value}\n`);
	return Number(values.some((value) => value === undefined));
}

export function* timeout(call: Call): Running<number> {
	const options = optionsOf(call, 's:k:t:v', {
		long: { signal: 's', 'kill-after': 'k', 'preserve-status': 'p', foreground: 'f' },
		stops: true,
		status: 125,
	});
	const [wish = '', ...command] = options.rest;
	const seconds = durationOf(wish);
	if (!command.length)
		return call.fail(call.isBusybox ? 'a program is needed' : 'missing operand', call.isBusybox ? 1 : 125);
	if (Number.isNaN(seconds))
		return call.fail(
			call.isBusybox ? `invalid number '${wish}'` : `invalid time interval ${call.quoted(wish)}`,
			call.isBusybox ? 1 : 125,
		);
	const name = options.value('s');
	const signal =
		name === undefined
			? 'TERM'
			: (signalNamed(name) ??
				call.stop(call.isBusybox ? `unknown signal '${name}'` : `'${name}': invalid signal`, 125));
	const after = options.value('k');
	if (call.isBusybox) return yield* watched(call, command, seconds, signal);
	return yield* timed(
		call,
		command,
		seconds,
		signal,
		after === undefined ? Infinity : durationOf(after),
		options.has('p'),
	);
}

/** busybox: a child watches, the command takes the tool's own place (coreutils/timeout.c). */
function* watched(
	call: Call,
	command: readonly string[],
	seconds: number,
	signal: SignalName,
): Running<number> {
	const { host, pid } = call;
	run(
		host,
		pid,
		function* () {
			for (let left = seconds; left > 0; left--) {
				yield { keys: [`gone:${pid}`], seconds: Math.min(1, left) };
				const task = host.state.tasks.get(pid);
				if (!task || task.status === 'Z') return 0;
			}
			kill(host, 0, pid, signal);
			return 0;
		},
		{ streams: new Map() },
	);
	return yield* become(call, command);
}

function* timed(
	call: Call,
	command: readonly string[],
	seconds: number,
	signal: SignalName,
	after: number,
	isPreserved: boolean,
): Running<number> {
	const { host, process } = call;
	const child = clone(host, call.pid);
	try {
		exec(host, child.pid, pathFor(child, command[0]!), command, process.env);
	} catch (error) {
		if (!isErrno(error)) throw error;
		const code = error.errno === 'ENOENT' ? 127 : 126;
		exit(host, child.pid, { code });
		return call.fail(`failed to run command ${call.quoted(command[0])}: ${error.message}`, code);
	}
	const isOver = () => host.state.tasks.get(child.pid)?.end;
	const end = yield* awaited(call, isOver, seconds || Infinity);
	if (end) return exitStatus(end);
	kill(host, call.pid, child.pid, signal);
	const last = yield* awaited(call, isOver, after);
	if (!last) {
		kill(host, call.pid, child.pid, 'KILL');
		yield* awaited(call, isOver, Infinity);
		return 137;
	}
	return isPreserved ? exitStatus(last) : signal === 'KILL' ? 137 : 124;
}
function* awaited<T>(call: Call, isOver: () => T | undefined, seconds: number): Running<T | undefined> {
	const until = call.state.clock.now + seconds;
	for (let found = isOver(); ; found = isOver()) {
		const left = until - call.state.clock.now;
		if (found || left <= 1e-9) return found;
		yield { keys: [`exit:${call.pid}`], ...(left < Infinity && { seconds: left }) };
	}
}

const through = (spec: string) =>
	function* (call: Call): Running<number> {
		const options = optionsOf(call, spec, { stops: true, status: 125, number: 'n' });
		if (!options.rest.length)
			return call.name === 'nice' ? (call.out('0\n'), 0) : call.misused('missing operand', 125);
		return yield* become(call, options.rest);
	};
export const nice = through('n:');
export const setsid = through('cfw');
export function* nohup(call: Call): Running<number> {
	const { ignored } = call.process.task;
	call.host.emit({
		kind: 'task.change',
		pid: call.pid,
		why: 'signals',
		set: { ignored: [...new Set([...ignored, 'HUP' as const])] },
	});
	return call.args.length ? yield* become(call, call.args) : call.misused('missing operand', 125);
}

export function* which(call: Call): Running<number> {
	let failed = 0;
	for (const name of call.args.filter((word) => !word.startsWith('-')))
		try {
			call.out(`${pathFor(call.process, name)}\n`);
		} catch (error) {
			if (!isErrno(error, 'ENOENT')) throw error;
			failed = 1;
		}
	return failed;
}
