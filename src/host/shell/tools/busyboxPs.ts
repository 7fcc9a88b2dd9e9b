/** ps of busybox. */
import type { Task } from '../../kernel/task.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';
import { type Column, columns, commandLine, rowsSeen } from './processTable.ts';
import { asked, columnsFor } from './psColumns.ts';

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

/** A name that is not the first argument's stands before it in braces (libbb/procps.c read_cmdline). */
const named = (task: Task): string => {
	if (task.status === 'Z' || !task.argv.length) return `[${task.comm}]`;
	const base = task.argv[0]!.split(' ')[0]!.replace(/^.*\//, '').replace(/^-/, '');
	return `${base.startsWith(task.comm) ? '' : `{${task.comm}} `}${commandLine(task)}`;
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
					column === columns['args'] ? named(row.task) : column.text(call.state, call.pid, row),
				),
				false,
			)}\n`,
		);
	return 0;
}
