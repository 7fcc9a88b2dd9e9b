import type { Rect, Token } from '../mark.ts';
import { centred, lead, run, type Run } from '../run.ts';
import { textWidth } from '../text.ts';
import { inkOn, tokenFill } from './paint.ts';

const ICON = 18;
const face = (token: Token) =>
	({
		size: token.size ?? 13,
		weight: token.weight ?? (token.look === undefined || token.look === 'pill' ? 500 : 700),
		mono: token.mono ?? true,
	}) as const;

const padding = (token: Token): number => (token.look === 'plate' ? 5 : 9);

/** A plate is always full: it is a hole in the edge of something. */
export const tokenPaint = (token: Token) => (token.look === 'plate' ? 'full' : tokenFill(token));

export function tokenRect(token: Token): Rect {
	const icon = token.icon ? ICON : 0;
	const width = token.width ?? Math.ceil(textWidth(token.text, face(token)) + icon + 2 * padding(token));
	return { x: 0 - lead(token.anchor, width), y: 0, width, height: token.height ?? 26 };
}

export function tokenRuns(token: Token): readonly Run[] {
	const rect = tokenRect(token);
	const icon = token.icon ? ICON : 0;
	const { size, weight, mono } = face(token);
	const fill = tokenPaint(token);
	return [
		run({
			text: token.text,
			x: rect.x + (rect.width + icon) / 2,
			y: centred(rect.height / 2, size),
			room: rect.width - icon - padding(token),
			size,
			weight,
			mono,
			anchor: 'middle',
			ink: inkOn(fill, token.state),
			struck: token.struck,
			halo: token.state === 'hatched' && fill !== 'full',
			fade: token.fade,
		}),
	];
}
