/** The last periods of a group with a quota: how far it ran in each, and how long it was held back (sched-bwc.rst). */
import { cgroupLine } from '#host/kernel/cgroup.ts';
import { quotaOf } from '#host/kernel/cpuSharing.ts';
import { periodOf } from '#host/kernel/cpuTime.ts';
import type { UsePoint } from '#host/kernel/usage.ts';
import type { HostState } from '#host/state.ts';
import { treeOf } from './knobs.ts';

export const PERIODS_SHOWN = 10;

export interface Period {
	/** Parts of the period. */
	readonly ran: number;
	readonly held: number;
}

/** What holds at a time: the last point before it. */
const pointAt = (points: readonly UsePoint[], at: number): UsePoint | undefined =>
	points.findLast((each) => each.at <= at + 1e-9);

/** Empty where there is no quota, or nothing ran yet while there was one. */
export const lastPeriods = (state: HostState, path: string): readonly Period[] => {
	const limited = cgroupLine(state, treeOf(state, { tree: 'cpu' }), path).find(
		(group) => quotaOf(group) < Infinity,
	);
	const points = state.usage.get(path);
	if (!limited || !points) return [];
	const length = periodOf(limited);
	const { now } = state.clock;
	return Array.from({ length: PERIODS_SHOWN }, (_, i): Period => {
		const point = pointAt(points, now - (PERIODS_SHOWN - i) * length);
		if (!point || point.cpu === 0) return { ran: 0, held: 0 };
		return point.throttled > 0 ? { ran: 1 - point.throttled, held: point.throttled } : { ran: 1, held: 0 };
	});
};
