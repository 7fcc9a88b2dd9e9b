/** Cast is who is on the network picture, read from the state once: bridges, containers with their ends, the host's own sockets. */
import { inodesOf } from '#host/boot.ts';
import type { Container } from '#host/engine/container.ts';
import type { Link, Net, Socket } from '#host/kernel/net.ts';
import type { HostState } from '#host/state.ts';
import { containerOfNamespace, containerOfTask } from '#host/whose.ts';
import type { Hue, State } from '#stage/mark.ts';
import { hues, slots } from '#stage/slots.ts';
import { attachmentsOf, ipv4 } from './attachments.ts';
import { BRIDGES, PLACES } from './places.ts';

export interface Bridge {
	readonly link: Link;
	/** The network's name as Docker knows it, else the link's. */
	readonly name: string;
	/** 0, 1, 2; 3 stands for all further ones. */
	readonly slot: number;
	readonly address: string;
}

/** One end of a container in a network. */
export interface Attachment {
	/** eth0, eth1 …; while it waits on the host, the name it has there. */
	readonly inside: string;
	readonly address: string;
	/** The end that stays on the host. */
	readonly near: Link;
	readonly bridge: Bridge | undefined;
	/** The other end has been moved into the container. */
	readonly isIn: boolean;
	readonly isUp: boolean;
}

export interface Guest {
	readonly container: Container;
	readonly name: string;
	readonly hue: Hue;
	readonly state: State;
	/** Its place; undefined: counted with the others. */
	readonly slot: number | undefined;
	/** Inode of the network namespace its processes are in. */
	readonly namespace: number | undefined;
	readonly net: 'own' | 'host' | 'shared' | 'gone';
	/** Whose namespace it shares. */
	readonly of?: string;
	readonly attachments: readonly Attachment[];
	readonly sockets: readonly Socket[];
}

export interface Cast {
	readonly state: HostState;
	readonly host: number;
	readonly outside: number;
	readonly net: Net;
	readonly bridges: readonly Bridge[];
	readonly guests: readonly Guest[];
	/** Ports that docker-proxy waits on. */
	readonly proxies: readonly Socket[];
	/** Other ports the host waits on. */
	readonly services: readonly Socket[];
	readonly byNamespace: ReadonlyMap<number, Guest>;
	/** Whose end a link of the host is, by its name. */
	readonly byVeth: ReadonlyMap<string, Guest>;
}

const bridgesOf = (state: HostState, net: Net): Bridge[] => {
	const names = new Map(state.engine.networks.values().map((each) => [each.bridge, each.name]));
	return net.links
		.filter((link) => link.kind === 'bridge')
		.sort((a, b) => a.index - b.index)
		.map((link, order) => ({
			link,
			name: link.name === 'docker0' ? link.name : (names.get(link.name) ?? link.name),
			slot: Math.min(order, BRIDGES),
			address: ipv4(link),
		}));
};

/** The namespaces of containers, by container: the sandbox's, or, while that is being made, the one its first task has. */
const namespacesOf = (state: HostState): ReadonlyMap<string, number> => {
	const found = new Map<string, number>();
	const claimed = new Set<number>();
	const claim = (id: string, inode: number | undefined): void => {
		if (!inode || !state.nets.has(inode) || found.has(id)) return;
		found.set(id, inode);
		claimed.add(inode);
	};
	for (const { id, sandbox, state: life } of state.engine.containers.values()) {
		const main = state.tasks.get(life.pid);
		claim(id, main?.namespaces.net ?? sandbox?.namespace);
	}
	for (const inode of state.nets.keys())
		if (!claimed.has(inode) && !state.namespaces.get(inode)?.isInitial) {
			const whose = containerOfNamespace(state, inode);
			if (whose) claim(whose.id, inode);
		}
	return found;
};

const lives: Readonly<Record<string, State>> = { running: 'solid', paused: 'hatched' };
const isAlive = ({ state }: Container): boolean => state.status === 'running' || state.status === 'paused';

