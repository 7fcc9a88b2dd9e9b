/** How a container is called on a network (moby: daemon/container_operations.go, buildEndpointDNSNames). */
import type { HostState } from '../state.ts';
import type { Container, Endpoint } from './container.ts';
import type { Network } from './network.ts';
import { shortId } from './status.ts';

/** The first one is what a reverse lookup gives. */
export const dnsNames = ({ id, name, config }: Container, { aliases }: Endpoint): string[] => [
	...new Set([name, ...aliases, shortId(id), ...(config.hostname ? [config.hostname] : [])]),
];

/** An endpoint that is in use: its container runs and it has been set up. */
export interface Attached {
	readonly container: Container;
	readonly endpoint: Endpoint;
}
export const isAttached = (endpoint: Endpoint): boolean => endpoint.id !== '';

/** Who is on a network now. */
export const endpointsOn = (state: HostState, network: Network): Attached[] => {
	const of = (container: Container): Attached[] => {
		const endpoint = container.endpoints[network.name];
		return endpoint && isAttached(endpoint) ? [{ container, endpoint }] : [];
	};
	const { containers } = state.engine;
	if (network.driver !== 'bridge') return containers.values().flatMap(of);
	const ids = new Set(network.addresses.values());
	return [...ids].flatMap((id) => {
		const container = containers.get(id);
		return container ? of(container) : [];
	});
};

/** A container's endpoints as its sandbox ranks them: internal networks last, then by name (libnetwork: endpoint.Less). */
export const ranked = (state: HostState, container: Container): [string, Endpoint][] => {
	const isInternal = ({ networkId }: Endpoint): number =>
		state.engine.networks.get(networkId)?.isInternal ? 1 : 0;
	return Object.entries(container.endpoints)
		.filter(([, endpoint]) => isAttached(endpoint))
		.sort(([a, one], [b, other]) => isInternal(one) - isInternal(other) || (a < b ? -1 : 1));
};
