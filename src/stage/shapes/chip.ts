import type { Chip, Fill, Rect } from '../mark.ts';
import { centred, lead, run, type Run } from '../run.ts';
import { textWidth } from '../text.ts';
import { fillOf, inkOn } from './paint.ts';

const ICON = 18;

const sizeOf = (chip: Chip): number => chip.size ?? 13;
export const chipFill = (chip: Chip): Fill => fillOf(chip, chip.act || chip.tone === 'act' ? 'full' : 'tint');

export function chipRect(chip: Chip): Rect {
	const size = sizeOf(chip);
	const width = Math.ceil(textWidth(chip.text, { size, weight: 600 }) + 24 + (chip.icon ? ICON : 0));
	return { x: 0 - lead(chip.anchor, width), y: 0, width, height: size * 2 };
}

export function chipRuns(chip: Chip): readonly Run[] {
	const rect = chipRect(chip);
	const size = sizeOf(chip);
	return [
		run({
			text: chip.text,
			x: rect.x + (rect.width + (chip.icon ? ICON : 0)) / 2,
			y: centred(rect.height / 2, size),
			size,
			weight: 600,
			anchor: 'middle',
			ink: inkOn(chipFill(chip), chip.state),
			fade: chip.fade,
		}),
	];
}