/** Those that run have a place before those that don't; within each, the older before the younger. */
const placesOf = (containers: readonly Container[]): ReadonlyMap<string, number> => {
	const numbered = containers.map((each) => ({ key: each.id, number: each.slot, isAlive: isAlive(each) }));
	if (containers.length <= PLACES && containers.every((each) => each.slot < PLACES))
		return slots(numbered, PLACES);
	const first = slots(
		numbered.filter((each) => each.isAlive),
		PLACES,
	);
	const free = [...Array(PLACES).keys()].filter((place) => ![...first.values()].includes(place));
	const rest = numbered.filter((each) => !each.isAlive).sort((a, b) => a.number - b.number);
	const placed = new Map(first);
	for (const { key, number } of rest) {
		const at = free.includes(number) ? free.indexOf(number) : 0;
		const [place] = free.splice(at, 1);
		if (place !== undefined) placed.set(key, place);
	}
	return placed;
};

/** One socket per port: 0.0.0.0 and [::] are the same to a reader. Those on loopback only are nobody else's business. */
const portsOf = (sockets: readonly Socket[]): Socket[] => {
	const open = sockets.filter(
		({ state, address }) => (state === 'LISTEN' || state === 'UNCONN') && !address.startsWith('127.'),
	);
	return open.filter((each, i) => open.findIndex((other) => other.port === each.port) === i);
};

const shareOf = (state: HostState, container: Container): Pick<Guest, 'net' | 'of'> => {
	const { networkMode } = container.hostConfig;
	if (networkMode === 'host') return { net: 'host' };
	if (!networkMode.startsWith('container:')) return { net: 'own' };
	const id = networkMode.slice('container:'.length);
	const whose =
		state.engine.containers.get(id) ?? state.engine.containers.get(state.engine.names.get(id) ?? '');
	return { net: 'shared', ...(whose && { of: whose.name }) };
};

const made = new WeakMap<HostState, Cast>();

export const castOf = (state: HostState): Cast => {
	const known = made.get(state);
	if (known) return known;
	const host = inodesOf('host').net;
	const net = state.nets.get(host)!;
	const bridges = bridgesOf(state, net);
	const containers = state.engine.containers.values();
	const places = placesOf(containers);
	const colours = hues(containers.map((each) => ({ key: each.id, number: each.slot })));
	const namespaces = namespacesOf(state);
	const joined = attachmentsOf(state, net, bridges, namespaces);
	const local = net.sockets.values();
	const isProxy = ({ pid }: Socket): boolean => state.tasks.get(pid)?.comm === 'docker-proxy';
	const own = local.filter((socket) => !isProxy(socket));
	const owners = new Map(own.map((socket) => [socket.id, containerOfTask(state, socket.pid)?.id]));
	const guests = containers.map((container): Guest => {
		const namespace = namespaces.get(container.id);
		const share = shareOf(state, container);
		const isOwn = share.net === 'own';
		const sockets =
			share.net === 'host'
				? own.filter((socket) => owners.get(socket.id) === container.id)
				: isOwn && namespace !== undefined
					? (state.nets.get(namespace)?.sockets.values() ?? [])
					: [];
		return {
			container,
			name: container.name,
			hue: colours.get(container.id) ?? 0,
			state: lives[container.state.status] ?? 'hollow',
			slot: places.get(container.id),
			namespace,
			...(isAlive(container) || namespace !== undefined ? share : { net: 'gone' }),
			attachments: isOwn ? joined(container) : [],
			sockets: portsOf(sockets),
		};
	});
	const cast: Cast = {
		state,
		host,
		outside: inodesOf('outside').net,
		net,
		bridges,
		guests,
		proxies: portsOf(local.filter(isProxy)),
		services: portsOf(own.filter((socket) => owners.get(socket.id) === undefined)),
		byNamespace: new Map(
			guests.flatMap((guest) =>
				guest.net === 'own' && guest.namespace !== undefined ? [[guest.namespace, guest] as const] : [],
			),
		),
		byVeth: new Map(
			guests.flatMap((guest) => guest.attachments.map(({ near }) => [near.name, guest] as const)),
		),
	};
	made.set(state, cast);
	return cast;
};
