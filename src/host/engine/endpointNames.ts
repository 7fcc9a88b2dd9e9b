/** How a container is called on a network (moby: daemon/container_operations.go, buildEndpointDNSNames). */
import type { HostState } from '../state.ts';
import type { Container, Endpoint } from './container.ts';

/** An endpoint that is in use: its container runs and it has been set up. */
export interface Attached {
	readonly container: Container;
	readonly endpoint: Endpoint;
}
export const isAttached = (endpoint: Endpoint): boolean => endpoint.id !== '';

/** A container's endpoints as its sandbox ranks them: internal networks last, then by name (libnetwork: endpoint.Less). */
export const ranked = (state: HostState, container: Container): [string, Endpoint][] => {
	const isInternal = ({ networkId }: Endpoint): number =>
		state.engine.networks.get(networkId)?.isInternal ? 1 : 0;
	return Object.entries(container.endpoints)
		.filter(([, endpoint]) => isAttached(endpoint))
		.sort(([a, one], [b, other]) => isInternal(one) - isInternal(other) || (a < b ? -1 : 1));
};
