/** Which subnets networks get and which addresses containers get (moby: libnetwork/ipam/allocator.go). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import {
	addressOf,
	blockOf,
	broadcastOf,
	isInside,
	isOverlapping,
	networkOf,
	numberOf,
} from '../kernel/ipv4.ts';
import { netOf } from '../kernel/links.ts';
import { EngineError } from './error.ts';
import type { Network } from './network.ts';

const range = (from: number, to: number): number[] =>
	Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** libnetwork/ipamutils: the pools of local scope. */
const pools: readonly string[] = [
	...range(17, 31).map((second) => `172.${second}.0.0/16`),
	...range(0, 15).map((sixteenth) => `192.168.${sixteenth * 16}.0/20`),
];

const isPoolTaken = (state: HostState, pool: string): boolean =>
	state.engine.networks.values().some(({ subnet }) => subnet !== '' && isOverlapping(subnet, pool));
/** A pool that the host has a route into would hide what is there (libnetwork/netutils, CheckRouteOverlaps). */
const isRouted = (state: HostState, hostNet: number, pool: string): boolean =>
	netOf(state, hostNet).routes.some(({ to }) => to !== 'default' && isOverlapping(to, pool));

/** The next default pool that is free; the search goes on behind the one given last. */
export function nextPool(host: Host, hostNet: number): string {
	const { nextPool: first } = host.state.engine;
	for (let i = 0; i < pools.length; i++) {
		const at = (first + i) % pools.length;
		const pool = pools[at]!;
		if (isPoolTaken(host.state, pool) || isRouted(host.state, hostNet, pool)) continue;
		host.emit({ kind: 'network.nextPool', index: (at + 1) % pools.length });
		return pool;
	}
	throw new EngineError(
		'not found',
		'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
	);
}
export function checkPool(state: HostState, pool: string): void {
	if (isPoolTaken(state, pool))
		throw new EngineError('conflict', 'Pool overlaps with other one on this address space');
}

type Leases = Pick<Network, 'addresses' | 'gateway' | 'reserved'>;
const isFree = ({ addresses, gateway, reserved }: Leases, address: string): boolean =>
	address !== gateway && !addresses.has(address) && !Object.values(reserved).includes(address);

/** The lowest free address of the subnet, or of the ip-range in it. */
export function lowestFree(
	network: Leases & Pick<Network, 'subnet' | 'ipRange' | 'lowest'>,
): string | undefined {
	const { subnet, ipRange, lowest } = network;
	const whole = blockOf(subnet);
	const part = blockOf(ipRange ?? subnet);
	const first = numberOf(networkOf(part.address, part.prefix));
	const last = numberOf(broadcastOf(part.address, part.prefix));
	const [bottom, top] = [networkOf(whole.address, whole.prefix), broadcastOf(whole.address, whole.prefix)];
	for (let number = Math.max(first, lowest ?? first); number <= last; number++) {
		const address = addressOf(number);
		if (address !== bottom && address !== top && isFree(network, address)) return address;
	}
	return undefined;
}

/** An address for a container: the one it asks for, or the lowest free. */
export function lease(host: Host, network: Network, container: string, wished: string | undefined): string {
	const address = wished ? checkedWish(network, wished) : lowestFree(network);
	if (address === undefined)
		throw new EngineError(
			'system',
			`no available IPv4 addresses on this network's address pools: ${network.name} (${network.id})`,
		);
	host.emit({
		kind: 'network.lease',
		id: network.id,
		address,
		container,
		...(!wished && { isLowest: true }),
	});
	return address;
}
function checkedWish(network: Network, wished: string): string {
	if (!isInside(wished, network.subnet))
		throw new EngineError(
			'invalid',
			`Invalid address ${wished}: It does not belong to any of this network's subnets`,
		);
	if (!isFree(network, wished)) throw new EngineError('conflict', 'Address already in use');
	return wished;
}

export function release(host: Host, network: string, address: string): void {
	if (host.state.engine.networks.get(network)?.addresses.has(address))
		host.emit({ kind: 'network.release', id: network, address });
}
