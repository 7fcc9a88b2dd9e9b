/** Equal namespaces joined: what was chosen stays, a line runs through its equals, and all else grows faint. */
import type { NamespaceType } from '#host/kernel/namespace.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks, Token, Wire } from '#stage/mark.ts';
import { placed } from '../containers.ts';
import { mainTask } from '../members.ts';
import type { Say } from '../scene.ts';
import { handKey, handMade } from './byHand.ts';
import type { Chosen } from './chosen.ts';
import { columnX } from './places.ts';

const FAINT = 0.22;
const SIDE = 4;

const isCell = (mark: Mark): mark is Token => mark.kind === 'token' && /^(cell|ns|fresh):/.test(mark.key);

/** Cells of a column that hold the same number, from the first to the last. */
const bracket = (cells: readonly Token[], type: NamespaceType): Wire[] => {
	const first = cells[0];
	const last = cells.at(-1);
	if (!first || !last || cells.length < 2) return [];
	const x = columnX(type) + SIDE;
	const middle = ({ y, height = 0 }: Token): number => y + height / 2;
	const pill = ({ x: at, width = 0 }: Token): number => at - width / 2;
	const wire = (key: string, points: Wire['points']): Wire => ({
		kind: 'wire',
		key: `join:${first.text}${key}`,
		x: 0,
		y: 0,
		points,
		tone: first.tone ?? 'ink',
		thickness: 3,
		layer: 6,
	});
	return [
		wire('', [
			{ x: pill(first), y: middle(first) },
			{ x, y: middle(first) },
			{ x, y: middle(last) },
			{ x: pill(last), y: middle(last) },
		]),
		...cells.slice(1, -1).map((each, i) =>
			wire(`/${i}`, [
				{ x, y: middle(each) },
				{ x: pill(each), y: middle(each) },
			]),
		),
	];
};

const typeOfCell = (state: HostState, { text }: Token): NamespaceType | undefined =>
	state.namespaces.get(Number(text))?.type;

/** Panels whose eyes are in the chosen namespace, or are one of the chosen tasks. */
const seeing = (state: HostState, { namespace, pids }: Chosen): ReadonlySet<string> => {
	const eyes = [
		{ key: 'host', place: 'host', task: state.tasks.get(1) },
		...placed(state).map((each) => ({
			key: `container:${each.name}`,
			place: each.name,
			task: mainTask(state, each),
		})),
		...handMade(state).map((each) => ({ key: handKey(each), place: handKey(each), task: each.task })),
	];
	return new Set(
		eyes
			.filter(({ task }) =>
				namespace ? task?.namespaces[namespace.type] === namespace.inode : task && pids.has(task.pid),
			)
			.flatMap(({ key, place }) => [key, place]),
	);
};

const isKept = (state: HostState, chosen: Chosen, panels: ReadonlySet<string>, mark: Mark): boolean => {
	const { namespace, type, pids } = chosen;
	const column = namespace?.type ?? type;
	if (isCell(mark)) {
		if (namespace) return mark.text === String(namespace.inode);
		return type ? typeOfCell(state, mark) === type : isOfTask(mark, chosen, state);
	}
	const [, kind = '', place = '', last = ''] = /^(\w+):?([^/]*)\/?([^/]*)/.exec(mark.key) ?? [];
	switch (kind) {
		case 'head':
		case 'type':
			return column === undefined || place === column || /^(number|inner|task)$/.test(place);
		case 'pin':
			return type === 'net' || (namespace !== undefined && place === String(namespace.inode));
		case 'task':
			return type !== undefined || pids.has(Number(place));
		case 'container':
		case 'hand':
		case 'host':
			return type !== undefined || panels.has(mark.key);
		case 'world':
			return column === undefined ? panels.has(placeOf(mark.key)) : isOfType(mark.key, column, panels, type);
		case 'see':
			return isSight(mark.key, last, panels, chosen);
		default:
			return true;
	}
};

const isOfTask = ({ key }: Token, { pids }: Chosen, state: HostState): boolean => {
	const pid = /^cell:(\d+)/.exec(key)?.[1];
	if (pid !== undefined) return pids.has(Number(pid));
	const name = /^ns:\w+\/(.*)$/.exec(key)?.[1];
	return placed(state).some((each) => each.name === name && pids.has(mainTask(state, each)?.pid ?? 0));
};

/** `world:web/uts/name` and `see:hand:7/1` are of the places `web` and `hand:7`. */
const placeOf = (key: string): string => /^\w+:((?:hand:\d+)|[^/]*)/.exec(key)?.[1] ?? '';

const isOfType = (
	key: string,
	column: NamespaceType,
	panels: ReadonlySet<string>,
	whole: NamespaceType | undefined,
): boolean => {
	const isAbout = key.slice(`world:${placeOf(key)}/`.length).split('/')[0] === column;
	return isAbout && (whole !== undefined || panels.has(placeOf(key)));
};

const isSight = (key: string, last: string, panels: ReadonlySet<string>, chosen: Chosen): boolean => {
	const { namespace, type, pids } = chosen;
	if (type) return type === 'pid';
	if (namespace) return namespace.type === 'pid' && panels.has(placeOf(key));
	return panels.has(placeOf(key)) || (placeOf(key) === 'host' && pids.has(Number(last)));
};

const told = ({ namespace, pids }: Chosen, say: Say): string | undefined => {
	if (!namespace) return undefined;
	const { type, inode, pid = [...pids][0] } = namespace;
	const count = pids.size;
	return pid === undefined ? `${type}:[${inode}]` : say('joined', { pid, type, inode, count });
};

/** The same picture with what was chosen standing out. */
export const joined = (state: HostState, marks: Marks, chosen: Chosen | undefined, say: Say): Marks => {
	if (!chosen) return marks;
	const panels = seeing(state, chosen);
	const cells = marks.filter(isCell);
	const groups = new Map<string, Token[]>();
	if (chosen.namespace || chosen.type)
		for (const each of cells.filter((mark) => isKept(state, chosen, panels, mark)))
			groups.set(each.text, [...(groups.get(each.text) ?? []), each]);
	const text = told(chosen, say);
	const shown = marks.map((mark): Mark => {
		if (mark.key === 'legend' && mark.kind === 'label' && text !== undefined)
			return { ...mark, text, mono: false, tone: 'ink', weight: 600 };
		return isKept(state, chosen, panels, mark) ? mark : { ...mark, opacity: FAINT };
	});
	return [
		...shown,
		...[...groups.values()].flatMap((group) => {
			const type = typeOfCell(state, group[0]!);
			return type ? bracket(group, type) : [];
		}),
	];
};
