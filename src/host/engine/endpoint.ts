/**
 * A container's place on its networks: an address, a veth pair whose one end is a port of the bridge while the other
 * moves into the container (moby: daemon/container_operations.go, libnetwork/drivers/bridge/bridge.go CreateEndpoint,
 * libnetwork/osl).
 */
import type { Host } from '../host.ts';
import { digestHex } from '../draw.ts';
import { late } from '../late.ts';
import { isErrno } from '../kernel/errno.ts';
import { exists, remove as removeFile, writeFile } from '../kernel/files.ts';
import { bind, unmount } from '../kernel/mounting.ts';
import { blockOf } from '../kernel/ipv4.ts';
import {
	addAddress,
	linkNamed,
	moveLink,
	netOf,
	removeLink,
	setMac,
	setMaster,
	setUp,
	vethPair,
} from '../kernel/links.ts';
import { macOfAddress } from '../kernel/mac.ts';
import { releaseNamespace } from '../kernel/namespaces.ts';
import { addRoute } from '../kernel/routing.ts';
import { closeSocket } from '../kernel/sockets.ts';
import { forget } from '../kernel/tracking.ts';
import type { HostState } from '../state.ts';
import { announce } from './announce.ts';
import { hostNet } from './bridgeRules.ts';
import { changeContainer } from './change.ts';
import type { Container, ContainerReason, Endpoint, Sandbox } from './container.ts';
import { isAttached, ranked } from './endpointNames.ts';
import { checkWish, isPredefined, modeNetwork, unused } from './endpointWish.ts';
import { EngineError, messageOf } from './error.ts';
import { freshId } from './fresh.ts';
import { lease, release } from './ipam.ts';
import { hasResolver } from './nameFiles.ts';
import { mtuOf, type Network } from './network.ts';
import { networkFound, networkNamed } from './networkFound.ts';
import { publish, unpublish } from './portMapping.ts';
import { daemonPid } from './volumes.ts';

export const resolver = late(['docker network', '--network', '--net', '--link'], () => import('./dns.ts'));

export const containerAt = (host: Host, id: string): Container => host.state.engine.containers.get(id)!;

/** What is left of it when the container stops: the wish, and which network it was. */
const emptied = (endpoint: Endpoint): Endpoint => unused(endpoint.network, endpoint, endpoint.networkId);

const wishedMac = (host: Host, { config, hostConfig }: Container, name: string): string | undefined => {
	const isFirst = modeNetwork(host.state, hostConfig.networkMode) === name;
	return isFirst || host.profile.major < 26 ? config.macAddress || undefined : undefined;
};
const hex7 = (seed: string): string => digestHex(seed).slice(0, 7);

/** The pair in the host's namespace, one end in the bridge and up. */
function plug(host: Host, network: Network, { id, mac }: Endpoint): { inside: string; outside: string } {
	const namespace = hostNet(host);
	const [inside, outside] = [`veth${hex7(`${id} inside`)}`, `veth${hex7(`${id} outside`)}`];
	const mtu = mtuOf(network);
	const end = { namespace, queueLength: 0, ...(mtu && { mtu }) };
	vethPair(host, { ...end, name: outside }, { ...end, name: inside, mac }, daemonPid(host));
	const net = netOf(host.state, namespace);
	const [port, bridge] = [linkNamed(net, outside)!, linkNamed(net, network.bridge ?? '')!];
	setMaster(host, namespace, port.index, bridge.index);
	setUp(host, namespace, port.index);
	return { inside, outside };
}

function setEndpoint(host: Host, id: string, why: ContainerReason, name: string, endpoint: Endpoint): void {
	const { endpoints } = containerAt(host, id);
	changeContainer(host, id, why, { endpoints: { ...endpoints, [name]: endpoint } });
}

/** Rolls back an endpoint that could not be published. */
function unplug(host: Host, network: Network, { address, outside }: Endpoint): void {
	const namespace = hostNet(host);
	const link = outside === undefined ? undefined : linkNamed(netOf(host.state, namespace), outside);
	if (link) removeLink(host, namespace, link.index, daemonPid(host));
	release(host, network.id, address);
}

export const announceNetwork = (host: Host, network: Network, action: string, container: string): void =>
	announce(host, 'network', action, network.id, { container, name: network.name, type: network.driver });

/** Attaches a container to one network: steps 5 to 7 of a start. */
export function attach(host: Host, id: string, name: string): void {
	const container = containerAt(host, id);
	const wish = container.endpoints[name] ?? unused(name);
	const network = networkFound(host.state, wish.networkId && !isPredefined(name) ? wish.networkId : name);
	const endpointId = freshId(host, 'endpoint');
	if (network.driver !== 'bridge') {
		openSandbox(host, id);
		setEndpoint(host, id, 'connected', name, { ...wish, id: endpointId, networkId: network.id });
		return announceNetwork(host, network, 'connect', id);
	}
	const wished = checkWish(host, network, wish);
	const address = lease(host, network, id, wished);
	const endpoint: Endpoint = {
		...wish,
		networkId: network.id,
		id: endpointId,
		address,
		prefix: blockOf(network.subnet).prefix,
		gateway: network.isInternal && host.profile.major >= 26 ? '' : network.gateway,
		mac: wishedMac(host, container, name) ?? macOfAddress(address),
	};
	const ends = plug(host, network, endpoint);
	const plugged = { ...endpoint, outside: ends.outside, inside: ends.inside };
	openSandbox(host, id);
	publishOn(host, containerAt(host, id), network, plugged);
	setEndpoint(host, id, 'connected', name, plugged);
	announceNetwork(host, network, 'connect', id);
}

