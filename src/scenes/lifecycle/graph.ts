/** The states and the commands that lead from one to another. */
import type { HostState } from '#host/state.ts';
import type { Box, Mark, Marks, Point, Wire } from '#stage/mark.ts';
import { unplaced } from '../containers.ts';
import type { View } from '../scene.ts';
import { boxes, stageOf, type Stage } from './places.ts';

const stages = Object.keys(boxes) as readonly Stage[];

const counts = (state: HostState): ReadonlyMap<Stage, number> => {
	const counted = new Map<Stage, number>();
	for (const each of unplaced(state)) {
		const stage = stageOf(each.state.status);
		counted.set(stage, (counted.get(stage) ?? 0) + 1);
	}
	return counted;
};

export function states(state: HostState, { say }: View): Marks {
	const more = counts(state);
	return stages.map((stage): Box => {
		const count = more.get(stage);
		const isGone = stage === 'removed';
		return {
			kind: 'box',
			key: `state:${stage}`,
			...boxes[stage],
			heading: say(`state.${stage}`),
			...(!isGone && say(`state.${stage}`) !== stage && { sub: stage, beside: true }),
			...(isGone && { state: 'hollow' as const, tone: 'muted' as const }),
			...(count !== undefined && { badge: `+${count}` }),
			radius: 14,
			label: say(`state.${stage}.label`),
		};
	});
}

type Edge = {
	readonly key: string;
	readonly points: readonly Point[];
	readonly text?: string;
	readonly textAt?: number;
	readonly textSide?: Wire['textSide'];
};

const { created, running, exited, removed, restarting } = boxes;
const right = (stage: Stage): number => boxes[stage].x + boxes[stage].width;
const bottom = (stage: Stage): number => boxes[stage].y + boxes[stage].height;
const image = 128;

/** How far below its top the way between two boxes runs. */
const across = (from: number, to: number, y: number): readonly Point[] => [
	{ x: from, y: running.y + y },
	{ x: to, y: running.y + y },
];
const leaving = (y: number): readonly Point[] => across(right('running'), exited.x, y);

const edges: readonly Edge[] = [
	{ key: 'create', points: across(image, created.x, 72), text: 'create' },
	{ key: 'start', points: across(right('created'), running.x, 72), text: 'start' },
	{
		key: 'run',
		points: [
			{ x: 76, y: created.y },
			{ x: 76, y: created.y - 24 },
			{ x: running.x + 26, y: created.y - 24 },
			{ x: running.x + 26, y: running.y },
		],
		text: 'run = create + start',
		textAt: 0.42,
	},
	{
		key: 'pause',
		points: [
			{ x: running.x + 66, y: running.y },
			{ x: running.x + 66, y: bottom('paused') },
		],
		text: 'pause',
		textSide: 'on',
	},
	{
		key: 'unpause',
		points: [
			{ x: running.x + 160, y: bottom('paused') },
			{ x: running.x + 160, y: running.y },
		],
		text: 'unpause',
		textSide: 'on',
	},
	{ key: 'stop', points: leaving(48), text: 'stop' },
	{ key: 'kill', points: leaving(74), text: 'kill' },
	{ key: 'exit', points: leaving(100), text: 'exit' },
	{ key: 'start/again', points: across(exited.x, right('running'), 126), text: 'start' },
	{
		key: 'restart',
		points: [
			{ x: running.x + 180, y: bottom('running') },
			{ x: running.x + 180, y: bottom('running') + 20 },
			{ x: running.x + 46, y: bottom('running') + 20 },
			{ x: running.x + 46, y: bottom('running') },
		],
		text: 'restart',
		textSide: 'on',
	},
	{
		key: 'policy',
		points: [
			{ x: right('running'), y: running.y + 10 },
			{ x: right('running') + 22, y: running.y + 10 },
			{ x: right('running') + 22, y: restarting.y + 74 },
			{ x: restarting.x, y: restarting.y + 74 },
		],
		text: 'policy',
		textAt: 0.845,
	},
	{
		key: 'policy/start',
		points: [
			{ x: restarting.x, y: restarting.y + 118 },
			{ x: right('running') + 46, y: restarting.y + 118 },
			{ x: right('running') + 46, y: running.y + 24 },
			{ x: right('running'), y: running.y + 24 },
		],
	},
	{
		key: 'rm',
		points: across(right('exited'), removed.x, 72),
		text: 'rm',
	},
];

export const wires = ({ say }: View): Marks =>
	edges.map(({ key, points, text, textAt, textSide }): Mark => ({
		kind: 'wire',
		key: `edge:${key}`,
		x: 0,
		y: 0,
		points,
		curve: 'round',
		arrow: 'end',
		tone: 'muted',
		thickness: 1.8,
		label: say(`edge.${key}`),
		...(text !== undefined && { text }),
		...(textAt !== undefined && { textAt }),
		...(textSide !== undefined && { textSide }),
	}));
