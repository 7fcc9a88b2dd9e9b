/** Net is one network namespace's stack: links, addresses, routes, neighbours, sockets (network_namespaces(7)). */
import type { Appliers } from '../event.ts';
import type { Growing, HostState } from '../state.ts';
import { Table } from '../table.ts';
import type { Netfilter } from './netfilter.ts';
import type { Flow } from './conntrack.ts';

export interface Address {
	/** '172.17.0.1' */
	readonly address: string;
	readonly prefix: number;
	readonly family: 4 | 6;
	readonly broadcast?: string;
	readonly scope: 'global' | 'host' | 'link';
	readonly label?: string;
}

export interface Link {
	/** Unique within its namespace only. */
	readonly index: number;
	readonly name: string;
	readonly kind: 'loopback' | 'ether' | 'bridge' | 'veth' | 'dummy';
	readonly mac: string;
	readonly mtu: number;
	readonly isUp: boolean;
	/** Index of the bridge it is a port of. */
	readonly master?: number;
	/** veth: the other end. */
	readonly peer?: { readonly namespace: number; readonly index: number };
	/** ether: the wire it is on. */
	readonly segment?: string;
	readonly addresses: readonly Address[];
	/** bridge: the lowest number that no other bridge of its namespace had when it was made, kept for its life. */
	readonly slot?: number;
	/** Bytes and packets through it, for ip -s. */
	readonly rx: number;
	readonly tx: number;
	/** Queueing discipline; 'noop' until it is first set up. */
	readonly queue: string;
	/** txqueuelen; 0 or absent is not shown. */
	readonly queueLength?: number;
}

export interface Route {
	/** 'default' or '172.17.0.0/16'. */
	readonly to: string;
	readonly via?: string;
	readonly device: string;
	readonly source?: string;
	readonly scope?: 'link' | 'host';
	readonly protocol: 'kernel' | 'boot' | 'static';
	readonly metric?: number;
}

export interface Neighbour {
	readonly address: string;
	readonly mac: string;
	readonly device: string;
	readonly state: 'REACHABLE' | 'STALE' | 'FAILED' | 'PERMANENT';
	/** Seconds since the epoch at which it was confirmed (or given up). */
	readonly since?: number;
}

export interface FdbEntry {
	readonly mac: string;
	/** Bridge port it was seen behind. */
	readonly port: number;
	readonly bridge: number;
	/** Put there by hand. The MACs of the bridge and its ports are permanent too, and not listed here. */
	readonly isPermanent: boolean;
}

export interface Socket {
	readonly id: number;
	readonly protocol: 'tcp' | 'udp';
	readonly family: 4 | 6;
	/** '0.0.0.0', '::' or an address. */
	readonly address: string;
	readonly port: number;
	readonly pid: number;
	readonly state: 'LISTEN' | 'UNCONN' | 'ESTAB';
	readonly backlog: number;
	readonly fd: number;
	/** A socket of family 6 that takes no IPv4 connections (IPV6_V6ONLY, ipv6(7)). */
	readonly isV6Only?: boolean;
}

export interface Net {
	readonly namespace: number;
	readonly links: Table<number, Link>;
	/** Indexes of links by name. */
	readonly names: Table<string, number>;
	readonly routes: readonly Route[];
	readonly neighbours: readonly Neighbour[];
	readonly fdb: readonly FdbEntry[];
	readonly sockets: Table<number, Socket>;
	/** Socket ids by what they are bound to, `tcp:80`. */
	readonly ports: Table<string, readonly number[]>;
	readonly netfilter: Netfilter;
	/** Ids of rules by where they are and what they say (`ruleKey`). */
	readonly rules: Table<string, readonly number[]>;
	readonly conntrack: Table<number, Flow>;
	/** Flow ids by both of their tuples. */
	readonly tuples: Table<string, number>;
	/** 'net.ipv4.ip_forward' → '1' … */
	readonly sysctls: Readonly<Record<string, string>>;
	readonly nextIndex: number;
	/** Next ephemeral port of clients here. */
	readonly nextPort: number;
	/** `ip netns add` gave it this name. */
	readonly name?: string;
	/** Other namespaces by the number they have here (link-netnsid, ip-netns(8)). */
	readonly peers: readonly (number | undefined)[];
}

