/** Go's strconv.Quote for the text that reaches a command line. */
const named: Readonly<Record<string, string>> = {
	'"': '\\"',
	'\\': '\\\\',
	'\x07': '\\a',
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\v': '\\v',
};

function escaped(character: string): string {
	const code = character.codePointAt(0)!;
	if (named[character]) return named[character];
	if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
	return code === 0xa0 || code === 0xfeff ? `\\u${code.toString(16).padStart(4, '0')}` : character;
}

export const goQuote = (text: string): string => `"${[...text].map(escaped).join('')}"`;
