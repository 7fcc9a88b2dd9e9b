/** What a container asks of its networks before it has a place on them (moby: daemon/container_operations.go, api/types/network). */
import type { Host } from '../host.ts';
import { isAddress, isInside } from '../kernel/ipv4.ts';
import type { HostState } from '../state.ts';
import type { Container, Endpoint } from './container.ts';
import { EngineError } from './error.ts';
import type { Network } from './network.ts';

export interface EndpointWish {
	readonly wished?: string;
	readonly aliases?: readonly string[];
	readonly links?: readonly string[];
	readonly isConnected?: true;
}
/** The wish alone: no address, no link, not in use. */
export const unused = (
	network: string,
	{ wished, aliases = [], links = [], isConnected }: EndpointWish = {},
	networkId = '',
): Endpoint => ({
	network,
	networkId,
	id: '',
	address: '',
	prefix: 0,
	gateway: '',
	mac: '',
	aliases,
	links,
	...(wished && { wished }),
	...(isConnected && { isConnected }),
});
export interface NetworkWishes {
	readonly networkMode: string;
	readonly networks?: readonly (EndpointWish & { readonly name: string })[];
	readonly macAddress?: string;
}
const isDefaultMode = (mode: string): boolean => mode === 'default' || mode === 'bridge' || mode === '';
/** The network a mode names: `default` is bridge, an id is its network. */
export const modeNetwork = (state: HostState, mode: string): string =>
	isDefaultMode(mode) ? 'bridge' : (state.engine.networks.get(mode)?.name ?? mode);

/** Endpoints of a container that has just been created, by network name. */
export function wishedEndpoints(
	state: HostState,
	{ networkMode, networks = [] }: NetworkWishes,
): Record<string, Endpoint> {
	if (networkMode.startsWith('container:')) return {};
	const first = modeNetwork(state, networkMode);
	const named = networks.map((wish) => {
		const name = modeNetwork(state, wish.name);
		return [name, unused(name, wish)] as const;
	});
	const hasFirst = named.some(([name]) => name === first);
	return Object.fromEntries([...(hasFirst ? [] : [[first, unused(first)] as const]), ...named]);
}

/** Refuses what the engine finds wrong when a container is created: only 26 looks this early. */
export function checkEndpoints(state: HostState, { endpoints }: Pick<Container, 'endpoints'>): void {
	if (state.profile === 'docker20-cgroup1') return;
	for (const [name, endpoint] of Object.entries(endpoints)) {
		const errors = endpointErrors(state, name, endpoint);
		if (errors.length)
			throw new EngineError(
				'invalid',
				`invalid config for network ${name}: invalid endpoint settings:\n${listed(errors)}`,
			);
	}
}
/** One error stands alone, several are items (moby: internal/multierror). */
const listed = (errors: readonly string[]): string =>
	errors.length === 1 ? errors[0]! : errors.map((error) => `* ${error}`).join('\n');

export const isPredefined = (name: string): boolean => ['bridge', 'host', 'none', 'default'].includes(name);
const ONLY_CHOSEN =
	'user specified IP address is supported only when connecting to networks with user configured subnets';

function endpointErrors(state: HostState, name: string, { wished, aliases }: Endpoint): string[] {
	const network = state.engine.networks.find((each) => each.name === name);
	const errors: string[] = [];
	if (isPredefined(name) && wished)
		errors.push('user specified IP address is supported on user defined networks only');
	if (isPredefined(name) && aliases.length)
		errors.push('network-scoped alias is supported only for containers in user defined networks');
	if (wished && !isAddress(wished)) errors.push(`invalid IPv4 address: ${wished}`);
	if (!network || !wished) return errors;
	if (!network.isSubnetChosen) errors.push(ONLY_CHOSEN);
	else if (!isAddress(wished)) return errors;
	else if (!isInside(wished, network.subnet))
		errors.push(`no configured subnet or ip-range contain the IP address ${wished}`);
	return errors;
}
/** What a wish may be, found when the endpoint is made. */
export function checkWish(host: Host, network: Network, { wished, aliases }: Endpoint): string | undefined {
	if (host.profile.major >= 26) {
		const [error] = endpointErrors(
			host.state,
			network.name,
			unused(network.name, { aliases, ...(wished && { wished }) }),
		);
		if (error) throw new EngineError('invalid', `invalid endpoint settings:\n${error}`);
		return wished;
	}
	if (!network.isUserDefined && aliases.length)
		throw new EngineError(
			'invalid',
			'network-scoped alias is supported only for containers in user defined networks',
		);
	// 20.10 takes no notice of an address asked for on the default bridge.
	if (!network.isUserDefined) return undefined;
	if (wished && !network.isSubnetChosen) throw new EngineError('invalid', ONLY_CHOSEN);
	return wished;
}
