/** Network devices and what the kernel does with them by itself: carrier, connected routes, names (netdevice(7), ip-link(8)). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import { broadcastOf, cidrOf } from './ipv4.ts';
import { linkLocal, randomMac } from './mac.ts';
import type { Address, Link, Net, Route } from './net.ts';

export const netOf = (state: HostState, namespace: number): Net => state.nets.get(namespace)!;
export const linkNamed = (net: Net, name: string): Link | undefined => {
	const index = net.names.get(name);
	return index === undefined ? undefined : net.links.get(index);
};
export const linkAt = (state: HostState, namespace: number, index: number): Link | undefined =>
	state.nets.get(namespace)?.links.get(index);
/** The links that are ports of a bridge. */
export const portsOf = (net: Net, bridge: number): Link[] =>
	net.links.filter((link) => link.master === bridge);
export const peerOf = (state: HostState, link: Link): Link | undefined =>
	link.peer && linkAt(state, link.peer.namespace, link.peer.index);

/** Whether frames can pass: a bridge needs a port that does, a veth end needs the other end up. */
export const hasCarrier = (state: HostState, namespace: number, link: Link): boolean => {
	if (!link.isUp) return false;
	if (link.kind === 'bridge')
		return portsOf(netOf(state, namespace), link.index).some((port) => hasCarrier(state, namespace, port));
	if (link.kind === 'veth') return peerOf(state, link)?.isUp === true;
	return true;
};

/** The lowest index nobody has: the next one, or the one it had elsewhere if that is free (dev_change_net_namespace). */
const freeIndex = (net: Net, wished?: number): number =>
	wished !== undefined && !net.links.has(wished) ? wished : net.nextIndex;

export const plain = (net: Net, name: string, index = net.nextIndex): Omit<Link, 'kind'> => ({
	index,
	name,
	mac: randomMac(`${net.namespace} ${index} ${name}`),
	mtu: 1500,
	isUp: false,
	addresses: [],
	rx: 0,
	tx: 0,
	queue: 'noop',
	queueLength: 1000,
});
export const checkName = (net: Net, name: string): void => {
	if (net.names.has(name)) throw new Errno('EEXIST');
	if (!name || name.length > 15 || /[/\s]/.test(name)) throw new Errno('EINVAL');
};

export type LinkOptions = Partial<Pick<Link, 'mac' | 'mtu' | 'queueLength'>>;

export function addBridge(
	host: Host,
	namespace: number,
	name: string,
	by: number,
	options: LinkOptions = {},
): Link {
	const net = netOf(host.state, namespace);
	checkName(net, name);
	const link: Link = { ...plain(net, name), kind: 'bridge', ...options };
	host.emit({ kind: 'link.add', namespace, link, by });
	return link;
}

export interface VethEnd extends LinkOptions {
	readonly namespace: number;
	readonly name: string;
}
/** Both ends of a pair; the second one is made first and gets the lower index (drivers/net/veth.c, veth_newlink). */
export function vethPair(host: Host, near: VethEnd, far: VethEnd, by: number): void {
	const { namespace: here, name, ...nearOptions } = near;
	const { namespace: there, name: farName, ...farOptions } = far;
	const [net, farNet] = [netOf(host.state, here), netOf(host.state, there)];
	checkName(net, name);
	checkName(farNet, farName);
	if (here === there && name === farName) throw new Errno('EEXIST');
	const farIndex = farNet.nextIndex;
	const index = here === there ? farIndex + 1 : net.nextIndex;
	const peer = { namespace: there, index: farIndex };
	host.emit({
		kind: 'link.vethPair',
		near: { namespace: here, link: { ...plain(net, name, index), kind: 'veth', peer, ...nearOptions } },
		far: {
			namespace: there,
			link: {
				...plain(farNet, farName, farIndex),
				kind: 'veth',
				peer: { namespace: here, index },
				...farOptions,
			},
		},
		by,
	});
}

export const setMaster = (host: Host, namespace: number, index: number, bridge: number | undefined): void => {
	const link = linkAt(host.state, namespace, index);
	host.emit({ kind: 'link.master', namespace, index, master: bridge });
	if (link?.master !== undefined) host.emit({ kind: 'fdb.forget', namespace, port: index });
};
const connectedRoute = (link: Link, { address, prefix }: Address): Route => ({
	to: cidrOf(address, prefix),
	device: link.name,
	source: address,
	scope: 'link',
	protocol: 'kernel',
});
/** An address on a link that is up brings its subnet's route (net/ipv4/fib_frontend.c, fib_add_ifaddr). */
const connect = (host: Host, namespace: number, link: Link, address: Address): void => {
	if (link.kind === 'loopback' || address.family === 6 || address.prefix === 32 || !link.isUp) return;
	const route = connectedRoute(link, address);
	const isThere = netOf(host.state, namespace).routes.some(
		(each) => each.to === route.to && each.device === route.device,
	);
	if (!isThere) host.emit({ kind: 'route.add', namespace, route });
};

