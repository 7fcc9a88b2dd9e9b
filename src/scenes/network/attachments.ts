/** Attachments: the veth ends of the host, by the container that has the other end. */
import type { Container } from '#host/engine/container.ts';
import { macOfAddress } from '#host/kernel/mac.ts';
import type { Link, Net } from '#host/kernel/net.ts';
import type { HostState } from '#host/state.ts';
import type { Attachment, Bridge } from './cast.ts';
import { latest } from './latest.ts';
import { residentsOf, type Residents } from './residents.ts';

export const ipv4 = (link: Link | undefined): string =>
	link?.addresses.find((each) => each.family === 4)?.address ?? '';

/** Addresses handed out to containers that do not say yet that they have them: those that are being joined. */
interface Lease {
	readonly address: string;
	readonly id: string;
	readonly mac: string;
}
const pendingOf = latest(
	({ engine }: HostState) => [engine.networks, engine.containers],
	({ engine }): readonly Lease[] =>
		engine.networks.values().flatMap((network) =>
			network.addresses.entries().flatMap(([address, id]) => {
				const endpoint = engine.containers.get(id)?.endpoints[network.name];
				return endpoint && endpoint.address !== address ? [{ address, id, mac: macOfAddress(address) }] : [];
			}),
		),
);

/** Of a pair that lies on the host with both ends, the one that will go into a container. */
const isFarEnd = (net: Net, link: Link, owners: ReadonlyMap<string, string>): boolean => {
	const peer = link.peer && net.links.get(link.peer.index);
	if (!peer || owners.has(link.name)) return false;
	return owners.has(peer.name) || (link.master === undefined && link.index < peer.index);
};

interface Asked {
	readonly state: HostState;
	readonly net: Net;
}
export interface Veths {
	/** Ends that stay on the host, by the id of the container that has the other end. */
	readonly links: ReadonlyMap<string, readonly Link[]>;
	/** The container's id by the end's name. */
	readonly owners: ReadonlyMap<string, string>;
}

const ownersOf = latest(
	({ engine }: HostState) => [engine.containers],
	({ engine }): ReadonlyMap<string, string> => {
		const owners = new Map<string, string>();
		for (const { id, endpoints } of engine.containers.values())
			for (const { outside } of Object.values(endpoints)) if (outside) owners.set(outside, id);
		return owners;
	},
);

/** The container that an end is to be given to while both ends lie on the host. */
const joining = (net: Net, { peer }: Link, pending: readonly Lease[]): string | undefined => {
	if (peer?.namespace !== net.namespace) return undefined;
	const mac = net.links.get(peer.index)?.mac;
	return (pending.find((lease) => lease.mac === mac) ?? pending[0])?.id;
};

const found = (
	net: Net,
	owners: ReadonlyMap<string, string>,
	{ containers }: Residents,
	pending: readonly Lease[],
): Veths => {
	const links = new Map<string, readonly Link[]>();
	const named = new Map<string, string>();
	for (const link of net.links.values()) {
		if (link.kind !== 'veth' || link.segment !== undefined) continue;
		const isHome = link.peer?.namespace === net.namespace;
		if (isHome && isFarEnd(net, link, owners)) continue;
		const id =
			owners.get(link.name) ?? containers.get(link.peer?.namespace ?? 0) ?? joining(net, link, pending);
		if (id === undefined) continue;
		links.set(id, [...(links.get(id) ?? []), link]);
		named.set(link.name, id);
	}
	return { links, owners: named };
};

/** The veth ends of the host: as the container's endpoint says, or as the namespace of the other end does. */
export const vethsOf = latest(
	({ state, net }: Asked) => [net.links, ownersOf(state), residentsOf(state), pendingOf(state)],
	({ state, net }): Veths => found(net, ownersOf(state), residentsOf(state), pendingOf(state)),
);

const attachmentOf = (
	{ state, net }: Asked,
	container: Container,
	near: Link,
	bridges: readonly Bridge[],
): Attachment => {
	const far = near.peer && state.nets.get(near.peer.namespace)?.links.get(near.peer.index);
	const endpoint = Object.values(container.endpoints).find((each) => each.outside === near.name);
	const pending = pendingOf(state).find(({ id }) => id === container.id);
	return {
		inside: far?.name ?? 'eth0',
		address: ipv4(far) || (endpoint?.address ?? pending?.address ?? ''),
		near,
		bridge: bridges.find(({ link }) => link.index === near.master),
		isIn: near.peer !== undefined && near.peer.namespace !== net.namespace,
		isUp: near.isUp,
	};
};

/** What a container is joined by, in the order in which the links were made. */
export const attachmentsOf = (
	asked: Asked,
	container: Container,
	bridges: readonly Bridge[],
): readonly Attachment[] =>
	(vethsOf(asked).links.get(container.id) ?? [])
		.map((near) => attachmentOf(asked, container, near, bridges))
		.sort((a, b) => a.near.index - b.near.index);
