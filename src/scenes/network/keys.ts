/** Keys of the marks that stand for things of the kernel: links and addresses, sockets, routes, rules, packets, wherever they are. */
import type { Packet } from '#host/kernel/packet.ts';
import { routeTo } from '#host/kernel/routing.ts';
import type { HostState } from '#host/state.ts';
import { containerOfNamespace, containerOfTask } from '#host/whose.ts';
import { vethKey } from './cables.ts';
import { castOf, type Cast } from './cast.ts';
import { endName } from './ends.ts';
import { stopOf } from './stations.ts';

export type Keys = readonly string[];
type TableName = 'nat' | 'filter' | 'raw' | 'mangle';

const nameOf = (state: HostState, id: string): string | undefined => state.engine.containers.get(id)?.name;
export const containerKeys = (state: HostState, id: string): Keys => {
	const name = nameOf(state, id);
	return name === undefined ? [] : [`container:${name}`];
};
export const taskKeys = (state: HostState, pid: number): Keys => {
	const container = containerOfTask(state, pid);
	if (container) return [`container:${container.name}`];
	const task = state.tasks.get(pid);
	if (task?.comm !== 'docker-proxy') return [];
	return [`proxy:${task.argv[task.argv.indexOf('-host-port') + 1]}`, 'local'];
};

const whose = (state: HostState, inode: number): string | undefined =>
	castOf(state).byNamespace.get(inode)?.name ?? containerOfNamespace(state, inode)?.name;
/** A namespace as a whole; before anybody is known to live in it, the container that is being made. */
export const spaceKeys = (state: HostState, inode: number): Keys => {
	const cast = castOf(state);
	if (inode === cast.host) return ['host'];
	if (inode === cast.outside) return ['outside'];
	const name = whose(state, inode);
	return name === undefined
		? []
		: [`ns:net/${name}`, ...(cast.byNamespace.get(inode) ? [] : [`container:${name}`])];
};

const peerName = (cast: Cast, index: number): string =>
	cast.net.links.get(cast.net.links.get(index)?.peer?.index ?? -1)?.name ?? '';
/** A link of the host or of a container; both ends of a pair that still lies on the host are its cable. */
export const linkKeys = (state: HostState, namespace: number, index: number): Keys => {
	const cast = castOf(state);
	const link = state.nets.get(namespace)?.links.get(index);
	if (!link) return [];
	const guest = cast.byNamespace.get(namespace);
	const end = guest?.attachments.find(({ inside, isIn }) => isIn && inside === link.name);
	if (guest && end) return [`end:${guest.name}/${endName(guest, end)}`];
	if (namespace !== cast.host) return spaceKeys(state, namespace);
	for (const name of [link.name, peerName(cast, index)]) {
		const near = cast.byVeth.get(name);
		const attachment = near?.attachments.find((each) => each.near.name === name);
		if (near && attachment) return [vethKey(near, attachment)];
	}
	return [`link:${link.name}`];
};
export const portKeys = (state: HostState, namespace: number, index: number): Keys => {
	const name = state.nets.get(namespace)?.links.get(index)?.name;
	return name === undefined ? [] : [`port:${name}`];
};
export const addressKeys = (state: HostState, namespace: number, index: number): Keys => {
	const cast = castOf(state);
	const link = state.nets.get(namespace)?.links.get(index);
	const guest = cast.byNamespace.get(namespace);
	if (link && namespace === cast.host && link.kind === 'bridge')
		return [`link:${link.name}`, `address:${link.name}`];
	const at = guest?.attachments.findIndex(({ inside }) => inside === link?.name) ?? -1;
	const keys = linkKeys(state, namespace, index);
	return at < 0 || !guest
		? keys
		: [at === 0 ? `address:${guest.name}` : `address:${guest.name}/${link?.name}`, ...keys];
};

export const socketKeys = (state: HostState, namespace: number, id: number): Keys => {
	const cast = castOf(state);
	const socket = state.nets.get(namespace)?.sockets.get(id);
	if (!socket || namespace === cast.outside) return spaceKeys(state, namespace);
	if (socket.address.startsWith('127.') && namespace !== cast.host) return spaceKeys(state, namespace);
	const owner = cast.byNamespace.get(namespace)?.name ?? containerOfTask(state, socket.pid)?.name;
	if (owner !== undefined) return [`socket:${owner}/${socket.port}`];
	const isProxy = state.tasks.get(socket.pid)?.comm === 'docker-proxy';
	return [isProxy ? `proxy:${socket.port}` : `socket:host/${socket.port}`];
};

export const routeKeys = (state: HostState, namespace: number, to: string): Keys =>
	namespace === castOf(state).host ? [`route:${to}`] : spaceKeys(state, namespace);

/** A rule or a chain of the host; those inside a container are the name server's, and the namespace stands for them. */
export const ruleKeys = (
	state: HostState,
	namespace: number,
	table: string,
	chain: string,
	index?: number,
): Keys => {
	if (namespace !== castOf(state).host) return spaceKeys(state, namespace);
	return [index === undefined ? `chain:${table}/${chain}` : `rule:${table}/${chain}/${index}`];
};
export const ruleIndex = (
	state: HostState,
	namespace: number,
	table: TableName,
	chain: string,
	id: number,
): number | undefined => {
	const rules = state.nets.get(namespace)?.netfilter[table][chain]?.rules ?? [];
	const at = rules.findIndex((rule) => rule.id === id);
	return at < 0 ? undefined : at + 1;
};
/** The rule with an id, wherever in a table it is. */
export const ruleKeysOf = (state: HostState, namespace: number, table: TableName, id: number): Keys => {
	const chains = Object.values(state.nets.get(namespace)?.netfilter[table] ?? {});
	const chain = chains.find(({ rules }) => rules.some((rule) => rule.id === id));
	return chain
		? ruleKeys(state, namespace, table, chain.name, ruleIndex(state, namespace, table, chain.name, id))
		: [];
};

export const flowKeys = (state: HostState, namespace: number, flow: number | undefined): Keys =>
	flow === undefined ? [] : namespace === castOf(state).host ? [`flow:${flow}`] : spaceKeys(state, namespace);

/** The packet itself: its card, its envelope, and the last leg of its way. */
export const packetKeys = (state: HostState, id: number): Keys => {
	const packet = state.packets.get(id);
	return packet ? [`packet:${id}`, `at:${id}`, `way:${id}/${packet.trail?.length ?? 0}`] : [];
};
/** Where it stands, and, where it is routed, the route that is taken. */
export const stationKeys = (state: HostState, packet: Packet | undefined): Keys => {
	if (!packet) return [];
	const cast = castOf(state);
	const { station, header } = packet;
	const { keys } = stopOf(cast, packet);
	if (station.at !== 'route' || station.namespace !== cast.host || station.output === undefined) return keys;
	const route = routeTo(cast.net, header.destination);
	return route ? [...keys, `route:${route.to}`] : keys;
};
