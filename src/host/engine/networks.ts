/** docker network: create, rm, connect, disconnect, prune (moby: daemon/network.go, libnetwork/controller.go). */
import type { Host } from '../host.ts';
import { blockOf, broadcastOf, cidrOf, isAddress, isCidr, isInside, networkOf } from '../kernel/ipv4.ts';
import { linkNamed, netOf } from '../kernel/links.ts';
import type { HostState } from '../state.ts';
import { Table } from '../table.ts';
import { announce } from './announce.ts';
import { makeBridge, removeBridge } from './bridge.ts';
import { hostNet } from './bridgeRules.ts';
import { changeContainer } from './change.ts';
import type { Container, Endpoint } from './container.ts';
import { announceNetwork } from './endpoint.ts';
import { joinNetwork, leaveNetwork } from './joinNetwork.ts';
import { unused, type EndpointWish } from './endpointWish.ts';
import { isAttached } from './endpointNames.ts';
import { endpointsOn } from './dnsNames.ts';
import { EngineError } from './error.ts';
import { freshId } from './fresh.ts';
import { checkPool, lowestFree, nextPool } from './ipam.ts';
import { refreshNameFiles } from './nameFiles.ts';
import type { Network } from './network.ts';
import { networkFound, networkNamed, noSuchNetwork } from './networkFound.ts';
import { isRunning } from './status.ts';

export { networkFound, networkNamed, noSuchNetwork } from './networkFound.ts';

export interface NetworkWish {
	readonly name: string;
	readonly driver?: string;
	readonly subnets?: readonly string[];
	readonly gateways?: readonly string[];
	readonly ipRanges?: readonly string[];
	readonly auxAddresses?: Readonly<Record<string, string>>;
	readonly internal?: boolean;
	readonly attachable?: boolean;
	readonly labels?: Readonly<Record<string, string>>;
	readonly options?: Readonly<Record<string, string>>;
}

const predefined = ['bridge', 'host', 'none', 'default'];
const builtIn: Readonly<Record<string, string>> = {
	host: 'only one instance of "host" network is allowed',
	null: 'only one instance of "null" network is allowed',
	overlay:
		'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
	macvlan: 'macvlan: real, but not simulated here',
	ipvlan: 'ipvlan: real, but not simulated here',
};
function checkDriver(driver: string): void {
	if (driver === 'bridge') return;
	const text = builtIn[driver];
	throw new EngineError(text ? 'conflict' : 'not found', text ?? `plugin "${driver}" not found`);
}

/** What is wrong with a subnet and what belongs to it; 26 looks at everything and tells it at once. */
function subnetErrors(wish: NetworkWish): string[] {
	const [subnet = '', ipRange, gateway] = [wish.subnets?.[0], wish.ipRanges?.[0], wish.gateways?.[0]];
	if (!isCidr(subnet)) return [`invalid subnet ${subnet}: invalid CIDR block notation`];
	const masked = maskedOf(subnet);
	const outside = `parent subnet ${subnet} doesn't contain this address`;
	const auxiliary = Object.entries(wish.auxAddresses ?? {}).filter(([, each]) => !isInside(each, subnet));
	return [
		...(subnet === masked ? [] : [`invalid subnet ${subnet}: it should be ${masked}`]),
		...(ipRange ? rangeErrors(ipRange, subnet) : []),
		...(gateway && !isAddress(gateway) ? [`invalid gateway ${gateway}: invalid address`] : []),
		...(gateway && isAddress(gateway) && !isInside(gateway, subnet)
			? [`invalid gateway ${gateway}: ${outside}`]
			: []),
		...auxiliary.map(([name]) => `invalid auxiliary address ${name}: ${outside}`),
	];
}
function rangeErrors(ipRange: string, subnet: string): string[] {
	if (!isCidr(ipRange)) return [`invalid ip-range ${ipRange}: invalid CIDR block notation`];
	const isBigger = blockOf(ipRange).prefix < blockOf(subnet).prefix;
	const masked = maskedOf(ipRange);
	return [
		...(isBigger
			? [`invalid ip-range ${ipRange}: CIDR block is bigger than its parent subnet ${subnet}`]
			: []),
		...(ipRange === masked ? [] : [`invalid ip-range ${ipRange}: it should be ${masked}`]),
		...(isInside(blockOf(ipRange).address, subnet)
			? []
			: [`invalid ip-range ${ipRange}: parent subnet ${subnet} doesn't contain ip-range`]),
	];
}
const maskedOf = (cidr: string): string => {
	const { address, prefix } = blockOf(cidr);
	return cidrOf(address, prefix);
};
function checkSubnet(host: Host, wish: NetworkWish): void {
	const [subnet] = wish.subnets ?? [];
	if (subnet === undefined) return;
	if (host.profile.major >= 26) {
		const errors = subnetErrors(wish);
		if (errors.length) throw new EngineError('invalid', `invalid network config:\n${errors.join('\n')}`);
	} else if (!isCidr(subnet))
		throw new EngineError('invalid', `Invalid subnet ${subnet} : invalid CIDR address: ${subnet}`);
	if ((wish.subnets?.length ?? 0) > 1)
		throw new EngineError('invalid', 'bridge driver does not support more than one IPv4 subnet');
}

