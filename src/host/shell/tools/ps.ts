/** ps of procps and of busybox, pgrep, pkill, pidof, killall, top. */
import type { Running } from '../../process.ts';
import { isErrno } from '../../kernel/errno.ts';
import { kill as send } from '../../kernel/life.ts';
import { signalNamed, type SignalName } from '../../kernel/signal.ts';
import type { Call } from '../call.ts';
import { userNamed } from '../users.ts';
import { timeText } from './dates.ts';
import { goneIfKilled } from './kill.ts';
import { optionsOf } from './options.ts';
import {
	columnNamed,
	columns,
	commandLine,
	rowsSeen,
	stateLetter,
	tableText,
	type Column,
	type ProcessRow,
} from './processTable.ts';

/** `pid,comm=NAME`: columns with the headers asked for. */
const asked = (call: Call, text: string): Column[] =>
	text
		.split(/[\s,]+(?![^=]*$)|,(?=[\w%]+$)|,(?=[\w%]+[,=])/)
		.flatMap((word) => (word.includes('=') ? [word] : word.split(/[\s,]+/)))
		.filter(Boolean)
		.map((word) => {
			const [name = '', header] = word.split(/=([\s\S]*)/);
			const column =
				columnNamed(name) ??
				call.stop(
					call.isBusybox
						? `bad -o argument '${name}', supported arguments: user,group,comm,args,pid,ppid,pgid,tty,vsz,stat,rss`
						: `error: unknown user-defined format specifier "${name}"\n\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).`,
				);
			return header === undefined
				? column
				: { ...column, header, width: Math.max(column.width, header.length) };
		});

const BSD_USER = ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tty', 'stat', 'start', 'time', 'args'];
const FULL = ['uid', 'pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd'];
const columnsFor = (names: readonly string[]): Column[] => names.map((name) => columns[name]!);

const ofText = (text: string) => text.split(/[\s,]+/).filter(Boolean);

const LONG = {
	format: 'o',
	pid: 'p',
	ppid: 'P',
	user: 'u',
	'no-headers': 'N',
	'no-heading': 'N',
	noheader: 'N',
	'no-header': 'N',
	sort: 'S',
	forest: 'H',
	headers: 'h',
};

/** `ps aux`: letters without a dash are BSD options. */
const withBsd = (call: Call): { isAll: boolean; isUser: boolean; isLong: boolean; args: string[] } => {
	const [first = ''] = call.args;
	if (!/^[auxwefljr]+$/.test(first))
		return { isAll: false, isUser: false, isLong: false, args: [...call.args] };
	return {
		isAll: /[ax]/.test(first),
		isUser: first.includes('u'),
		isLong: first.includes('l') || first.includes('j'),
		args: call.args.slice(1),
	};
};

export function* ps(call: Call): Running<number> {
	const bsd = withBsd(call);
	const pids = bsd.args.filter((word) => /^\d+$/.test(word));
	const options = optionsOf(
		Object.assign(Object.create(call) as Call, {
			args: bsd.args.filter(
				(word) => !/^\d+$/.test(word) || bsd.args[bsd.args.indexOf(word) - 1]?.startsWith('-'),
			),
		}),
		'eAfFaxo:p:C:u:U:wP:q:NS:HhdTLlj',
		{ long: LONG },
	);
	const all = rowsSeen(call.state, call.pid);
	if (!all) {
		call.err('Error, do this: mount -t proc proc /proc\n');
		return 1;
	}
	const { state, pid } = call;
	const numbers = [
		...options.values('p'),
		...options.values('q'),
		...(pids.some((each) => bsd.args.includes(each)) && !options.has('p') ? pids : []),
	]
		.flatMap(ofText)
		.map(Number);
	const names = options.values('C').flatMap(ofText);
	const users = [...options.values('u'), ...options.values('U')]
		.flatMap(ofText)
		.map((name) => userNamed(state, pid, name)?.uid ?? Number(name));
	const parents = options.values('P').flatMap(ofText).map(Number);
	const isPicked = numbers.length + names.length + users.length + parents.length > 0;
	const isAll = options.has('e') || options.has('A') || bsd.isAll || options.has('d') || options.has('a');
	const own = state.tasks.get(pid)!.uid;
	const isWanted = ({ task, pid: number, parent }: ProcessRow): boolean =>
		isPicked
			? numbers.includes(number) ||
				names.includes(task.comm) ||
				users.includes(task.uid) ||
				parents.includes(parent)
			: isAll || task.uid === own;
	const rows = sortedRows(call, all.filter(isWanted), options.value('S'));
	const shape = options.has('o')
		? options.values('o').flatMap((text) => asked(call, text))
		: options.has('f') || options.has('F')
			? fullColumns()
			: bsd.isUser
				? columnsFor(BSD_USER)
				: columnsFor([
						'pid',
						bsd.isAll || bsd.isUser ? 'tty' : 'tty',
						...(bsd.isAll ? ['stat'] : []),
						'time',
						bsd.isAll ? 'args' : 'comm',
					]).map((column, i, list) =>
						i === list.length - 1 && !bsd.isAll ? { ...column, header: 'CMD' } : column,
					);
	printTable(call, rows, shape, options.has('N') || options.has('h'));
	return Number(rows.length === 0);
}
/** -f shows names under UID. */
const fullColumns = (): Column[] =>
	columnsFor(FULL).map((column) =>
		column.header === 'UID' ? { ...columns['user']!, header: 'UID' } : column,
	);

