/** `a{b,c}d` and `{1..5}` (bash(1) "Brace Expansion"): one word becomes several. */
import type { Part, Word } from './script.ts';

/** More words than this from one are cut off. */
const MOST = 10_000;

type Item = string | Part;

const itemsOf = (word: Word): Item[] =>
	word.parts.flatMap((part): Item[] => (part.kind === 'text' && !part.isQuoted ? [...part.text] : [part]));

const wordOf = (items: readonly Item[], source: string): Word => {
	const parts: Part[] = [];
	for (const item of items) {
		const last = parts.at(-1);
		if (typeof item !== 'string') parts.push(item);
		else if (last?.kind === 'text' && !last.isQuoted)
			parts[parts.length - 1] = { ...last, text: last.text + item };
		else parts.push({ kind: 'text', text: item, isQuoted: false });
	}
	return { parts, source };
};

/** The first group from `from` on that has a comma or `..`: its ends and where it is split. */
const groupIn = (
	items: readonly Item[],
	from: number,
): { start: number; end: number; commas: number[] } | undefined => {
	for (let start = from; start < items.length; start++) {
		if (items[start] !== '{') continue;
		const commas: number[] = [];
		let depth = 0;
		for (let end = start; end < items.length; end++) {
			if (items[end] === '{') depth++;
			else if (items[end] === ',' && depth === 1) commas.push(end);
			else if (items[end] === '}' && --depth === 0) return { start, end, commas };
		}
	}
	return undefined;
};

const sequence = (text: string): string[] | undefined => {
	const found = /^(?:(-?\d+)\.\.(-?\d+)|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?\d+))?$/.exec(text);
	if (!found) return undefined;
	const [from, to] =
		found[1] !== undefined
			? [Number(found[1]), Number(found[2])]
			: [found[3]!.charCodeAt(0), found[4]!.charCodeAt(0)];
	const step = Math.abs(Number(found[5] ?? 1)) || 1;
	const count = Math.min(Math.floor(Math.abs(to - from) / step) + 1, MOST);
	const numbers = Array.from({ length: count }, (_, i) => from + (to < from ? -i : i) * step);
	if (found[1] === undefined) return numbers.map((each) => String.fromCharCode(each));
	const isPadded = [found[1], found[2]!].some((each) => /^-?0\d/.test(each));
	const width = isPadded ? Math.max(found[1].length, found[2]!.length) : 0;
	return numbers.map((each) =>
		each < 0 ? `-${String(-each).padStart(width - 1, '0')}` : String(each).padStart(width, '0'),
	);
};

const expanded = (items: readonly Item[], from = 0): Item[][] => {
	const group = groupIn(items, from);
	if (!group) return [[...items]];
	const { start, end, commas } = group;
	const inside = items.slice(start + 1, end);
	const series = commas.length
		? undefined
		: inside.every((item) => typeof item === 'string')
			? sequence(inside.join(''))
			: undefined;
	if (!commas.length && !series) return expanded(items, start + 1);
	const edges = [start, ...commas, end];
	const choices: Item[][] =
		series?.map((each) => [...each]) ??
		edges.slice(1).flatMap((edge, i) => expanded(items.slice(edges[i]! + 1, edge)));
	const tails = expanded(items.slice(end + 1));
	return choices
		.flatMap((choice) => tails.map((tail) => [...items.slice(0, start), ...choice, ...tail]))
		.slice(0, MOST);
};

export const withBraces = (word: Word): readonly Word[] =>
	expanded(itemsOf(word)).map((items) => wordOf(items, word.source));