const bridgeName = (id: string, options: Readonly<Record<string, string>>): string =>
	options['com.docker.network.bridge.name'] ?? `br-${id.slice(0, 12)}`;
function checkBridgeName(host: Host, name: string): void {
	const isTaken = host.state.engine.networks.values().some(({ bridge }) => bridge === name);
	if (isTaken || linkNamed(netOf(host.state, hostNet(host)), name))
		throw new EngineError('conflict', `bridge name ${name} is already in use`);
}

function drafted(host: Host, wish: NetworkWish): Network {
	const id = freshId(host, 'network');
	const { labels = {}, options = {}, internal = false, attachable = false, auxAddresses = {} } = wish;
	const [chosen, gateway, ipRange] = [wish.subnets?.[0], wish.gateways?.[0], wish.ipRanges?.[0]];
	if (chosen !== undefined) checkPool(host.state, chosen);
	const subnet = chosen === undefined ? nextPool(host, hostNet(host)) : maskedOf(chosen);
	const space = { subnet, addresses: Table.empty<string, string>(), gateway: '', reserved: auxAddresses };
	const first = gateway ?? lowestFree({ ...space, ...(ipRange && { ipRange }) });
	if (first === undefined || first === networkOf(first, blockOf(subnet).prefix) || isBroadcast(first, subnet))
		throw new EngineError('system', `failed to allocate gateway (${first ?? ''}): No available addresses`);
	return {
		...space,
		...{ id, labels, options, name: wish.name, driver: 'bridge' },
		created: host.state.clock.now,
		gateway: first,
		...(ipRange && { ipRange }),
		bridge: bridgeName(id, options),
		isInternal: internal,
		isAttachable: attachable,
		isUserDefined: true,
		isSubnetChosen: chosen !== undefined,
	};
}
const isBroadcast = (address: string, subnet: string): boolean => {
	const { address: base, prefix } = blockOf(subnet);
	return prefix < 31 && broadcastOf(base, prefix) === address;
};

/** Makes a network and its bridge. Throws with the engine's text. */
export function createNetwork(host: Host, wish: NetworkWish): { network: Network; warning: string } {
	if (predefined.includes(wish.name))
		throw new EngineError('conflict', `operation is not permitted on predefined ${wish.name} network`);
	checkSubnet(host, wish);
	if (host.state.engine.networks.values().some(({ name }) => name === wish.name))
		throw new EngineError('conflict', `network with name ${wish.name} already exists`);
	checkDriver(wish.driver || 'bridge');
	const network = drafted(host, wish);
	if (wish.options?.['com.docker.network.bridge.name']) checkBridgeName(host, network.bridge ?? '');
	host.emit({ kind: 'network.create', network });
	makeBridge(host, network);
	announce(host, 'network', 'create', network.id, { name: network.name, type: network.driver });
	return { network, warning: '' };
}

/** What an error line of `docker network rm` begins with is the client's. */
export function removeNetwork(host: Host, term: string): Network {
	const network = networkNamed(host.state, term);
	if (!network) throw new EngineError('not found', noSuchNetwork(host.state, term));
	const { name, id } = network;
	if (!network.isUserDefined)
		throw new EngineError('conflict', `${name} is a pre-defined network and cannot be removed`);
	if (endpointsOn(host.state, network).length)
		throw new EngineError(
			'conflict',
			`error while removing network: network ${name} id ${id} has active endpoints`,
		);
	removeBridge(host, network);
	host.emit({ kind: 'network.remove', id });
	announce(host, 'network', 'destroy', id, { name, type: network.driver });
	return network;
}

