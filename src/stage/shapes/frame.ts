import type { Frame } from '../mark.ts';
import { run, type Run } from '../run.ts';
import { textWidth } from '../text.ts';

export function frameRuns(frame: Frame): readonly Run[] {
	if (frame.heading === undefined) return [];
	const above = frame.at === 'above';
	const x = above ? 4 : 20;
	const y = above ? -10 : 28;
	const face = { size: 15, weight: 700, mono: frame.mono ?? false } as const;
	const room = frame.width - 2 * x;
	const ink = frame.act ? 'act' : 'ink';
	const head = run({ ...face, text: frame.heading, x, y, room, ink, fade: frame.fade });
	if (frame.sub === undefined) return [head];
	const lead = textWidth(head.text, face) + 10;
	return [
		head,
		run({
			text: frame.sub,
			x: x + lead,
			y,
			room: room - lead,
			size: 13,
			mono: true,
			ink: 'ink2',
			fade: frame.fade,
		}),
	];
}
