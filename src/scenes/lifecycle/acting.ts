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

/** A thing of the host's that came, went or changed: its row where no container has it yet, else its cell. */
const held = (what: HoldingName, container: Container | undefined): Keys =>
	container ? [`holds:${what}/${container.name}`, `column:${container.name}`] : [`holds:${what}`];

const atAnyTime = (before: HostState, after: HostState, find: (state: HostState) => Container | undefined) =>
	find(after) ?? find(before);

function ofPath(path: string, before: HostState, after: HostState): Keys {
	const what = path.startsWith(CONTAINERS) ? 'config' : path.startsWith(OVERLAY2) ? 'layer' : undefined;
	if (!what) return [];
	const container = atAnyTime(before, after, (state) => containerOfPath(state, path));
	return container ? held(what, container) : [`making:${what}`, ...held(what, undefined), 'edge:create'];
}

const ofOverlay = (device: number, before: HostState, after: HostState): Container | undefined =>
	atAnyTime(before, after, (state) => state.engine.containers.find((each) => each.overlay === device));

function ofMount(path: string, device: number, before: HostState, after: HostState): Keys {
	const container =
		ofOverlay(device, before, after) ?? atAnyTime(before, after, (state) => containerOfPath(state, path));
	const isOverlay = (after.filesystems.get(device) ?? before.filesystems.get(device))?.kind === 'overlay';
	return isOverlay ? held('mount', container) : container ? [token(container)] : [];
}

const mountBefore = (before: HostState, namespace: number, id: number) =>
	before.mounts.get(namespace)?.mounts.get(id);

const ofNamespace = (inode: number, before: HostState, after: HostState): Keys =>
	held(
		'namespaces',
		atAnyTime(before, after, (state) => containerOfNamespace(state, inode)),
	);

const ofCgroup = (path: string, before: HostState, after: HostState): Keys => {
	const container = atAnyTime(before, after, (state) => containerOfCgroup(state, path));
	return container ? held('cgroup', container) : [];
};

function ofTask(pid: number, before: HostState, after: HostState): Keys {
	const container = atAnyTime(before, after, (state) => containerOfTask(state, pid));
	return container ? [...held('process', container), token(container)] : [];
}

/** The command that a signal belongs to, or the process' own end. */
const endingEdge = (state: HostState, isByHand: boolean): string => {
	if (isAsked(state, 'restart')) return 'edge:restart';
	if (isByHand && isAsked(state, 'kill', 'rm')) return 'edge:kill';
	return isByHand ? 'edge:stop' : 'edge:exit';
};

function ofSignal({ pid }: EventOf<'task.signal'>, before: HostState, after: HostState): Keys {
	const container = atAnyTime(before, after, (state) => containerOfTask(state, pid));
	if (!container) return [];
	const isEnding = isAsked(before, 'stop', 'kill', 'restart', 'rm');
	return [token(container), `signal:${container.name}`, ...(isEnding ? [endingEdge(before, true)] : [])];
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
		atAnyTime(before, after, (state) => endpointOf(state, names)),
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
			return [endingEdge(before, container.isStoppedByHand), ...here, `exit:${container.name}`];
		case 'removing':
			return ['edge:rm', ...here];
		case 'stopping':
			return [endingEdge(before, true), token(container)];
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
			return ofPath(event.path, before, after);
		case 'mount.add':
			return ofMount(event.mount.path, event.mount.device, before, after);
		case 'mount.remove': {
			const mount = mountBefore(before, event.namespace, event.id);
			return mount ? ofMount(mount.path, mount.device, before, after) : [];
		}
		case 'namespace.create':
			return ofNamespace(event.namespace.inode, before, after);
		case 'namespace.destroy':
		case 'namespace.pin':
		case 'namespace.hostname':
			return ofNamespace(event.inode, before, after);
		case 'cgroup.create':
		case 'cgroup.write':
		case 'cgroup.attach':
		case 'cgroup.freeze':
		case 'cgroup.count':
		case 'cgroup.remove':
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
		case 'network.lease':
		case 'network.release':
			return ofAddress([event.address], before, after);
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
