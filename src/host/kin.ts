/** Kin indexes who belongs to whom, so that nothing needs a search over all tasks: derived from the state, never beside it. */
import type { HostEvent } from './event.ts';
import { cgroupKey } from './kernel/cgroup.ts';
import type { Mount } from './kernel/mount.ts';
import type { Task } from './kernel/task.ts';
import type { HostState } from './state.ts';

const NONE: ReadonlySet<number> = new Set();

class Index<K> {
	readonly #sets = new Map<K, Set<number>>();
	of(key: K): ReadonlySet<number> {
		return this.#sets.get(key) ?? NONE;
	}
	add(key: K, member: number): void {
		const set = this.#sets.get(key);
		if (set) set.add(member);
		else this.#sets.set(key, new Set([member]));
	}
	remove(key: K, member: number): void {
		const set = this.#sets.get(key);
		if (set?.delete(member) && set.size === 0) this.#sets.delete(key);
	}
}

export class Kin {
	readonly #children = new Index<number>();
	/** Tasks, the unreaped too, by PID namespace, nested ones included. */
	readonly #members = new Index<number>();
	/** Living tasks by any namespace they are in. */
	readonly #inside = new Index<number>();
	/** Living tasks by cgroup, not those below it. */
	readonly #grouped = new Index<string>();
	/** Ids of a task's sockets. */
	readonly #sockets = new Index<number>();
	/** The first mount of a device, as long as no other namespace mounts it. */
	readonly #homes = new Map<number, { readonly namespace: number; readonly mount: number } | undefined>();
	/** The first mount that the last copy of a mount namespace does not have. */
	readonly #copied = new Map<number, number>();

	constructor(state: HostState) {
		for (const task of state.tasks.values()) this.#enter(task);
		for (const net of state.nets.values())
			for (const socket of net.sockets.values()) this.#sockets.add(socket.pid, socket.id);
	}
	children(pid: number): ReadonlySet<number> {
		return this.#children.of(pid);
	}
	members(pidNamespace: number): ReadonlySet<number> {
		return this.#members.of(pidNamespace);
	}
	inside(namespace: number): ReadonlySet<number> {
		return this.#inside.of(namespace);
	}
	grouped(hierarchy: string, path: string): ReadonlySet<number> {
		return this.#grouped.of(cgroupKey(hierarchy, path));
	}
	sockets(pid: number): ReadonlySet<number> {
		return this.#sockets.of(pid);
	}
	/** The mount namespace that alone can show a device; undefined where several may. */
	home(device: number): number | undefined {
		const home = this.#homes.get(device);
		if (!home) return undefined;
		return (this.#copied.get(home.namespace) ?? 0) <= home.mount ? home.namespace : undefined;
	}
	/** How many living tasks are in a namespace. */
	uses(namespace: number): number {
		return this.inside(namespace).size;
	}
	/** Takes note of an event that is about to be applied to `state`. */
	follow(state: HostState, event: HostEvent): void {
		switch (event.kind) {
			case 'task.clone':
				return this.#enter(event.task);
			case 'task.exit':
				return this.#leave(living(state, event.pid));
			case 'task.enter': {
				const task = living(state, event.pid);
				this.#leave(task);
				if (task) this.#live({ ...task, namespaces: { ...task.namespaces, ...event.namespaces } });
				return;
			}
			case 'cgroup.attach': {
				const task = living(state, event.pid);
				if (!task) return;
				this.#grouped.remove(cgroupKey(event.hierarchy, task.cgroups[event.hierarchy] ?? '/'), task.pid);
				return this.#grouped.add(cgroupKey(event.hierarchy, event.path), task.pid);
			}
			case 'task.reparent':
				this.#children.remove(state.tasks.get(event.pid)?.parent ?? 0, event.pid);
				return this.#children.add(event.parent, event.pid);
			case 'task.reap': {
				const task = state.tasks.get(event.pid);
				if (!task) return;
				this.#children.remove(task.parent, event.pid);
				for (const { namespace } of task.pids) this.#members.remove(namespace, event.pid);
				return;
			}
			case 'mount.add':
				return this.#mount(event.namespace, event.mount);
			case 'mount.copy':
				return void this.#copied.set(event.from, event.first);
			case 'filesystem.drop':
				return void this.#homes.delete(event.device);
			case 'namespace.destroy':
				return void this.#copied.delete(event.inode);
			case 'socket.listen':
				return this.#sockets.add(event.socket.pid, event.socket.id);
			case 'socket.close': {
				const socket = state.nets.get(event.namespace)?.sockets.get(event.id);
				if (socket) this.#sockets.remove(socket.pid, socket.id);
			}
		}
	}
	#mount(namespace: number, { device, id }: Mount): void {
		if (!this.#homes.has(device)) this.#homes.set(device, { namespace, mount: id });
		else if (this.#homes.get(device)?.namespace !== namespace) this.#homes.set(device, undefined);
	}
	#enter(task: Task): void {
		this.#children.add(task.parent, task.pid);
		for (const { namespace } of task.pids) this.#members.add(namespace, task.pid);
		if (task.status !== 'Z') this.#live(task);
	}
	#live(task: Task): void {
		for (const inode of Object.values(task.namespaces)) this.#inside.add(inode, task.pid);
		for (const [hierarchy, path] of Object.entries(task.cgroups))
			this.#grouped.add(cgroupKey(hierarchy, path), task.pid);
	}
	#leave(task: Task | undefined): void {
		if (!task) return;
		for (const inode of Object.values(task.namespaces)) this.#inside.remove(inode, task.pid);
		for (const [hierarchy, path] of Object.entries(task.cgroups))
			this.#grouped.remove(cgroupKey(hierarchy, path), task.pid);
	}
}

const living = (state: HostState, pid: number): Task | undefined => {
	const task = state.tasks.get(pid);
	return task?.status === 'Z' ? undefined : task;
};
