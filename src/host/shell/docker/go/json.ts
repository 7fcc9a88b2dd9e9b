import { byBytes, isSlice, isStruct, nilMap, nilSlice, type GoValue } from './value.ts';
import { goNumber } from './print.ts';

const control = /[\u0000-\u001f\u2028\u2029]/g; // eslint-disable-line no-control-regex
const short: Readonly<Record<string, string>> = {
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\b': '\\b',
	'\f': '\\f',
};
const escaped = (character: string): string =>
	short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** encoding/json without the escaping of HTML. */
const jsonText = (text: string): string =>
	`"${text.replace(/["\\]/g, (character) => `\\${character}`).replace(control, escaped)}"`;

const jsonNumber = (n: number): string => (Number.isInteger(n) ? String(n) : goNumber(n));

function entries(value: Exclude<GoValue, undefined | null | boolean | number | string>): [string, GoValue][] {
	if (!isStruct(value)) return Object.entries(value).sort(([a], [b]) => byBytes(a, b)) as [string, GoValue][];
	const all = Object.entries(value.members);
	const methods = all.flatMap(([key, member]): [string, GoValue][] =>
		typeof member === 'function' && member.length === 0 ? [[key, member()]] : [],
	);
	// A row of a table is written by its methods, in their order of name.
	if (methods.length) return methods.sort(([a], [b]) => byBytes(a, b));
	const present = all.filter(([key, member]) => member !== undefined && !value.absent.has(key));
	return present.map(([key, member]) => [value.tags[key] ?? key, member]) as [string, GoValue][];
}

const inPages: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };
const isRow = (value: GoValue): boolean =>
	isStruct(value) && Object.values(value.members).some((member) => typeof member === 'function');

/** A row of a table escapes what a page would read as markup; the rest is left as it is. */
export const goJson = (value: GoValue): string =>
	isRow(value) ? marshalled(value).replace(/[<>&]/g, (character) => inPages[character]!) : marshalled(value);

/** json.Marshal, the keys of maps sorted and the fields of structs as declared. */
function marshalled(value: GoValue): string {
	if (value === undefined || value === null || value === nilSlice || value === nilMap) return 'null';
	if (typeof value === 'string') return jsonText(value);
	if (typeof value === 'number') return jsonNumber(value);
	if (typeof value === 'boolean') return String(value);
	if (isSlice(value)) return `[${value.map(marshalled).join(',')}]`;
	const pairs = entries(value).map(([key, item]) => `${jsonText(key)}:${marshalled(item)}`);
	return `{${pairs.join(',')}}`;
}
