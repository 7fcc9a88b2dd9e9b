/** Where a text stops being JSON: browsers say it each in their own way, or not at all. */
const SPACE = /[ \t\r\n]*/y;
const TOKEN =
	/"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{},:]/uy;

/** What may come next: a value, a name, a colon, or what follows a value. */
type Wanted = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | 'next';

const isName = (token: string): boolean => token.startsWith('"');
const isValue = (token: string): boolean => !/^[\]},:]$/.test(token);

/** The line, from 1, of the first thing that cannot stand where it stands; undefined where there is none. */
export function badJsonLine(text: string): number | undefined {
	const open: string[] = [];
	let wanted: Wanted = 'value';
	let place = 0;
	while ((place = passed(SPACE, text, place)) < text.length) {
		const end = passed(TOKEN, text, place);
		const next: Wanted | undefined = end > place ? after(text.slice(place, end), wanted, open) : undefined;
		if (next === undefined) return lineAt(text, place);
		wanted = next;
		place = end;
	}
	return wanted === 'next' && open.length === 0 ? undefined : lineAt(text, text.trimEnd().length);
}

function passed(pattern: RegExp, text: string, place: number): number {
	pattern.lastIndex = place;
	return pattern.test(text) ? pattern.lastIndex : place;
}

const lineAt = (text: string, place: number): number => text.slice(0, place).split('\n').length;

function after(token: string, wanted: Wanted, open: string[]): Wanted | undefined {
	if (token === ']' || token === '}') return closed(token, wanted, open);
	switch (wanted) {
		case ':':
			return token === ':' ? 'value' : undefined;
		case 'name':
		case 'name or }':
			return isName(token) ? ':' : undefined;
		case 'next':
			if (token !== ',' || open.length === 0) return undefined;
			return open.at(-1) === '{' ? 'name' : 'value';
		default:
			return isValue(token) ? begun(token, open) : undefined;
	}
}

function begun(token: string, open: string[]): Wanted {
	if (token !== '[' && token !== '{') return 'next';
	open.push(token);
	return token === '[' ? 'value or ]' : 'name or }';
}

function closed(token: string, wanted: Wanted, open: string[]): Wanted | undefined {
	const isRight = open.at(-1) === (token === ']' ? '[' : '{');
	if (!isRight || (wanted !== 'next' && !wanted.endsWith(token))) return undefined;
	open.pop();
	return 'next';
}