/** Where in the ephemeral range a namespace begins: nowhere in particular (net/ipv4/inet_hashtables.c hashes with a secret). */
const firstPort = (namespace: number): number => 33_000 + 2 * ((namespace * 7919) % 13_000);

export const emptyNet = (namespace: number, netfilter: Netfilter): Net => ({
	namespace,
	links: Table.empty(),
	names: Table.empty(),
	routes: [],
	neighbours: [],
	fdb: [],
	sockets: Table.empty(),
	ports: Table.empty(),
	netfilter,
	rules: Table.empty(),
	conntrack: Table.empty(),
	tuples: Table.empty(),
	sysctls: { 'net.ipv4.ip_forward': '0' },
	nextIndex: 1,
	nextPort: firstPort(namespace),
	peers: [],
});

export const portKey = ({ protocol, port }: Pick<Socket, 'protocol' | 'port'>): string =>
	`${protocol}:${port}`;

export type NetEvent =
	| { readonly kind: 'net.make'; readonly net: Net }
	| { readonly kind: 'net.name'; readonly namespace: number; readonly name: string | undefined }
	| { readonly kind: 'net.sysctl'; readonly namespace: number; readonly key: string; readonly value: string }
	/** ip link add type bridge | dummy … */
	| { readonly kind: 'link.add'; readonly namespace: number; readonly link: Link; readonly by: number }
	/** Both ends of a veth pair come into being at once (RTM_NEWLINK). */
	| {
			readonly kind: 'link.vethPair';
			readonly near: { readonly namespace: number; readonly link: Link };
			readonly far: { readonly namespace: number; readonly link: Link };
			readonly by: number;
	  }
	| { readonly kind: 'link.remove'; readonly namespace: number; readonly index: number; readonly by: number }
	/** IFLA_MASTER: becomes a port of a bridge, or leaves it. */
	| {
			readonly kind: 'link.master';
			readonly namespace: number;
			readonly index: number;
			readonly master: number | undefined;
	  }
	| {
			readonly kind: 'link.state';
			readonly namespace: number;
			readonly index: number;
			readonly isUp: boolean;
	  }
	| {
			readonly kind: 'link.change';
			readonly namespace: number;
			readonly index: number;
			readonly set: Partial<Pick<Link, 'name' | 'mac' | 'mtu' | 'rx' | 'tx'>>;
	  }
	/** IFLA_NET_NS_FD: an end moves into another namespace, where it may get another index and name. */
	| {
			readonly kind: 'link.move';
			readonly from: number;
			readonly index: number;
			readonly to: number;
			readonly newIndex: number;
			readonly name: string;
	  }
	| {
			readonly kind: 'address.add';
			readonly namespace: number;
			readonly index: number;
			readonly address: Address;
	  }
	| {
			readonly kind: 'address.remove';
			readonly namespace: number;
			readonly index: number;
			readonly address: string;
	  }
	| { readonly kind: 'route.add'; readonly namespace: number; readonly route: Route }
	| { readonly kind: 'route.remove'; readonly namespace: number; readonly route: Route }
	/** ARP has learned (or failed to learn) who has an address. */
	| { readonly kind: 'neighbour.set'; readonly namespace: number; readonly neighbour: Neighbour }
	| {
			readonly kind: 'neighbour.remove';
			readonly namespace: number;
			readonly address: string;
			readonly device: string;
	  }
	/** A bridge has seen a MAC behind a port. */
	| { readonly kind: 'fdb.learn'; readonly namespace: number; readonly entry: FdbEntry }
	| { readonly kind: 'fdb.forget'; readonly namespace: number; readonly port: number }
	| { readonly kind: 'socket.listen'; readonly namespace: number; readonly socket: Socket }
	| { readonly kind: 'socket.close'; readonly namespace: number; readonly id: number }
	/** An ephemeral port is taken by a client. */
	| { readonly kind: 'socket.bindClient'; readonly namespace: number; readonly port: number };

/** The list itself where nothing has to go. */
const without = <T>(list: readonly T[], goes: (each: T) => boolean): readonly T[] =>
	list.some(goes) ? list.filter((each) => !goes(each)) : list;
