/** Go values as plain data: a slice is an array, a map an object, null a nil pointer, undefined no value at all. */
export type GoValue =
	| undefined
	| null
	| boolean
	| number
	| string
	| readonly GoValue[]
	| GoStruct
	| { readonly [key: string]: GoValue };

/** A field's value, or a method that is called when a template names it. */
export type Member = GoValue | ((...args: readonly GoValue[]) => GoValue);

/** A struct of a named type; `*` in front of the name makes it a pointer. */
export class GoStruct {
	readonly type: string;
	readonly members: Readonly<Record<string, Member>>;
	/** Fields that JSON leaves out because they are empty (omitempty). */
	readonly absent: ReadonlySet<string>;
	/** Names that JSON gives to fields, where they are not their own (the struct's tags). */
	readonly tags: Readonly<Record<string, string>>;

	constructor(
		type: string,
		members: Readonly<Record<string, Member>>,
		absent: ReadonlySet<string> = new Set(),
		tags: Readonly<Record<string, string>> = {},
	) {
		this.type = type;
		this.members = members;
		this.absent = absent;
		this.tags = tags;
	}

	/** What the member holds, methods called without arguments. */
	get(name: string): GoValue {
		const member = this.members[name];
		return typeof member === 'function' ? member() : member;
	}
}

/** A slice and a map that were never made: empty to look at, null in JSON. */
export const nilSlice: readonly GoValue[] = [];
export const nilMap: { readonly [key: string]: GoValue } = {};

export const isStruct = (value: GoValue): value is GoStruct => value instanceof GoStruct;
export const isSlice = (value: GoValue): value is readonly GoValue[] => Array.isArray(value);
export const isMap = (value: GoValue): value is { readonly [key: string]: GoValue } =>
	typeof value === 'object' && value !== null && !isSlice(value) && !isStruct(value);

/** Keys in the order in which Go prints and ranges over a map. */
export function sortedKeys(map: Readonly<Record<string, unknown>>): string[] {
	return Object.keys(map).sort(byBytes);
}

export function byBytes(a: string, b: string): number {
	const isAstral = /[\ud800-\udfff]/.test(a + b);
	if (!isAstral) return a < b ? -1 : a > b ? 1 : 0;
	const [as, bs] = [[...a], [...b]];
	const at = as.findIndex((character, i) => character !== bs[i]);
	if (at < 0) return as.length - bs.length;
	return (as[at]?.codePointAt(0) ?? -1) - (bs[at]?.codePointAt(0) ?? -1);
}

/** The type as Go's messages name it. */
export function typeName(value: GoValue): string {
	if (value === undefined || value === null) return 'interface {}';
	if (typeof value === 'boolean') return 'bool';
	if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
	if (typeof value === 'string') return 'string';
	if (isSlice(value)) return value.every((item) => typeof item === 'string') ? '[]string' : '[]interface {}';
	return isStruct(value) ? value.type : 'map[string]interface {}';
}

/** Whether a template's `if` takes it for true. */
export function isTrue(value: GoValue): boolean {
	if (isSlice(value)) return value.length > 0;
	if (isMap(value)) return Object.keys(value).length > 0;
	return isStruct(value) || Boolean(value);
}
