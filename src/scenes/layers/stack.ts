/** The read-only layers under the containers there are, each once however many share it, the middle ones folded. */
import type { Image, Layer } from '#host/engine/image.ts';
import type { HostState } from '#host/state.ts';
import { placed } from '../containers.ts';
import { columnsOf, type Column } from './columns.ts';
import { directoryOf, fileAt } from './directories.ts';

/** One row: a layer, or several folded into one. */
export interface StackRow {
	readonly layers: readonly Layer[];
	/** Images whose topmost layer it is. */
	readonly images: readonly Image[];
}

export const usedImages = (state: HostState): readonly Image[] => {
	const ids = new Set(placed(state).map((each) => each.image));
	return state.engine.images.filter((each) => ids.has(each.id));
};

/** Images that stand on the same lowest layer, their layers from the top down. */
function clusters(state: HostState): readonly (readonly StackRow[])[] {
	const byBase = new Map<string, Image[]>();
	for (const image of usedImages(state)) {
		const base = image.chain[0] ?? image.id;
		byBase.set(base, [...(byBase.get(base) ?? []), image]);
	}
	return [...byBase.values()].map((images) => rowsOf(state, images));
}

function rowsOf(state: HostState, images: readonly Image[]): readonly StackRow[] {
	const depths = new Map<string, number>();
	for (const { chain } of images) for (const [depth, each] of chain.entries()) depths.set(each, depth);
	return [...depths]
		.sort(([, a], [, b]) => b - a)
		.flatMap(([chain]) => {
			const layer = state.engine.layers.get(chain);
			return layer ? [{ layers: [layer], images: images.filter((each) => each.chain.at(-1) === chain) }] : [];
		});
}

/** Whether a row has a file of a column. */
export const holds = (state: HostState, { layers }: StackRow, { paths }: Column): boolean =>
	layers.some((layer) => paths.some((path) => fileAt(state, directoryOf(state, layer), path)));

/** How much a row has to show: what has least is folded first. */
function weight(state: HostState, row: StackRow, isLast: boolean): number {
	const files = columnsOf(state).filter((column) => holds(state, row, column)).length;
	return files * 2 + (row.images.length > 0 ? 20 : 0) + (isLast ? 1 : 0);
}

interface Weighed {
	readonly row: StackRow;
	readonly weight: number;
	readonly isFolded: boolean;
}

const shownCount = (rows: readonly Weighed[]): number =>
	rows.filter((each, i) => !each.isFolded || !rows[i - 1]?.isFolded).length;

function folded(rows: readonly Weighed[]): readonly StackRow[] {
	const made: StackRow[] = [];
	for (const [i, { row, isFolded }] of rows.entries()) {
		const above = made.at(-1);
		if (isFolded && above && rows[i - 1]?.isFolded)
			made[made.length - 1] = {
				layers: [...above.layers, ...row.layers],
				images: [...above.images, ...row.images],
			};
		else made.push(row);
	}
	return made;
}

const known = new WeakMap<HostState, readonly StackRow[]>();

/** At most so many rows; each image's topmost layer stays by itself as long as it can. */
export function stackOf(state: HostState, most: number): readonly StackRow[] {
	const before = known.get(state);
	if (before) return before;
	let rows: readonly Weighed[] = clusters(state).flatMap((cluster) =>
		cluster.map((row, i) => ({ row, isFolded: false, weight: weight(state, row, i === cluster.length - 1) })),
	);
	while (shownCount(rows) > most) {
		const open = rows.filter((each) => !each.isFolded);
		const lightest = Math.min(...open.map((each) => each.weight));
		const next = open.findLast((each) => each.weight === lightest);
		if (!next) break;
		rows = rows.map((each) => (each === next ? { ...each, isFolded: true } : each));
	}
	const made = folded(rows);
	known.set(state, made);
	return made;
}