const inNet = (state: HostState, namespace: number, edit: (net: Net) => Net): HostState => ({
	...state,
	nets: state.nets.update(namespace, (net) => shapedNet(edit(net))),
});

/** Its fields in one order, as `shapedState`. */
export const shapedNet = (net: Net): Net => {
	const { namespace, links, names, routes, neighbours, fdb, sockets, ports, netfilter, rules } = net;
	const { conntrack, tuples, sysctls, nextIndex, nextPort, peers } = net;
	const shaped: Growing<Net> = {
		namespace,
		links,
		names,
		routes,
		neighbours,
		fdb,
		sockets,
		ports,
		netfilter,
		rules,
		conntrack,
		tuples,
		sysctls,
		nextIndex,
		nextPort,
		peers,
	};
	if (net.name !== undefined) shaped.name = net.name;
	return shaped;
};
const onLink = (state: HostState, namespace: number, index: number, edit: (link: Link) => Link): HostState =>
	inNet(state, namespace, (net) => ({ ...net, links: net.links.update(index, edit) }));
const withLink = (state: HostState, namespace: number, link: Link): HostState =>
	inNet(state, namespace, (net) => ({
		...net,
		links: net.links.set(link.index, link),
		names: net.names.set(link.name, link.index),
		nextIndex: Math.max(net.nextIndex, link.index + 1),
	}));
const slotted = (state: HostState, namespace: number, link: Link): Link => {
	if (link.kind !== 'bridge') return link;
	const taken = new Set(
		state.nets
			.get(namespace)
			?.links.values()
			.map((each) => each.slot),
	);
	let slot = 0;
	while (taken.has(slot)) slot++;
	return { ...link, slot };
};
const withoutLink = (state: HostState, namespace: number, index: number): HostState =>
	inNet(state, namespace, (net) => {
		const name = net.links.get(index)?.name;
		return {
			...net,
			links: net.links.delete(index),
			names: name === undefined ? net.names : net.names.delete(name),
			routes: without(net.routes, (route) => route.device === name),
			neighbours: without(net.neighbours, (each) => each.device === name),
			fdb: without(net.fdb, (entry) => entry.port === index || entry.bridge === index),
		};
	});
const isSameRoute = (a: Route, b: Route) =>
	a.to === b.to && a.device === b.device && a.via === b.via && a.metric === b.metric;
/** The numbers of namespaces that veth ends lead into: the lowest free one (net/core/net_namespace.c, peernet2id_alloc). */
const knowing = (state: HostState, namespace: number, peer: number): HostState => {
	if (namespace === peer || state.nets.get(namespace)?.peers.includes(peer)) return state;
	return inNet(state, namespace, (net) => {
		const free = net.peers.findIndex((each) => each === undefined);
		const at = free < 0 ? net.peers.length : free;
		return { ...net, peers: [...net.peers.slice(0, at), peer, ...net.peers.slice(at + 1)] };
	});
};
const knowingBoth = (state: HostState, one: number, other: number): HostState =>
	knowing(knowing(state, one, other), other, one);
const named = (net: Net): Net => ({
	...net,
	names: Table.of(net.links.values().map((link) => [link.name, link.index])),
});

