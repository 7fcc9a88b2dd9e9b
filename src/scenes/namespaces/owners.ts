/** Whose each namespace is, and with that its colour: the container's hue, or one that no container has. */
import type { Container } from '#host/engine/container.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Hue, Tone } from '#stage/mark.ts';
import { hueOf, PLACES, placed } from '../containers.ts';
import { mainTask, tasksOf } from '../members.ts';

export interface Owners {
	readonly containers: ReadonlyMap<number, Container>;
	/** Main tasks by PID. */
	readonly mains: ReadonlyMap<number, Container>;
	/** Of those that somebody made by hand. */
	readonly hues: ReadonlyMap<number, Hue>;
}

const isInitial = (state: HostState, inode: number): boolean =>
	state.namespaces.get(inode)?.isInitial ?? false;

/** Whose a namespace is: of who keeps it for its network, then of the main task that was there first, then of any other. */
const ofContainers = (state: HostState): Pick<Owners, 'containers' | 'mains'> => {
	const containers = new Map<number, Container>();
	const claim = (container: Container, inodes: readonly (number | undefined)[]): void => {
		for (const inode of inodes)
			if (inode !== undefined && !containers.has(inode) && !isInitial(state, inode))
				containers.set(inode, container);
	};
	const all = placed(state);
	for (const container of all) claim(container, [container.sandbox?.namespace]);
	const running = all
		.flatMap((container) => {
			const task = mainTask(state, container);
			return task ? [{ container, task }] : [];
		})
		.sort((a, b) => a.task.pid - b.task.pid);
	for (const { container, task } of running) claim(container, Object.values(task.namespaces));
	for (const container of all)
		for (const task of tasksOf(state, container))
			claim(container, [...Object.values(task.namespaces), task.pidForChildren]);
	return { containers, mains: new Map(running.map(({ container, task }) => [task.pid, container])) };
};

const isOnHost = (state: HostState, inode: number): boolean =>
	state.namespaces.get(inode)?.machine === 'host';

/** What was unshared by hand takes the hues from the last on, one for each task that began it. */
const byHand = (state: HostState, containers: ReadonlyMap<number, Container>): Map<number, Hue> => {
	const taken = new Set(placed(state).map(({ slot }) => slot % PLACES));
	const free = Array.from({ length: PLACES }, (_, i) => (PLACES - 1 - i) as Hue).filter(
		(hue) => !taken.has(hue),
	);
	const hues = new Map<number, Hue>();
	let next = 0;
	const begin = (inodes: readonly number[]): void => {
		const own = inodes.filter(
			(inode) =>
				!isInitial(state, inode) && isOnHost(state, inode) && !containers.has(inode) && !hues.has(inode),
		);
		const known = inodes.map((inode) => hues.get(inode)).find((hue) => hue !== undefined);
		const hue = known ?? free[next % Math.max(1, free.length)];
		if (!own.length || hue === undefined) return;
		if (known === undefined) next++;
		for (const inode of own) hues.set(inode, hue);
	};
	for (const task of state.tasks.values())
		if (task.status !== 'Z') begin([...Object.values(task.namespaces), task.pidForChildren]);
	for (const each of state.namespaces.values()) if (each.isPinned) begin([each.inode]);
	return hues;
};

const known = new WeakMap<HostState, Owners>();
export const ownersOf = (state: HostState): Owners => {
	const before = known.get(state);
	if (before) return before;
	const found = ofContainers(state);
	const owners = { ...found, hues: byHand(state, found.containers) };
	known.set(state, owners);
	return owners;
};

/** Ink for what was there from the start. */
export const toneOf = (state: HostState, inode: number): Tone => {
	const { containers, hues } = ownersOf(state);
	const container = containers.get(inode);
	if (container) return hueOf(container);
	return isInitial(state, inode) ? 'muted' : (hues.get(inode) ?? 'water');
};

/** The colour of a task is that of the first namespace it has for itself. */
export const toneOfTask = (state: HostState, task: Task): Tone => {
	const own = Object.values(task.namespaces).find((inode) => !isInitial(state, inode));
	return own === undefined ? 'ink' : toneOf(state, own);
};

/** The container whose own namespace it is, at its main task. */
export const nsKey = (state: HostState, pid: number, inode: number): string | undefined => {
	const { containers, mains } = ownersOf(state);
	const main = mains.get(pid);
	const type = state.namespaces.get(inode)?.type;
	return main && containers.get(inode) === main ? `ns:${type}/${main.name}` : undefined;
};
