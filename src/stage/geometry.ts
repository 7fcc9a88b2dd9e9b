/** Where each kind of mark is and where its texts stand: one table, so that a new kind is asked for both. */
import type { Kind, Mark, MarkOf, Rect, Size } from './mark.ts';
import type { Run } from './run.ts';
import { runBox } from './run.ts';
import { boxRuns } from './shapes/box.ts';
import { cardRect, cardRuns } from './shapes/card.ts';
import { chipRect, chipRuns } from './shapes/chip.ts';
import { diamondRuns } from './shapes/diamond.ts';
import { frameRuns } from './shapes/frame.ts';
import { labelRuns } from './shapes/label.ts';
import { meterRuns } from './shapes/meter.ts';
import { nodeRect, nodeRuns } from './shapes/node.ts';
import { rowRuns } from './shapes/row.ts';
import { seriesRuns } from './shapes/series.ts';
import { tableRuns } from './shapes/table.ts';
import { tokenRect, tokenRuns } from './shapes/token.ts';
import { waterlineRuns } from './shapes/waterline.ts';
import { wireRect, wireRuns } from './shapes/wire.ts';

type Geometry<M> = {
	/** Counted from the mark's x and y. */
	readonly rect: (mark: M) => Rect;
	readonly runs: (mark: M) => readonly Run[];
	/** The layer it is on when it names none. */
	readonly layer: number;
};

const sized = (mark: Size): Rect => ({ x: 0, y: 0, width: mark.width, height: mark.height });

/** The smallest rectangle around all of these. */
export function around(rects: readonly Rect[]): Rect {
	const x = Math.min(...rects.map((rect) => rect.x));
	const y = Math.min(...rects.map((rect) => rect.y));
	const right = Math.max(...rects.map((rect) => rect.x + rect.width));
	const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
	return rects.length === 0
		? { x: 0, y: 0, width: 0, height: 0 }
		: { x, y, width: right - x, height: bottom - y };
}

const iconRect = (size: number): Rect => ({ x: -size / 2, y: -size / 2, width: size, height: size });

const KINDS: { readonly [K in Kind]: Geometry<MarkOf<K>> } = {
	waterline: { rect: sized, runs: waterlineRuns, layer: 0 },
	frame: { rect: sized, runs: frameRuns, layer: 1 },
	table: { rect: sized, runs: tableRuns, layer: 3 },
	box: { rect: sized, runs: boxRuns, layer: 3 },
	series: { rect: sized, runs: seriesRuns, layer: 4 },
	own: { rect: sized, runs: () => [], layer: 4 },
	row: { rect: sized, runs: rowRuns, layer: 4 },
	meter: { rect: sized, runs: meterRuns, layer: 4 },
	wire: { rect: wireRect, runs: wireRuns, layer: 2 },
	diamond: { rect: sized, runs: diamondRuns, layer: 4 },
	node: { rect: nodeRect, runs: nodeRuns, layer: 5 },
	icon: { rect: (mark) => iconRect(mark.size ?? 20), runs: () => [], layer: 6 },
	label: { rect: (mark) => around(labelRuns(mark).map(runBox)), runs: labelRuns, layer: 6 },
	token: { rect: tokenRect, runs: tokenRuns, layer: 6 },
	chip: { rect: chipRect, runs: chipRuns, layer: 7 },
	card: { rect: cardRect, runs: cardRuns, layer: 8 },
};

const geometryOf = <K extends Kind>(mark: MarkOf<K>): Geometry<MarkOf<K>> =>
	KINDS[mark.kind as K] as Geometry<MarkOf<K>>;

export const layerOf = (mark: Mark): number => mark.layer ?? geometryOf(mark).layer;

/** The texts of a mark, from its x and y. */
export const runs = (mark: Mark): readonly Run[] => geometryOf(mark).runs(mark);

/** What a mark covers, from its x and y, before it is scaled. */
export const extent = (mark: Mark): Rect => geometryOf(mark).rect(mark);

/** What a mark covers on the stage. */
export function bounds(mark: Mark): Rect {
	const { x, y, width, height } = extent(mark);
	const scale = mark.scale ?? 1;
	return { x: mark.x + x * scale, y: mark.y + y * scale, width: width * scale, height: height * scale };
}
