/** How much weight an event has for a reader, and how long its motion takes. */
import type { EventKind, HostEvent } from '#host/event.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask, isPlain } from '#host/whose.ts';
import { packetWeight } from './packetWeight.ts';

/**
 * main: a beat of its own at either detail; fine: a beat at full detail, folded into the next main one otherwise;
 * quiet: bookkeeping that never has a beat of its own, but is part of the one it falls into.
 */
export type Weight = 'main' | 'fine' | 'quiet';

const weights: Readonly<Record<EventKind, Weight>> = {
	'task.clone': 'main',
	'task.exec': 'main',
	'task.enter': 'main',
	'task.signal': 'main',
	'task.status': 'quiet',
	'task.exit': 'main',
	'task.reparent': 'quiet',
	'task.reap': 'fine',
	'task.change': 'fine',
	'namespace.create': 'main',
	'namespace.hostname': 'main',
	'namespace.idMap': 'main',
	'namespace.queue': 'main',
	'namespace.pin': 'fine',
	'namespace.destroy': 'main',
	'cgroup.create': 'main',
	'cgroup.write': 'main',
	'cgroup.pass': 'fine',
	'cgroup.attach': 'main',
	'cgroup.freeze': 'main',
	'cgroup.count': 'main',
	'cgroup.remove': 'main',
	'cgroup.transfer': 'fine',
	'mount.add': 'main',
	'mount.remove': 'main',
	'mount.change': 'fine',
	'mount.copy': 'fine',
	'mount.propagation': 'fine',
	'mount.pivotRoot': 'main',
	'filesystem.make': 'quiet',
	'filesystem.drop': 'quiet',
	'file.put': 'main',
	'file.remove': 'main',
	'file.rename': 'main',
	'overlay.copyUp': 'main',
	'overlay.whiteout': 'main',
	'overlay.opaque': 'main',
	'net.make': 'quiet',
	'net.name': 'quiet',
	'net.sysctl': 'fine',
	'link.add': 'main',
	'link.vethPair': 'main',
	'link.remove': 'main',
	'link.master': 'main',
	'link.state': 'fine',
	'link.change': 'fine',
	'link.move': 'main',
	'address.add': 'main',
	'address.remove': 'main',
	'route.add': 'main',
	'route.remove': 'main',
	'neighbour.set': 'main',
	'neighbour.remove': 'main',
	'fdb.learn': 'fine',
	'fdb.forget': 'quiet',
	'socket.listen': 'main',
	'socket.close': 'fine',
	'socket.bindClient': 'quiet',
	'chain.add': 'fine',
	'chain.remove': 'fine',
	'chain.policy': 'main',
	'chain.flush': 'main',
	'chain.zero': 'main',
	'rule.add': 'main',
	'rule.remove': 'main',
	'rule.count': 'quiet',
	'conntrack.new': 'main',
	'conntrack.update': 'main',
	'conntrack.destroy': 'fine',
	'packet.send': 'main',
	'packet.hop': 'main',
	'packet.match': 'main',
	'packet.rewrite': 'main',
	'packet.known': 'main',
	'packet.drop': 'main',
	'packet.deliver': 'main',
	'packet.clear': 'quiet',
	'name.ask': 'main',
	'name.consult': 'main',
	'name.answer': 'main',
	'page.cache': 'quiet',
	'page.drop': 'main',
	'swap.on': 'main',
	'swap.off': 'main',
	'clock.advance': 'quiet',
	'container.create': 'main',
	'container.change': 'main',
	'container.rename': 'main',
	'container.log': 'fine',
	'container.remove': 'main',
	'port.allocate': 'fine',
	'port.release': 'quiet',
	'engine.daemon': 'main',
	'build.begin': 'main',
	'build.step': 'main',
	'image.add': 'main',
	'image.remove': 'main',
	'image.tag': 'main',
	'image.untag': 'main',
	'image.digest': 'fine',
	'layer.add': 'main',
	'layer.remove': 'main',
	'registry.open': 'main',
	'registry.blob': 'main',
	'registry.manifest': 'main',
	'network.create': 'main',
	'network.remove': 'main',
	'network.change': 'fine',
	'network.nextPool': 'quiet',
	'network.lease': 'main',
	'network.release': 'fine',
	'volume.create': 'main',
	'volume.remove': 'main',
	'engine.event': 'quiet',
};

