/** Channels: from the trunk up to a column's gauges, one a lane, as wide as what the narrowest place below lets through. */
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Marks, Own } from '#stage/mark.ts';
import { sliceOf, toneOf, type Column } from './columns.ts';
import { isVersion2 } from './groups.ts';
import { groupFor, lanes, type Lane } from './knobs.ts';
import { BETWEEN, laneAt, LEVEL, ROOT, SCOPE, SLICE, trunkAt, WIDEST } from './places.ts';
import type { Use } from './uses.ts';

interface Stop {
	readonly y: number;
	readonly width: number;
}

const TOP = LEVEL + 4;

const limitAt = (state: HostState, path: string | undefined, lane: Lane): number => {
	const group = path === undefined ? undefined : groupFor(state, path, lane);
	return (group && lane.of(group)) ?? Infinity;
};

/** Where a lane's channel of this column begins. */
const startOf = (state: HostState, column: Column, lane: number): number =>
	!isVersion2(state) ? trunkAt(lane) : column.isInSlice ? SLICE.y : ROOT.y;

/** From below: the trunk, what lies between, its own group, the surface. Each may only narrow. */
const stopsOf = (state: HostState, column: Column, index: number): readonly Stop[] => {
	const lane = lanes[index]!;
	const wide = (value: number) => lane.width(value, state);
	const trunk = column.isInSlice ? limitAt(state, sliceOf(state), lane) : Infinity;
	const inner = Math.min(trunk, ...column.between.map(({ path }) => limitAt(state, path, lane)));
	const own = Math.min(inner, limitAt(state, column.path, lane));
	const start = startOf(state, column, index);
	const between: readonly Stop[] = column.between.length
		? [
				{ y: BETWEEN.y + BETWEEN.height + 20, width: wide(trunk) },
				{ y: BETWEEN.y + BETWEEN.height, width: wide(inner) },
				{ y: BETWEEN.y, width: wide(inner) },
			]
		: [{ y: start - 6, width: wide(trunk) }];
	return [
		{ y: start, width: wide(trunk) },
		...between,
		{ y: SCOPE.y + SCOPE.height, width: wide(own) },
		{ y: TOP, width: wide(own) },
	];
};

/** Which part of what may pass is being used. */
const flowOf = (state: HostState, use: Use, index: number): number => {
	const { cpus, memory } = profiles[state.profile];
	if (index === 0) return use.got / Math.min(cpus, use.limits.cpu);
	if (index === 1) return Math.min(use.memory, use.limits.memory) / Math.min(memory, use.limits.memory);
	return Number.isFinite(use.limits.pids) ? use.pids / use.limits.pids : 0;
};

export const channelMarks = (state: HostState, column: Column, use: Use): Marks =>
	lanes.flatMap((lane, index): Own[] => {
		if (column.path === undefined || !groupFor(state, column.path, lane)) return [];
		const stops = stopsOf(state, column, index);
		const bottom = stops[0]!.y;
		return [
			{
				kind: 'own',
				shape: 'channel',
				key: `way:${column.name}/${lane.name}`,
				x: laneAt(column.slot, index) - WIDEST / 2,
				y: TOP,
				width: WIDEST,
				height: bottom - TOP,
				layer: 2,
				tone: toneOf(column),
				data: {
					stops: stops.length,
					flow: use.isFrozen && index === 0 ? 0 : flowOf(state, use, index),
					...Object.fromEntries(
						stops.flatMap(({ y, width }, i) => [
							[`y${i}`, y - TOP],
							[`w${i}`, width],
						]),
					),
				},
			},
		];
	});
