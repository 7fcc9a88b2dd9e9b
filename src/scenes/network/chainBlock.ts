/** ChainBlock is one chain with its rules, as high as it is told to be; ChainLine is one on a single line. */
import type { Chain, Rule, TableName } from '#host/kernel/netfilter.ts';
import type { Packet } from '#host/kernel/packet.ts';
import { ruleText } from '#host/kernel/ruleText.ts';
import type { Cell, Mark, Marks } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import { HEAD, LINE, PITCH, SIZE } from './line.ts';
import { fittingWords, shortChain, targetWords } from './ruleWords.ts';

const PAD = 7;
/** Room for the number of a rule: one digit or two. */
const numberWidth = (chain: Chain): number => (chain.rules.length < 10 ? 14 : 22);
const COUNT = 22;

const monoWidth = (text: string, weight: 400 | 600 = 400): number =>
	Math.ceil(textWidth(text, { size: SIZE, mono: true, weight })) + 1;

export interface Matched {
	readonly table: TableName;
	readonly chain: string;
	readonly index?: number;
	readonly verdict: string;
}
export const matchedOf = (packet: Packet | undefined): Matched | undefined => packet?.matched;

export type At = {
	readonly table: TableName;
	readonly chain: Chain;
	readonly x: number;
	readonly width: number;
	readonly y: number;
	readonly matched: Matched | undefined;
	readonly say: Say;
	/** It has a place of its own; else its table is named with it. */
	readonly isTold?: boolean;
};

const isMatched = ({ table, chain, matched }: At, index?: number): boolean =>
	matched !== undefined && matched.table === table && matched.chain === chain.name && matched.index === index;

/** What stands in a line for a rule: its match, as far as there is room, then always its target and its count. */
const cellsOf = (rule: Rule, from: number, width: number, isBold: boolean, say: Say): readonly Cell[] => {
	const target = targetWords(rule);
	const wide = monoWidth(target);
	const weight = isBold ? 700 : 400;
	const counted = width - PAD - COUNT;
	const room = counted - 4 - wide - 5 - from;
	const words = fittingWords(rule, room);
	const any = say('rule.any');
	return [
		{
			text: words || (room > textWidth(any, { size: SIZE }) ? any : ''),
			x: from,
			width: room,
			weight,
			...(!words && { tone: 'muted' as const, mono: false }),
		},
		{
			text: target,
			x: counted - 4 - wide,
			width: wide,
			align: 'end',
			weight: 600,
			...(rule.target === 'DROP' || rule.target === 'REJECT' ? { tone: 4 as const } : {}),
		},
		{ text: String(rule.packets), x: counted, width: COUNT, align: 'end', tone: 'muted', weight },
	];
};

const ruleRow = (at: At, rule: Rule, index: number, y: number): Mark => ({
	kind: 'row',
	key: `rule:${at.table}/${at.chain.name}/${index}`,
	x: at.x,
	y,
	width: at.width,
	height: LINE,
	size: SIZE,
	cells: [
		{ text: String(index), x: PAD, width: numberWidth(at.chain), tone: 'muted' },
		...cellsOf(rule, PAD + numberWidth(at.chain), at.width, isMatched(at, index), at.say),
	],
	parent: `chain:${at.table}/${at.chain.name}`,
	label: `${at.table} ${at.chain.name} ${index}: ${ruleText(rule)}`,
});

const policyCell = (at: At, width: number): readonly Cell[] =>
	at.chain.policy === undefined
		? []
		: [
				{
					text: `policy ${at.chain.policy}`,
					x: width - PAD - 200,
					width: 200,
					align: 'end',
					tone: isMatched(at) ? 'act' : 'muted',
					weight: isMatched(at) ? 700 : 400,
				},
			];

