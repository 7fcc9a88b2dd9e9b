/** Rules in their chains, in the order in which a packet meets them; a chain keeps its place and its number of lines. */
import type { Chain, TableName } from '#host/kernel/netfilter.ts';
import type { Mark, Marks, Rect } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { chainBlock, chainLine, matchedOf } from './chainBlock.ts';
import { currentPacket } from './current.ts';
import { HEAD, PITCH } from './line.ts';

/** A table's chain, and how many lines it has for its rules; none: all of it is one line. */
type Block = readonly [TableName, string, number];

const ISOLATION = ['DOCKER-ISOLATION-STAGE-1', 'DOCKER-ISOLATION-STAGE-2'] as const;
const translating: readonly Block[] = [
	['nat', 'PREROUTING', 0],
	['nat', 'OUTPUT', 0],
	['nat', 'DOCKER', 4],
	['nat', 'POSTROUTING', 3],
];
const filtering: readonly Block[] = [
	['filter', 'FORWARD', 6],
	['filter', 'DOCKER-USER', 0],
	['filter', ISOLATION[0], 0],
	['filter', ISOLATION[1], 0],
	['filter', 'DOCKER', 2],
];
const told = new Set([...translating, ...filtering].map(([table, chain]) => `${table}/${chain}`));

/** Chains that have a single line: their rules are not all there to be seen. */
export const isLine = (table: string, chain: string): boolean =>
	!told.has(`${table}/${chain}`) ||
	[...translating, ...filtering].some(([of, name, lines]) => lines === 0 && of === table && name === chain);

const heightOf = (lines: number): number => (lines === 0 ? PITCH : HEAD + lines * PITCH + 5);

const stacked = (cast: Cast, rect: Rect, say: Say, blocks: readonly Block[]): Marks => {
	const matched = matchedOf(currentPacket(cast));
	let { y } = rect;
	const marks: Mark[] = [];
	for (const [table, name, lines] of blocks) {
		const chain = cast.net.netfilter[table][name];
		const isTold = told.has(`${table}/${name}`);
		if (chain) {
			const at = { table, chain, x: rect.x, width: rect.width, y, matched, say, isTold };
			marks.push(...(lines === 0 ? chainLine(at) : chainBlock(at, lines)));
		}
		y += heightOf(lines);
	}
	return marks;
};

/** How far the rules of the nat table reach down. */
const TRANSLATED = translating.reduce((sum, [, , lines]) => sum + heightOf(lines), 0);
export const natRect = ({ x, y, width }: Rect): Rect => ({ x, y, width, height: TRANSLATED });

const OTHERS = 2;
/** Chains without a place of their own that somebody has put rules into, or that a packet is in. */
const others = (cast: Cast): readonly Block[] => {
	const matched = matchedOf(currentPacket(cast));
	const isMatched = (table: TableName, { name }: Chain): boolean =>
		matched?.table === table && matched.chain === name;
	return (['filter', 'nat', 'mangle', 'raw'] as const)
		.flatMap((table) => Object.values(cast.net.netfilter[table]).map((chain) => [table, chain] as const))
		.filter(
			([table, chain]) =>
				!told.has(`${table}/${chain.name}`) && (chain.rules.length > 0 || isMatched(table, chain)),
		)
		.sort((a, b) => Number(isMatched(...b)) - Number(isMatched(...a)))
		.slice(0, OTHERS)
		.map(([table, { name }]): Block => [table, name, 0]);
};

/** Conntrack knows the packet's connection: the nat table is not asked. */
const bypassed = (cast: Cast, rect: Rect, marks: Marks, say: Say): Marks => {
	if (currentPacket(cast)?.known !== cast.host) return marks;
	return [
		...marks.map((mark): Mark => ({ ...mark, opacity: 0.4 })),
		{
			kind: 'chip',
			key: 'nat:bypassed',
			x: rect.x + rect.width,
			y: rect.y + 2 * PITCH - 4,
			anchor: 'end',
			text: say('nat.bypassed'),
			icon: 'cross',
			size: 13,
			tone: 'ink',
			fill: 'full',
			label: say('nat.bypassed.label'),
		},
	];
};

export const chains = (
	cast: Cast,
	places: { readonly translating: Rect; readonly filtering: Rect },
	say: Say,
): Marks => {
	const below = { ...places.translating, y: places.translating.y + TRANSLATED };
	return [
		...bypassed(cast, places.translating, stacked(cast, places.translating, say, translating), say),
		...stacked(cast, below, say, others(cast)),
		...stacked(cast, places.filtering, say, filtering),
	];
};
