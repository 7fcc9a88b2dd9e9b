/** The read-only layers under the containers there are, each once however many share it, the middle ones folded. */
import type { Container } from '#host/engine/container.ts';
import type { Inode } from '#host/kernel/file.ts';
import type { Image, Layer } from '#host/engine/image.ts';
import type { HostState } from '#host/state.ts';
import { placed } from '../containers.ts';
import { columnsOf, type Column } from './columns.ts';
import { directoryOf, fileAt } from './directories.ts';
import { ROWS } from './room.ts';

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

/** The topmost row under a container that has a file of a column. */
export function rowBelow(
	state: HostState,
	stack: readonly StackRow[],
	{ image }: Pick<Container, 'image'>,
	column: Column,
): StackRow | undefined {
	const chain = state.engine.images.get(image)?.chain ?? [];
	return stack.find(
		(each) => each.layers.some((layer) => chain.includes(layer.chain)) && holds(state, each, column),
	);
}

/** What a row holds of a column, as far as it is one thing. */
export const lowerInode = (state: HostState, { layers }: StackRow, { paths }: Column): Inode | undefined =>
	layers
		.flatMap((layer) => paths.flatMap((path) => fileAt(state, directoryOf(state, layer), path) ?? []))
		.at(0);

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

/** Layers of a folded row that are shown when it is opened. */
const PAGE = ROWS - 2;

/** The layers that the chosen key is among, as far as they are folded: a page of them. */
function openedLayers(rows: readonly StackRow[], chosen: string): ReadonlySet<Layer> {
	const id = /^(?:layers?|file|says):(?:layers?:)?([0-9a-f]{12})(?:$|\/)/.exec(chosen)?.[1];
	const row = rows.find(
		({ layers }) => id !== undefined && layers.length > 1 && layers.some(({ chain }) => chain.startsWith(id)),
	);
	if (!row || id === undefined) return new Set();
	const at = row.layers.findIndex(({ chain }) => chain.startsWith(id));
	const first = Math.floor(at / PAGE) * PAGE;
	return new Set(row.layers.slice(first, first + PAGE));
}

const OPENED = 1000;

function shownRows(state: HostState, open: ReadonlySet<Layer>): readonly StackRow[] {
	let rows: readonly Weighed[] = clusters(state).flatMap((cluster) =>
		cluster.map((row, i) => ({
			row,
			isFolded: false,
			weight:
				weight(state, row, i === cluster.length - 1) +
				(row.layers.some((each) => open.has(each)) ? OPENED : 0),
		})),
	);
	while (shownCount(rows) > ROWS) {
		const still = rows.filter((each) => !each.isFolded);
		const lightest = Math.min(...still.map((each) => each.weight));
		const next = still.findLast((each) => each.weight === lightest);
		if (!next) break;
		rows = rows.map((each) => (each === next ? { ...each, isFolded: true } : each));
	}
	return folded(rows);
}

const remembered = new WeakMap<HostState, Map<string, readonly StackRow[]>>();

/** At most as many rows as there is room for; each image's topmost layer stays by itself as long as it can. */
export function stackOf(state: HostState, chosen?: string): readonly StackRow[] {
	const byChoice = remembered.get(state) ?? new Map<string, readonly StackRow[]>();
	remembered.set(state, byChoice);
	const before = byChoice.get(chosen ?? '');
	if (before) return before;
	const open = chosen === undefined ? new Set<Layer>() : openedLayers(stackOf(state), chosen);
	const made = chosen === undefined || open.size > 0 ? shownRows(state, open) : stackOf(state);
	byChoice.set(chosen ?? '', made);
	return made;
}
