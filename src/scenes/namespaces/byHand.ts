/** Worlds that nobody but a person made: tasks in namespaces of their own without a container, and namespaces kept by a file. */
import { isInit, ownPidNamespace } from '#host/kernel/numbering.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Hue } from '#stage/mark.ts';
import { ownersOf } from './owners.ts';

export interface HandMade {
	readonly hue: Hue;
	/** Through whose eyes it is seen. */
	readonly task?: Task;
	readonly tasks: readonly Task[];
	/** A network namespace that `ip netns` knows by a name. */
	readonly net?: { readonly inode: number; readonly name: string };
}

export const handKey = ({ hue }: Pick<HandMade, 'hue'>): string => `hand:${hue}`;

const hueOf = (state: HostState, { namespaces, pidForChildren }: Task): Hue | undefined => {
	const { hues } = ownersOf(state);
	return [...Object.values(namespaces), pidForChildren]
		.map((inode) => hues.get(inode))
		.find((hue) => hue !== undefined);
};

/** PID 1 of what was made, where there is one. */
const eyes = (state: HostState, tasks: readonly Task[]): Task | undefined => {
	const { hues } = ownersOf(state);
	return tasks.find((task) => isInit(task) && hues.has(ownPidNamespace(task))) ?? tasks[0];
};

const known = new WeakMap<HostState, readonly HandMade[]>();

export const handMade = (state: HostState): readonly HandMade[] => {
	const before = known.get(state);
	if (before) return before;
	const groups = new Map<Hue, Task[]>();
	for (const hue of ownersOf(state).hues.values()) groups.set(hue, []);
	for (const task of state.tasks.values()) {
		const hue = task.status === 'Z' ? undefined : hueOf(state, task);
		if (hue !== undefined) groups.get(hue)?.push(task);
	}
	const made = [...groups].map(([hue, tasks]): HandMade => {
		const task = eyes(state, tasks);
		const net = namedNet(state, hue);
		return { hue, tasks, ...(task && { task }), ...(net && { net }) };
	});
	known.set(state, made);
	return made;
};

const namedNet = (state: HostState, hue: Hue): HandMade['net'] => {
	for (const [inode, own] of ownersOf(state).hues) {
		const name = own === hue ? state.nets.get(inode)?.name : undefined;
		if (name !== undefined) return { inode, name };
	}
	return undefined;
};
