import type { Box, Line, Point, Rect } from '../mark.ts';
import { centred, run, type Run } from '../run.ts';
import { textWidth } from '../text.ts';
import { inkOn, panelFill } from './paint.ts';

const PAD = 16;
const ICON = 26;
const LINE = 13;

const headSize = (box: Box): number => box.size ?? 15;
const subSize = (box: Box): number => Math.max(12, Math.min(13, headSize(box) - 2));
const pitchOf = (box: Box): number => box.pitch ?? 21;

export const badgeWidth = (badge: string): number => textWidth(badge, { size: 12, weight: 600 }) + 18;
/** Where the badge's field is. */
export const boxBadge = (box: Box): Rect | undefined =>
	box.badge === undefined
		? undefined
		: { x: box.width - badgeWidth(box.badge) - 10, y: 8, width: badgeWidth(box.badge), height: 22 };

function heading(box: Box, x: number, y: number, room: number): readonly Run[] {
	const ink = inkOn(panelFill(box), box.state);
	const face = { size: headSize(box), weight: 700, mono: box.mono ?? false } as const;
	const anchor = box.align ?? 'start';
	const text = box.heading ?? '';
	const first = run({
		...face,
		text,
		x,
		y,
		room,
		ink,
		anchor,
		fade: box.fade,
		halo: box.state === 'hatched',
	});
	if (box.sub === undefined) return text ? [first] : [];
	const beside = box.beside && anchor === 'start' ? textWidth(first.text, face) + 10 : undefined;
	const sub = run({
		text: box.sub,
		x: x + (beside ?? 0),
		y: beside !== undefined || !text ? y : y + subSize(box) + 6,
		room: room - (beside ?? 0),
		size: subSize(box),
		mono: true,
		ink: ink === 'on' ? 'on' : box.act ? 'act' : 'ink2',
		weight: box.act && ink !== 'on' ? 600 : 400,
		anchor,
		fade: box.fade,
		halo: box.state === 'hatched',
	});
	return text ? [first, sub] : [sub];
}

function lineRuns(line: Line, box: Box, x: number, y: number, room: number): readonly Run[] {
	const onFull = inkOn(panelFill(box), box.state) === 'on';
	const name = line.name === undefined ? 0 : (box.names ?? 72);
	const shared = { y, size: LINE, fade: line.fade, halo: box.state === 'hatched' };
	const text = run({
		...shared,
		text: line.text,
		x: x + name,
		room: room - name,
		mono: line.mono ?? true,
		weight: line.weight ?? (line.act ? 600 : 400),
		anchor: box.align,
		ink: onFull ? 'on' : line.tone === undefined ? (line.act || name ? 'ink' : 'ink2') : 'tone',
		tone: line.tone,
		struck: line.struck,
	});
	if (line.name === undefined) return [text];
	return [run({ ...shared, text: line.name, x, room: name - 8, ink: onFull ? 'on' : 'ink2' }), text];
}

/** First baseline of the heading and of the lines. */
function baselines(box: Box): { readonly head: number; readonly lines: number } {
	const size = headSize(box);
	const two = box.sub !== undefined && box.heading !== undefined && !(box.beside && box.align !== 'middle');
	const has = box.heading !== undefined || box.sub !== undefined;
	const headHeight = has ? size + (two ? subSize(box) + 6 : 0) : 0;
	const lines = box.lines?.length ?? 0;
	const total = headHeight + (lines ? (lines - 1) * pitchOf(box) + LINE + (has ? 13 : 0) : 0);
	const top = box.align === 'middle' ? (box.height - total) / 2 : PAD - 2;
	const head = top + size * 0.86;
	return { head, lines: has ? top + headHeight + 13 + LINE * 0.86 : top + LINE * 0.86 };
}

const lineAt = (box: Box, index: number): number => baselines(box).lines + index * pitchOf(box);

/** Bands behind the lines that change now. */
export const boxBands = (box: Box): readonly Rect[] =>
	(box.lines ?? []).flatMap((line, i) =>
		line.act ? [{ x: 8, y: lineAt(box, i) - 17, width: box.width - 16, height: 24 }] : [],
	);

export const boxIcon = (box: Box): Point => ({
	x: PAD + 8 + (box.indent ?? 0),
	y: centred(baselines(box).head, -headSize(box)),
});

export function boxRuns(box: Box): readonly Run[] {
	const middle = box.align === 'middle';
	const pad = middle ? 8 : PAD;
	const indent = box.indent ?? 0;
	const x = middle ? (box.width + indent) / 2 : pad + indent;
	const room = box.width - 2 * pad - indent;
	const icon = box.icon && !middle ? ICON : 0;
	const badge = boxBadge(box);
	const headRoom = room - icon - (badge ? badge.width : 0);
	const runs = [...heading(box, x + icon, baselines(box).head, headRoom)];
	for (const [i, line] of (box.lines ?? []).entries())
		runs.push(...lineRuns(line, box, x, lineAt(box, i), room));
	if (badge)
		runs.push(
			run({
				text: box.badge ?? '',
				x: badge.x + badge.width / 2,
				y: centred(badge.y + 11, 12),
				size: 12,
				weight: 600,
				anchor: 'middle',
				ink: box.act ? 'act' : 'tone',
			}),
		);
	return runs;
}
