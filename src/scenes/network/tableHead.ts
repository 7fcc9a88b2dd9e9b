/** The head of a table below the water, and what stands under it where the table is empty. */
import type { Mark, Rect } from '#stage/mark.ts';
import { HEAD, SIZE } from './line.ts';

export const PAD = 8;

export const tableHead = (key: string, rect: Rect, text: string, count: number): Mark => ({
	kind: 'row',
	key,
	x: rect.x,
	y: rect.y,
	width: rect.width,
	height: HEAD - 2,
	size: SIZE,
	look: 'plain',
	cells: [
		{ text, x: 0, width: rect.width - 60, weight: 700, mono: false },
		{
			text: count > 0 ? String(count) : '',
			x: rect.width - 60,
			width: 60 - PAD,
			align: 'end',
			tone: 'muted',
			weight: 400,
		},
	],
	label: text,
});
export const nothing = (key: string, rect: Rect, text: string): Mark => ({
	kind: 'label',
	key,
	x: rect.x + PAD,
	y: rect.y + HEAD + 14,
	text,
	size: 13,
	tone: 'muted',
});
