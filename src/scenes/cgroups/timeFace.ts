/** CPU time, memory and throttling over the model's clock: the past of every column, up to now. */
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Label, Marks, Rect, Sample, Series, Tone } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import { bytesText, coresText } from './amounts.ts';
import { toneOf } from './columns.ts';
import { titleOf } from './gauges.ts';
import { axisOf, historiesOf, latest, samplesOf, stacked, type Axis, type History } from './history.ts';
import { lanes, narrowest, type Lane } from './knobs.ts';
import { SIZE } from './places.ts';
import { shortened } from './shortened.ts';

const LEFT = 108;
const WIDTH = 936;
const LEVEL = 292;
const CPU: Rect = { x: LEFT, y: 66, width: WIDTH, height: 198 };
const MEMORY: Rect = { x: LEFT, y: 356, width: WIDTH, height: 160 };
const HELD: Rect = { x: LEFT, y: 560, width: WIDTH, height: 106 };
const AXIS = 692;
const NAMES = LEFT + WIDTH + 12;
const NAME_FACE = { size: 14, weight: 700, mono: false } as const;

const label = (key: string, x: number, y: number, text: string, more: Partial<Label> = {}): Label => ({
	kind: 'label',
	key,
	x,
	y,
	text,
	size: 14,
	tone: 'muted',
	...more,
});

interface Curve {
	readonly history: History;
	/** Its own values, and those that are drawn. */
	readonly own: readonly Sample[];
	readonly drawn: readonly Sample[];
}

/** Values at the upper and the lower edge, and the name of the chart. */
const scale = (key: string, { y, height }: Rect, text: string, top: string): Marks => [
	label(`chart:${key}`, LEFT, y - 12, text, { size: 15, weight: 700, tone: 'ink' }),
	label(`top:${key}`, LEFT - 10, y + 12, top, { anchor: 'end', mono: true }),
	label(`zero:${key}`, LEFT - 10, y + height, '0', { anchor: 'end', mono: true }),
];

const ROW = 18;

/** Names at the right end of their curves, moved apart where they would stand on one another. */
const names = (key: string, rect: Rect, curves: readonly (readonly [Curve, number, string])[]): Marks => {
	const sorted = [...curves].sort((a, b) => a[1] - b[1]);
	const least = rect.y + 8;
	const most = rect.y + rect.height + 4;
	const places: number[] = [];
	sorted.forEach(([, y], i) => places.push(Math.max(y + 5, least, (places[i - 1] ?? -Infinity) + ROW)));
	for (let i = places.length - 1; i >= 0; i--)
		places[i] = Math.min(places[i]!, (places[i + 1] ?? most + ROW) - ROW);
	return sorted.map(([{ history }, , value], i) => {
		const name = titleOf(history.column);
		const text = shortened(`${name} ${value}`, SIZE.width - NAMES - 8, NAME_FACE);
		return label(`end:${key}/${history.column.name}`, NAMES, places[i]!, text, {
			...NAME_FACE,
			tone: toneOf(history.column),
			title: `${name} ${value}`,
		});
	});
};

const series = (
	key: string,
	rect: Rect,
	axis: Axis,
	samples: readonly Sample[],
	of: number,
	tone: Tone,
	more: Partial<Series>,
): Series => ({ kind: 'series', key, ...rect, ...axis, samples, of, tone, bare: true, ...more });

const paper = (key: string, rect: Rect, axis: Axis): Series =>
	series(`paper:${key}`, rect, { ...axis, now: axis.since }, [], 1, 'faint', { bare: false, fill: 'none' });

const heightOf = ({ y, height }: Rect, value: number, of: number): number =>
	y + height * (1 - Math.min(1, value / of));

const curvesOf = (
	histories: readonly History[],
	axis: Axis,
	of: Parameters<typeof samplesOf>[2],
): readonly Curve[] =>
	histories.map((history) => {
		const own = samplesOf(history, axis, of);
		return { history, own, drawn: own };
	});

