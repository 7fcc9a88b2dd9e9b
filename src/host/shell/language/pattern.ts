/** Shell patterns, as globbing, `case`, `${x#…}` and find(1) match them (glob(7)). */
const CLASSES: Readonly<Record<string, string>> = {
	alpha: 'A-Za-z',
	digit: '0-9',
	alnum: 'A-Za-z0-9',
	upper: 'A-Z',
	lower: 'a-z',
	space: '\\s',
	blank: ' \\t',
	punct: '!-\\/:-@\\[-`{-~',
	xdigit: '0-9A-Fa-f',
	print: ' -~',
	cntrl: '\\x00-\\x1f\\x7f',
};

/** The inside of a bracket expression as JavaScript writes it. */
export const bracketSource = (inside: string): string =>
	inside.replace(/\[:(\w+):\]|[\\\]^[]/g, (all, name: string | undefined) =>
		name ? (CLASSES[name] ?? '') : `\\${all}`,
	);

const literal = (char: string) => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');

/** The pattern as the source of a regular expression; a backslash makes the next character plain. */
export const patternSource = (
	pattern: string,
	options: { readonly staysInDirectory?: boolean; readonly isShortest?: boolean } = {},
): string => {
	const any = `${options.staysInDirectory ? '[^/]' : '[\\s\\S]'}`;
	let source = '';
	for (let i = 0; i < pattern.length; i++) {
		const char = pattern[i]!;
		const bracket = char === '[' && /^\[([!^]?)(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(pattern.slice(i));
		if (bracket) {
			source += `[${bracket[1] ? '^' : ''}${bracketSource(bracket[2]!)}]`;
			i += bracket[0].length - 1;
		} else if (char === '*') source += `${any}*${options.isShortest ? '?' : ''}`;
		else if (char === '?') source += any;
		else if (char === '\\' && i + 1 < pattern.length) source += literal(pattern[++i]!);
		else source += literal(char);
	}
	return source;
};

const regexps = new Map<string, RegExp>();

/** A source that JavaScript refuses (a range backwards) matches nothing. */
export const regexpOf = (source: string, flags = ''): RegExp => {
	const key = `${flags}/${source}`;
	let found = regexps.get(key);
	if (!found) {
		try {
			found = new RegExp(source, flags);
		} catch {
			found = /(?!)/;
		}
		if (regexps.size > 500) regexps.clear();
		regexps.set(key, found);
	}
	found.lastIndex = 0;
	return found;
};

export const isMatch = (pattern: string, text: string): boolean =>
	regexpOf(`^${patternSource(pattern)}$`).test(text);
export const isPattern = (pattern: string): boolean => /(?:^|[^\\])(?:\\\\)*[*?[]/.test(pattern);
/** A text as a pattern that matches only itself. */
export const asPattern = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');
export const withoutEscapes = (pattern: string): string => pattern.replace(/\\([\s\S])/g, '$1');

/** `${text#pattern}` and its kin. */
export const trimmed = (text: string, operator: string, pattern: string): string => {
	if (operator[0] === '#')
		return text.replace(regexpOf(`^${patternSource(pattern, { isShortest: operator === '#' })}`), '');
	const ends = regexpOf(`^${patternSource(pattern)}$`);
	const starts = Array.from({ length: text.length + 1 }, (_, i) => (operator === '%' ? text.length - i : i));
	const start = starts.find((each) => ends.test(text.slice(each)));
	return start === undefined ? text : text.slice(0, start);
};
