/** pgrep, pkill, killall, pidof, top (procps, psmisc). */
import { isErrno } from '../../kernel/errno.ts';
import { kill as send } from '../../kernel/life.ts';
import { type SignalName, signalNamed } from '../../kernel/signal.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { userNamed } from '../users.ts';
import { timeText } from './timeText.ts';
import { goneIfKilled } from './kill.ts';
import { optionsOf } from './options.ts';
import { type ProcessRow, commandLine, rowsSeen, stateLetter } from './processTable.ts';
import { columnsFor, ofText, printTable } from './psColumns.ts';

const matched = (
	call: Call,
	letters: string,
): { rows: ProcessRow[]; options: ReturnType<typeof optionsOf> } => {
	const first = call.args[0] ?? '';
	const isSignal =
		letters.includes('signal') && /^-[A-Z0-9]+$/.test(first) && signalNamed(first.slice(1)) !== undefined;
	const options = optionsOf(
		Object.assign(Object.create(call) as Call, { args: isSignal ? call.args.slice(1) : call.args }),
		'xfvnolacu:P:s:eiU:d:',
		{
			long: {
				exact: 'x',
				full: 'f',
				newest: 'n',
				oldest: 'o',
				'list-name': 'l',
				'list-full': 'a',
				count: 'c',
				parent: 'P',
				signal: 's',
				euid: 'u',
			},
			status: 2,
		},
	);
	const [pattern] = options.rest;
	if (pattern === undefined && !options.has('P') && !options.has('u'))
		return call.stop(`no matching criteria specified\nTry \`${call.name} --help' for more information.`, 2);
	const test = new RegExp(
		options.has('x') ? `^(?:${pattern ?? ''})$` : (pattern ?? ''),
		options.has('i') ? 'i' : '',
	);
	const parents = options.values('P').flatMap(ofText).map(Number);
	const users = options
		.values('u')
		.flatMap(ofText)
		.map((name) => userNamed(call.state, call.pid, name)?.uid ?? Number(name));
	const found = (rowsSeen(call.state, call.pid) ?? []).filter(({ task, parent }) => {
		if (task.pid === call.pid) return false;
		const isHit =
			test.test(options.has('f') && task.argv.length ? task.argv.join(' ') : task.comm) &&
			(!parents.length || parents.includes(parent)) &&
			(!users.length || users.includes(task.uid));
		return isHit !== options.has('v');
	});
	const byAge = [...found].sort((a, b) => a.task.started - b.task.started || a.pid - b.pid);
	return { rows: options.has('n') ? byAge.slice(-1) : options.has('o') ? byAge.slice(0, 1) : found, options };
};

export function* pgrep(call: Call): Running<number> {
	const { rows, options } = matched(call, '');
	if (options.has('c')) call.out(`${rows.length}\n`);
	else
		for (const { pid, task } of rows)
			call.out(
				`${pid}${options.has('a') ? ` ${commandLine(task)}` : options.has('l') ? ` ${task.comm}` : ''}\n`,
			);
	return Number(rows.length === 0);
}

const signalled = (call: Call, rows: readonly ProcessRow[], signal: SignalName): number => {
	let failed = 0;
	for (const { task, pid } of rows)
		try {
			send(call.host, call.pid, task.pid, signal);
		} catch (error) {
			if (!isErrno(error)) throw error;
			failed = call.fail(`killing pid ${pid} failed: ${error.message}`);
		}
	return failed;
};

export function* pkill(call: Call): Running<number> {
	const { rows, options } = matched(call, 'signal');
	const signal = signalNamed(options.value('s') ?? (call.args[0] ?? '').slice(1)) ?? 'TERM';
	const failed = signalled(call, rows, signal);
	yield* goneIfKilled(call);
	return rows.length ? failed : 1;
}

export function* killall(call: Call): Running<number> {
	const first = call.args[0] ?? '';
	const signal = /^-/.test(first) ? signalNamed(first.replace(/^-s?/, '')) : undefined;
	const names = call.args.filter((word) => !/^-/.test(word));
	let failed = 0;
	for (const name of names) {
		const rows = (rowsSeen(call.state, call.pid) ?? []).filter(
			({ task }) => task.comm === name.slice(0, 15) && task.pid !== call.pid,
		);
		if (!rows.length) {
			call.err(call.isBusybox ? `killall: ${name}: no process killed\n` : `${name}: no process found\n`);
			failed = 1;
		}
		failed ||= signalled(call, rows, signal ?? 'TERM');
	}
	yield* goneIfKilled(call);
	return failed;
}

export function* pidof(call: Call): Running<number> {
	const names = call.args.filter((word) => !word.startsWith('-'));
	const found = (rowsSeen(call.state, call.pid) ?? [])
		.filter(({ task }) => names.some((name) => name === task.comm || name === task.exe))
		.map(({ pid }) => pid)
		.reverse();
	const shown = call.args.includes('-s') ? found.slice(0, 1) : found;
	if (shown.length) call.out(`${shown.join(' ')}\n`);
	return Number(!shown.length);
}

export function* top(call: Call): Running<number> {
	if (!call.args.some((word) => /^-[a-zA-Z]*b/.test(word)))
		return call.fail(
			call.isBusybox
				? 'an interactive screen: real, but not simulated here (try top -bn1)'
				: 'failed tty get',
		);
	const rows = rowsSeen(call.state, call.pid) ?? [];
	const { now, boot } = call.state.clock;
	const running = rows.filter(({ task }) => stateLetter(call.state, call.pid, task) === 'R').length;
	const zombies = rows.filter(({ task }) => task.status === 'Z').length;
	call.out(
		`top - ${timeText(now, '%T')} up ${Math.floor((now - boot) / 60)} min,  1 user,  load average: 0.00, 0.00, 0.00\nTasks: ${rows.length} total,   ${running} running, ${rows.length - running - zombies} sleeping,   0 stopped,   ${zombies} zombie\n\n`,
	);
	printTable(
		call,
		rows,
		columnsFor(['pid', 'user', 'pri', 'ni', 'vsz', 'rss', 's', '%cpu', '%mem', 'time', 'comm']),
		false,
	);
	return 0;
}
