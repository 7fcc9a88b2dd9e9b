/** Rules in their chains, in the order in which a packet meets them; a chain keeps its place and its number of lines. */
import type { TableName } from '#host/kernel/netfilter.ts';
import type { Mark, Marks, Rect } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { currentPacket } from './current.ts';
import { HEAD, PITCH } from './line.ts';

import { chainBlock, chainLine, matchedOf } from './chainBlock.ts';

/** Chains that have a single line: their rules are not all there to be seen. */
export const isLine = (table: string, chain: string): boolean =>
	[...arriving, ...passing].some(([of, name, lines]) => lines === 0 && of === table && name === chain);

const stacked = (
	cast: Cast,
	rect: Rect,
	say: Say,
	blocks: readonly (readonly [TableName, string, number])[],
): { readonly marks: Marks; readonly bottom: number } => {
	const matched = matchedOf(currentPacket(cast));
	let { y } = rect;
	const marks: Mark[] = [];
	for (const [table, name, lines] of blocks) {
		const chain = cast.net.netfilter[table][name];
		if (chain) {
			const at = { table, chain, x: rect.x, width: rect.width, y, matched, say };
			marks.push(...(lines === 0 ? chainLine(at) : chainBlock(at, lines)));
		}
		y += (lines === 0 ? PITCH : HEAD + lines * PITCH) + (lines === 0 ? 0 : 5);
	}
	return { marks, bottom: y };
};

const ISOLATION = ['DOCKER-ISOLATION-STAGE-1', 'DOCKER-ISOLATION-STAGE-2'] as const;
const arriving = [
	['nat', 'PREROUTING', 0],
	['nat', 'OUTPUT', 0],
	['nat', 'DOCKER', 5],
] as const;
const passing = [
	['filter', 'FORWARD', 6],
	['filter', 'DOCKER-USER', 0],
	['filter', ISOLATION[0], 0],
	['filter', ISOLATION[1], 0],
] as const;
const after = ['filter', 'DOCKER', 3] as const;
const leaving = [['nat', 'POSTROUTING', 3]] as const;

const told = new Set(
	[...arriving, ...passing, after, ...leaving].map(([table, chain]) => `${table}/${chain}`),
);
/** A chain that has no place of its own, while a packet is in it. */
const other = (cast: Cast): readonly (readonly [TableName, string, number])[] => {
	const matched = matchedOf(currentPacket(cast));
	return matched && !told.has(`${matched.table}/${matched.chain}`) ? [[matched.table, matched.chain, 0]] : [];
};

export const chains = (
	cast: Cast,
	places: { readonly arriving: Rect; readonly passing: Rect; readonly leaving: Rect },
	say: Say,
) => ({
	arriving: stacked(cast, places.arriving, say, arriving),
	passing: stacked(cast, places.passing, say, [...passing, after, ...other(cast)]),
	leaving: stacked(cast, places.leaving, say, leaving),
});
