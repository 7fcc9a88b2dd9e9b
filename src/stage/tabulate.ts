/** A table as marks: its head, and every row a mark of its own that can come, go, move and be chosen. */
import type { Cell, Column, Mark, Marks, Point, Row, State, Tone } from './mark.ts';
import { columnPlaces, headHeight } from './shapes/table.ts';

export type Told = Omit<Cell, 'x' | 'width'>;

export type RowOf = {
	readonly key: string;
	/** By the column's key; text alone, or more about it. A column without one stays empty. */
	readonly cells: Readonly<Record<string, string | Told>>;
	readonly parent?: string | undefined;
	readonly tone?: Tone | undefined;
	readonly state?: State | undefined;
	readonly act?: boolean | undefined;
	readonly label?: string | undefined;
	readonly title?: string | undefined;
};

export type Tabulated = Point & {
	readonly key: string;
	readonly heading?: string;
	readonly sub?: string;
	readonly columns: readonly Column[];
	readonly rows: readonly RowOf[];
	readonly rowHeight?: number;
	readonly gap?: number;
	readonly look?: 'block' | 'line' | 'plain';
	readonly size?: number;
	/** Said where there is no row. */
	readonly empty?: string;
	readonly act?: boolean;
	readonly label?: string;
	/** Keeps the height of so many rows, so that what stands below does not move. */
	readonly least?: number;
};

const insetOf = (table: Tabulated): number => ((table.look ?? 'block') === 'block' ? 14 : 0);

const widthOf = (table: Tabulated): number =>
	table.columns.reduce((sum, column) => sum + column.width, 0) + insetOf(table);

export const tableHeight = (table: Omit<Tabulated, 'x' | 'y' | 'key'>): number => {
	const { rowHeight = 34, gap = 6 } = table;
	const count = Math.max(table.rows.length, table.least ?? (table.empty === undefined ? 0 : 1));
	return headHeight(table) + Math.max(0, count * (rowHeight + gap) - gap);
};

function cellsOf(table: Tabulated, row: RowOf): readonly Cell[] {
	const places = columnPlaces({ columns: table.columns, inset: insetOf(table) });
	return table.columns.flatMap((column, i) => {
		const place = places[i];
		const said = row.cells[column.key];
		if (said === undefined || !place) return [];
		const told: Told = typeof said === 'string' ? { text: said } : said;
		return [
			{
				...place,
				...(column.align !== undefined && { align: column.align }),
				...(column.mono !== undefined && { mono: column.mono }),
				...told,
			},
		];
	});
}

function rowOf(table: Tabulated, row: RowOf, index: number): Row {
	const { rowHeight = 34, gap = 6 } = table;
	const { key, parent, tone, state, act, label, title } = row;
	return {
		kind: 'row',
		key,
		x: table.x,
		y: table.y + headHeight(table) + index * (rowHeight + gap),
		width: widthOf(table),
		height: rowHeight,
		cells: cellsOf(table, row),
		look: table.look ?? 'block',
		...(table.size !== undefined && { size: table.size }),
		...(parent !== undefined && { parent }),
		...(tone !== undefined && { tone }),
		...(state !== undefined && { state }),
		...(act !== undefined && { act }),
		...(label !== undefined && { label }),
		...(title !== undefined && { title }),
	};
}

export function tabulate(table: Tabulated): Marks {
	const { key, x, y, heading, sub, columns, empty, act, label } = table;
	const head: Mark = {
		kind: 'table',
		key,
		x,
		y,
		width: widthOf(table),
		height: tableHeight(table),
		columns,
		inset: insetOf(table),
		...(heading !== undefined && { heading }),
		...(sub !== undefined && { sub }),
		...(act !== undefined && { act }),
		...(label !== undefined && { label }),
		...(empty !== undefined && table.rows.length === 0 && { empty }),
	};
	return [head, ...table.rows.map((row, i) => rowOf(table, row, i))];
}