/** Removes the networks that nobody uses, and that `test` lets go. */
export function pruneNetworks(host: Host, test: (network: Network) => boolean = () => true): Network[] {
	const removed = host.state.engine.networks
		.filter((network) => network.isUserDefined && !endpointsOn(host.state, network).length && test(network))
		.map((network) => removeNetwork(host, network.id));
	announce(host, 'network', 'prune', '', { reclaimed: '0' });
	return removed;
}

const driverOf = (state: HostState, name: string): string | undefined => networkNamed(state, name)?.driver;
const SHARING =
	'container sharing network namespace with another container or host cannot be connected to any other network';
const HOST_CONFLICT = 'container cannot be disconnected from host network or connected to host network';
const NONE_CONFLICT =
	'container cannot be connected to multiple networks with one of the networks in private (none) mode';

/** Which networks go together in one container (moby: updateNetworkSettings). */
function checkCompany(host: Host, container: Container, network: Network): void {
	const { networkMode } = container.hostConfig;
	if (networkMode.startsWith('container:')) throw new EngineError('conflict', SHARING);
	if (networkMode !== 'host' && network.driver === 'host') throw new EngineError('conflict', HOST_CONFLICT);
	for (const name of Object.keys(container.endpoints)) {
		if (name === network.name) return;
		if (driverOf(host.state, name) === 'host') throw new EngineError('conflict', SHARING);
		if (name === 'none' || network.name === 'none') throw new EngineError('conflict', NONE_CONFLICT);
	}
}
const withWish = (container: Container, name: string, wish: EndpointWish): Record<string, Endpoint> => ({
	...container.endpoints,
	[name]: unused(name, { ...wish, isConnected: true }),
});

export function connectNetwork(
	host: Host,
	term: string,
	container: Container,
	wish: EndpointWish = {},
): void {
	if (!isRunning(container)) return connectLater(host, term, container, wish);
	const network = networkFound(host.state, term);
	const { name } = network;
	checkCompany(host, container, network);
	const current = container.endpoints[name];
	if (current && isAttached(current))
		throw new EngineError(
			'conflict',
			`endpoint with name ${container.name} already exists in network ${name}`,
		);
	const before = container.endpoints;
	changeContainer(host, container.id, 'connected', { endpoints: withWish(container, name, wish) });
	try {
		joinNetwork(host, container.id, name);
	} catch (error) {
		changeContainer(host, container.id, 'disconnected', { endpoints: before });
		throw error;
	}
	refreshNameFiles(host, container.id);
}
/** Of a container that does not run only the wish is noted; whether the network is there shows at its start. */
function connectLater(host: Host, term: string, container: Container, wish: EndpointWish): void {
	const network = networkNamed(host.state, term);
	if (network) checkCompany(host, container, network);
	const endpoints = withWish(container, network?.name ?? term, wish);
	changeContainer(host, container.id, 'connected', { endpoints });
}

export function disconnectNetwork(
	host: Host,
	term: string,
	container: Container,
	{ force = false }: { readonly force?: boolean } = {},
): void {
	const network = networkNamed(host.state, term);
	const name = network?.name ?? term;
	if (!isRunning(container) || (!network && force)) return forgetWish(host, container, name, network);
	if (!network) throw new EngineError('not found', `network ${term} not found`);
	if (container.hostConfig.networkMode === 'host' && network.driver === 'host')
		throw new EngineError('conflict', HOST_CONFLICT);
	const endpoint = container.endpoints[name];
	if (!endpoint || !isAttached(endpoint))
		throw new EngineError('invalid', `container ${container.id} is not connected to network ${name}`);
	leaveNetwork(host, container.id, name);
	refreshNameFiles(host, container.id);
	// The endpoint's end and the request's are announced each for itself.
	announceNetwork(host, network, 'disconnect', container.id);
	announceNetwork(host, network, 'disconnect', container.id);
}
function forgetWish(host: Host, container: Container, name: string, network: Network | undefined): void {
	const { [name]: wish, ...endpoints } = container.endpoints;
	if (!wish)
		throw new EngineError('invalid', `container ${container.id} is not connected to the network ${name}`);
	changeContainer(host, container.id, 'disconnected', { endpoints });
	if (network) announceNetwork(host, network, 'disconnect', container.id);
}

/** As `docker network ls` lists them. */
export const networksInOrder = (state: HostState): Network[] =>
	state.engine.networks
		.values()
		.sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1));
export { networkInspect } from './networkInspect.ts';
