export type Piece = { readonly text: string; readonly code: boolean };

/** A sentence cut at its backticks, for setting code in its own face. */
export function pieces(text: string): Piece[] {
	return text
		.split('`')
		.map((part, index) => ({ text: part, code: index % 2 === 1 }))
		.filter((piece) => piece.text !== '');
}

/** A sentence as it is spoken: without its backticks. */
export const spoken = (text: string): string => text.replaceAll('`', '');
