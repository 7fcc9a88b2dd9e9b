/** Cast is who is on the network picture, read from the state once: bridges, containers with their ends, the host's own sockets. */
import { inodesOf } from '#host/boot.ts';
import type { Container } from '#host/engine/container.ts';
import type { Link, Net, Socket } from '#host/kernel/net.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { Hue, State } from '#stage/mark.ts';
import { hueOf } from '../containers.ts';
import { attachmentsOf, ipv4, vethsOf } from './attachments.ts';
import { glassOf, USUAL, type Glass } from './glass.ts';
import { latest } from './latest.ts';
import { BRIDGES } from './places.ts';
import { residentsOf } from './residents.ts';
import { isAlive, pageOf, seatsOf } from './seats.ts';

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

/** Guests by something they have, found when they are asked for. */
export interface Finder<Key> {
	get(key: Key): Guest | undefined;
}

export interface Cast {
	readonly state: HostState;
	readonly host: number;
	readonly outside: number;
	readonly net: Net;
	readonly bridges: readonly Bridge[];
	/** Those that have a place. */
	readonly guests: readonly Guest[];
	/** Those that have none. */
	readonly away: readonly Container[];
	/** Which of all are shown. */
	readonly glass: Glass;
	/** Ports that docker-proxy waits on. */
	readonly proxies: readonly Socket[];
	/** Other ports the host waits on. */
	readonly services: readonly Socket[];
	/** Whose own namespace it is. */
	readonly byNamespace: Finder<number>;
	/** Whose end a link of the host is, by its name. */
	readonly byVeth: Finder<string>;
}

const bridgesOf = (state: HostState, net: Net, page: number): Bridge[] => {
	const names = new Map(state.engine.networks.values().map((each) => [each.bridge, each.name]));
	return net.links
		.filter((link) => link.kind === 'bridge')
		.map((link, order) => {
			const slot = (link.slot ?? order) - page * BRIDGES;
			return {
				link,
				name: link.name === 'docker0' ? link.name : (names.get(link.name) ?? link.name),
				slot: slot >= 0 && slot < BRIDGES ? slot : BRIDGES,
				address: ipv4(link),
			};
		});
};

const lives: Readonly<Record<string, State>> = { running: 'solid', paused: 'hatched' };

/** One socket per port: 0.0.0.0 and [::] are the same to a reader. Those on loopback only are nobody else's business. */
const portsOf = (sockets: readonly Socket[]): Socket[] => {
	const found = new Map<number, Socket>();
	for (const each of sockets)
		if ((each.state === 'LISTEN' || each.state === 'UNCONN') && !each.address.startsWith('127.'))
			if (!found.has(each.port)) found.set(each.port, each);
	return [...found.values()];
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

/** The sockets of the host's own namespace, by whose they are. */
interface Local {
	readonly proxies: readonly Socket[];
	readonly services: readonly Socket[];
	readonly byContainer: ReadonlyMap<string, readonly Socket[]>;
}
const localOf = latest(
	({ state, net }: { readonly state: HostState; readonly net: Net }) => [
		net.sockets,
		state.tasks,
		state.engine.containers,
	],
	({ state, net }): Local => {
		const all = net.sockets.values();
		const isProxy = ({ pid }: Socket): boolean => state.tasks.get(pid)?.comm === 'docker-proxy';
		const byContainer = new Map<string, readonly Socket[]>();
		const services: Socket[] = [];
		for (const socket of all.filter((each) => !isProxy(each))) {
			const id = containerOfTask(state, socket.pid)?.id;
			if (id === undefined) services.push(socket);
			else byContainer.set(id, [...(byContainer.get(id) ?? []), socket]);
		}
		return { proxies: portsOf(all.filter(isProxy)), services: portsOf(services), byContainer };
	},
);

const guestOf = (
	state: HostState,
	net: Net,
	bridges: readonly Bridge[],
	container: Container,
	slot: number | undefined,
): Guest => {
	const namespace = residentsOf(state).namespaces.get(container.id);
	const share = shareOf(state, container);
	const isOwn = share.net === 'own';
	const sockets =
		share.net === 'host'
			? (localOf({ state, net }).byContainer.get(container.id) ?? [])
			: isOwn && namespace !== undefined
				? (state.nets.get(namespace)?.sockets.values() ?? [])
				: [];
	return {
		container,
		name: container.name,
		hue: hueOf(container),
		state: lives[container.state.status] ?? 'hollow',
		slot,
		namespace,
		...(isAlive(container) || namespace !== undefined ? share : { net: 'gone' }),
		attachments: isOwn ? attachmentsOf({ state, net }, container, bridges) : [],
		sockets: portsOf(sockets),
	};
};

const castIn = (state: HostState, glass: Glass): Cast => {
	const host = inodesOf('host').net;
	const net = state.nets.get(host)!;
	const bridges = bridgesOf(state, net, glass.bridges);
	const seats = seatsOf(state);
	const places = pageOf(seats, glass.containers);
	const known = new Map<string, Guest>();
	const guestById = (id: string | undefined): Guest | undefined => {
		const container = id === undefined ? undefined : state.engine.containers.get(id);
		if (!container) return undefined;
		const guest =
			known.get(container.id) ?? guestOf(state, net, bridges, container, places.get(container.id));
		known.set(container.id, guest);
		return guest;
	};
	const { proxies, services } = localOf({ state, net });
	return {
		state,
		host,
		outside: inodesOf('outside').net,
		net,
		bridges,
		guests: [...places.keys()].flatMap((id) => guestById(id) ?? []),
		away: glass.containers === 0 ? seats.away : state.engine.containers.filter(({ id }) => !places.has(id)),
		glass,
		proxies,
		services,
		byNamespace: {
			get: (inode) => {
				const guest = guestById(residentsOf(state).containers.get(inode));
				return guest?.net === 'own' && guest.namespace === inode ? guest : undefined;
			},
		},
		byVeth: { get: (name) => guestById(vethsOf({ state, net }).owners.get(name)) },
	};
};

const made = new WeakMap<HostState, Map<string, Cast>>();

/** `chosen`: the key that the reader chose; it may open a group. */
export const castOf = (state: HostState, chosen?: string): Cast => {
	const glass = chosen === undefined ? USUAL : glassOf(chosen, seatsOf(state).away);
	const key = `${glass.containers}/${glass.bridges}`;
	const casts = made.get(state) ?? new Map<string, Cast>();
	made.set(state, casts);
	const cast = casts.get(key) ?? castIn(state, glass);
	casts.set(key, cast);
	return cast;
};