const head = (at: At): Mark => {
	const { table, chain, x, y, width } = at;
	const lead = monoWidth(table) + 8;
	return {
		kind: 'row',
		key: `chain:${table}/${chain.name}`,
		x,
		y,
		width,
		height: HEAD - 2,
		size: SIZE,
		look: 'plain',
		cells: [
			{ text: table, x: 0, width: lead, tone: 'water' },
			{ text: chain.name, x: lead, width: width - lead - 130, weight: 700 },
			...policyCell(at, width),
		],
		label: `${table} ${chain.name}`,
	};
};

/** Which rules have a line: the matched one in any case, then those that decide something, then the first. */
const shownOf = (at: At, lines: number): readonly number[] => {
	const { rules } = at.chain;
	const all = rules.map((_, i) => i);
	if (rules.length <= lines) return all;
	const weight = (i: number): number => (isMatched(at, i + 1) ? 0 : rules[i]!.target === 'RETURN' ? 2 : 1);
	return all
		.sort((a, b) => weight(a) - weight(b) || a - b)
		.slice(0, lines - 1)
		.sort((a, b) => a - b);
};

const foldRow = (at: At, y: number, count: number): Mark => ({
	kind: 'label',
	key: `fold:${at.table}/${at.chain.name}`,
	x: at.x + PAD + numberWidth(at.chain),
	y: y + 15,
	text: at.say('fold', { count }),
	size: 13,
	tone: 'muted',
});

/** A chain under its name, `lines` high whatever it holds. */
export const chainBlock = (at: At, lines: number): Marks => {
	const shown = shownOf(at, lines);
	const folded = at.chain.rules.length - shown.length;
	const y = (line: number): number => at.y + HEAD + line * PITCH;
	return [
		head(at),
		...shown.map((i, line) => ruleRow(at, at.chain.rules[i]!, i + 1, y(line))),
		...(folded > 0 ? [foldRow(at, y(shown.length), folded)] : []),
	];
};

/** A rule beside its chain's name: where there are others, its number; its match only as far as there is room. */
const lineCells = (at: At, rule: Rule, index: number, width: number): readonly Cell[] => {
	const isOne = at.chain.rules.length === 1;
	const from = isOne ? 6 : 6 + numberWidth(at.chain);
	const cells = cellsOf(rule, from, width, isMatched(at, index), at.say);
	const number: Cell = { text: String(index), x: 6, width: numberWidth(at.chain), tone: 'muted' };
	return isOne ? cells : [number, ...cells];
};

/** A chain on a single line: its only rule, the one that matched, or how many it has. */
export const chainLine = (at: At): Marks => {
	const { table, chain, x, y, width, matched } = at;
	const name = at.isTold === false ? `${table} ${chain.name}` : shortChain(chain.name);
	const after = PAD + Math.ceil(textWidth(name, { size: SIZE, mono: true, weight: 700 })) + 12;
	const index =
		matched?.table === table && matched.chain === chain.name && matched.index !== undefined
			? matched.index
			: chain.rules.length === 1 && !isMatched(at)
				? 1
				: 0;
	const rule = chain.rules[index - 1];
	const counted = rule
		? []
		: [
				{
					text: chain.policy ? `policy ${chain.policy}` : at.say('rules', { count: chain.rules.length }),
					x: width - PAD - 130,
					width: 130,
					align: 'end' as const,
					tone: 'muted' as const,
					mono: chain.policy !== undefined,
				},
			];
	return [
		{
			kind: 'row',
			key: `chain:${table}/${chain.name}`,
			x,
			y,
			width,
			height: LINE,
			size: SIZE,
			cells: [{ text: name, x: PAD, width: after - PAD - 6, weight: 700, tone: 'water' }, ...counted],
			label: `${table} ${chain.name}`,
		},
		...(rule
			? [
					{
						kind: 'row',
						key: `rule:${table}/${chain.name}/${index}`,
						x: x + after - 6,
						y,
						width: width - after + 6,
						height: LINE,
						size: SIZE,
						look: 'plain',
						layer: 5,
						cells: lineCells(at, rule, index, width - after + 6),
						label: `${table} ${chain.name} ${index}: ${ruleText(rule)}`,
					} as const,
				]
			: []),
	];
};