/** The first network that is not internal carries the ports. */
function publishOn(host: Host, container: Container, network: Network, endpoint: Endpoint): void {
	const { sandbox } = container;
	if (network.isInternal || !sandbox || sandbox.ports.length) return;
	try {
		const ports = publish(host, container, network.bridge ?? '', endpoint.address);
		if (ports.length) changeContainer(host, container.id, 'published', { sandbox: { ...sandbox, ports } });
	} catch (error) {
		unplug(host, network, endpoint);
		const reason = messageOf(error);
		throw new EngineError(
			'system',
			`driver failed programming external connectivity on endpoint ${container.name} (${endpoint.id}): ${reason}`,
		);
	}
}

/** Which networks come first: the default one, then as written; 20.10 goes by name. */
const connectOrder = (host: Host, { endpoints }: Container): string[] => {
	const names = Object.keys(endpoints);
	if (host.profile.major < 26) names.sort();
	return [...names.filter((name) => name === 'bridge'), ...names.filter((name) => name !== 'bridge')];
};

/** The record of the network namespace to come: there from the first endpoint on. */
function openSandbox(host: Host, id: string): void {
	const { sandbox, hostConfig } = containerAt(host, id);
	if (sandbox) return;
	const sandboxId = freshId(host, 'sandbox');
	const isHosts = hostConfig.networkMode === 'host';
	const fresh: Sandbox = {
		id: sandboxId,
		namespace: isHosts ? hostNet(host) : 0,
		key: `/var/run/docker/netns/${isHosts ? 'default' : sandboxId.slice(0, 12)}`,
		ports: [],
	};
	changeContainer(host, id, 'connected', { sandbox: fresh });
}

/** Steps 5 to 7 of a start, for all its networks. Throws with the engine's text. */
export function connectEndpoints(host: Host, id: string): void {
	const container = containerAt(host, id);
	if (container.hostConfig.networkMode.startsWith('container:')) return;
	for (const name of connectOrder(host, container)) attach(host, id, name);
}

/** The lowest ethN that the sandbox does not have. */
const freeName = (state: HostState, namespace: number): string => {
	const { names } = netOf(state, namespace);
	for (let n = 0; ; n++) if (!names.has(`eth${n}`)) return `eth${n}`;
};

/** One free end into the sandbox: name, MAC, address, up. */
export function moveIn(host: Host, id: string, name: string, namespace: number): void {
	const endpoint = containerAt(host, id).endpoints[name]!;
	const link = linkNamed(netOf(host.state, hostNet(host)), endpoint.inside ?? '');
	if (!link) return;
	const inside = freeName(host.state, namespace);
	const { index } = moveLink(host, hostNet(host), link.index, namespace, inside);
	if (link.mac !== endpoint.mac) setMac(host, namespace, index, endpoint.mac);
	const { address, prefix } = endpoint;
	addAddress(host, namespace, index, { address, prefix, hasBroadcast: true });
	setUp(host, namespace, index);
	setEndpoint(host, id, 'connected', name, { ...endpoint, inside });
}

/** The default route belongs to the endpoint ranked first (libnetwork: Sandbox.getGatewayEndpoint). */
export function setGateway(host: Host, id: string): void {
	const container = containerAt(host, id);
	const namespace = container.sandbox?.namespace ?? 0;
	const net = host.state.nets.get(namespace);
	if (!net) return;
	const [first] = ranked(host.state, container).filter(([, { gateway }]) => gateway);
	const via = first?.[1].gateway;
	const old = net.routes.find((route) => route.to === 'default');
	if (old?.via === via) return;
	if (old) host.emit({ kind: 'route.remove', namespace, route: old });
	try {
		if (via) addRoute(host, namespace, { to: 'default', via, protocol: 'boot' });
	} catch (error) {
		if (!isErrno(error)) throw error;
	}
}

const setSysctl = (host: Host, namespace: number, key: string, value: string): void => {
	if (netOf(host.state, namespace).sysctls[key] === undefined)
		host.emit({ kind: 'net.sysctl', namespace, key, value });
};

