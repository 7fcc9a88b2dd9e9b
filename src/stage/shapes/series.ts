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

/** Where the line turns: straight from sample to sample, or each value held until the next. */
const corners = (points: readonly Point[], curve: Series['curve']): readonly Point[] =>
	curve === 'line'
		? points
		: points.flatMap((point, i) => [{ x: point.x, y: points[i - 1]?.y ?? point.y }, point]).slice(1);

export function seriesPaths(series: Series): {
	readonly line: string;
	readonly area: string;
	readonly tip?: Point;
} {
	const points = knownSamples(series).map((sample) => place(series, sample));
	const [first, tip] = [points[0], points.at(-1)];
	if (!first || !tip) return { line: '', area: '' };
	const along = corners(points, series.curve).map(({ x, y }) => `${rounded(x)},${rounded(y)}`);
	const line = `M${along.join('L')}`;
	const foot = `L${rounded(tip.x)},${series.height}L${rounded(first.x)},${series.height}Z`;
	return { line, area: line + foot, tip };
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
