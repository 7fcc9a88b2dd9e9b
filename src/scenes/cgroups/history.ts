/** What each column used over the model's time, laid on one axis. */
import type { UsePoint } from '#host/kernel/usage.ts';
import type { HostState } from '#host/state.ts';
import type { Sample } from '#stage/mark.ts';
import { columnsOf, type Column } from './columns.ts';

export interface History {
	readonly column: Column;
	readonly points: readonly UsePoint[];
}

/** A container that has ended keeps what was followed of its group. */
const pointsOf = (state: HostState, { path, container }: Column): readonly UsePoint[] => {
	const known = path ?? state.usage.keys().find((each) => container && each.includes(container.id));
	return known === undefined ? [] : (state.usage.get(known) ?? []);
};

export const historiesOf = (state: HostState): readonly History[] =>
	columnsOf(state)
		.columns.map((column) => ({ column, points: pointsOf(state, column) }))
		.filter(({ points }) => points.length > 0);

/** Lengths of the axis, in seconds: it grows seldom. */
const LENGTHS = [10, 20, 40, 60, 120, 300, 600];
const LONGEST = 600;

export interface Axis {
	readonly since: number;
	readonly until: number;
	readonly now: number;
}

export const axisOf = (state: HostState, histories: readonly History[]): Axis => {
	const { now } = state.clock;
	const first = Math.min(now, ...histories.map(({ points }) => points[0]!.at));
	const since = Math.max(first, now - LONGEST);
	const length = LENGTHS.find((each) => each >= now - since) ?? LONGEST;
	return { since, until: since + length, now };
};

/** One quantity of a history; what held at the left edge is where it begins. */
export const samplesOf = (
	{ points }: History,
	{ since }: Axis,
	of: (point: UsePoint) => number,
): readonly Sample[] => {
	const before = points.findLast(({ at }) => at <= since);
	const later = points.filter(({ at }) => at > since);
	return [
		...(before ? [{ at: since, value: of(before) }] : []),
		...later.map((each) => ({ at: each.at, value: of(each) })),
	];
};

const valueAt = (samples: readonly Sample[], at: number): number =>
	samples.findLast((each) => each.at <= at)?.value ?? 0;

/** Each on top of those before it. */
export const stacked = (all: readonly (readonly Sample[])[]): readonly (readonly Sample[])[] => {
	const times = [...new Set(all.flatMap((samples) => samples.map(({ at }) => at)))].sort((a, b) => a - b);
	return all.map((_, i) =>
		times.map((at) => ({
			at,
			value: all.slice(0, i + 1).reduce((sum, samples) => sum + valueAt(samples, at), 0),
		})),
	);
};

/** The value now, and where on the axis that is. */
export const latest = (samples: readonly Sample[]): number => samples.at(-1)?.value ?? 0;
