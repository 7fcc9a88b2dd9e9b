/** Columns as ps -o names them, and rows printed under their headers. */
import type { Call } from '../call.ts';
import { type Column, type ProcessRow, columnNamed, columns, tableText } from './processTable.ts';

/** `pid,comm=NAME`: columns with the headers asked for. */
export const asked = (call: Call, text: string): Column[] =>
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

export const columnsFor = (names: readonly string[]): Column[] => names.map((name) => columns[name]!);
export const ofText = (text: string) => text.split(/[\s,]+/).filter(Boolean);
export const printTable = (
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
