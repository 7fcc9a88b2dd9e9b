import type { Card, CardRow, Point, Rect } from '../mark.ts';
import { run, type Run } from '../run.ts';
import { type Face, textWidth } from '../text.ts';

const PAD = 16;
const HEAD = 28;
const GAP = 8;

const valueFace = (card: Card): Face => ({ size: card.size ?? (card.small ? 13 : 15), mono: true });
const newFace = (card: Card): Face => ({
	size: card.size ?? (card.small ? 12.5 : 14),
	mono: true,
	weight: 700,
});
const nameFace = { size: 13 } as const;
const pitchOf = (card: Card): number => (card.small ? 24 : 30);

const namesOf = (card: Card): number =>
	card.names ?? Math.max(0, ...card.rows.map((row) => textWidth(row.name, nameFace))) + 14;

/** Where a value that replaces another stands. */
function patch(card: Card, row: CardRow, x: number): { readonly x: number; readonly width: number } {
	return {
		x: x + textWidth(row.was ?? '', valueFace(card)) + GAP,
		width: textWidth(row.value, newFace(card)) + 2 * GAP,
	};
}

function rowWidth(card: Card, row: CardRow): number {
	if (row.was === undefined) return textWidth(row.value, valueFace(card));
	const { x, width } = patch(card, row, 0);
	return x + width;
}

export function cardRect(card: Card): Rect {
	const widest = Math.max(0, ...card.rows.map((row) => rowWidth(card, row)));
	const head = card.heading === undefined ? 0 : textWidth(card.heading, { size: 14, weight: 700 });
	const width = card.width ?? Math.ceil(Math.max(PAD + namesOf(card) + widest + PAD, head + 2 * PAD));
	const headHeight = card.heading === undefined ? 0 : HEAD;
	return {
		x: 0,
		y: 0,
		width,
		height: headHeight + card.rows.length * pitchOf(card) + (card.small ? 16 : 20),
	};
}

const baseline = (card: Card, index: number): number =>
	(card.heading === undefined ? 0 : HEAD) + (card.small ? 26 : 30) + index * pitchOf(card);

/** Fields behind the values that replace others. */
export const cardPatches = (card: Card): readonly Rect[] =>
	card.rows.flatMap((row, i) => {
		if (row.was === undefined) return [];
		const { x, width } = patch(card, row, PAD + namesOf(card));
		return [{ x, y: baseline(card, i) - 18, width, height: 26 }];
	});

function rowRuns(card: Card, row: CardRow, y: number): readonly Run[] {
	const x = PAD + namesOf(card);
	const room = cardRect(card).width - x - PAD;
	const name = run({ text: row.name, x: PAD, y, room: namesOf(card) - 6, ...nameFace, ink: 'ink2' });
	const { size, mono } = valueFace(card);
	const shared = { y, mono, fade: row.fade };
	if (row.was === undefined) {
		const ink = row.tone !== undefined ? 'tone' : row.act ? 'act' : 'ink';
		return [
			name,
			run({ ...shared, text: row.value, x, room, size, ink, tone: row.tone, weight: row.act ? 700 : 400 }),
		];
	}
	const { x: at, width } = patch(card, row, x);
	const fresh = {
		text: row.value,
		x: at + width / 2,
		size: newFace(card).size,
		weight: 700,
		ink: 'on',
	} as const;
	return [
		name,
		run({ ...shared, text: row.was, x, size, ink: 'ink3', struck: true }),
		run({ ...shared, ...fresh, anchor: 'middle', tone: 'act' }),
	];
}

export function cardRuns(card: Card): readonly Run[] {
	const rows = card.rows.flatMap((row, i) => rowRuns(card, row, baseline(card, i)));
	if (card.heading === undefined) return rows;
	const room = cardRect(card).width - 2 * PAD;
	const head = { size: 14, weight: 700, ink: card.act ? 'act' : 'ink' } as const;
	return [run({ text: card.heading, x: PAD, y: 26, room, ...head, fade: card.fade }), ...rows];
}

/** The stem from the card's edge to what it speaks of, both counted from its corner. */
export function cardStem(card: Card): readonly [Point, Point] | undefined {
	if (!card.pointer) return undefined;
	const { width, height } = cardRect(card);
	const to = { x: card.pointer.x - card.x, y: card.pointer.y - card.y };
	const beside = to.y > 0 && to.y < height;
	const from = beside
		? { x: to.x < 0 ? 0 : width, y: to.y }
		: { x: Math.min(width - 24, Math.max(24, to.x)), y: to.y < 0 ? 0 : height };
	return [from, to];
}