const sortedRows = (call: Call, rows: ProcessRow[], key: string | undefined): ProcessRow[] => {
	if (key === undefined) return rows;
	const name = key.replace(/^[-+]/, '').split(',')[0]!;
	const column = columnNamed(name) ?? call.stop('error: unknown sort specifier');
	const text = (row: ProcessRow) => column.text(call.state, call.pid, row);
	const order = (a: ProcessRow, b: ProcessRow) =>
		column.isRight ? Number(text(a)) - Number(text(b)) : text(a) < text(b) ? -1 : Number(text(a) > text(b));
	return rows.sort((a, b) => (key.startsWith('-') ? order(b, a) : order(a, b)));
};

const printTable = (
	call: Call,
	rows: readonly ProcessRow[],
	shape: readonly Column[],
	isBare: boolean,
): void => {
	const lines = rows.map((row) => shape.map((column) => column.text(call.state, call.pid, row)));
	const isHeaded = !isBare && shape.some(({ header }) => header !== '');
	const widths = shape.map((column) => ({ ...column, width: column.width }));
	call.out(tableText([...(isHeaded ? [shape.map(({ header }) => header)] : []), ...lines], widths));
};

const BUSYBOX_WIDTHS: Readonly<Record<string, number>> = {
	PID: 5,
	PPID: 5,
	PGID: 5,
	USER: 8,
	GROUP: 8,
	COMMAND: 16,
	TIME: 6,
	ELAPSED: 7,
	STAT: 4,
	TT: 6,
	TTY: 6,
	VSZ: 4,
	RSS: 4,
	NI: 5,
};

/** busybox's ps shows everything; headers stand left, numbers right (procps/ps.c). */
export function* busyboxPs(call: Call): Running<number> {
	const options = optionsOf(call, 'o:wlTefAax', {});
	const rows = rowsSeen(call.state, call.pid);
	if (!rows) return call.fail("can't open '/proc': No such file or directory");
	const shape = options.has('o')
		? options.values('o').flatMap((text) => asked(call, text))
		: columnsFor(['pid', 'user', 'args']);
	const width = (column: Column) =>
		Math.max(BUSYBOX_WIDTHS[column.header] ?? column.width, column.header.length);
	const line = (cells: readonly string[], isHead: boolean) =>
		cells
			.map((cell, i) =>
				i === cells.length - 1 && !(shape[i]!.isRight && !isHead)
					? cell
					: shape[i]!.isRight && !isHead
						? cell.padStart(width(shape[i]!))
						: cell.padEnd(width(shape[i]!)),
			)
			.join(' ');
	call.out(
		`${line(
			shape.map(({ header }) => header),
			true,
		)}\n`,
	);
	for (const row of rows)
		call.out(
			`${line(
				shape.map((column) =>
					column === columns['args']
						? commandLine(row.task).replace(/^\[(.*)\] <defunct>$/, '[$1]')
						: column.text(call.state, call.pid, row),
				),
				false,
			)}\n`,
		);
	return 0;
}

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
