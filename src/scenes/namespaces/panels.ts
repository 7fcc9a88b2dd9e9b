/** Above the waterline: what the host and each container see of one kernel. */
import type { Container } from '#host/engine/container.ts';
import { pidInside, tasksSeenFrom } from '#host/kernel/numbering.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { Marks, State } from '#stage/mark.ts';
import { STAGE, MARGIN } from '#stage/place.ts';
import { hueOf, placed, unplaced } from '../containers.ts';
import { mainTask } from '../members.ts';
import type { Say } from '../scene.ts';
import { panelMarks, roomIn, type Panel, type Process } from './panel.ts';
import { HOST, isDense, panelAt } from './places.ts';
import { worldOf } from './world.ts';

const programOf = ({ argv, comm }: Task): string =>
	argv.length ? argv.join(' ').replace(/^\S*\//, '') : comm;

const stateOf = ({ state: { status } }: Container, task: Task | undefined): State =>
	status === 'paused' ? 'hatched' : task ? 'solid' : 'hollow';

const HOST_ROOM = 5;
const CLOSE = { room: 10, pitch: 18 };

/** The first process and the engine; then the containers' main ones, each in its colour. */
const hostPanel = (state: HostState, dense: boolean, say: Say): Panel => {
	const init = state.tasks.get(1);
	const daemon = state.tasks.get(state.engine.daemon ?? -1);
	const own = [init, daemon]
		.filter((task) => task !== undefined)
		.map((task): Process => ({
			place: 'host',
			pid: task.pid,
			number: task.pid,
			program: task.comm,
			tone: 'ink',
			state: 'solid',
		}));
	const mains = placed(state).flatMap((container): Process[] => {
		const task = mainTask(state, container);
		return task
			? [
					{
						place: 'host',
						pid: task.pid,
						number: task.pid,
						program: programOf(task),
						tone: hueOf(container),
						state: 'solid',
					},
				]
			: [];
	});
	const all = [...own, ...mains];
	const room = dense ? CLOSE.room : HOST_ROOM;
	const processes = all.slice(0, all.length > room ? room - 1 : room);
	return {
		key: 'host',
		place: 'host',
		heading: say('host'),
		tone: 'ink',
		state: 'solid',
		processes,
		...(dense && { pitch: CLOSE.pitch }),
		more: all.length - processes.length,
		world: init ? worldOf(state, init, say) : [],
	};
};

/** All that its PID namespace shows; with the host's that is everything, so only its own then. */
const seenBy = (state: HostState, container: Container, task: Task): readonly Task[] => {
	const inside = task.pids.at(-1)!.namespace;
	const all = tasksSeenFrom(state, inside).filter(({ status }) => status !== 'Z');
	return task.pids.length > 1
		? all
		: all.filter(({ pid }) => containerOfTask(state, pid)?.id === container.id);
};

const containerPanel = (state: HostState, container: Container, room: number, say: Say): Panel => {
	const task = mainTask(state, container);
	const { name } = container;
	const panel = {
		key: `container:${name}`,
		parent: `image:${container.imageName}`,
		place: name,
		heading: say('container', { name }),
		tone: hueOf(container),
		state: stateOf(container, task),
	} as const;
	if (!task) return { ...panel, processes: [], more: 0, world: [], none: say('none') };
	const inside = task.pids.at(-1)!.namespace;
	const seen = seenBy(state, container, task);
	return {
		...panel,
		processes: seen.slice(0, room).map((each): Process => {
			const number = pidInside(state, each.pid, inside)!;
			return {
				place: name,
				pid: each.pid,
				number,
				program: programOf(each),
				tone: hueOf(container),
				state: 'solid',
				...(number !== each.pid && { outside: each.pid }),
			};
		}),
		more: seen.length - room,
		world: worldOf(state, task, say),
	};
};

export const panels = (state: HostState, say: Say): Marks => {
	const dense = isDense(state);
	const rest = unplaced(state).length;
	return [
		...panelMarks(hostPanel(state, dense, say), HOST, say),
		...placed(state).flatMap((container) => {
			const rect = panelAt(container.slot, dense);
			return rect ? panelMarks(containerPanel(state, container, roomIn(rect), say), rect, say) : [];
		}),
		...(rest
			? [
					{
						kind: 'label',
						key: 'container:more',
						x: STAGE.width - MARGIN,
						y: 34,
						anchor: 'end',
						text: say('moreContainers', { count: rest }),
						size: 13,
						tone: 'muted',
					} as const,
				]
			: []),
	];
};
