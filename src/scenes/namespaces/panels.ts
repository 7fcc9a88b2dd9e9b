/** Above the waterline: what the host, each container and whatever was made by hand see of one kernel. */
import type { Container } from '#host/engine/container.ts';
import { ownPidNamespace, pidInside, tasksSeenFrom } from '#host/kernel/numbering.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { Marks, State, Tone } from '#stage/mark.ts';
import { MARGIN, STAGE } from '#stage/place.ts';
import { hueOf, placed, unplaced } from '../containers.ts';
import { mainTask } from '../members.ts';
import type { Say } from '../scene.ts';
import { handKey, handMade, type HandMade } from './byHand.ts';
import { panelMarks, ROOM_HOST, ROOM_OTHER, type Panel, type Process } from './panel.ts';
import { HOST, panelAt } from './places.ts';
import { netOf, worldOf } from './world.ts';

const programOf = ({ argv, comm }: Task): string =>
	argv.length ? argv.join(' ').replace(/^\S*\//, '') : comm;

const stateOf = ({ state: { status } }: Container, task: Task | undefined): State =>
	status === 'paused' ? 'hatched' : task ? 'solid' : 'hollow';

const isAlive = ({ status }: Task): boolean => status !== 'Z';

/** A task in the host's list: its number there, and whose it is inside. */
const onHost = (task: Task, name: string, tone: Tone, say: Say): Process => ({
	pid: task.pid,
	number: task.pid,
	program: task.pids.length > 1 ? task.comm : programOf(task),
	tone,
	...(task.pids.length > 1 && { aside: say('insideOf', { name, pid: task.pids.at(-1)!.pid }) }),
});

/** The first process and the engine; then what matters to containers and to worlds made by hand, as they came. */
const hostPanel = (state: HostState, say: Say): Panel => {
	const init = state.tasks.get(1);
	const own = [init, state.tasks.get(state.engine.daemon ?? -1)]
		.filter((task) => task !== undefined)
		.map((task): Process => ({ pid: task.pid, number: task.pid, program: task.comm, tone: 'ink' }));
	const mains = placed(state).flatMap((container): Process[] => {
		const task = mainTask(state, container);
		return task ? [onHost(task, container.name, hueOf(container), say)] : [];
	});
	const hands = handMade(state).flatMap(({ task, hue }) =>
		task ? [onHost(task, say('inner'), hue, say)] : [],
	);
	const all = [...own, ...[...mains, ...hands].sort((a, b) => a.pid - b.pid)];
	const processes = all.slice(0, ROOM_HOST);
	return {
		key: 'host',
		place: 'host',
		heading: say('host'),
		tone: 'ink',
		state: 'solid',
		processes,
		...(all.length > ROOM_HOST && { more: say('more', { count: all.length - ROOM_HOST }) }),
		world: init ? worldOf(state, init, say) : [],
	};
};

type Sight = Pick<Panel, 'processes' | 'more' | 'note'>;

/** What a task sees of processes: all that its PID namespace shows; with the host's that is everything, so only `own` then. */
const sightOf = (state: HostState, task: Task, own: readonly Task[], tone: Tone, say: Say): Sight => {
	const inside = ownPidNamespace(task);
	const all = tasksSeenFrom(state, inside).filter(isAlive);
	const isHosts = state.namespaces.get(inside)?.isInitial ?? false;
	const listed = isHosts ? own : all;
	const room = isHosts ? ROOM_OTHER - 1 : ROOM_OTHER;
	return {
		processes: listed.slice(0, room).map((each): Process => {
			const number = pidInside(state, each.pid, inside)!;
			const aside = number === each.pid ? {} : { aside: say('outside', { pid: each.pid }) };
			return { pid: each.pid, number, program: programOf(each), tone, ...aside };
		}),
		...(listed.length > room && { more: say('more', { count: listed.length - room }) }),
		...(isHosts && { note: say('seesHost', { count: all.length }) }),
	};
};

const containerPanel = (state: HostState, container: Container, say: Say): Panel => {
	const task = mainTask(state, container);
	const { name } = container;
	const tone = hueOf(container);
	const own = state.tasks.filter((each) => isAlive(each) && containerOfTask(state, each.pid) === container);
	return {
		key: `container:${name}`,
		parent: `image:${container.imageName}`,
		place: name,
		heading: say('container', { name }),
		tone,
		state: stateOf(container, task),
		...(task ? sightOf(state, task, own, tone, say) : { processes: [], note: say('none') }),
		world: task ? worldOf(state, task, say) : [],
	};
};

const handPanel = (state: HostState, made: HandMade, say: Say): Panel => {
	const { hue, task, tasks, net } = made;
	return {
		key: handKey(made),
		place: handKey(made),
		heading: net ? say('netns', { name: net.name }) : say('byHand'),
		tone: hue,
		state: task ? 'solid' : 'hollow',
		...(task ? sightOf(state, task, tasks, hue, say) : { processes: [], note: say('none') }),
		world: task ? worldOf(state, task, say) : net ? [netOf(state, net.inode, say)] : [],
	};
};

/** What is more than there are places for. */
const rest = (count: number, say: Say): Marks =>
	count === 0
		? []
		: [
				{
					kind: 'label',
					key: 'container:more',
					x: STAGE.width - MARGIN,
					y: 30,
					anchor: 'end',
					text: say('moreContainers', { count }),
					size: 13,
					tone: 'muted',
				},
			];

export const panels = (state: HostState, say: Say): Marks => {
	const containers = placed(state);
	const taken = new Set(containers.map(({ slot }) => slot));
	const hands = handMade(state).filter(({ hue }) => !taken.has(hue));
	const at = (panel: Panel, slot: number): Marks => {
		const rect = panelAt(slot);
		return rect ? panelMarks(panel, rect, say) : [];
	};
	return [
		...panelMarks(hostPanel(state, say), HOST, say),
		...containers.flatMap((container) => at(containerPanel(state, container, say), container.slot)),
		...hands.flatMap((made) => at(handPanel(state, made, say), made.hue)),
		...rest(unplaced(state).length, say),
	];
};
