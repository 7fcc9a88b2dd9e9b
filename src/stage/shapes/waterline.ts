import type { Waterline } from '../mark.ts';
import { run, type Run } from '../run.ts';

const MARGIN = 24;
const WAVE = 40;

export function waterlineRuns(water: Waterline): readonly Run[] {
	const face = { size: 14, weight: 600, x: MARGIN, room: water.width - 2 * MARGIN } as const;
	const above = { ...face, y: (water.aboveAt ?? 34) - water.y, ink: 'ink2' } as const;
	return [
		...(water.above === undefined ? [] : [run({ ...above, text: water.above, fade: water.fade })]),
		...(water.below === undefined
			? []
			: [run({ ...face, text: water.below, y: 32, ink: 'tone', tone: 'water', fade: water.fade })]),
	];
}

/** A wave along y 0, from `from` for about `length`, in whole waves. */
export function wave(from: number, length: number): string {
	const waves = Math.ceil(length / WAVE);
	return `M${from} 0${'q10 -5 20 0t20 0'.repeat(waves)}`;
}

/** How far the water goes on beyond the stage on either side, for a camera that sees past the edge. */
export const BEYOND = 1200;
