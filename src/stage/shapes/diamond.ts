import type { Diamond } from '../mark.ts';
import { centred, run, type Run } from '../run.ts';
import { inkOn, panelFill } from './paint.ts';

export function diamondRuns(diamond: Diamond): readonly Run[] {
	const { width, height, sub } = diamond;
	const ink = inkOn(panelFill(diamond), diamond.state);
	const shared = { x: width / 2, anchor: 'middle', room: width * 0.8, fade: diamond.fade } as const;
	const y = centred(height / 2, 13);
	const face = { size: 13, weight: diamond.act ? 700 : 500, mono: diamond.mono ?? false } as const;
	if (sub === undefined) return [run({ ...shared, ...face, text: diamond.text, y, ink })];
	const second = { size: 12, mono: true, ink: ink === 'on' ? 'on' : 'ink2' } as const;
	return [
		run({ ...shared, ...face, text: diamond.text, y: y - 8, ink }),
		run({ ...shared, ...second, text: sub, y: y + 9, room: width * 0.6 }),
	];
}
