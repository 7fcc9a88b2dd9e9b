/** Which beats of a run a stop is about. */
import type { Stop } from '#share/deck.ts';
import type { At } from '#share/moment.ts';

type Told = {
	readonly lines: readonly string[];
	readonly steps: readonly { readonly first: number; readonly beats: number }[];
	positionAt(at: At): number;
};

export type Stretch = { readonly start: number; readonly end: number };

const isStart = (start: readonly string[], of: readonly string[]): boolean =>
	start.every((line, index) => of[index] === line);

const overAfter = ({ steps }: Told, lines: number): number => {
	const step = steps[lines - 1];
	return step ? step.first + step.beats : 0;
};

/** Counted in beats that are over; nothing while other lines have been typed. */
export function stretchOf(stop: Pick<Stop, 'run' | 'before' | 'at'>, run: Told): Stretch | undefined {
	if (!isStart(stop.run, run.lines)) return undefined;
	const all = overAfter(run, stop.run.length);
	const end = stop.at === 'end' ? all : Math.min(run.positionAt(stop.at), all);
	const start = stop.before === undefined ? end : Math.min(overAfter(run, stop.before), end);
	return { start, end };
}

/** Where stepping forward ends: at the stop's end, or after what was typed besides. */
export const lastOf = (stop: Pick<Stop, 'run'>, stretch: Stretch | undefined, run: Told): number =>
	stretch && run.lines.length <= stop.run.length ? stretch.end : overAfter(run, run.lines.length);
