/** The value between two values of the same shape: numbers glide, words change halfway, what acts is told at once. */

type Fields = Readonly<Record<string, unknown>>;

/** Fields whose exchange is seen as text and therefore fades out and in. */
const TEXTS: ReadonlySet<string> = new Set([
	'text',
	'heading',
	'sub',
	'value',
	'was',
	'name',
	'badge',
	'limitText',
	'above',
	'below',
	'struck',
	'icon',
]);

export const lerp = (a: number, b: number, t: number): number => a + (b - a) * t;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const keyOf = (value: unknown): unknown => (isFields(value) ? value['key'] : undefined);
const isPoint = (value: unknown): boolean =>
	isFields(value) && 'x' in value && 'y' in value && !('width' in value);

/** Whether two values are made of the same parts. */
export function isSame(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true;
	if (Array.isArray(a) && Array.isArray(b))
		return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
	if (!isFields(a) || !isFields(b)) return false;
	const names = Object.keys(a);
	return (
		names.length === Object.keys(b).length && names.every((name) => name in b && isSame(a[name], b[name]))
	);
}

const padded = (list: readonly unknown[], length: number): readonly unknown[] =>
	Array.from({ length }, (_, i) => list[Math.min(i, list.length - 1)]);

function listBetween(a: readonly unknown[], b: readonly unknown[], t: number): readonly unknown[] {
	const first = a[0] ?? b[0];
	if (keyOf(first) !== undefined) {
		const before = new Map(a.map((item) => [keyOf(item), item]));
		const halfway = t < 0.5 ? a : b;
		const after = new Map(b.map((item) => [keyOf(item), item]));
		return halfway.map((item) =>
			before.has(keyOf(item)) && after.has(keyOf(item))
				? between(before.get(keyOf(item)), after.get(keyOf(item)), t)
				: item,
		);
	}
	if (isPoint(first) && a.length > 0 && b.length > 0) {
		const length = Math.max(a.length, b.length);
		const end = padded(b, length);
		return padded(a, length).map((item, i) => between(item, end[i], t));
	}
	if (a.length === b.length) return a.map((item, i) => between(item, b[i], t));
	return t < 0.5 ? a : b;
}

const isExchanged = (a: Fields, b: Fields): boolean =>
	[...TEXTS].some((name) => typeof (a[name] ?? b[name]) !== 'number' && !isSame(a[name], b[name]));

function fieldsBetween(a: Fields, b: Fields, t: number): Fields {
	const made: Record<string, unknown> = {};
	for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
		const value = fieldBetween(name, a[name], b[name], t);
		if (value !== undefined) made[name] = value;
	}
	if (isExchanged(a, b)) made['fade'] = Math.abs(1 - 2 * t);
	return made;
}

function fieldBetween(name: string, a: unknown, b: unknown, t: number): unknown {
	if (name === 'act') return b;
	if (name === 'tone') return t < 0.5 ? a : b;
	if (name === 'samples' && Array.isArray(a) && Array.isArray(b)) return a.length > b.length ? a : b;
	if (name === 'opacity') return lerp(Number(a ?? 1), Number(b ?? 1), t);
	return between(a, b, t);
}

export function between(a: unknown, b: unknown, t: number): unknown {
	if (Object.is(a, b)) return a;
	if (typeof a === 'number' && typeof b === 'number') return lerp(a, b, t);
	if (Array.isArray(a) && Array.isArray(b)) return isSame(a, b) ? a : listBetween(a, b, t);
	if (isFields(a) && isFields(b)) return isSame(a, b) ? a : fieldsBetween(a, b, t);
	return t < 0.5 ? a : b;
}