/** Stacked: together they can never be more than there are cores. */
const cpuChart = (state: HostState, histories: readonly History[], axis: Axis, say: Say): Marks => {
	const { cpus } = profiles[state.profile];
	const plain = curvesOf(histories, axis, ({ cpu }) => cpu);
	const sums = stacked(plain.map(({ own }) => own));
	const curves = plain.map((curve, i): Curve => ({ ...curve, drawn: sums[i]! }));
	const busy = curves.filter(({ own }) => latest(own) > 0.004);
	return [
		paper('cpu', CPU, axis),
		...[...curves].reverse().map(({ history, drawn }) =>
			series(`series:cpu/${history.column.name}`, CPU, axis, drawn, cpus, toneOf(history.column), {
				fill: 'full',
				label: say('time.label.cpu', { name: titleOf(history.column) }),
			}),
		),
		...scale('cpu', CPU, say('time.cpu', { count: cpus }), coresText(cpus)),
		...names(
			'cpu',
			CPU,
			busy.map((curve) => [
				curve,
				heightOf(CPU, latest(curve.drawn) - latest(curve.own) / 2, cpus),
				coresText(latest(curve.own)),
			]),
		),
	];
};

const memory = lanes[1] as Lane;

const memoryChart = (state: HostState, histories: readonly History[], axis: Axis, say: Say): Marks => {
	const curves = curvesOf(histories, axis, (point) => point.memory);
	const limitOf = ({ path }: History['column']): number =>
		path === undefined ? Infinity : narrowest(state, path, memory).value;
	const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
	const most = Math.max(
		2 ** 20,
		...curves.map(({ history, own }) =>
			Math.max(finite(limitOf(history.column)), ...own.map(({ value }) => value)),
		),
	);
	const of = 2 ** Math.ceil(Math.log2(most * 1.05));
	return [
		paper('memory', MEMORY, axis),
		...curves.map(({ history, drawn }) => {
			const limit = limitOf(history.column);
			return series(`series:memory/${history.column.name}`, MEMORY, axis, drawn, of, toneOf(history.column), {
				fill: curves.length === 1 ? 'tint' : 'none',
				...(Number.isFinite(limit) && { limit }),
				label: say('time.label.memory', { name: titleOf(history.column) }),
			});
		}),
		...scale('memory', MEMORY, say('time.memory'), bytesText(of)),
		...names(
			'memory',
			MEMORY,
			curves.map((curve) => [curve, heightOf(MEMORY, latest(curve.own), of), bytesText(latest(curve.own))]),
		),
	];
};

/** Of each period, the part in which a quota kept it from running. */
const heldChart = (histories: readonly History[], axis: Axis, say: Say): Marks => {
	const curves = curvesOf(histories, axis, ({ throttled }) => throttled);
	const held = curves.filter(({ own }) => own.some(({ value }) => value > 0));
	return [
		paper('throttled', HELD, axis),
		...held.map(({ history, drawn }) =>
			series(`series:throttled/${history.column.name}`, HELD, axis, drawn, 1, toneOf(history.column), {
				fill: 'tint',
				label: say('time.label.throttled', { name: titleOf(history.column) }),
			}),
		),
		...scale('throttled', HELD, say('time.throttled'), '100%'),
		...names(
			'throttled',
			HELD,
			held.map((curve) => [
				curve,
				heightOf(HELD, latest(curve.own), 1),
				`${Math.round(latest(curve.own) * 100)}%`,
			]),
		),
	];
};

const STEPS = 5;

const axisMarks = ({ since, until, now }: Axis, say: Say): Marks => {
	const length = until - since;
	const x = (seconds: number) => LEFT + (WIDTH * seconds) / length;
	return [
		...Array.from({ length: STEPS + 1 }, (_, i) =>
			label(
				`second:${i}`,
				x((length * i) / STEPS),
				AXIS,
				say('time.seconds', { count: (length * i) / STEPS }),
				{
					anchor: 'middle',
					mono: true,
					size: 13,
				},
			),
		),
		{
			kind: 'wire',
			key: 'now',
			x: 0,
			y: 0,
			points: [
				{ x: x(Math.min(length, now - since)), y: CPU.y },
				{ x: x(Math.min(length, now - since)), y: HELD.y + HELD.height },
			],
			tone: 'muted',
			thickness: 1.4,
			state: 'hollow',
			layer: 5,
		},
	];
};

export const timeMarks = (state: HostState, say: Say): Marks => {
	const histories = historiesOf(state);
	const axis = axisOf(state, histories);
	const none = label('none', LEFT + 16, CPU.y + 40, say('time.none'), { size: 16 });
	return [
		{
			kind: 'waterline',
			key: 'waterline',
			x: 0,
			y: LEVEL,
			width: SIZE.width,
			height: SIZE.height - LEVEL,
			above: say('time.above'),
			below: say('time.below'),
		},
		...cpuChart(state, histories, axis, say),
		...memoryChart(state, histories, axis, say),
		...heldChart(histories, axis, say),
		...axisMarks(axis, say),
		...(histories.length ? [] : [none]),
	];
};
