/** What must hold of every picture; each law names what breaks it, so an empty answer is the good one. */
import { bounds, layerOf, runs } from './geometry.ts';
import type { Mark, Marks, Rect, Size } from './mark.ts';
import { runBox } from './run.ts';
import { panelFill } from './shapes/paint.ts';

export { bounds } from './geometry.ts';

export type TextBox = Rect & { readonly key: string; readonly text: string };

/** Where the texts of a mark are on the stage. */
export function textBoxes(mark: Mark): readonly TextBox[] {
	const scale = mark.scale ?? 1;
	const made = runs(mark)
		.filter((run) => run.text.trim() !== '')
		.map((run) => ({ ...runBox(run), text: run.text }));
	const own = mark.kind === 'own' ? (mark.texts ?? []).map((rect) => ({ ...rect, text: mark.shape })) : [];
	return [...made, ...own].map(({ text, x, y, width, height }) => ({
		key: mark.key,
		text,
		x: mark.x + x * scale,
		y: mark.y + y * scale,
		width: width * scale,
		height: height * scale,
	}));
}

/** How far two rectangles may touch before that counts. */
const TOUCH = 1;

const meet = (a: Rect, b: Rect): boolean =>
	a.x + a.width - TOUCH > b.x &&
	b.x + b.width - TOUCH > a.x &&
	a.y + a.height - TOUCH > b.y &&
	b.y + b.height - TOUCH > a.y;

export type Overlap = readonly [TextBox, TextBox];

/** Every two texts that stand on one another. */
export function overlaps(marks: Marks): readonly Overlap[] {
	const boxes = marks.flatMap(textBoxes).sort((a, b) => a.y - b.y);
	const found: Overlap[] = [];
	for (const [i, a] of boxes.entries())
		for (let j = i + 1; j < boxes.length; j++) {
			const b = boxes[j];
			if (!b || b.y >= a.y + a.height) break;
			if (meet(a, b)) found.push([a, b]);
		}
	return found;
}

const isWithin = (rect: Rect, size: Size): boolean =>
	rect.x >= -TOUCH &&
	rect.y >= -TOUCH &&
	rect.x + rect.width <= size.width + TOUCH &&
	rect.y + rect.height <= size.height + TOUCH;

/** What stands behind a mark of these kinds is not seen. */
function hides(mark: Mark): boolean {
	if (mark.kind === 'box') return panelFill(mark) !== 'none';
	return ['token', 'chip', 'card', 'diamond', 'node', 'meter', 'series'].includes(mark.kind);
}

/** Every text that another mark, drawn later, stands on: the text and the key of what covers it. */
export function covered(marks: Marks): readonly (readonly [TextBox, string])[] {
	const drawn = [...marks].sort((a, b) => layerOf(a) - layerOf(b));
	const lids = drawn.flatMap((mark, order) =>
		hides(mark) ? [{ key: mark.key, order, rect: bounds(mark) }] : [],
	);
	return drawn.flatMap((mark, order) =>
		textBoxes(mark).flatMap((text) =>
			lids.filter((lid) => lid.order > order && meet(text, lid.rect)).map((lid) => [text, lid.key] as const),
		),
	);
}

/** Every mark that reaches beyond the stage, itself or with one of its texts. */
export const outside = (marks: Marks, size: Size): Marks =>
	marks.filter((mark) => ![bounds(mark), ...textBoxes(mark)].every((rect) => isWithin(rect, size)));

/** Every text that had no room and was cut. */
export const cuts = (marks: Marks): readonly TextBox[] =>
	marks.flatMap((mark) => {
		const cut = new Set(runs(mark).flatMap((run) => (run.full === undefined ? [] : [run.text])));
		return textBoxes(mark).filter((box) => cut.has(box.text));
	});

/** Texts smaller than a size. */
export const small = (marks: Marks, least = 12): readonly string[] =>
	marks.flatMap((mark) =>
		runs(mark).flatMap((run) => (run.size < least ? [`${mark.key}: ${run.text}`] : [])),
	);

const hasBadNumber = (value: unknown): boolean =>
	typeof value === 'number'
		? !Number.isFinite(value)
		: typeof value === 'object' && value !== null && Object.values(value).some(hasBadNumber);

/** Whether a number anywhere in these marks is not a finite number. */
export const hasNaN = (marks: Marks): boolean =>
	marks.some((mark) => hasBadNumber(mark) || hasBadNumber(bounds(mark)));

/** Keys that more than one mark has. */
export function repeated(marks: Marks): readonly string[] {
	const seen = new Set<string>();
	return marks.flatMap(({ key }) => (seen.has(key) ? [key] : (seen.add(key), [])));
}
