/** Go's text/tabwriter: cells that end with a tab form columns as wide as the widest of neighbouring lines. */
interface Settings {
	readonly least: number;
	readonly padding: number;
	/** Go's own counts every character as one place, docker's since 24.0 wide ones as two. */
	readonly hasWide: boolean;
}

/** East Asian wide characters take two places (github.com/mattn/go-runewidth). */
const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

export const textWidth = (text: string): number =>
	[...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);

type Line = readonly string[];

const places = (cell: string, { hasWide }: Settings): number =>
	hasWide ? textWidth(cell) : [...cell].length;

function written(line: Line, widths: readonly number[], settings: Settings): string {
	return line
		.map((cell, i) => cell + ' '.repeat(Math.max((widths[i] ?? 0) - places(cell, settings), 0)))
		.join('');
}

/** The last cell of a line ends no column. */
const hasColumn = (line: Line, column: number): boolean => column < line.length - 1;

function aligned(lines: readonly Line[], settings: Settings, widths: readonly number[]): string[] {
	const column = widths.length;
	const out: string[] = [];
	let from = 0;
	while (from < lines.length) {
		let to = from;
		if (!hasColumn(lines[from]!, column)) {
			out.push(written(lines[from]!, widths, settings));
			from++;
			continue;
		}
		while (to < lines.length && hasColumn(lines[to]!, column)) to++;
		const block = lines.slice(from, to);
		const widest = Math.max(...block.map((line) => places(line[column]!, settings) + settings.padding));
		out.push(...aligned(block, settings, [...widths, Math.max(settings.least, widest)]));
		from = to;
	}
	return out;
}

/** `text` with its tabs turned into columns; docker's tables use the widths given here. */
export function tabulated(
	text: string,
	{ least = 10, padding = 3, hasWide = true }: Partial<Settings> = {},
): string {
	const lines = text.split('\n').map((line) => line.split('\t'));
	return aligned(lines, { least, padding, hasWide }, []).join('\n');
}
