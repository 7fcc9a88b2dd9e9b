/** One task, two numbers: a line from the host's row of it to the container's. */
import type { HostState } from '#host/state.ts';
import type { Marks, Point, Row, Wire } from '#stage/mark.ts';
import { hueOf, placed } from '../containers.ts';
import { mainTask } from '../members.ts';
import { GAP, HOST, isDense } from './places.ts';

const LANE = 5;

const rowAt = (marks: Marks, key: string): Row | undefined =>
	marks.find((mark): mark is Row => mark.kind === 'row' && mark.key === key);

/** Past the panels that stand between, along their lower edge; each line in a lane of its own. */
const way = (from: Row, to: Row, slot: number): readonly Point[] => {
	const start = { x: from.x + from.width, y: from.y + from.height / 2 };
	const end = { x: to.x, y: to.y + to.height / 2 };
	if (slot === 0) return [start, end];
	const out = HOST.x + HOST.width + GAP / 2 + (slot - 1) * LANE - 2;
	const down = HOST.y + HOST.height + 3 + slot * LANE;
	const up = end.x - 12 - GAP / 2;
	return [start, { x: out, y: start.y }, { x: out, y: down }, { x: up, y: down }, { x: up, y: end.y }, end];
};

export const sameTask = (state: HostState, marks: Marks): readonly Wire[] =>
	isDense(state)
		? []
		: placed(state).flatMap((container): Wire[] => {
				const task = mainTask(state, container);
				if (!task || task.pids.length < 2) return [];
				const from = rowAt(marks, `see:host/${task.pid}`);
				const to = rowAt(marks, `see:${container.name}/${task.pids.at(-1)?.pid}`);
				if (!from || !to) return [];
				return [
					{
						kind: 'wire',
						key: `same:${container.name}`,
						x: 0,
						y: 0,
						points: way(from, to, container.slot),
						curve: container.slot === 0 ? 'across' : 'round',
						from: from.key,
						to: to.key,
						tone: hueOf(container),
						thickness: 2,
						layer: 5,
					},
				];
			});
