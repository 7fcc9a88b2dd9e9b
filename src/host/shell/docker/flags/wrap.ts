/** How pflag folds the text of an option into a column ((*FlagSet).FlagUsagesWrapped). */
const slop = 5;

function cut(text: string, width: number): [line: string, rest: string] {
	if (width + slop > text.length) return [text, ''];
	const head = text.slice(0, width);
	const blank = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\t'), head.lastIndexOf('\n'));
	if (blank <= 0) return [text, ''];
	const newline = head.lastIndexOf('\n');
	const at = newline > 0 && newline < blank ? newline : blank;
	return [text.slice(0, at), text.slice(at + 1)];
}

/** `text` folded to `width`, every line but the first indented. */
export function wrap(indent: number, width: number, text: string): string {
	const isNarrow = width - indent < 24;
	const margin = isNarrow ? 16 : indent;
	const room = width - margin - slop;
	const lines: string[] = [];
	let rest = text;
	do {
		const [line, more] = cut(rest, room);
		lines.push(line);
		rest = more;
	} while (rest);
	const pad = `\n${' '.repeat(margin)}`;
	const folded = lines.join('\n').replaceAll('\n', pad);
	return isNarrow ? pad + folded : folded;
}
