/** Attachments: the veth ends of the host, by the container that has the other end. */
import type { Container } from '#host/engine/container.ts';
import { macOfAddress } from '#host/kernel/mac.ts';
import type { Link, Net } from '#host/kernel/net.ts';
import type { HostState } from '#host/state.ts';
import type { Attachment, Bridge } from './cast.ts';

export const ipv4 = (link: Link | undefined): string =>
	link?.addresses.find((each) => each.family === 4)?.address ?? '';

/** Addresses handed out to containers that do not say yet that they have them: those that are being joined. */
interface Lease {
	readonly address: string;
	readonly id: string;
	readonly mac: string;
}
const pendingOf = (state: HostState): readonly Lease[] =>
	state.engine.networks.values().flatMap((network) =>
		network.addresses.entries().flatMap(([address, id]) => {
			const endpoint = state.engine.containers.get(id)?.endpoints[network.name];
			return endpoint && endpoint.address !== address ? [{ address, id, mac: macOfAddress(address) }] : [];
		}),
	);

/** Of a pair that lies on the host with both ends, the one that will go into a container. */
const isFarEnd = (net: Net, link: Link, owners: ReadonlyMap<string, string>): boolean => {
	const peer = link.peer && net.links.get(link.peer.index);
	if (!peer || owners.has(link.name)) return false;
	return owners.has(peer.name) || (link.master === undefined && link.index < peer.index);
};

/** The veth ends of the host, by the container at the other end: as its endpoint says, or as the namespace of the other end does. */
const vethsOf = (
	state: HostState,
	net: Net,
	namespaces: ReadonlyMap<string, number>,
	pending: readonly Lease[],
): ReadonlyMap<string, readonly Link[]> => {
	const owners = new Map<string, string>();
	for (const { id, endpoints } of state.engine.containers.values())
		for (const { outside } of Object.values(endpoints)) if (outside) owners.set(outside, id);
	const residents = new Map([...namespaces].map(([id, inode]) => [inode, id]));
	const joining = ({ peer }: Link): string | undefined => {
		if (peer?.namespace !== net.namespace) return undefined;
		const mac = net.links.get(peer.index)?.mac;
		return (pending.find((lease) => lease.mac === mac) ?? pending[0])?.id;
	};
	const found = new Map<string, Link[]>();
	for (const link of net.links.values()) {
		if (link.kind !== 'veth' || link.segment !== undefined) continue;
		const isHome = link.peer?.namespace === net.namespace;
		if (isHome && isFarEnd(net, link, owners)) continue;
		const id = owners.get(link.name) ?? residents.get(link.peer?.namespace ?? 0) ?? joining(link);
		if (id !== undefined) found.set(id, [...(found.get(id) ?? []), link]);
	}
	return found;
};

const attachmentOf = (
	state: HostState,
	host: number,
	container: Container,
	near: Link,
	bridges: readonly Bridge[],
	pending: readonly Lease[],
): Attachment => {
	const far = near.peer && state.nets.get(near.peer.namespace)?.links.get(near.peer.index);
	const endpoint = Object.values(container.endpoints).find((each) => each.outside === near.name);
	const isIn = near.peer !== undefined && near.peer.namespace !== host;
	return {
		inside: far?.name ?? 'eth0',
		address: ipv4(far) || (endpoint?.address ?? pending.find(({ id }) => id === container.id)?.address ?? ''),
		near,
		bridge: bridges.find(({ link }) => link.index === near.master),
		isIn,
		isUp: near.isUp,
	};
};

/** What each container is joined by, in the order in which the links were made. */
export const attachmentsOf = (
	state: HostState,
	net: Net,
	bridges: readonly Bridge[],
	namespaces: ReadonlyMap<string, number>,
): ((container: Container) => readonly Attachment[]) => {
	const pending = pendingOf(state);
	const veths = vethsOf(state, net, namespaces, pending);
	return (container) =>
		(veths.get(container.id) ?? [])
			.map((near) => attachmentOf(state, net.namespace, container, near, bridges, pending))
			.sort((a, b) => a.near.index - b.near.index);
};
