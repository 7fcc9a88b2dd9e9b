/** The table of docker top: columns at least 20 wide, three blanks between (tabwriter 20, 1, 3). */
export function tabulatedColumns(rows: readonly (readonly string[])[]): string {
	const count = rows[0]?.length ?? 0;
	const widths = Array.from({ length: count }, (_, i) =>
		Math.max(20, ...rows.map((row) => (row[i] ?? '').length + 3)),
	);
	return rows
		.map((row) => row.map((cell, i) => (i < count - 1 ? cell.padEnd(widths[i]!) : cell)).join('') + '\n')
		.join('');
}
