/** Bridges on the host, and what dockerd does to the network when it starts (moby: libnetwork/drivers/bridge, daemon/daemon_unix.go). */
import type { Host } from '../host.ts';
import { blockOf } from '../kernel/ipv4.ts';
import { addAddress, addBridge, linkNamed, netOf, removeLink, setUp } from '../kernel/links.ts';
import { bridgeMac } from '../kernel/mac.ts';
import { Table } from '../table.ts';
import {
	addNetworkRules,
	arrangeUserChain,
	hostNet,
	removeNetworkRules,
	setUpChains,
	setUpForwarding,
} from './bridgeRules.ts';
import { freshId } from './fresh.ts';
import { lowestFree, nextPool } from './ipam.ts';
import type { Network } from './network.ts';
import { daemonPid } from './volumes.ts';

export const DEFAULT_BRIDGE = 'docker0';

/** The device: an address, a MAC of its own, up. What is there from an engine before stays as it is. */
function makeDevice(host: Host, { bridge, gateway, subnet, id }: Network, address: string): void {
	const namespace = hostNet(host);
	const name = bridge ?? '';
	const mac = bridgeMac(id);
	const link =
		linkNamed(netOf(host.state, namespace), name) ??
		addBridge(host, namespace, name, daemonPid(host), { mac, queueLength: 0 });
	const { prefix } = blockOf(subnet);
	const own = gateway || address;
	if (!link.addresses.some((each) => each.address === own))
		addAddress(host, namespace, link.index, { address: own, prefix, hasBroadcast: true });
}
const raise = (host: Host, { bridge }: Network): void => {
	const link = linkNamed(netOf(host.state, hostNet(host)), bridge ?? '');
	if (link) setUp(host, hostNet(host), link.index);
};

export function makeBridge(host: Host, network: Network, address = network.gateway): void {
	makeDevice(host, network, address);
	addNetworkRules(host, network);
	raise(host, network);
	arrangeUserChain(host);
}
export function removeBridge(host: Host, network: Network): void {
	removeNetworkRules(host, network);
	const link = linkNamed(netOf(host.state, hostNet(host)), network.bridge ?? '');
	if (link) removeLink(host, hostNet(host), link.index, daemonPid(host));
}

const plain = (host: Host, name: string, driver: Network['driver']): Network => ({
	id: freshId(host, `network ${name}`),
	name,
	driver,
	created: host.state.clock.now,
	subnet: '',
	gateway: '',
	isInternal: false,
	isAttachable: false,
	labels: {},
	options: {},
	isUserDefined: false,
	isSubnetChosen: false,
	reserved: {},
	addresses: Table.empty(),
});
/** Options that `docker network inspect bridge` shows (moby: daemon/daemon_unix.go, initBridgeDriver). */
const defaultOptions = {
	'com.docker.network.bridge.default_bridge': 'true',
	'com.docker.network.bridge.enable_icc': 'true',
	'com.docker.network.bridge.enable_ip_masquerade': 'true',
	'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
	'com.docker.network.bridge.name': DEFAULT_BRIDGE,
	'com.docker.network.driver.mtu': '1500',
};

const defaultNetwork = (host: Host): Network | undefined =>
	host.state.engine.networks.find((network) => network.bridge === DEFAULT_BRIDGE);

/** The three networks that are always there. */
function makePredefined(host: Host): void {
	for (const [name, driver] of [
		['none', 'null'],
		['host', 'host'],
	] as const)
		host.emit({ kind: 'network.create', network: plain(host, name, driver) });
	const subnet = nextPool(host, hostNet(host));
	const fresh = {
		...plain(host, 'bridge', 'bridge'),
		subnet,
		bridge: DEFAULT_BRIDGE,
		options: defaultOptions,
	};
	const address = lowestFree(fresh)!;
	// 20.10 shows the gateway of docker0 only when the bridge was there before the engine.
	const isShown = host.profile.major >= 26;
	const network = { ...fresh, gateway: address, isGatewayShown: isShown };
	host.emit({ kind: 'network.create', network });
	makeBridge(host, network, address);
}

/** The default network is made anew at every start: another id, the same bridge, its rules on top again. */
function remakeDefault(host: Host, old: Network): void {
	removeNetworkRules(host, old);
	host.emit({ kind: 'network.remove', id: old.id });
	const { id, created } = plain(host, 'bridge', 'bridge');
	const network = { ...old, id, created, addresses: Table.empty<string, string>(), isGatewayShown: true };
	host.emit({ kind: 'network.create', network });
	makeBridge(host, network);
}

const byId = (a: Network, b: Network): number => (a.id < b.id ? -1 : 1);

/** Networks that users made come back in the order of their ids, as the store lists them; then the default one. */
export function startNetworking(host: Host): void {
	setUpChains(host);
	setUpForwarding(host);
	const old = defaultNetwork(host);
	host.emit({ kind: 'network.nextPool', index: 0 });
	for (const network of host.state.engine.networks.filter((each) => each.isUserDefined).sort(byId))
		makeBridge(host, network);
	if (old) remakeDefault(host, old);
	else makePredefined(host);
}

/** Bridges and rules outlive the engine. */
export function stopNetworking(_host: Host): void {}