/** What lo gets when it comes up (net/ipv4/devinet.c and net/ipv6/addrconf.c, NETDEV_UP). */
const loopbackAddresses = (net: Net): Address[] => [
	{ address: '127.0.0.1', prefix: 8, family: 4, scope: 'host', label: 'lo' },
	...(hasIpv6(net, 'lo') ? [{ address: '::1', prefix: 128, family: 6, scope: 'host' } as const] : []),
];
/** What all links are told is told each of them; one that is told otherwise later goes by that (ip-sysctl.rst, disable_ipv6). */
const hasIpv6 = ({ sysctls }: Net, name: string): boolean =>
	(sysctls[`net.ipv6.conf.${name}.disable_ipv6`] ?? sysctls['net.ipv6.conf.all.disable_ipv6']) !== '1';

/** With IPv6 on, a link with carrier gives itself a link-local address; the ports of a bridge do too. */
const addLinkLocal = (host: Host, namespace: number, index: number): void => {
	const link = linkAt(host.state, namespace, index);
	if (!link || link.kind === 'loopback' || !hasIpv6(netOf(host.state, namespace), link.name)) return;
	if (link.addresses.some((each) => each.scope === 'link')) return;
	if (!hasCarrier(host.state, namespace, link)) return;
	host.emit({
		kind: 'address.add',
		namespace,
		index,
		address: { address: linkLocal(link.mac), prefix: 64, family: 6, scope: 'link' },
	});
};
const settleIpv6 = (host: Host, namespace: number, index: number): void => {
	addLinkLocal(host, namespace, index);
	const link = linkAt(host.state, namespace, index);
	if (link?.master !== undefined) addLinkLocal(host, namespace, link.master);
};

export function setUp(host: Host, namespace: number, index: number): void {
	const link = linkAt(host.state, namespace, index);
	if (!link) throw new Errno('ENODEV');
	if (link.isUp) return;
	host.emit({ kind: 'link.state', namespace, index, isUp: true });
	if (link.kind === 'loopback' && !link.addresses.length)
		for (const address of loopbackAddresses(netOf(host.state, namespace)))
			host.emit({ kind: 'address.add', namespace, index, address });
	for (const address of link.addresses) connect(host, namespace, { ...link, isUp: true }, address);
	settleIpv6(host, namespace, index);
	if (link.peer) settleIpv6(host, link.peer.namespace, link.peer.index);
}

/** Down: its routes and what ARP knew behind it go, addresses stay; lo's and link-local ones come back with it. */
export function setDown(host: Host, namespace: number, index: number): void {
	const link = linkAt(host.state, namespace, index);
	if (!link) throw new Errno('ENODEV');
	if (!link.isUp) return;
	host.emit({ kind: 'link.state', namespace, index, isUp: false });
	const net = netOf(host.state, namespace);
	for (const route of net.routes.filter((each) => each.device === link.name))
		host.emit({ kind: 'route.remove', namespace, route });
	for (const { address, device } of net.neighbours.filter((each) => each.device === link.name))
		host.emit({ kind: 'neighbour.remove', namespace, address, device });
	for (const { address } of link.addresses.filter((each) => each.family === 6))
		host.emit({ kind: 'address.remove', namespace, index, address });
}

export function removeLink(host: Host, namespace: number, index: number, by: number): void {
	const net = netOf(host.state, namespace);
	if (net.links.get(index)?.kind === 'bridge')
		for (const port of portsOf(net, index)) setMaster(host, namespace, port.index, undefined);
	host.emit({ kind: 'link.remove', namespace, index, by });
}

/** Into another namespace: addresses, routes and master stay behind, and it arrives down. */
export function moveLink(host: Host, from: number, index: number, to: number, name?: string): Link {
	const link = linkAt(host.state, from, index);
	if (!link) throw new Errno('ENODEV');
	const there = netOf(host.state, to);
	const newName = name ?? link.name;
	if (there.names.has(newName)) throw new Errno('EEXIST');
	const newIndex = freeIndex(there, index);
	if (link.isUp) setDown(host, from, index);
	host.emit({ kind: 'link.move', from, index, to, newIndex, name: newName });
	return linkAt(host.state, to, newIndex)!;
}
export function setMac(host: Host, namespace: number, index: number, mac: string): void {
	host.emit({ kind: 'link.change', namespace, index, set: { mac } });
}

export interface NewAddress {
	readonly address: string;
	readonly prefix: number;
	/** Default: the block's broadcast address is not set, as ip-address(8) does without `brd`. */
	readonly hasBroadcast?: boolean;
	readonly scope?: Address['scope'];
}
export function addAddress(host: Host, namespace: number, index: number, wished: NewAddress): void {
	const link = linkAt(host.state, namespace, index);
	if (!link) throw new Errno('ENODEV');
	const { address, prefix, hasBroadcast, scope = 'global' } = wished;
	if (link.addresses.some((each) => each.address === address && each.prefix === prefix))
		throw new Errno('EEXIST');
	const broadcast = hasBroadcast ? { broadcast: broadcastOf(address, prefix) } : {};
	const added: Address = { address, prefix, family: 4, scope, label: link.name, ...broadcast };
	host.emit({ kind: 'address.add', namespace, index, address: added });
	connect(host, namespace, link, added);
}
