/** Kin indexes who belongs to whom, so that ending a task needs no search: derived from the state, never beside it. */
import type { HostEvent } from './event.ts';
import type { HostState } from './state.ts';
import type { Task } from './kernel/task.ts';

const NONE: ReadonlySet<number> = new Set();

export class Kin {
	readonly #children = new Map<number, Set<number>>();
	/** Living tasks by PID namespace, nested ones included. */
	readonly #members = new Map<number, Set<number>>();
	/** How many living tasks are in a namespace, by inode. */
	readonly #uses = new Map<number, number>();

	constructor(state: HostState) {
		for (const task of state.tasks.values()) this.#enter(task);
	}
	children(pid: number): ReadonlySet<number> {
		return this.#children.get(pid) ?? NONE;
	}
	members(pidNamespace: number): ReadonlySet<number> {
		return this.#members.get(pidNamespace) ?? NONE;
	}
	uses(namespace: number): number {
		return this.#uses.get(namespace) ?? 0;
	}
	/** Takes note of an event that is about to be applied to `state`. */
	follow(state: HostState, event: HostEvent): void {
		switch (event.kind) {
			case 'task.clone':
				return this.#enter(event.task);
			case 'task.exit': {
				const task = state.tasks.get(event.pid);
				if (task && task.status !== 'Z') this.#count(task, -1);
				return;
			}
			case 'task.enter': {
				const task = state.tasks.get(event.pid);
				if (!task || task.status === 'Z') return;
				this.#count(task, -1);
				return this.#count({ ...task, namespaces: { ...task.namespaces, ...event.namespaces } }, 1);
			}
			case 'task.reparent': {
				this.#children.get(state.tasks.get(event.pid)?.parent ?? 0)?.delete(event.pid);
				return put(this.#children, event.parent, event.pid);
			}
			case 'task.reap': {
				const task = state.tasks.get(event.pid);
				if (!task) return;
				this.#children.get(task.parent)?.delete(event.pid);
				this.#children.delete(event.pid);
				for (const { namespace } of task.pids) this.#members.get(namespace)?.delete(event.pid);
			}
		}
	}
	#enter(task: Task): void {
		put(this.#children, task.parent, task.pid);
		for (const { namespace } of task.pids) put(this.#members, namespace, task.pid);
		if (task.status !== 'Z') this.#count(task, 1);
	}
	#count(task: Task, by: number): void {
		for (const inode of Object.values(task.namespaces)) this.#uses.set(inode, this.uses(inode) + by);
	}
}

const put = (index: Map<number, Set<number>>, key: number, value: number): void => {
	const set = index.get(key);
	if (set) set.add(value);
	else index.set(key, new Set([value]));
};
