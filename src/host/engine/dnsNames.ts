/** The names that a network's DNS server and docker network inspect know (moby: libnetwork/resolver.go). */
import type { HostState } from '../state.ts';
import type { Container, Endpoint } from './container.ts';
import type { Network } from './network.ts';
import { shortId } from './status.ts';
import { type Attached, isAttached } from './endpointNames.ts';

/** The first one is what a reverse lookup gives. */
export const dnsNames = ({ id, name, config }: Container, { aliases }: Endpoint): string[] => [
	...new Set([name, ...aliases, shortId(id), ...(config.hostname ? [config.hostname] : [])]),
];

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