/** A sandbox is a file that the namespace is bound to, so that it outlives its tasks (libnetwork/osl: createNamespaceFile, mountNetworkNamespace). */
function holdNamespace(host: Host, holder: number, path: string): void {
	const pid = daemonPid(host);
	writeFile(host, pid, path, '', { mode: 0o444 });
	bind(host, pid, { source: `/proc/${holder}/ns/net`, target: path, why: 'netns' });
}
function letGo(host: Host, namespace: number, path: string): void {
	const pid = daemonPid(host);
	if (host.state.mounts.size && exists(host.state, pid, path)) {
		unmount(host, pid, path, { lazy: true });
		removeFile(host, pid, path);
	}
	if (!host.state.namespaces.has(namespace)) return;
	host.emit({ kind: 'namespace.pin', inode: namespace, isPinned: false, path });
	releaseNamespace(host, namespace);
}

/** Step 12: what dockerd does with the new namespace, called back by runc (libnetwork-setkey). */
/** `holder`: a task in the namespace, by whose file it can be bound; without one it is only pinned. */
export function moveEndpointsIn(host: Host, id: string, namespace: number, holder?: number): void {
	const { sandbox, hostConfig } = containerAt(host, id);
	if (!sandbox || hostConfig.networkMode === 'host') return;
	changeContainer(host, id, 'connected', { sandbox: { ...sandbox, namespace } });
	if (holder !== undefined) holdNamespace(host, holder, sandbox.key);
	else host.emit({ kind: 'namespace.pin', inode: namespace, isPinned: true, path: sandbox.key });
	setSysctl(host, namespace, 'net.ipv4.ip_unprivileged_port_start', '0');
	// 26 leaves lo its ::1 (libnetwork/osl: Namespace.loV6Enabled).
	if (host.profile.major >= 26) setSysctl(host, namespace, 'net.ipv6.conf.lo.disable_ipv6', '0');
	setSysctl(host, namespace, 'net.ipv6.conf.all.disable_ipv6', '1');
	const lo = linkNamed(netOf(host.state, namespace), 'lo');
	if (lo) setUp(host, namespace, lo.index);
	for (const [name] of ranked(host.state, containerAt(host, id))) moveIn(host, id, name, namespace);
	setGateway(host, id);
	if (hasResolver(host.state, containerAt(host, id))) resolver().serveNamesIn(host, id, namespace);
}

/** Connections that NAT has sent to an address are forgotten with it (libnetwork/iptables, DeleteConntrackEntries). */
function forgetFlows(host: Host, address: string): void {
	const namespace = hostNet(host);
	for (const flow of netOf(host.state, namespace).conntrack.values()) {
		const isTranslated = flow.nat.length > 0;
		const ends = [flow.original.source, flow.reply.source];
		if (isTranslated && ends.includes(address)) forget(host, namespace, flow.id, 'flushed');
	}
}

/** Takes an endpoint down: ports, link, address. The record keeps the wish. */
export function detach(host: Host, id: string, name: string): void {
	const container = containerAt(host, id);
	const endpoint = container.endpoints[name];
	if (!endpoint || !isAttached(endpoint)) return;
	const network = host.state.engine.networks.get(endpoint.networkId);
	if (network?.driver === 'bridge') {
		withdraw(host, container, network, endpoint);
		unplug(host, network, endpoint);
		forgetFlows(host, endpoint.address);
	}
	setEndpoint(host, id, 'disconnected', name, emptied(endpoint));
}
function withdraw(host: Host, { id, sandbox }: Container, network: Network, { address }: Endpoint): void {
	const isCarrier = sandbox?.ports.length && !network.isInternal && carries(host, sandbox, address);
	if (!sandbox || !isCarrier) return;
	unpublish(host, network.bridge ?? '', address, sandbox.ports);
	changeContainer(host, id, 'unpublished', { sandbox: { ...sandbox, ports: [] } });
}
/** Whether the published ports lead to this address: their proxies say so. */
const carries = (host: Host, { ports }: Sandbox, address: string): boolean =>
	ports.some(({ proxy }) => {
		const argv = proxy === undefined ? [] : (host.state.tasks.get(proxy)?.argv ?? []);
		return proxy === undefined || !argv.length || argv.includes(address);
	});

function dropSandbox(host: Host, { id, sandbox, hostConfig }: Container): void {
	if (!sandbox) return;
	const { namespace, key } = sandbox;
	changeContainer(host, id, 'disconnected', { sandbox: undefined } as never);
	if (!namespace || hostConfig.networkMode === 'host') return;
	for (const socket of host.state.nets.get(namespace)?.sockets.values() ?? [])
		if (socket.pid === daemonPid(host)) closeSocket(host, namespace, socket.id);
	letGo(host, namespace, key);
}

/** Step 5 of a stop, and what is to undo of a start that failed. */
export function releaseEndpoints(host: Host, id: string): void {
	const container = containerAt(host, id);
	if (!container.sandbox) return;
	for (const [name, { networkId }] of Object.entries(container.endpoints)) {
		detach(host, id, name);
		const network = host.state.engine.networks.get(networkId) ?? networkNamed(host.state, name);
		if (network) announceNetwork(host, network, 'disconnect', id);
	}
	dropSandbox(host, containerAt(host, id));
}
export { checkEndpoints, wishedEndpoints } from './endpointWish.ts';
