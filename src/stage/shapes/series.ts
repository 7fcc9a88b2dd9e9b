import { area, curveLinear, curveStepAfter, line } from 'd3-shape';
import type { Point, Sample, Series } from '../mark.ts';
import { run, type Run } from '../run.ts';

const place = (series: Series, sample: Sample): Point => ({
	x: ((sample.at - series.since) / (series.until - series.since || 1)) * series.width,
	y: series.height * (1 - Math.min(1, Math.max(0, sample.value / (series.of || 1)))),
});

/** The value between two samples at a time. */
function valueAt(series: Series, before: Sample, after: Sample, at: number): number {
	if (series.curve !== 'line' || after.at === before.at) return before.value;
	return before.value + ((after.value - before.value) * (at - before.at)) / (after.at - before.at);
}

/** The samples that are known by now, the last of them being now itself. */
export function knownSamples(series: Series): readonly Sample[] {
	const { samples, since, until } = series;
	const now = series.now ?? until;
	const known = samples.filter((sample) => sample.at <= now && sample.at >= since);
	const last = known.at(-1);
	if (!last || last.at === now) return known;
	const next = samples.find((sample) => sample.at > now);
	return [...known, { at: now, value: next ? valueAt(series, last, next, now) : last.value }];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

export function seriesPaths(series: Series): {
	readonly line: string;
	readonly area: string;
	readonly tip?: Point;
} {
	const points = knownSamples(series).map((sample) => place(series, sample));
	const curve = series.curve === 'line' ? curveLinear : curveStepAfter;
	const x = (point: Point): number => rounded(point.x);
	const y = (point: Point): number => rounded(point.y);
	const tip = points.at(-1);
	return {
		line: line<Point>().x(x).y(y).curve(curve)(points) ?? '',
		area: area<Point>().x(x).y1(y).y0(series.height).curve(curve)(points) ?? '',
		...(tip && { tip }),
	};
}

export const seriesLimit = (series: Series): number | undefined =>
	series.limit === undefined ? undefined : place(series, { at: 0, value: series.limit }).y;

export function seriesRuns(series: Series): readonly Run[] {
	const limit = seriesLimit(series);
	const head = { x: 0, y: -9, size: 13, weight: 600, room: series.width } as const;
	const over = limit !== undefined && limit < 16 ? limit + 16 : (limit ?? 0) - 6;
	const tag = { x: 8, size: 12, weight: 600, room: series.width - 16 } as const;
	return [
		...(series.heading === undefined ? [] : [run({ ...head, text: series.heading, fade: series.fade })]),
		...(series.limitText === undefined || limit === undefined
			? []
			: [run({ ...tag, text: series.limitText, y: over, ink: series.act ? 'act' : 'ink2', halo: true })]),
	];
}
