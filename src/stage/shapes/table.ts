import type { Rect, Table } from '../mark.ts';
import { lead, run, type Run } from '../run.ts';
import { textWidth } from '../text.ts';

const TITLE = 26;
const HEADINGS = 24;
/** What stays free at the right of each column. */
export const GUTTER = 12;

const hasHeadings = (table: Pick<Table, 'columns'>): boolean =>
	table.columns.some((column) => column.heading);

/** How much of a table's height stands above its first row. */
export const headHeight = (table: Pick<Table, 'heading' | 'columns'>): number =>
	(table.heading === undefined ? 0 : TITLE) + (hasHeadings(table) ? HEADINGS : 0);

/** Where each column begins, and the width its cells have. */
export function columnPlaces(
	table: Pick<Table, 'columns' | 'inset'>,
): readonly { x: number; width: number }[] {
	let x = table.inset ?? 0;
	return table.columns.map((column) => {
		const place = { x, width: column.width - GUTTER };
		x += column.width;
		return place;
	});
}

/** Outlines of the columns that change now. */
export const tableOutlines = (table: Table): readonly Rect[] => {
	const top = table.heading === undefined ? 0 : TITLE;
	return columnPlaces(table).flatMap(({ x, width }, i) =>
		table.columns[i]?.act
			? [{ x: x - 6, y: top - 2, width: width + 12, height: table.height - top + 6 }]
			: [],
	);
};

function titleRuns(table: Table): readonly Run[] {
	if (table.heading === undefined) return [];
	const face = { size: 14, weight: 700 } as const;
	const ink = table.act ? 'act' : 'ink';
	const head = run({ ...face, text: table.heading, x: 0, y: 14, room: table.width, ink, fade: table.fade });
	if (table.sub === undefined) return [head];
	const x = textWidth(head.text, face) + 10;
	return [
		head,
		run({ text: table.sub, x, y: 14, room: table.width - x, size: 13, ink: 'ink2', fade: table.fade }),
	];
}

export function tableRuns(table: Table): readonly Run[] {
	const y = headHeight(table) - 9;
	const headings = columnPlaces(table).flatMap(({ x, width }, i) => {
		const column = table.columns[i];
		if (!column?.heading) return [];
		const face = { size: 12.5, weight: 600, mono: column.mono ?? false } as const;
		const at = x + lead(column.align, width);
		const ink = column.act ? 'act' : 'ink2';
		return [run({ ...face, text: column.heading, x: at, y, room: width, anchor: column.align, ink })];
	});
	const empty =
		table.empty === undefined
			? []
			: [run({ text: table.empty, x: table.inset ?? 0, y: headHeight(table) + 22, size: 13, ink: 'ink2' })];
	return [...titleRuns(table), ...headings, ...empty];
}
