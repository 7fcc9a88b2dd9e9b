/** What a reader has chosen on this picture: a namespace, a type of them, or tasks. */
import type { NamespaceType } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import { mainTask, tasksOf } from '../members.ts';
import { handKey, handMade } from './byHand.ts';

export interface Chosen {
	/** Where a cell was chosen: that namespace, and the task whose cell it is. */
	readonly namespace?: { readonly type: NamespaceType; readonly inode: number; readonly pid?: number };
	/** Where a column was chosen. */
	readonly type?: NamespaceType;
	/** All tasks that are meant. */
	readonly pids: ReadonlySet<number>;
}

const numbers = (tasks: readonly Task[]): ReadonlySet<number> => new Set(tasks.map(({ pid }) => pid));

const ofNamespace = (state: HostState, inode: number, pid?: number): Chosen | undefined => {
	const type = state.namespaces.get(inode)?.type;
	if (!type) return undefined;
	const members = state.tasks.filter(({ namespaces }) => namespaces[type] === inode);
	return { namespace: { type, inode, ...(pid !== undefined && { pid }) }, pids: numbers(members) };
};

const ofTasks = (tasks: readonly (Task | undefined)[]): Chosen | undefined => {
	const there = tasks.filter((task) => task !== undefined);
	return there.length ? { pids: numbers(there) } : undefined;
};

const namedContainer = (state: HostState, name: string) =>
	state.engine.containers.find((each) => each.name === name);

const ofCell = (state: HostState, task: Task | undefined, type: string): Chosen | undefined =>
	task && ofNamespace(state, task.namespaces[type as NamespaceType], task.pid);

/** `see:PLACE/NUMBER`: a row of a panel. */
const ofSight = (state: HostState, place: string, number: number): Chosen | undefined => {
	if (place === 'host') return ofTasks([state.tasks.get(number)]);
	const container = namedContainer(state, place);
	const eyes = container
		? mainTask(state, container)
		: handMade(state).find((made) => handKey(made) === place)?.task;
	const namespace = eyes?.pids.at(-1)?.namespace;
	return ofTasks(
		state.tasks.filter(({ pids }) =>
			pids.some((each) => each.namespace === namespace && each.pid === number),
		),
	);
};

export const chosenOf = (state: HostState, key: string | undefined): Chosen | undefined => {
	const [, kind = '', place = '', last = ''] = /^(\w+):?([^/]*)\/?(.*)$/.exec(key ?? '') ?? [];
	const container = namedContainer(state, kind === 'ns' ? last : place);
	switch (kind) {
		case 'ns':
			return container && ofCell(state, mainTask(state, container), place);
		case 'cell':
			return ofCell(state, state.tasks.get(Number(place)), last);
		case 'fresh':
		case 'pin':
			return ofNamespace(state, Number(place));
		case 'type':
			return { type: place as NamespaceType, pids: new Set() };
		case 'task':
			return ofTasks([state.tasks.get(Number(place))]);
		case 'see':
			return ofSight(state, place, Number(last));
		case 'container':
			return container && ofTasks([...tasksOf(state, container), mainTask(state, container)]);
		case 'hand':
			return ofTasks(handMade(state).find((made) => handKey(made) === key)?.tasks ?? []);
		default:
			return undefined;
	}
};
