import type { Times } from '#timeline/Playback.svelte.ts';

/** A command's stretch of the scrubber. */
export type Way = {
	readonly x: number;
	readonly width: number;
	readonly start: number;
	readonly end: number;
};

const GAP = 14;
const LEAST = 2;

/** Commands side by side over a width: one that lasts longer is wider, but not so much that a short one is lost. */
export function ways(steps: Times['steps'], width: number): Way[] {
	const gap = Math.min(GAP, (width * 0.25) / Math.max(steps.length, 1));
	const weights = steps.map((step) => Math.max(Math.sqrt(step.end - step.start), LEAST));
	const unit =
		Math.max(0, width - gap * (steps.length - 1)) / weights.reduce((sum, weight) => sum + weight, 0);
	let x = 0;
	return steps.map(({ start, end }, index) => {
		const way = { x, width: (weights[index] ?? 0) * unit, start, end };
		x += way.width + gap;
		return way;
	});
}

/** Where a time stands on the scrubber. */
export function placeOf(all: readonly Way[], t: number): number {
	const way = all.find((each) => t <= each.end && each.end > each.start) ?? all.at(-1);
	if (!way) return 0;
	const part = way.end > way.start ? (t - way.start) / (way.end - way.start) : 1;
	return way.x + way.width * Math.min(Math.max(part, 0), 1);
}

/** The time under a place on the scrubber. */
export function timeAt(all: readonly Way[], x: number): number {
	const way = all.findLast((each) => each.x <= x) ?? all[0];
	if (!way) return 0;
	const part = way.width > 0 ? Math.min(Math.max((x - way.x) / way.width, 0), 1) : 0;
	return way.start + (way.end - way.start) * part;
}

/** As much of a command as fits in so many pixels of the small mono face; nothing where it would be a stump. */
export function fitting(text: string, width: number): string {
	const letters = Math.floor(width / 7.3);
	if (text.length <= letters) return text;
	return letters < 5 ? '' : `${text.slice(0, letters - 1).trimEnd()}…`;
}
