/** Python's `re` over str, said in JavaScript: Unicode \w \d \s \b, and lines that end at \n only. */
const word = String.raw`\p{L}\p{N}_`;
const space = String.raw`\s\x1c-\x1f\x85`;
const outside: Record<string, string> = {
	'\\w': `[${word}]`,
	'\\d': String.raw`\p{Nd}`,
	'\\s': `[${space}]`,
	'\\S': `[^${space}]`,
	'\\b': `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`,
	'.': String.raw`[^\n]`,
};
const inside: Record<string, string> = { '\\w': word, '\\d': String.raw`\p{Nd}`, '\\s': space };
const lineEnds: Record<string, string> = { '^': String.raw`(?<![^\n])`, $: String.raw`(?![^\n])` };
const ends: Record<string, string> = { '^': '^', $: String.raw`(?=\n?$)` };

export function pythonRegExp(source: string, flags = 'g', multiline = false): RegExp {
	let inClass = false;
	const translated = source.replace(/\\x[0-9a-f]{2}|\\.|[\s\S]/g, (piece) => {
		if (inClass) {
			inClass = piece !== ']';
			return inside[piece] ?? piece;
		}
		inClass = piece === '[';
		return outside[piece] ?? (multiline ? lineEnds : ends)[piece] ?? piece;
	});
	return new RegExp(translated, `${flags}u`);
}

const whitespace = new RegExp(`[${space}]+`, 'u');

/** str.split(None, limit): at most `limit` cuts, the rest of the line kept as it is. */
export function fields(line: string, limit = Infinity): string[] {
	const found: string[] = [];
	let rest = line.replace(new RegExp(`^[${space}]+`, 'u'), '');
	while (rest && found.length < limit) {
		const gap = whitespace.exec(rest);
		if (!gap) break;
		found.push(rest.slice(0, gap.index));
		rest = rest.slice(gap.index + gap[0].length);
	}
	if (rest) found.push(rest);
	return found;
}

/** The order of Python's strings: by code point, where JavaScript orders by UTF-16 unit. */
export function byCodePoint(a: string, b: string): number {
	const [as, bs] = [[...a], [...b]];
	for (let i = 0; i < as.length && i < bs.length; i++) {
		const difference = as[i]!.codePointAt(0)! - bs[i]!.codePointAt(0)!;
		if (difference) return difference;
	}
	return as.length - bs.length;
}

const lineEnd = String.raw`\n\r\v\f\x1c-\x1e\x85\u2028\u2029`;
const line = new RegExp(`[^${lineEnd}]*(?:\\r\\n|[${lineEnd}])|[^${lineEnd}]+$`, 'gu');

/** str.splitlines(True) */
export const linesKept = (text: string): string[] => text.match(line) ?? [];

export const withoutFinalNewlines = (text: string): string => text.replace(/\n+$/, '');
export const withoutFinalSpace = (text: string): string => text.replace(new RegExp(`[${space}]+$`, 'u'), '');
