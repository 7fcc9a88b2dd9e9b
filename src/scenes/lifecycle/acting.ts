/** What an event of the host is, as a step in a container's life. */
import type { Container } from '#host/engine/container.ts';
import type { HostEvent } from '#host/event.ts';
import type { HostState } from '#host/state.ts';
import { containerOfCgroup, containerOfNamespace, containerOfPath, containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { CONTAINERS, OVERLAY2 } from '../hostDisk.ts';
import { isAsked } from './asked.ts';
import type { HoldingName } from './holdings.ts';
import { imageKeyOf } from './images.ts';
import { stageOf } from './places.ts';

type Keys = readonly string[];
type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>;

const token = ({ name }: Container): string => `container:${name}`;

const ofWhom = (container: Container | undefined): Keys => (container ? [token(container)] : []);

/** The one container that is being started or cleared away: it has something of the kernel's, but does not run. */
function between(state: HostState): Container | undefined {
	const found = state.engine.containers.filter(
		({ state: { status, pid }, overlay }) =>
			overlay !== undefined && (!(status === 'running' || status === 'paused') || !state.tasks.has(pid)),
	);
	return found.length === 1 ? found[0] : undefined;
}

const ofTaskOrNext = (pid: number, before: HostState, after: HostState): Container | undefined =>
	atAnyTime(before, after, (state) => containerOfTask(state, pid)) ?? atAnyTime(before, after, between);

/** A thing of the host's that came, went or changed: its row where no container has it yet, else its cell. */
const held = (what: HoldingName, container: Container | undefined): Keys =>
	container ? [`holds:${what}/${container.name}`, `gap:${what}/${container.name}`] : [`holds:${what}`];

const atAnyTime = (before: HostState, after: HostState, find: (state: HostState) => Container | undefined) =>
	find(after) ?? find(before);

/** What is made before the engine lists its container. */
const unnamed = (what: HoldingName): Keys => [`making:${what}`, ...held(what, undefined), 'edge:create'];

function ofPath(path: string, before: HostState, after: HostState): Keys {
	const what = path.startsWith(CONTAINERS) ? 'config' : path.startsWith(OVERLAY2) ? 'layer' : undefined;
	if (!what) return [];
	if (path.includes('/merged/'))
		return ofWhom(atAnyTime(before, after, (state) => containerOfPath(state, path)));
	const container = atAnyTime(before, after, (state) => containerOfPath(state, path));
	return container ? held(what, container) : unnamed(what);
}

const ofOverlay = (device: number, before: HostState, after: HostState): Container | undefined =>
	atAnyTime(before, after, (state) => state.engine.containers.find((each) => each.overlay === device));

function ofMount(path: string, device: number, by: number, before: HostState, after: HostState): Keys {
	const container =
		ofOverlay(device, before, after) ?? atAnyTime(before, after, (state) => containerOfPath(state, path));
	const isOverlay = (after.filesystems.get(device) ?? before.filesystems.get(device))?.kind === 'overlay';
	if (isOverlay && !container) return unnamed('mount');
	return isOverlay ? held('mount', container) : ofWhom(container ?? ofTaskOrNext(by, before, after));
}

const mountBefore = (before: HostState, namespace: number, id: number) =>
	before.mounts.get(namespace)?.mounts.get(id);

const ofNamespace = (inode: number, by: number, before: HostState, after: HostState): Keys => {
	const found = atAnyTime(before, after, (state) => containerOfNamespace(state, inode));
	return held('namespaces', found ?? ofTaskOrNext(by, before, after));
};

const ofCgroup = (path: string, before: HostState, after: HostState): Keys => {
	const found = atAnyTime(before, after, (state) => containerOfCgroup(state, path));
	const container = found ?? atAnyTime(before, after, between);
	return container ? held('cgroup', container) : [];
};

function ofTask(pid: number, before: HostState, after: HostState): Keys {
	const container = atAnyTime(before, after, (state) => containerOfTask(state, pid));
	if (container) return [...held('process', container), token(container)];
	const task = after.tasks.get(pid) ?? before.tasks.get(pid);
	if (task?.comm === 'docker-proxy') return ofNetwork(before, after);
	if (task?.comm.startsWith('runc')) return ofWhom(atAnyTime(before, after, between));
	const id = task?.argv.find((word) => /^[0-9a-f]{64}$/.test(word));
	return ofWhom(
		id === undefined ? undefined : atAnyTime(before, after, (state) => state.engine.containers.get(id)),
	);
}

/** The command that a signal belongs to, or the process' own end. */
const endingEdge = (before: HostState, after: HostState, isByHand: boolean): string => {
	const asks = (...verbs: readonly string[]) => isAsked(before, ...verbs) || isAsked(after, ...verbs);
	if (asks('restart')) return 'edge:restart';
	if (isByHand && asks('kill', 'rm')) return 'edge:kill';
	return isByHand ? 'edge:stop' : 'edge:exit';
};

const ENDING = ['stop', 'kill', 'restart', 'rm'] as const;

/** Seconds that pass are a grace period, or the wait before a policy starts again. */
function ofWaiting(before: HostState, after: HostState): Keys {
	const waiting = after.engine.containers.filter((each) => each.state.status === 'restarting');
	const stopped = after.engine.containers.filter(
		({ isStoppedByHand, state: { status } }) => isStoppedByHand && status === 'running',
	);
	const isGrace = stopped.length > 0 && isAsked(after, 'stop', 'restart');
	return [
		...(isGrace ? [endingEdge(before, after, true), ...stopped.map(({ name }) => `signal:${name}`)] : []),
		...(waiting.length > 0 ? ['state:restarting', ...waiting.map(token)] : []),
	];
}

function ofSignal({ pid }: EventOf<'task.signal'>, before: HostState, after: HostState): Keys {
	const container = atAnyTime(before, after, (state) => containerOfTask(state, pid));
	if (!container) return ofTask(pid, before, after);
	const isEnding = isAsked(before, ...ENDING) || isAsked(after, ...ENDING);
	const edges = isEnding ? [endingEdge(before, after, true)] : [];
	return [token(container), `signal:${container.name}`, ...edges];
}

/** Links, addresses and rules while one container is connected or let go. */
function ofNetwork(before: HostState, after: HostState): Keys {
	const container = atAnyTime(before, after, between);
	return container ? held('address', container) : [];
}

const endpointOf = (state: HostState, names: readonly string[]): Container | undefined =>
	state.engine.containers.find((each) =>
		Object.values(each.endpoints).some(({ outside, address }) =>
			names.some((name) => name === outside || name === address),
		),
	);
const ofAddress = (names: readonly string[], before: HostState, after: HostState): Keys =>
	held(
		'address',
		atAnyTime(before, after, (state) => endpointOf(state, names)) ?? atAnyTime(before, after, between),
	);

/** The edge that led to running. */
function startingEdges(container: Container, was: Container, state: HostState): Keys {
	if (was.state.status === 'restarting') return ['edge:policy/start'];
	if (isAsked(state, 'restart')) return ['edge:restart', 'edge:start/again'];
	if (was.state.status === 'exited') return ['edge:start/again'];
	return isAsked(state, 'run') && container.state.finishedAt === 0
		? ['edge:start', 'edge:run']
		: ['edge:start'];
}

function ofChange({ id, why }: EventOf<'container.change'>, before: HostState, after: HostState): Keys {
	const container = after.engine.containers.get(id);
	const was = before.engine.containers.get(id);
	if (!container || !was) return [];
	const here = [token(container), `state:${stageOf(container.state.status)}`];
	switch (why) {
		case 'running':
			return [...startingEdges(container, was, before), ...here];
		case 'failed':
			return [...here, `exit:${container.name}`, 'edge:start'];
		case 'paused':
			return ['edge:pause', ...here];
		case 'unpaused':
			return ['edge:unpause', ...here];
		case 'restarting':
			return [
				...(container.state.status === 'restarting' ? ['edge:policy', `policy:${container.name}`] : []),
				...here,
				`exit:${container.name}`,
			];
		case 'exited':
			return [endingEdge(before, after, container.isStoppedByHand), ...here, `exit:${container.name}`];
		case 'removing':
			return ['edge:rm', ...here];
		case 'stopping':
			return [endingEdge(before, after, true), token(container)];
		case 'mounted':
		case 'unmounted':
			return held('mount', container);
		case 'connected':
		case 'disconnected':
		case 'published':
		case 'unpublished':
			return held('address', container);
		case 'oom':
			return [token(container), `policy:${container.name}`];
		default:
			return [token(container)];
	}
}

const created = ({ container }: EventOf<'container.create'>, before: HostState, after: HostState): Keys => [
	'edge:create',
	...(isAsked(before, 'run') ? ['edge:run'] : []),
	'state:created',
	token(container),
	imageKeyOf(after, container),
];

export function acting(event: BeatEvent, before: HostState, after: HostState): Keys {
	switch (event.kind) {
		case 'file.put':
		case 'file.remove':
			return event.why === 'layer' && !event.path.startsWith('/')
				? unnamed('layer')
				: ofPath(event.path, before, after);
		case 'mount.add':
			return ofMount(event.mount.path, event.mount.device, event.by, before, after);
		case 'mount.remove': {
			const mount = mountBefore(before, event.namespace, event.id);
			return mount ? ofMount(mount.path, mount.device, event.by, before, after) : [];
		}
		case 'namespace.create':
			return ofNamespace(event.namespace.inode, event.by, before, after);
		case 'namespace.destroy':
		case 'namespace.pin':
		case 'namespace.hostname':
			return ofNamespace(event.inode, 0, before, after);
		case 'task.enter':
			return held('namespaces', ofTaskOrNext(event.pid, before, after));
		case 'mount.copy':
			return ofNamespace(event.to, 0, before, after);
		case 'mount.propagation':
		case 'mount.pivotRoot':
			return held('mount', ofTaskOrNext(event.by, before, after));
		case 'cgroup.create':
		case 'cgroup.write':
		case 'cgroup.attach':
		case 'cgroup.freeze':
		case 'cgroup.count':
		case 'cgroup.transfer':
		case 'cgroup.remove':
		case 'cgroup.pass':
			return ofCgroup(event.path, before, after);
		case 'task.clone':
			return ofTask(event.task.pid, before, after);
		case 'task.exec':
		case 'task.exit':
		case 'task.reap':
		case 'task.change':
			return ofTask(event.pid, before, after);
		case 'task.signal':
			return ofSignal(event, before, after);
		case 'link.vethPair':
			return ofAddress([event.near.link.name, event.far.link.name], before, after);
		case 'link.remove': {
			const link = before.nets.get(event.namespace)?.links.get(event.index);
			return link ? ofAddress([link.name], before, after) : [];
		}
		case 'fdb.learn':
		case 'net.sysctl':
		case 'link.master':
		case 'link.state':
		case 'link.change':
		case 'link.move':
		case 'link.add':
		case 'address.add':
		case 'address.remove':
		case 'route.add':
		case 'route.remove':
		case 'rule.add':
		case 'rule.remove':
		case 'port.allocate':
		case 'port.release':
		case 'socket.listen':
		case 'socket.close':
			return ofNetwork(before, after);
		case 'network.lease':
		case 'network.release':
			return ofAddress([event.address], before, after);
		case 'clock.advance':
			return ofWaiting(before, after);
		case 'container.create':
			return created(event, before, after);
		case 'container.change':
			return ofChange(event, before, after);
		case 'container.rename':
		case 'container.log': {
			const container = after.engine.containers.get(event.id);
			return container ? [token(container)] : [];
		}
		case 'container.remove':
			return ['edge:rm', 'state:removed'];
		case 'image.add':
		case 'image.remove':
			return after.engine.tags
				.entries()
				.flatMap(([tag, id]) =>
					id === ('id' in event ? event.id : event.image.id) ? [`image:${tag.replace(/:latest$/, '')}`] : [],
				);
		default:
			return [];
	}
}
