/** Above the waterline: what the host and each container see of the same kernel. */
import type { Container } from '#host/engine/container.ts';
import { pidInside } from '#host/kernel/numbering.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Box, Label, Mark, Marks, Rect, Row, Tone, Wire } from '#stage/mark.ts';
import { grid, MARGIN } from '#stage/place.ts';
import { hueOf, placed, unplaced } from '../containers.ts';
import { mainTask } from '../members.ts';
import type { Say } from '../scene.ts';

export const PANELS: Rect = { x: MARGIN, y: 44, width: 1160, height: 252 };
const HOST_WIDTH = 292;
const GAP = 20;
const PITCH = 24;

interface Seen {
	readonly key: string;
	readonly pid: number;
	readonly inside: number;
	readonly text: string;
	readonly tone: Tone;
	readonly isPaused: boolean;
}

/** Three wide places, or eight small ones once there are more than three containers. */
const places = (state: HostState): readonly Rect[] => {
	const area = { ...PANELS, x: PANELS.x + HOST_WIDTH + GAP, width: PANELS.width - HOST_WIDTH - GAP };
	const isMany = placed(state).some(({ slot }) => slot >= 3);
	return isMany ? grid(area, 4, 2, 14) : grid(area, 3, 1, GAP);
};

const programOf = (task: Task): string =>
	task.argv.length ? task.argv.join(' ').replace(/^\S*\//, '') : task.comm;

const rowsIn = (rect: Rect, top: number, seen: readonly Seen[], say: Say, place: string): readonly Row[] =>
	seen.map(({ key, pid, inside, text, tone, isPaused }, i) => ({
		kind: 'row',
		key,
		parent: `task:${pid}`,
		x: rect.x + 12,
		y: rect.y + top + i * PITCH,
		width: rect.width - 24,
		height: PITCH - 3,
		look: typeof tone === 'number' ? 'block' : 'plain',
		size: 13,
		tone,
		state: isPaused ? 'hatched' : 'solid',
		label: say('seeLabel', { pid: inside, comm: text, place }),
		cells: [
			{ text: String(inside), x: 6, width: 54, mono: true, weight: 600 },
			{ text, x: 62, width: rect.width - 92, mono: true },
		],
	}));

const lowerLines = (
	rect: Rect,
	key: string,
	lines: readonly { readonly name: string; readonly value: string }[],
): Marks =>
	lines.flatMap(({ name, value }, i): Label[] => {
		const y = rect.y + rect.height - 14 - (lines.length - 1 - i) * 20;
		return [
			{
				kind: 'label',
				key: `${key}/name/${i}`,
				x: rect.x + 18,
				y,
				text: name,
				size: 12,
				tone: 'muted',
				width: 84,
			},
			{
				kind: 'label',
				key: `${key}/value/${i}`,
				x: rect.x + 104,
				y,
				text: value,
				size: 13,
				mono: true,
				width: rect.width - 116,
			},
		];
	});

/** What it is called in, where it is on the network, and what its root is. */
const worldOf = (state: HostState, task: Task, say: Say) => {
	const net = state.nets.get(task.namespaces.net);
	const link = net?.links.find(
		(each) => each.kind !== 'loopback' && each.addresses.some((one) => one.family === 4),
	);
	const address = link?.addresses.find((each) => each.family === 4);
	const root = state.mounts.get(task.namespaces.mnt)?.mounts.get(task.root.mount);
	return [
		{ name: say('hostname'), value: state.namespaces.get(task.namespaces.uts)?.hostname ?? '' },
		{ name: say('address'), value: link && address ? `${link.name} ${address.address}` : 'lo' },
		{ name: say('root'), value: (root && state.filesystems.get(root.device)?.type) ?? '' },
	];
};

const box = (rect: Rect, more: Partial<Box> & Pick<Box, 'key'>): Box => ({
	kind: 'box',
	...rect,
	fill: 'surface',
	radius: 12,
	...more,
});

/** The host's own processes that say most, then the containers' main ones in their colours. */
const hostSeen = (state: HostState): { readonly seen: readonly Seen[]; readonly more: number } => {
	const daemons = state.tasks
		.filter((task) => task.pid === 1 || task.comm === 'dockerd')
		.map((task): Seen => ({
			key: `see:host/${task.pid}`,
			pid: task.pid,
			inside: task.pid,
			text: task.comm,
			tone: 'ink',
			isPaused: false,
		}));
	const mains = placed(state).flatMap((container): Seen[] => {
		const task = mainTask(state, container);
		return task
			? [
					{
						key: `see:host/${task.pid}`,
						pid: task.pid,
						inside: task.pid,
						text: programOf(task),
						tone: hueOf(container),
						isPaused: container.state.status === 'paused',
					},
				]
			: [];
	});
	const seen = [...daemons, ...mains].slice(0, 5);
	return { seen, more: daemons.length + mains.length - seen.length };
};

const hostPanel = (state: HostState, say: Say): Marks => {
	const rect = { ...PANELS, width: HOST_WIDTH };
	const init = state.tasks.get(1);
	const { seen, more } = hostSeen(state);
	return [
		box(rect, { key: 'host', heading: say('host'), tone: 'ink', label: say('host') }),
		...rowsIn(rect, 44, seen, say, say('host')),
		...(more > 0
			? [
					{
						kind: 'label',
						key: 'see:host/more',
						x: rect.x + 18,
						y: rect.y + 44 + 5 * PITCH + 12,
						text: say('more', { count: more }),
						size: 12,
						tone: 'muted',
					} as const,
				]
			: []),
		...(init ? lowerLines(rect, 'world:host', worldOf(state, init, say)) : []),
	];
};

const stateOf = ({ state: { status } }: Container) =>
	status === 'paused' ? 'hatched' : status === 'running' || status === 'restarting' ? 'solid' : 'hollow';

const containerPanel = (state: HostState, container: Container, rect: Rect, say: Say): Marks => {
	const task = mainTask(state, container);
	const tone = hueOf(container);
	const { name } = container;
	const isSmall = rect.height < 160;
	const panel = box(rect, {
		key: `container:${name}`,
		parent: `image:${container.imageName}`,
		heading: isSmall ? name : say('container', { name }),
		tone,
		fill: 'tint',
		state: task ? (stateOf(container) === 'hatched' ? 'hatched' : 'solid') : 'hollow',
		label: say('container', { name }),
	});
	if (!task || task.pids.length < 1)
		return [
			panel,
			{
				kind: 'label',
				key: `see:${name}/none`,
				x: rect.x + 16,
				y: rect.y + 58,
				text: say('none'),
				size: 13,
				tone: 'muted',
			},
		];
	const inside = task.pids.at(-1)!.namespace;
	const pids = [
		...state.tasks.filter(
			(each) => each.status !== 'Z' && each.pids.some(({ namespace }) => namespace === inside),
		),
	];
	const own = task.pids.length > 1 ? pids : pids.filter((each) => each.pid === task.pid);
	const room = isSmall ? 2 : 4;
	const seen = own.slice(0, room).map((each): Seen => ({
		key: `see:${name}/${pidInside(state, each.pid, inside)}`,
		pid: each.pid,
		inside: pidInside(state, each.pid, inside)!,
		text: programOf(each),
		tone,
		isPaused: container.state.status === 'paused',
	}));
	const more = own.length - seen.length;
	return [
		panel,
		...rowsIn(rect, isSmall ? 36 : 44, seen, say, name),
		...(more > 0 && !isSmall
			? [
					{
						kind: 'label',
						key: `see:${name}/more`,
						x: rect.x + 18,
						y: rect.y + 44 + room * PITCH + 12,
						text: say('more', { count: more }),
						size: 12,
						tone: 'muted',
					} as const,
				]
			: []),
		...lowerLines(rect, `world:${name}`, worldOf(state, task, say).slice(0, isSmall ? 1 : 3)),
	];
};

/** One task, two numbers: from the host's row to the container's. */
const sameTask = (state: HostState, marks: Marks): readonly Wire[] =>
	placed(state).flatMap((container): Wire[] => {
		const task = mainTask(state, container);
		const from = marks.find(
			(mark): mark is Row => mark.kind === 'row' && mark.key === `see:host/${task?.pid}`,
		);
		const to = marks.find(
			(mark): mark is Row => mark.kind === 'row' && mark.key === `see:${container.name}/1`,
		);
		if (!task || !from || !to || container.slot !== 0) return [];
		const points = [
			{ x: from.x + from.width, y: from.y + from.height / 2 },
			{ x: to.x, y: to.y + to.height / 2 },
		];
		return [
			{
				kind: 'wire',
				key: `same:${container.name}`,
				x: 0,
				y: 0,
				points,
				curve: 'across',
				from: from.key,
				to: to.key,
				tone: hueOf(container),
				thickness: 2,
				layer: 5,
			},
		];
	});

export const panels = (state: HostState, say: Say): Marks => {
	const rects = places(state);
	const rest = unplaced(state).length;
	const marks: Mark[] = [...hostPanel(state, say)];
	for (const container of placed(state)) {
		const rect = rects[container.slot];
		if (rect) marks.push(...containerPanel(state, container, rect, say));
	}
	if (rest)
		marks.push({
			kind: 'chip',
			key: 'container:more',
			x: PANELS.x + PANELS.width,
			y: 14,
			anchor: 'end',
			text: say('moreContainers', { count: rest }),
		});
	return [...marks, ...sameTask(state, marks)];
};
