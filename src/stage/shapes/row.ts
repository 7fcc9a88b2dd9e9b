import type { Cell, Fill, Rect, Row } from '../mark.ts';
import { centred, lead, run, type Ink, type Run } from '../run.ts';
import { inkOn, tokenFill } from './paint.ts';

export type CellShape = Rect & { readonly cell: Cell; readonly fill: Fill; readonly radius: number };

const isShaped = (cell: Cell): boolean => cell.look === 'pill' || cell.look === 'tile';

const shapeWidth = (cell: Cell): number => Math.min(cell.width, cell.wide ?? cell.width);

/** The pills and tiles of a row. */
export const rowShapes = (row: Row): readonly CellShape[] =>
	row.cells.filter(isShaped).map((cell) => {
		const height = Math.min(30, row.height - 4);
		const radius = cell.look === 'pill' ? height / 2 : 7;
		const width = shapeWidth(cell);
		return {
			cell,
			fill: tokenFill(cell),
			radius,
			x: cell.x + (cell.width - width) / 2,
			y: (row.height - height) / 2,
			width,
			height,
		};
	});

function inkOf(cell: Cell, row: Row): Ink {
	if (isShaped(cell)) return inkOn(tokenFill(cell), cell.state);
	if (cell.act) return 'act';
	if (cell.tone === 'muted') return 'ink2';
	if (cell.tone === 'faint') return 'ink3';
	if (cell.tone !== undefined && cell.tone !== 'ink') return 'tone';
	return row.state === 'hollow' ? 'ink2' : 'ink';
}

export function rowRuns(row: Row): readonly Run[] {
	const size = row.size ?? 13;
	return row.cells.map((cell) => {
		const shaped = isShaped(cell);
		const anchor = shaped ? 'middle' : cell.align;
		const bold = cell.act || cell.look === 'tile' ? 600 : cell.look === 'pill' ? 500 : 400;
		return run({
			text: cell.text,
			x: cell.x + lead(anchor, cell.width),
			y: centred(row.height / 2, size),
			room: shaped ? shapeWidth(cell) - 12 : cell.width,
			size,
			weight: cell.weight ?? bold,
			mono: cell.mono ?? true,
			anchor,
			ink: inkOf(cell, row),
			tone: cell.tone,
			struck: cell.struck,
			fade: cell.fade ?? row.fade,
		});
	});
}
