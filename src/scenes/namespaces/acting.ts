/** What of the picture an event is about. */
import { containerOfNamespace, containerOfTask } from '#host/whose.ts';
import type { NamespaceType } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { handKey, handMade } from './byHand.ts';
import { nsKey, ownersOf } from './owners.ts';
import { standingFor } from './rows.ts';

/** The world made by hand that a task is in. */
const handOf = (state: HostState, task: Task | undefined): string | undefined => {
	const made = handMade(state).find(({ tasks }) => task !== undefined && tasks.includes(task));
	return made && handKey(made);
};

const taskKeys = (state: HostState, pid: number): string[] => {
	const task = state.tasks.get(pid);
	const name = containerOfTask(state, pid)?.name;
	const place = name ?? handOf(state, task);
	const inner = task?.pids.at(-1)?.pid;
	return [
		`task:${standingFor(state, pid)}`,
		`comm:${pid}`,
		`see:host/${pid}`,
		...(place !== undefined && inner !== undefined ? [`see:${place}/${inner}`] : []),
	];
};

/** The cells of a task for some types, however they are keyed. */
const cellKeys = (state: HostState, pid: number, types: readonly NamespaceType[]): string[] => {
	const task = state.tasks.get(pid);
	return types.map((type) => (task && nsKey(state, pid, task.namespaces[type])) ?? `cell:${pid}/${type}`);
};

const panelOf = (state: HostState, inode: number): string[] => {
	const name = containerOfNamespace(state, inode)?.name;
	if (name !== undefined) return [`container:${name}`];
	const hue = ownersOf(state).hues.get(inode);
	if (hue !== undefined) return [handKey({ hue })];
	return state.namespaces.get(inode)?.isInitial && state.namespaces.get(inode)?.machine === 'host'
		? ['host']
		: [];
};

const typeOfFlag: Readonly<Record<string, NamespaceType>> = {
	CLONE_NEWNS: 'mnt',
	CLONE_NEWUTS: 'uts',
	CLONE_NEWIPC: 'ipc',
	CLONE_NEWPID: 'pid',
	CLONE_NEWNET: 'net',
	CLONE_NEWUSER: 'user',
	CLONE_NEWCGROUP: 'cgroup',
	CLONE_NEWTIME: 'time',
};

export const acting = (event: BeatEvent, before: HostState, after: HostState): readonly string[] => {
	switch (event.kind) {
		case 'task.clone':
			return [
				...taskKeys(after, event.task.pid),
				...cellKeys(
					after,
					event.task.pid,
					event.flags.flatMap((flag) => typeOfFlag[flag] ?? []),
				),
			];
		case 'task.exec':
		case 'task.status':
			return taskKeys(after, event.pid);
		case 'task.signal':
		case 'task.exit':
		case 'task.reap':
			return [
				...taskKeys(before, event.pid),
				...(containerOfTask(before, event.pid)
					? [`container:${containerOfTask(before, event.pid)!.name}`]
					: []),
			];
		case 'task.enter':
			return [`task:${event.pid}`, ...cellKeys(after, event.pid, event.types)];
		case 'namespace.create':
			return [
				`fresh:${event.namespace.inode}`,
				`type:${event.namespace.type}`,
				`pidns:${event.namespace.inode}`,
			];
		case 'namespace.destroy': {
			const type = before.namespaces.get(event.inode)?.type;
			return type ? [`type:${type}`] : [];
		}
		case 'namespace.idMap':
			return [...panelOf(after, event.inode), `map:${event.inode}/0`];
		case 'namespace.hostname':
			return panelOf(after, event.inode);
		case 'namespace.pin':
			return panelOf(after, event.inode);
		case 'link.move':
			return panelOf(after, event.to);
		case 'address.add':
			return panelOf(after, event.namespace);
		case 'mount.pivotRoot':
			return [...panelOf(after, event.namespace), ...cellKeys(after, event.by, ['mnt'])];
		case 'mount.add':
			return event.why === 'proc' || event.why === 'rootfs'
				? panelOf(after, event.namespace).filter((key) => key !== 'host')
				: [];
		case 'container.create':
			return [`container:${event.container.name}`];
		case 'container.change': {
			const name = after.engine.containers.get(event.id)?.name;
			return name !== undefined && /^(running|paused|unpaused|exited|failed)$/.test(event.why)
				? [`container:${name}`]
				: [];
		}
		case 'cgroup.freeze':
			return [];
		default:
			return [];
	}
};