/** A task that a person's shell runs as itself (ls, cat, docker): a tool at work, not what is being watched. */
const isTool = (state: HostState, pid: number): boolean => {
	const task = state.tasks.get(pid);
	return (
		!!task &&
		isPlain(state, task) &&
		!containerOfTask(state, pid) &&
		!/^(dockerd|containerd|docker-proxy|containerd-shim|runc)/.test(task.comm)
	);
};

/** What a shell inside a container runs line by line is its own small change. */
const isRunByShell = (state: HostState, parent: number): boolean =>
	/^(ba|da|a)?sh$/.test(state.tasks.get(parent)?.comm ?? '');

const isLoopback = (state: HostState, namespace: number, index: number): boolean =>
	state.nets.get(namespace)?.links.get(index)?.kind === 'loopback';

/** Mounts of the container's own tree are many; what a reader asked for (root, volumes, tmpfs) stands out. */
const mountWeight = (why: string): Weight =>
	/^(rootfs|volume|bind|tmpfs|proc|other)$/.test(why) ? 'main' : 'fine';
const loudChanges = [
	'running',
	'failed',
	'paused',
	'unpaused',
	'exited',
	'restarting',
	'updated',
	'oom',
	'stopping',
];

/** The kinds whose weight depends on what they say; the rest is in the table. `before` is the state before the event. */
export const weightOf = (event: HostEvent, before: HostState, after: HostState): Weight => {
	switch (event.kind) {
		case 'task.clone':
			return isTool(after, event.task.pid)
				? 'quiet'
				: /^runc/.test(event.task.comm) || isRunByShell(before, event.task.parent)
					? 'fine'
					: 'main';
		case 'task.exec':
			return isTool(after, event.pid) ? 'quiet' : /docker-proxy|runc/.test(event.comm) ? 'fine' : 'main';
		case 'task.exit':
		case 'task.reap':
			return isTool(before, event.pid) ? 'quiet' : weights[event.kind];
		case 'task.change':
			if (isTool(before, event.pid)) return 'quiet';
			return event.why === 'memory' || event.why === 'swap'
				? 'main'
				: event.why === 'capabilities' || event.why === 'seccomp'
					? 'fine'
					: 'quiet';
		case 'clock.advance':
			return event.seconds >= WORTH_TELLING ? 'main' : 'quiet';
		case 'task.signal':
			return event.signal === 'CHLD' ? 'quiet' : 'main';
		case 'mount.add':
			return mountWeight(event.why);
		case 'mount.remove':
			return event.by === 0 ? 'fine' : 'main';
		case 'namespace.hostname':
			return 'main';
		case 'file.put':
		case 'file.remove':
			if (event.why === 'log' || event.why === 'boot') return 'quiet';
			return /^(config|device|make|attributes)$/.test(event.why) ? 'fine' : 'main';
		case 'address.add':
			return event.address.family === 6 || isLoopback(before, event.namespace, event.index) ? 'fine' : 'main';
		case 'socket.listen':
			return event.socket.family === 6 ? 'fine' : 'main';
		case 'container.change':
			return loudChanges.includes(event.why)
				? 'main'
				: event.why === 'exec' || event.why === 'starting'
					? 'quiet'
					: 'fine';
		case 'cgroup.write':
			return 'fine';
		case 'cgroup.transfer':
			return Object.keys(event.until).some((path) => path !== '/') ? 'main' : 'fine';
		case 'cgroup.count':
			return event.counter === 'memory.max' ? 'fine' : 'main';
		default:
			return packetWeight(event, before, after) ?? weights[event.kind];
	}
};

/** Model time that passes in one go, in seconds, that a reader should be told of: a grace period, a sleep. */
export const WORTH_TELLING = 0.9;

/** Seconds of motion, and of rest before the next beat begins. */
export const MOTION = 0.45;
export const REST = 0.75;
/** Between two commands. */
export const PAUSE = 0.6;
