import type { Label } from '../mark.ts';
import type { Ink, Run } from '../run.ts';
import { run } from '../run.ts';
import { wrapped } from '../text.ts';

/** From one line of a broken label to the next. */
export const LEADING = 1.5;

function inkOf(label: Label): Ink {
	if (label.act) return 'act';
	if (label.tone === undefined || label.tone === 'ink') return 'ink';
	return label.tone === 'muted' ? 'ink2' : label.tone === 'faint' ? 'ink3' : 'tone';
}

export function labelRuns(label: Label): readonly Run[] {
	const { size = 14, weight = 400, mono = false, width } = label;
	const lines =
		label.wrap && width !== undefined ? wrapped(label.text, width, { size, weight, mono }) : [label.text];
	return lines.map((text, i) =>
		run({
			text,
			x: 0,
			y: i * size * LEADING,
			...(width !== undefined && { room: width }),
			size,
			weight,
			mono,
			anchor: label.anchor,
			ink: inkOf(label),
			struck: label.struck,
			halo: label.halo,
			fade: label.fade,
		}),
	);
}
