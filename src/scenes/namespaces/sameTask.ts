/** One task, two numbers: a line from the host's row of it to the other one; of the newest container, and of what was chosen. */
import type { HostState } from '#host/state.ts';
import type { Hue, Marks, Point, Row, Wire } from '#stage/mark.ts';
import { hueOf, placed } from '../containers.ts';
import { mainTask } from '../members.ts';
import { handKey, handMade } from './byHand.ts';
import { GAP, GUTTER, HOST, panelAt } from './places.ts';

interface Twice {
	readonly name: string;
	readonly pid: number;
	readonly inside: number;
	readonly slot: number;
	readonly hue: Hue;
}

const twice = (state: HostState): readonly Twice[] => [
	...placed(state).flatMap((container): Twice[] => {
		const task = mainTask(state, container);
		if (!task || task.pids.length < 2) return [];
		const { slot, name } = container;
		return [{ name, pid: task.pid, inside: task.pids.at(-1)!.pid, slot, hue: hueOf(container) }];
	}),
	...handMade(state).flatMap((made): Twice[] => {
		const { task, hue } = made;
		if (!task || task.pids.length < 2) return [];
		return [{ name: handKey(made), pid: task.pid, inside: task.pids.at(-1)!.pid, slot: hue, hue }];
	}),
];

const rowAt = (marks: Marks, key: string): Row | undefined =>
	marks.find((mark): mark is Row => mark.kind === 'row' && mark.key === key);

/** Along the gap beside the host's panel, then along the one between the two rows of panels. */
const way = (from: Row, to: Row, slot: number): readonly Point[] => {
	const start = { x: from.x + from.width, y: from.y + from.height / 2 };
	const end = { x: to.x, y: to.y + to.height / 2 };
	const out = HOST.x + HOST.width + GAP / 2;
	const first = panelAt(0);
	const own = panelAt(slot);
	if (!first || !own || own.x === first.x) return [start, { x: out, y: start.y }, { x: out, y: end.y }, end];
	const along = first.y + first.height + GUTTER / 2;
	const up = own.x - GUTTER / 2;
	return [start, { x: out, y: start.y }, { x: out, y: along }, { x: up, y: along }, { x: up, y: end.y }, end];
};

/** Those that are shown: the newest, or those that were chosen. */
const shown = (all: readonly Twice[], chosen: ReadonlySet<number> | undefined): readonly Twice[] => {
	const picked = all.filter(({ pid }) => chosen?.has(pid));
	if (picked.length) return picked.slice(0, 2);
	const newest = Math.max(...all.map(({ pid }) => pid));
	return all.filter(({ pid }) => pid === newest);
};

export const sameTask = (
	state: HostState,
	marks: Marks,
	chosen: ReadonlySet<number> | undefined,
): readonly Wire[] =>
	shown(twice(state), chosen).flatMap(({ name, pid, inside, slot, hue }): Wire[] => {
		const from = rowAt(marks, `see:host/${pid}`);
		const to = rowAt(marks, `see:${name}/${inside}`);
		if (!from || !to) return [];
		return [
			{
				kind: 'wire',
				key: `same:${name}`,
				x: 0,
				y: 0,
				points: way(from, to, slot),
				curve: 'round',
				from: from.key,
				to: to.key,
				tone: hue,
				thickness: 2.5,
				layer: 5,
			},
		];
	});
