/** Sheet is a picture to be handed out: marks on paper of a size, by itself or with words set below it. */
import { spoken } from '#i18n/pieces.ts';
import type { Mark, Marks, Size } from '#stage/mark.ts';
import { wrapped } from '#stage/text.ts';

export type Sheet = {
	readonly marks: Marks;
	readonly size: Size;
	/** What the picture is of, for who cannot see it. */
	readonly title: string;
};

const MARGIN = 24;
const LEADING = 1.5;

type Setting = {
	readonly key: string;
	readonly size: number;
	readonly weight?: 400 | 600 | 700;
	readonly tone?: 'muted';
};

/** A sheet with one more paragraph below what it has. */
function below(sheet: Sheet, text: string, { key, size, weight = 400, tone }: Setting): Sheet {
	const width = sheet.size.width - 2 * MARGIN;
	const lines = wrapped(text, width, { size, weight }).length;
	const label: Mark = {
		kind: 'label',
		key: `sheet:${key}`,
		x: MARGIN,
		y: sheet.size.height + size * 1.4,
		text,
		size,
		weight,
		width,
		wrap: true,
		...(tone && { tone }),
	};
	const room = Math.ceil(size * (0.9 + lines * LEADING));
	/** Paper over whatever of the picture reaches beyond its edge; its own edges lie outside the sheet. */
	const paper: Mark = {
		kind: 'box',
		key: `sheet:${key}/paper`,
		x: -MARGIN,
		y: sheet.size.height,
		width: sheet.size.width + 2 * MARGIN,
		height: room + MARGIN,
		radius: 0,
		tone: 'faint',
		fill: 'surface',
		layer: 5,
	};
	const height = sheet.size.height + room;
	return { ...sheet, marks: [...sheet.marks, paper, label], size: { ...sheet.size, height } };
}

/** The picture with the sentence of its moment. */
export const withSentence = (sheet: Sheet, sentence: string): Sheet =>
	sentence === '' ? sheet : below(sheet, spoken(sentence), { key: 'sentence', size: 20, weight: 600 });

/** The picture with its sentence and, a paragraph a line, a note. */
export const withNote = (sheet: Sheet, sentence: string, note: string): Sheet =>
	note
		.split(/\n+/)
		.filter((line) => line.trim() !== '')
		.reduce(
			(all, line, index) => below(all, spoken(line), { key: `note/${index}`, size: 16, tone: 'muted' }),
			withSentence(sheet, sentence),
		);
