/** How wide a text is, without a browser: the same on every machine, a little generous rather than short. */
import { BOLD, HANGUL, MONO, OTHER, REGULAR, SIGNS } from './advances.ts';
import type { Weight } from './mark.ts';

export type Face = { readonly size: number; readonly weight?: Weight; readonly mono?: boolean };
export type Fitted = { readonly text: string; readonly full?: string };

const ELLIPSIS = '…';
const isHangul = (code: number): boolean => code >= 0xac00 && code <= 0xd7a3;

function sansAdvance(sign: string, weight: Weight): number {
	const code = sign.codePointAt(0) ?? 0;
	const regular = REGULAR[code - 32];
	const bold = BOLD[code - 32];
	if (regular !== undefined && bold !== undefined) return regular + ((bold - regular) * (weight - 400)) / 300;
	return isHangul(code) ? HANGUL : (SIGNS[sign] ?? OTHER);
}

function monoAdvance(sign: string): number {
	const code = sign.codePointAt(0) ?? 0;
	return code < 0x180 || '·–—…×±‘’“”'.includes(sign) ? MONO : OTHER;
}

const advance = (sign: string, face: Face): number =>
	face.mono ? monoAdvance(sign) : sansAdvance(sign, face.weight ?? 400);

/** Width of a text in a face, in the stage's units. */
export function textWidth(text: string, face: Face): number {
	let sum = 0;
	for (const sign of text) sum += advance(sign, face);
	return (sum * face.size) / 1000;
}

/** The longest beginning of a text that fits a width together with an ellipsis; `full` is there only if it was cut. */
export function fitted(text: string, width: number, size: number, face: Omit<Face, 'size'> = {}): Fitted {
	const whole: Face = { ...face, size };
	if (textWidth(text, whole) <= width) return { text };
	const room = width - textWidth(ELLIPSIS, whole);
	let used = 0;
	let kept = '';
	for (const sign of text) {
		used += (advance(sign, whole) * size) / 1000;
		if (used > room) break;
		kept += sign;
	}
	return { text: kept.trimEnd() + ELLIPSIS, full: text };
}

/** Pieces of a word that is longer than a line. */
function pieces(word: string, width: number, face: Face): string[] {
	const made: string[] = [];
	let piece = '';
	for (const sign of word) {
		if (piece && textWidth(piece + sign, face) > width) {
			made.push(piece);
			piece = '';
		}
		piece += sign;
	}
	return piece ? [...made, piece] : made;
}

/** A text broken into lines between words (in Korean too), within a word only where one word is wider than a line. */
export function wrapped(text: string, width: number, face: Face): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/).filter(Boolean)) {
		for (const [i, piece] of pieces(word, width, face).entries()) {
			const longer = line && i === 0 ? `${line} ${piece}` : piece;
			if (line && (i > 0 || textWidth(longer, face) > width)) {
				lines.push(line);
				line = piece;
			} else line = longer;
		}
	}
	return line ? [...lines, line] : lines;
}
