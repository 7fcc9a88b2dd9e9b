import { textWidth } from '../go/tabwriter.ts';

/** A text cut to so many places, the last of them `…` (docker/cli: cli/command/formatter/displayutils.go). */
export function ellipsis(text: string, places: number): string {
	if (textWidth(text) <= places) return text;
	const kept: string[] = [];
	let width = 0;
	for (const character of text) {
		width += textWidth(character);
		if (width > places - 1) break;
		kept.push(character);
	}
	return `${kept.join('')}…`;
}

/** The twelve characters by which an id is shown (pkg/stringid.TruncateID). */
export const shortId = (id: string): string => id.slice(id.indexOf(':') + 1).slice(0, 12);