export const netAppliers: Appliers<NetEvent> = {
	'net.make': (state, { net }) => ({ ...state, nets: state.nets.set(net.namespace, named(net)) }),
	'net.name': (state, { namespace, name }) =>
		inNet(state, namespace, ({ name: _, ...net }) => (name === undefined ? net : { ...net, name })),
	'net.sysctl': (state, { namespace, key, value }) =>
		inNet(state, namespace, (net) => ({ ...net, sysctls: { ...net.sysctls, [key]: value } })),
	'link.add': (state, { namespace, link }) => withLink(state, namespace, slotted(state, namespace, link)),
	'link.vethPair': (state, { near, far }) =>
		knowingBoth(
			withLink(withLink(state, near.namespace, near.link), far.namespace, far.link),
			near.namespace,
			far.namespace,
		),
	'link.remove': (state, { namespace, index }) => {
		const peer = state.nets.get(namespace)?.links.get(index)?.peer;
		const rest = withoutLink(state, namespace, index);
		return peer ? withoutLink(rest, peer.namespace, peer.index) : rest;
	},
	'link.master': (state, { namespace, index, master }) =>
		onLink(state, namespace, index, ({ master: _, ...link }) =>
			master === undefined ? link : { ...link, master },
		),
	'link.state': (state, { namespace, index, isUp }) =>
		onLink(state, namespace, index, (link) => ({
			...link,
			isUp,
			queue: isUp && link.queue === 'noop' ? 'noqueue' : link.queue,
		})),
	'link.change': (state, { namespace, index, set }) => {
		const next = onLink(state, namespace, index, (link) => ({ ...link, ...set }));
		const old = state.nets.get(namespace)?.links.get(index)?.name;
		if (set.name === undefined || old === undefined) return next;
		const { name } = set;
		return inNet(next, namespace, (net) => ({ ...net, names: net.names.delete(old).set(name, index) }));
	},
	'link.move': (state, { from, index, to, newIndex, name }) => {
		const link = state.nets.get(from)?.links.get(index);
		if (!link) return state;
		const { master: _, ...rest } = link;
		const there = withLink(withoutLink(state, from, index), to, {
			...rest,
			index: newIndex,
			name,
			addresses: [],
			isUp: false,
		});
		if (!link.peer) return there;
		const { namespace, index: other } = link.peer;
		const joined = onLink(there, namespace, other, (peer) => ({
			...peer,
			peer: { namespace: to, index: newIndex },
		}));
		return knowingBoth(joined, namespace, to);
	},
	'address.add': (state, { namespace, index, address }) =>
		onLink(state, namespace, index, (link) => ({ ...link, addresses: [...link.addresses, address] })),
	'address.remove': (state, { namespace, index, address }) =>
		onLink(state, namespace, index, (link) => ({
			...link,
			addresses: link.addresses.filter((each) => each.address !== address),
		})),
	'route.add': (state, { namespace, route }) =>
		inNet(state, namespace, (net) => ({ ...net, routes: [...net.routes, route] })),
	'route.remove': (state, { namespace, route }) =>
		inNet(state, namespace, (net) => ({
			...net,
			routes: net.routes.filter((each) => !isSameRoute(each, route)),
		})),
	'neighbour.set': (state, { namespace, neighbour }) =>
		inNet(state, namespace, (net) => ({
			...net,
			neighbours: [
				...without(
					net.neighbours,
					(each) => each.address === neighbour.address && each.device === neighbour.device,
				),
				neighbour,
			],
		})),
	'neighbour.remove': (state, { namespace, address, device }) =>
		inNet(state, namespace, (net) => ({
			...net,
			neighbours: without(net.neighbours, (each) => each.address === address && each.device === device),
		})),
	'fdb.learn': (state, { namespace, entry }) =>
		inNet(state, namespace, (net) => ({
			...net,
			fdb: [...without(net.fdb, (each) => each.mac === entry.mac && each.bridge === entry.bridge), entry],
		})),
	'fdb.forget': (state, { namespace, port }) =>
		inNet(state, namespace, (net) => ({ ...net, fdb: without(net.fdb, (each) => each.port === port) })),
	'socket.listen': (state, { namespace, socket }) => ({
		...inNet(state, namespace, (net) => ({
			...net,
			sockets: net.sockets.set(socket.id, socket),
			ports: net.ports.set(portKey(socket), [...(net.ports.get(portKey(socket)) ?? []), socket.id]),
		})),
		next: { ...state.next, socket: Math.max(state.next.socket, socket.id + 1) },
	}),
	'socket.close': (state, { namespace, id }) =>
		inNet(state, namespace, (net) => {
			const socket = net.sockets.get(id);
			if (!socket) return net;
			const key = portKey(socket);
			const rest = (net.ports.get(key) ?? []).filter((each) => each !== id);
			return {
				...net,
				sockets: net.sockets.delete(id),
				ports: rest.length ? net.ports.set(key, rest) : net.ports.delete(key),
			};
		}),
	'socket.bindClient': (state, { namespace, port }) =>
		inNet(state, namespace, (net) => ({ ...net, nextPort: port >= 60999 ? 32790 : port + 2 })),
};
