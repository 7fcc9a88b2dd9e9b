/** A container's group at the end of its branch: what limits it, column by column, and the tasks in it. */
import type { Container } from '#host/engine/container.ts';
import type { Cgroup } from '#host/kernel/cgroup.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Label, Marks, Rect, Token, Tone } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import { hueOf } from '../containers.ts';
import type { Say } from '../scene.ts';
import { isFrozen, lastName, tasksAt } from './groups.ts';
import { hasKnob, isSet, v2Knobs, valueOf, type Knob } from './knobs.ts';
import { KNOBS } from './places.ts';

export interface Leaf {
	readonly name: string;
	readonly group: Cgroup;
	readonly container?: Container;
	readonly slot: number;
}

export const toneOf = ({ container }: Pick<Leaf, 'container'>): Tone =>
	container ? hueOf(container) : 'water';

/** docker-9f2c1ab07e11….scope */
export const shortName = (path: string): string =>
	lastName(path).replace(/[0-9a-f]{64}/, (id) => `${id.slice(0, 6)}…`);

const limit = (
	state: HostState,
	leaf: Leaf,
	knob: Knob,
	x: number,
	y: number,
	height: number,
	say: Say,
): Token => {
	const { group, name } = leaf;
	const isThere = hasKnob(state, group, knob);
	const value = isThere ? valueOf(state, group, knob) : '';
	const isOwn = isThere && isSet(state, group, knob);
	return {
		kind: 'token',
		key: `limit:${name}/${knob.file}`,
		parent: `cgroup:${name}`,
		x,
		y,
		width: knob.width - 10,
		height,
		text: isThere ? knob.text(value) : '–',
		size: height > 20 ? 13 : 12,
		weight: isOwn ? 700 : 500,
		tone: isOwn ? toneOf(leaf) : 'faint',
		fill: isOwn ? 'full' : isThere ? 'surface' : 'none',
		state: isThere ? 'solid' : 'hollow',
		label: isThere
			? say('limit', { file: knob.file, name, value })
			: say('limit.none', { file: knob.file, name }),
	};
};

const taskText = (task: Task): string => `${task.pid} ${task.comm}`;

/** Tasks side by side as far as there is room; the rest as a number. */
export const taskTokens = (
	state: HostState,
	leaf: Leaf,
	place: { readonly x: number; readonly y: number; readonly right: number; readonly height: number },
	say: Say,
): Marks => {
	const { group } = leaf;
	const { height, right } = place;
	const all = tasksAt(state, group);
	const marks: Token[] = [];
	let x = place.x;
	for (const task of all) {
		const width = Math.ceil(textWidth(taskText(task), { size: 12, mono: true, weight: 500 })) + 18;
		const isLast = marks.length === all.length - 1;
		if (x + width + (isLast ? 0 : 52) > right) break;
		marks.push({
			kind: 'token',
			key: `task:${task.pid}`,
			parent: `task:${task.parent}`,
			x,
			y: place.y,
			width,
			height,
			look: 'tile',
			size: 12,
			weight: 500,
			text: taskText(task),
			tone: toneOf(leaf),
			fill: 'surface',
			state: task.status === 'Z' ? 'hollow' : isFrozen(group) ? 'hatched' : 'solid',
			label: say('task', { pid: task.pid, comm: task.comm }),
		});
		x += width + 6;
	}
	const more = all.length - marks.length;
	const rest: Label[] = more
		? [
				{
					kind: 'label',
					key: `more:${leaf.name}`,
					x,
					y: place.y + height / 2 + 4.5,
					text: say('tasks.more', { count: more }),
					size: 12,
					tone: 'muted',
				},
			]
		: [];
	return [...marks, ...rest];
};

export const leafMarks = (state: HostState, leaf: Leaf, rect: Rect, say: Say): Marks => {
	const { name, group } = leaf;
	const isDense = rect.height < 60;
	const [headY, subY, knobY, knobHeight, taskY] = isDense
		? [rect.y + 18, rect.y + 35, rect.y + 4, 17, rect.y + 24]
		: [rect.y + 30, rect.y + 50, rect.y + 14, 26, rect.y + rect.height - 42];
	let x = KNOBS;
	const limits = v2Knobs.map((knob) => {
		const token = limit(state, leaf, knob, x, knobY, knobHeight, say);
		x += knob.width;
		return token;
	});
	return [
		{
			kind: 'box',
			key: `cgroup:${name}`,
			parent: `cgroup:${leaf.group.path.slice(0, leaf.group.path.lastIndexOf('/')) || '/'}`,
			...rect,
			tone: toneOf(leaf),
			fill: leaf.container ? 'tint' : 'surface',
			state: isFrozen(group) ? 'hatched' : 'solid',
			radius: 10,
			label: say('group', { path: group.path }),
		},
		{
			kind: 'label',
			key: `name:${name}`,
			x: rect.x + 14,
			y: headY,
			width: 148,
			text: leaf.container ? name : lastName(name),
			size: isDense ? 14 : 16,
			weight: 700,
			halo: isFrozen(group),
		},
		{
			kind: 'label',
			key: `path:${name}`,
			x: rect.x + 14,
			y: subY,
			width: 152,
			text: leaf.container ? shortName(group.path) : group.path,
			size: 12,
			mono: true,
			tone: 'muted',
			halo: isFrozen(group),
			title: group.path,
		},
		...limits,
		...taskTokens(
			state,
			leaf,
			{ x: KNOBS, y: taskY, right: rect.x + rect.width - 12, height: isDense ? 17 : 26 },
			say,
		),
	];
};

/** The names of the files over their columns. */
export const knobHeads = (y: number): Marks => {
	let x = KNOBS;
	return v2Knobs.map((knob) => {
		const mark: Label = {
			kind: 'label',
			key: `knob:${knob.file}`,
			x: x + (knob.width - 10) / 2,
			y,
			anchor: 'middle',
			text: knob.file,
			size: 12,
			mono: true,
			weight: 600,
		};
		x += knob.width;
		return mark;
	});
};
