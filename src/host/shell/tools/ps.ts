/** ps of procps. */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { userNamed } from '../users.ts';
import { optionsOf } from './options.ts';
import { columns, type Column, type ProcessRow, columnNamed, rowsSeen } from './processTable.ts';
import { asked, columnsFor, ofText, printTable } from './psColumns.ts';

const BSD_USER = ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tty', 'stat', 'start', 'time', 'args'];
const FULL = ['uid', 'pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd'];
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
