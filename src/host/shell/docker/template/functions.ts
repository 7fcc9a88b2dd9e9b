/** What a docker template can call: text/template/funcs.go and docker/cli templates/templates.go. */
import { goJson } from '../go/json.ts';
import { sprint, sprintf, sprintln } from '../go/print.ts';
import { isMap, isSlice, isStruct, isTrue, typeName, type GoValue } from '../go/value.ts';

/** A function failed; the message follows `error calling NAME: `. */
export class CallError extends Error {}

export interface TemplateFunction {
	/** The types of the arguments; with `…` the last may come any number of times. */
	readonly takes: readonly string[];
	call(...args: readonly GoValue[]): GoValue;
}

const fail = (reason: string): never => {
	throw new CallError(reason);
};

const kindName = (value: GoValue): string =>
	value === undefined || value === null ? 'nil' : typeName(value);

/** A map of strings answers with an empty one where it has no key. */
const isOfStrings = (map: Readonly<Record<string, GoValue>>): boolean =>
	Object.values(map).every((value) => typeof value === 'string');

function indexed(value: GoValue, key: GoValue): GoValue {
	if (value === undefined || value === null) return fail('index of untyped nil');
	if (isMap(value)) {
		if (typeof key !== 'string') return fail(`value has type ${kindName(key)}; should be string`);
		return key in value || !isOfStrings(value) ? value[key] : '';
	}
	if (!isSlice(value) && typeof value !== 'string')
		return fail(`can't index item of type ${typeName(value)}`);
	if (typeof key !== 'number')
		return fail(`cannot index slice/array with ${key == null ? 'nil' : `type ${typeName(key)}`}`);
	const length = isSlice(value) ? value.length : new TextEncoder().encode(value).length;
	if (key < 0 || key >= length) return fail(`index out of range: ${key}`);
	return isSlice(value) ? value[key] : new TextEncoder().encode(value)[key];
}

function sliced(value: GoValue, ...bounds: readonly GoValue[]): GoValue {
	if (!isSlice(value) && typeof value !== 'string')
		return fail(`can't slice item of type ${kindName(value)}`);
	const [from = 0, to = value.length] = bounds.map(Number);
	for (const bound of [from, to])
		if (bound < 0 || bound > value.length) return fail(`index out of range: ${bound}`);
	if (from > to) return fail(`invalid slice index: ${from} > ${to}`);
	return value.slice(from, to);
}

function length(value: GoValue): GoValue {
	if (value === undefined || value === null) return fail('len of nil pointer');
	if (typeof value === 'string') return new TextEncoder().encode(value).length;
	if (isSlice(value)) return value.length;
	return isMap(value) ? Object.keys(value).length : fail(`len of type ${typeName(value)}`);
}

function basicKind(value: GoValue): string {
	if (['boolean', 'string'].includes(typeof value)) return typeof value;
	if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
	return fail('invalid type for comparison');
}

function isEqual(a: GoValue, b: GoValue): boolean {
	if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
	if (isSlice(a) || isMap(a)) return fail(`non-comparable type ${sprintf('%s', [a])}: ${typeName(a)}`);
	if (isStruct(a) || isStruct(b)) return a === b;
	if (basicKind(a) !== basicKind(b)) return fail('incompatible types for comparison');
	return a === b;
}

function isLess(a: GoValue, b: GoValue): boolean {
	const [kind, other] = [basicKind(a), basicKind(b)];
	if (kind === 'boolean') return fail('invalid type for comparison');
	if (kind !== other) return fail('incompatible types for comparison');
	return (a as number | string) < (b as number | string);
}

function isAny(first: GoValue, ...others: readonly GoValue[]): boolean {
	if (!others.length) return fail('missing argument for comparison');
	return others.some((other) => isEqual(first, other));
}

const entities: Readonly<Record<string, string>> = {
	'<': '&lt;',
	'>': '&gt;',
	'&': '&amp;',
	'"': '&#34;',
	"'": '&#39;',
};
const html = (text: string): string => text.replace(/[<>&"']/g, (character) => entities[character]!);

const scripts: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"', '\n': '\\u000A' };
const js = (text: string): string =>
	text.replace(
		/[\\'"<>&=\u0000-\u001f]/g, // eslint-disable-line no-control-regex
		(character) =>
			scripts[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
	);

const query = (text: string): string =>
	encodeURIComponent(text)
		.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');

const title = (text: string): string =>
	text.replace(/(?<![\p{L}\p{N}_'])\p{L}/gu, (letter) => letter.toUpperCase());

function truncated(text: string, size: number): string {
	const bytes = new TextEncoder().encode(text);
	return bytes.length < size ? text : new TextDecoder().decode(bytes.slice(0, size));
}

const text = (work: (value: string) => GoValue): TemplateFunction => ({
	takes: ['string'],
	call: (value) => work(value as string),
});
const all = (
	call: (...args: readonly GoValue[]) => GoValue,
	...takes: readonly string[]
): TemplateFunction => ({
	takes: [...takes, '…'],
	call,
});

export const functions: Readonly<Record<string, TemplateFunction>> = {
	and: all(() => undefined, 'any'),
	or: all(() => undefined, 'any'),
	not: { takes: ['any'], call: (value) => !isTrue(value) },
	len: { takes: ['any'], call: length },
	index: all((value, ...keys) => keys.reduce(indexed, value), 'any'),
	slice: all(sliced, 'any'),
	print: all((...values) => sprint(values)),
	printf: all((format, ...values) => sprintf(format as string, values), 'string'),
	println: all((...values) => sprintln(values)),
	html: all((...values) => html(sprint(values))),
	js: all((...values) => js(sprint(values))),
	urlquery: all((...values) => query(sprint(values))),
	eq: all(isAny, 'any'),
	ne: { takes: ['any', 'any'], call: (a, b) => !isEqual(a, b) },
	lt: { takes: ['any', 'any'], call: isLess },
	le: { takes: ['any', 'any'], call: (a, b) => isLess(a, b) || isEqual(a, b) },
	gt: { takes: ['any', 'any'], call: (a, b) => !isLess(a, b) && !isEqual(a, b) },
	ge: { takes: ['any', 'any'], call: (a, b) => !isLess(a, b) },
	call: all(
		(value) => fail(value == null ? 'call of nil' : `non-function of type ${typeName(value)}`),
		'any',
	),
	json: { takes: ['any'], call: goJson },
	split: { takes: ['string', 'string'], call: (value, by) => (value as string).split(by as string) },
	join: {
		takes: ['[]string', 'string'],
		call: (values, by) => (values as readonly string[]).join(by as string),
	},
	title: text(title),
	lower: text((value) => value.toLowerCase()),
	upper: text((value) => value.toUpperCase()),
	pad: {
		takes: ['string', 'int', 'int'],
		call: (value, before, after) =>
			value ? ' '.repeat(Number(before)) + value + ' '.repeat(Number(after)) : value,
	},
	truncate: { takes: ['string', 'int'], call: (value, size) => truncated(value as string, Number(size)) },
};

const same = (...takes: readonly string[]): TemplateFunction => ({ takes, call: (value) => value });

/** Above a column the name of the column stays as it is, whatever is done to the values. */
export const headerFunctions: Readonly<Record<string, TemplateFunction>> = {
	...functions,
	json: same('string'),
	split: same('string', 'string'),
	join: same('string', 'string'),
	title: same('string'),
	lower: same('string'),
	upper: same('string'),
	truncate: same('string', 'int'),
};

export const functionNames: ReadonlySet<string> = new Set(Object.keys(functions));
