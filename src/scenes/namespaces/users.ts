/** User numbers as rulers: the kernel's below the waterline, and each user namespace's piece laid on it where its map puts it. */
import type { IdRange } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Label, Mark, Marks, Tone } from '#stage/mark.ts';
import { MARGIN, STAGE } from '#stage/place.ts';
import { placed } from '../containers.ts';
import { mainTask } from '../members.ts';
import type { Say } from '../scene.ts';
import { handMade } from './byHand.ts';
import { toneOf } from './owners.ts';
import { END, scaleOf, type Scale } from './scale.ts';

const LEVEL = 560;
const TOP = 62;
const ROW = 78;
const PIECE = 30;
const ROOM = 6;
const RULER = LEVEL + 92;
const FROM = MARGIN + 8;
const TO = STAGE.width - MARGIN - 8;

/** Those who are in one user namespace, and what it makes of numbers. */
interface Holder {
	readonly inode: number;
	readonly names: readonly string[];
	readonly map: readonly IdRange[] | undefined;
	readonly tone: Tone;
}

const holders = (state: HostState, say: Say): readonly Holder[] => {
	const seen = [
		{ name: say('host.short'), task: state.tasks.get(1) },
		...placed(state).map((each) => ({ name: each.name, task: mainTask(state, each) })),
		...handMade(state).flatMap(({ tasks }) =>
			tasks.map((task) => ({ name: `${task.comm} (${task.pid})`, task })),
		),
	];
	const groups = new Map<number, string[]>();
	for (const { name, task } of seen)
		if (task) {
			const inode = task.namespaces.user;
			groups.set(inode, [...(groups.get(inode) ?? []), name]);
		}
	return [...groups].map(([inode, names]) => ({
		inode,
		names,
		map: state.namespaces.get(inode)?.uidMap,
		tone: toneOf(state, inode),
	}));
};

const label = (key: string, x: number, y: number, text: string, more: Partial<Label> = {}): Label => ({
	kind: 'label',
	key,
	x,
	y,
	text,
	size: 13,
	...more,
});

/** A piece lies over the numbers outside that its own stand for; its own are written in it. */
const piece = ({ inode, tone }: Holder, range: IdRange, index: number, y: number, scale: Scale): Marks => {
	const { inside, outside, length } = range;
	const [left, right] = [scale.x(outside), scale.x(Math.min(outside + length, END))];
	const key = `map:${inode}/${index}`;
	const drop = (end: string, x: number): Mark => ({
		kind: 'wire',
		key: `${key}/${end}`,
		x: 0,
		y: 0,
		points: [
			{ x, y: y + PIECE },
			{ x, y: RULER },
		],
		look: 'dotted',
		tone,
	});
	const text = length === 1 ? String(inside) : `${inside} … ${inside + length - 1}`;
	return [
		drop('from', left),
		drop('to', right),
		{
			kind: 'token',
			key,
			parent: 'ruler',
			x: left,
			y,
			width: right - left,
			height: PIECE,
			text,
			look: 'tile',
			tone,
			fill: 'tint',
			weight: 700,
			size: 14,
			label: text,
		},
	];
};

const holderMarks = (holder: Holder, row: number, scale: Scale, say: Say): Marks => {
	const { inode, names, map, tone } = holder;
	const y = TOP + row * ROW;
	const ranges = map ?? [];
	const root = ranges.find(({ inside }) => inside === 0);
	const told = root ? say('ruler.root', { uid: root.outside }) : say('ruler.none');
	return [
		label(`who:${inode}`, FROM + 10, y + 14, names.join(' · '), { weight: 600, width: 560 }),
		label(`root:${inode}`, TO - 10, y + 14, told, { anchor: 'end', tone: ranges.length ? 'ink' : 'muted' }),
		...(ranges.length
			? ranges.flatMap((range, i) => piece(holder, range, i, y + 22, scale))
			: [
					{
						kind: 'token',
						key: `map:${inode}/none`,
						parent: 'ruler',
						x: FROM,
						y: y + 22,
						width: TO - FROM,
						height: PIECE,
						text: say('ruler.nobody'),
						mono: false,
						look: 'tile',
						tone,
						state: 'hollow',
						fill: 'none',
					} as const,
				]),
	];
};

const ruler = (scale: Scale): Marks => [
	{
		kind: 'wire',
		key: 'ruler',
		x: 0,
		y: 0,
		points: [
			{ x: FROM, y: RULER },
			{ x: TO, y: RULER },
		],
		tone: 'water',
		thickness: 5,
	},
	...scale.edges.flatMap((edge): Mark[] => {
		const x = scale.x(edge);
		const isLast = edge === END;
		return [
			{
				kind: 'wire',
				key: `tick:${edge}`,
				x: 0,
				y: 0,
				points: [
					{ x, y: RULER - 8 },
					{ x, y: RULER + 8 },
				],
				tone: 'water',
				thickness: 2,
			},
			label(`number:${edge}`, x, RULER + 26, String(edge), {
				mono: true,
				anchor: edge === 0 ? 'start' : isLast ? 'end' : 'middle',
				size: 13,
				weight: 600,
			}),
		];
	}),
];

/** Whose tasks the kernel counts under a number. */
const owners = (tasks: readonly Task[], scale: Scale, say: Say): Marks => {
	const counts = new Map<number, number>();
	for (const { uid } of tasks) counts.set(uid, (counts.get(uid) ?? 0) + 1);
	return [...counts]
		.sort(([a], [b]) => a - b)
		.slice(0, ROOM)
		.map(([uid, count]): Mark => ({
			kind: 'chip',
			key: `uid:${uid}`,
			x: Math.max(scale.within(uid), FROM + 60),
			y: RULER + 40,
			anchor: 'middle',
			text: say('ruler.tasks', { uid, count }),
			size: 12,
			tone: 'ink',
		}));
};

export const usersPicture = (state: HostState, say: Say): Marks => {
	const all = holders(state, say);
	const edges = all.flatMap(({ map }) =>
		(map ?? []).flatMap(({ outside, length }) => [outside, outside + length]),
	);
	const tasks = state.tasks.filter(
		({ pids, status }) => status !== 'Z' && state.namespaces.get(pids[0]?.namespace ?? 0)?.machine === 'host',
	);
	const scale = scaleOf([...edges, ...new Set(tasks.flatMap(({ uid }) => [uid, uid + 1]))], FROM, TO);
	return [
		{
			kind: 'waterline',
			key: 'waterline',
			x: 0,
			y: LEVEL,
			width: STAGE.width,
			height: STAGE.height - LEVEL,
			above: say('ruler.above'),
			aboveAt: 30,
		},
		label('below', MARGIN, LEVEL + 28, say('ruler.below'), {
			weight: 600,
			tone: 'water',
			halo: true,
			layer: 8,
		}),
		...all.slice(0, ROOM).flatMap((holder, row) => holderMarks(holder, row, scale, say)),
		...ruler(scale),
		...owners(tasks, scale, say),
		label('legend', FROM, STAGE.height - 14, say('ruler.legend'), { tone: 'muted' }),
	];
};
