/** Which marks an event is about: what changes now, and nothing that merely has to do with it. */
import type { HostEvent } from '#host/event.ts';
import type { HostState } from '#host/state.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { castOf } from './cast.ts';
import { isLine } from './chains.ts';
import {
	addressKeys,
	containerKeys,
	flowKeys,
	linkKeys,
	packetKeys,
	portKeys,
	routeKeys,
	ruleIndex,
	ruleKeys,
	ruleKeysOf,
	socketKeys,
	spaceKeys,
	stationKeys,
	taskKeys,
	type Keys,
} from './keys.ts';

type Actor<K extends HostEvent['kind']> = (
	event: Extract<HostEvent, { readonly kind: K }>,
	before: HostState,
	after: HostState,
) => Keys;

const hopKeys: Actor<'packet.hop'> = ({ packet: id, station, why }, _, after) => {
	const packet = after.packets.get(id);
	const mac = packet?.header.destinationMac;
	const isLearned = station.at === 'bridge' && why === 'fdb' && mac !== undefined;
	const isResolved = why.startsWith('neighbour ');
	return [
		...packetKeys(after, id),
		...stationKeys(after, packet),
		...(isLearned ? [`fdb:${mac}`] : []),
		...(isResolved ? [`neighbour:${why.slice('neighbour '.length)}`] : []),
	];
};

/** What has done it: the rule for a first packet, the connection's entry for every later one. */
const rewriteKeys: Actor<'packet.rewrite'> = ({ packet, namespace, by, rule }, _, after) => [
	...packetKeys(after, packet),
	...(by === 'conntrack' || rule === undefined
		? flowKeys(after, namespace, after.packets.get(packet)?.flow)
		: ruleKeysOf(after, namespace, 'nat', rule)),
];

/** The ports of the host that a container wants: who has them already. */
const wishedKeys = (state: HostState, id: string): Keys =>
	Object.values(state.engine.containers.get(id)?.hostConfig.portBindings ?? {}).flatMap((bindings) =>
		bindings.map(({ hostPort }) => `proxy:${hostPort}`),
	);

const actors: { readonly [K in HostEvent['kind']]?: Actor<K> } = {
	'task.clone': ({ task }, _, after) => taskKeys(after, task.pid),
	'task.exec': ({ pid }, _, after) => taskKeys(after, pid),
	'task.signal': ({ pid }, before) => taskKeys(before, pid),
	'task.exit': ({ pid }, before) => taskKeys(before, pid),
	'namespace.create': ({ namespace, by }, _, after) =>
		namespace.type === 'net' ? [...spaceKeys(after, namespace.inode), ...taskKeys(after, by)] : [],
	'namespace.pin': ({ inode }, _, after) => spaceKeys(after, inode),
	'namespace.destroy': ({ inode }, before) => spaceKeys(before, inode),
	'task.enter': ({ pid, types }, _, after) =>
		types.includes('net')
			? [...spaceKeys(after, after.tasks.get(pid)?.namespaces.net ?? 0), ...taskKeys(after, pid)]
			: [],
	'net.make': ({ net }, _, after) => spaceKeys(after, net.namespace),
	'net.name': ({ namespace }, _, after) => spaceKeys(after, namespace),
	'net.sysctl': ({ namespace, key }, _, after) => [
		...spaceKeys(after, namespace),
		...(key.endsWith('ip_forward') ? ['route'] : []),
	],
	'link.add': ({ namespace, link }, _, after) => linkKeys(after, namespace, link.index),
	'link.vethPair': ({ near }, _, after) => linkKeys(after, near.namespace, near.link.index),
	'link.remove': ({ namespace, index }, before) => {
		const master = before.nets.get(namespace)?.links.get(index)?.master;
		const bridge = master === undefined ? [] : linkKeys(before, namespace, master);
		return [...linkKeys(before, namespace, index), ...bridge];
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
	'fdb.learn': ({ namespace, entry }, _, after) =>
		entry.isPermanent ? portKeys(after, namespace, entry.port) : [`fdb:${entry.mac}`],
	'socket.listen': ({ namespace, socket }, _, after) => socketKeys(after, namespace, socket.id),
	'socket.close': ({ namespace, id }, before) => socketKeys(before, namespace, id),
	'chain.add': ({ namespace, table, chain }, _, after) => ruleKeys(after, namespace, table, chain),
	'chain.remove': ({ namespace, table, chain }, before) => ruleKeys(before, namespace, table, chain),
	'chain.policy': ({ namespace, table, chain }, _, after) => ruleKeys(after, namespace, table, chain),
	'chain.flush': ({ namespace, table, chain }, _, after) => ruleKeys(after, namespace, table, chain),
	'rule.add': ({ namespace, table, chain, rule }, _, after) => [
		...ruleKeys(after, namespace, table, chain, ruleIndex(after, namespace, table, chain, rule.id)),
		`fold:${table}/${chain}`,
		...(isLine(table, chain) ? ruleKeys(after, namespace, table, chain) : []),
	],
	'rule.remove': ({ namespace, table, chain }, _, after) => ruleKeys(after, namespace, table, chain),
	'conntrack.new': ({ namespace, flow }, _, after) => flowKeys(after, namespace, flow.id),
	'conntrack.update': ({ namespace, id }, _, after) => flowKeys(after, namespace, id),
	'conntrack.destroy': ({ namespace, id }, before) => [...flowKeys(before, namespace, id), 'conntrack'],
	'packet.send': ({ packet }, _, after) => [
		...packetKeys(after, packet.id),
		...stationKeys(after, after.packets.get(packet.id)),
	],
	'packet.hop': hopKeys,
	'packet.match': ({ packet, namespace, table, chain, index }, _, after) => [
		...packetKeys(after, packet),
		...ruleKeys(after, namespace, table, chain, index),
	],
	'packet.rewrite': rewriteKeys,
	'packet.known': ({ packet, namespace, flow }, _, after) => [
		...packetKeys(after, packet),
		...flowKeys(after, namespace, flow),
		...(namespace === castOf(after).host ? ['nat:bypassed'] : []),
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
	'container.create': ({ container }, _, after) => containerKeys(after, container.id),
	'container.change': ({ id, why }, _, after) => [
		...containerKeys(after, id),
		...(why === 'failed' ? wishedKeys(after, id) : []),
	],
	'container.rename': ({ id }, _, after) => containerKeys(after, id),
	'container.remove': ({ id }, before) => containerKeys(before, id),
	'network.create': ({ network }) => [`link:${network.bridge ?? ''}`],
	'network.remove': ({ id }, before) => [`link:${before.engine.networks.get(id)?.bridge ?? ''}`],
	'network.lease': ({ container }, _, after) => containerKeys(after, container),
	'network.release': ({ id, address }, before) =>
		containerKeys(before, before.engine.networks.get(id)?.addresses.get(address) ?? ''),
	'port.allocate': ({ id }, _, after) => containerKeys(after, id),
};

export const acting = (event: BeatEvent, before: HostState, after: HostState): Keys => {
	if (event.kind === 'command.read') return [];
	const actor = actors[event.kind] as Actor<HostEvent['kind']> | undefined;
	return actor?.(event as never, before, after) ?? [];
};
