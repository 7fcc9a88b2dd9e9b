/** Which marks an event is about: what changes now, and nothing that merely has to do with it. */
import type { HostEvent } from '#host/event.ts';
import type { Packet } from '#host/kernel/packet.ts';
import { routeTo } from '#host/kernel/routing.ts';
import type { HostState } from '#host/state.ts';
import { containerOfNamespace, containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { castOf, type Cast } from './cast.ts';
import { stopAt } from './stations.ts';

type Actor<K extends HostEvent['kind']> = (
	event: Extract<HostEvent, { readonly kind: K }>,
	before: HostState,
	after: HostState,
) => readonly string[];

const nameOf = (state: HostState, id: string): string => state.engine.containers.get(id)?.name ?? '';
const whose = (state: HostState, inode: number): string | undefined =>
	castOf(state).byNamespace.get(inode)?.name ?? containerOfNamespace(state, inode)?.name;

/** A link of the host or of a container. */
const linkKeys = (state: HostState, namespace: number, index: number): readonly string[] => {
	const cast = castOf(state);
	const link = state.nets.get(namespace)?.links.get(index);
	if (!link) return [];
	if (namespace === cast.outside) return ['outside'];
	if (namespace === cast.host) {
		const near = cast.byVeth.get(link.name) ?? cast.byVeth.get(peerName(cast, index));
		return near ? [vethKey(near, link.name)] : [`link:${link.name}`];
	}
	const guest = cast.byNamespace.get(namespace);
	return guest && link.kind !== 'loopback'
		? [`end:${guest.name}/${link.name}`]
		: guest
			? [`ns:net/${guest.name}`]
			: [];
};
const peerName = (cast: Cast, index: number): string =>
	cast.net.links.get(cast.net.links.get(index)?.peer?.index ?? -1)?.name ?? '';
const vethKey = ({ name, attachments }: Cast['guests'][number], link: string): string => {
	const at = attachments.findIndex(({ near }) => near.name === link);
	return at > 0 ? `veth:${name}/${attachments[at]!.inside}` : `veth:${name}`;
};
const portKeys = (state: HostState, namespace: number, index: number): readonly string[] => {
	const name = state.nets.get(namespace)?.links.get(index)?.name;
	return name === undefined ? [] : [`port:${name}`];
};

const addressKeys = (state: HostState, namespace: number, index: number): readonly string[] => {
	const cast = castOf(state);
	const link = state.nets.get(namespace)?.links.get(index);
	if (!link) return [];
	if (namespace === cast.host) return [`link:${link.name}`, `address:${link.name}`];
	const guest = cast.byNamespace.get(namespace);
	if (!guest) return [];
	if (link.kind === 'loopback') return [`ns:net/${guest.name}`];
	const at = guest.attachments.findIndex(({ inside }) => inside === link.name);
	return [
		at > 0 ? `address:${guest.name}/${link.name}` : `address:${guest.name}`,
		`end:${guest.name}/${link.name}`,
	];
};

const socketKeys = (state: HostState, namespace: number, id: number): readonly string[] => {
	const cast = castOf(state);
	const socket = state.nets.get(namespace)?.sockets.get(id);
	if (!socket) return [];
	if (namespace === cast.outside) return ['outside'];
	const owner = cast.byNamespace.get(namespace)?.name ?? containerOfTask(state, socket.pid)?.name;
	if (owner !== undefined)
		return [
			`socket:${owner}/${socket.port}`,
			...(socket.address.startsWith('127.') ? [`ns:net/${owner}`] : []),
		];
	const comm = state.tasks.get(socket.pid)?.comm;
	return [comm === 'docker-proxy' ? `proxy:${socket.port}` : `socket:host/${socket.port}`];
};

const routeKeys = (state: HostState, namespace: number, to: string): readonly string[] => {
	const cast = castOf(state);
	if (namespace === cast.host) return [`route:${to}`];
	if (namespace === cast.outside) return ['outside'];
	const guest = cast.byNamespace.get(namespace);
	return guest ? [`ns:net/${guest.name}`] : [];
};

/** A rule of the host; one inside a container (the name server's) lights up the namespace. */
const ruleKeys = (
	state: HostState,
	namespace: number,
	table: string,
	chain: string,
	index?: number,
): readonly string[] => {
	const cast = castOf(state);
	if (namespace !== cast.host) return [`ns:net/${whose(state, namespace) ?? ''}`];
	return [index === undefined ? `chain:${table}/${chain}` : `rule:${table}/${chain}/${index}`];
};
const indexOf = (
	state: HostState,
	namespace: number,
	table: 'nat' | 'filter' | 'raw' | 'mangle',
	chain: string,
	id: number,
): number | undefined => {
	const at =
		state.nets.get(namespace)?.netfilter[table][chain]?.rules.findIndex((rule) => rule.id === id) ?? -1;
	return at < 0 ? undefined : at + 1;
};
const withChain = (keys: readonly string[], table: string, chain: string): readonly string[] =>
	keys[0]?.startsWith('rule:') ? [...keys, `fold:${table}/${chain}`] : keys;

/** The packet itself: its card and its envelope, and the last leg of its way. */
const packetKeys = (state: HostState, id: number): readonly string[] => {
	const packet = state.packets.get(id);
	return packet ? [`packet:${id}`, `at:${id}`, `way:${id}/${packet.trail?.length ?? 0}`] : [];
};
const stationKeys = (state: HostState, packet: Packet | undefined): readonly string[] => {
	if (!packet) return [];
	const cast = castOf(state);
	const { station, header } = packet;
	const keys = stopAt(cast, station).keys;
	if (station.at !== 'route' || station.namespace !== cast.host) return keys;
	const route = routeTo(cast.net, header.destination);
	return route ? [...keys, `route:${route.to}`] : keys;
};
const moved: Actor<'packet.hop'> = ({ packet: id, station, why }, _, after) => {
	const packet = after.packets.get(id);
	const cast = castOf(after);
	const isLearned = station.at === 'bridge' && why === 'fdb' && packet?.header.destinationMac !== undefined;
	const nextHop = why.startsWith('neighbour ') ? [`neighbour:${why.slice('neighbour '.length)}`] : [];
	const isLocal = station.at === 'route' && why === 'local';
	const keys = isLocal ? stopAt(cast, station).keys : stationKeys(after, packet);
	return [
		...packetKeys(after, id),
		...keys,
		...(isLearned ? [`fdb:${packet.header.destinationMac}`] : []),
		...nextHop,
	];
};

const proxyOf = (state: HostState, pid: number): readonly string[] => {
	const task = state.tasks.get(pid);
	if (task?.comm !== 'docker-proxy') return [];
	const port = task.argv[task.argv.indexOf('-host-port') + 1];
	return [`proxy:${port}`, 'local'];
};
const containerOf = (state: HostState, pid: number): readonly string[] => {
	const name = containerOfTask(state, pid)?.name;
	return name === undefined ? [] : [`container:${name}`];
};

const actors: { readonly [K in HostEvent['kind']]?: Actor<K> } = {
	'task.exec': ({ pid }, _, after) => [...proxyOf(after, pid), ...containerOf(after, pid)],
	'task.exit': ({ pid }, before) => [...proxyOf(before, pid), ...containerOf(before, pid)],
	'namespace.create': ({ namespace }, _, after) =>
		namespace.type === 'net' ? [`ns:net/${whose(after, namespace.inode) ?? ''}`] : [],
	'namespace.pin': ({ inode }, _, after) => [`ns:net/${whose(after, inode) ?? ''}`],
	'namespace.destroy': ({ inode }, before) => [`container:${whose(before, inode) ?? ''}`],
	'net.make': ({ net }, _, after) => [`ns:net/${whose(after, net.namespace) ?? ''}`],
	'net.sysctl': ({ namespace, key }, _, after) =>
		namespace !== castOf(after).host
			? [`ns:net/${whose(after, namespace) ?? ''}`]
			: key.endsWith('ip_forward')
				? ['host', 'route']
				: ['host'],
	'link.add': ({ namespace, link }, _, after) =>
		namespace === castOf(after).host ? [`link:${link.name}`] : [`ns:net/${whose(after, namespace) ?? ''}`],
	'link.vethPair': ({ near }, _, after) => linkKeys(after, near.namespace, near.link.index),
	'link.remove': ({ namespace, index }, before) => {
		const master = before.nets.get(namespace)?.links.get(index)?.master;
		return [
			...linkKeys(before, namespace, index),
			...(master === undefined ? [] : linkKeys(before, namespace, master)),
		];
	},
	'link.master': ({ namespace, index }, _, after) => [
		...portKeys(after, namespace, index),
		...linkKeys(after, namespace, index),
	],
	'link.state': ({ namespace, index }, _, after) => linkKeys(after, namespace, index),
	'link.change': ({ namespace, index }, _, after) => linkKeys(after, namespace, index),
	'link.move': ({ to, newIndex }, _, after) => linkKeys(after, to, newIndex),
	'address.add': ({ namespace, index }, _, after) => addressKeys(after, namespace, index),
	'address.remove': ({ namespace, index }, before) => addressKeys(before, namespace, index),
	'route.add': ({ namespace, route }, _, after) => routeKeys(after, namespace, route.to),
	'route.remove': ({ namespace, route }, before) => [...routeKeys(before, namespace, route.to), 'routes'],
	'neighbour.set': ({ neighbour }) => [`neighbour:${neighbour.address}`],
	'neighbour.remove': ({ address }) => [`neighbour:${address}`, 'neighbours'],
	'fdb.learn': ({ entry }) => [`fdb:${entry.mac}`],
	'socket.listen': ({ namespace, socket }, _, after) => socketKeys(after, namespace, socket.id),
	'socket.close': ({ namespace, id }, before) => socketKeys(before, namespace, id),
	'chain.add': ({ namespace, table, chain }, _, after) => ruleKeys(after, namespace, table, chain),
	'chain.remove': ({ namespace, table, chain }, before) => ruleKeys(before, namespace, table, chain),
	'chain.policy': ({ namespace, table, chain }, _, after) => ruleKeys(after, namespace, table, chain),
	'chain.flush': ({ namespace, table, chain }, _, after) => ruleKeys(after, namespace, table, chain),
	'rule.add': ({ namespace, table, chain, rule }, _, after) =>
		withChain(
			ruleKeys(after, namespace, table, chain, indexOf(after, namespace, table, chain, rule.id)),
			table,
			chain,
		),
	'rule.remove': ({ namespace, table, chain }, _, after) => ruleKeys(after, namespace, table, chain),
	'conntrack.new': ({ namespace, flow }, _, after) =>
		namespace === castOf(after).host ? [`flow:${flow.id}`] : [`ns:net/${whose(after, namespace) ?? ''}`],
	'conntrack.update': ({ namespace, id }, _, after) =>
		namespace === castOf(after).host ? [`flow:${id}`] : [`ns:net/${whose(after, namespace) ?? ''}`],
	'conntrack.destroy': () => ['conntrack'],
	'packet.send': ({ packet }, _, after) => [
		...packetKeys(after, packet.id),
		...stationKeys(after, after.packets.get(packet.id)),
	],
	'packet.hop': moved,
	'packet.match': ({ packet, namespace, table, chain, index }, _, after) => [
		...packetKeys(after, packet),
		...ruleKeys(after, namespace, table, chain, index),
	],
	'packet.rewrite': ({ packet, namespace, hook, by, rule }, _, after) => {
		const flow = after.packets.get(packet)?.flow;
		const cause =
			by === 'conntrack' && flow !== undefined && namespace === castOf(after).host ? [`flow:${flow}`] : [];
		void rule;
		return [
			...packetKeys(after, packet),
			...(namespace === castOf(after).host ? [`hook:${hook}`] : []),
			...cause,
		];
	},
	'packet.known': ({ packet, namespace, flow }, _, after) => [
		...packetKeys(after, packet),
		...(namespace === castOf(after).host ? [`flow:${flow}`] : []),
	],
	'packet.drop': ({ packet }, _, after) => [
		...packetKeys(after, packet),
		`fate:${packet}`,
		...stationKeys(after, after.packets.get(packet)),
	],
	'packet.deliver': ({ packet, namespace, socket }, _, after) => [
		...packetKeys(after, packet),
		...(socket === undefined
			? stationKeys(after, after.packets.get(packet))
			: socketKeys(after, namespace, socket)),
	],
	'container.create': ({ container }) => [`container:${container.name}`],
	'container.change': ({ id }, _, after) => [`container:${nameOf(after, id)}`],
	'container.rename': ({ name }) => [`container:${name}`],
	'container.remove': ({ id }, before) => [`container:${nameOf(before, id)}`],
	'network.create': ({ network }) => [`link:${network.bridge ?? ''}`],
	'network.remove': ({ id }, before) => [`link:${before.engine.networks.get(id)?.bridge ?? ''}`],
	'network.lease': ({ container }, _, after) => [
		`address:${nameOf(after, container)}`,
		`container:${nameOf(after, container)}`,
	],
	'network.release': ({ id, address }, before) => [
		`container:${nameOf(before, before.engine.networks.get(id)?.addresses.get(address) ?? '')}`,
	],
	'port.allocate': ({ id }, _, after) => [`container:${nameOf(after, id)}`],
};

export const acting = (event: BeatEvent, before: HostState, after: HostState): readonly string[] => {
	if (event.kind === 'command.read') return [];
	const actor = actors[event.kind] as Actor<HostEvent['kind']> | undefined;
	return actor?.(event as never, before, after) ?? [];
};
