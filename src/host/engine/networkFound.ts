/** Which network a name, an id or the beginning of an id means (moby: daemon/network.go FindNetwork). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { EngineError } from './error.ts';
import type { Network } from './network.ts';

export function networkNamed(state: HostState, term: string): Network | undefined {
	const { networks } = state.engine;
	const whole = networks.get(term);
	if (whole) return whole;
	const named = networks.find((network) => network.name === term);
	if (named) return named;
	const found = /^[0-9a-f]+$/.test(term) ? networks.filter(({ id }) => id.startsWith(term)) : [];
	if (found.length > 1)
		throw new EngineError(
			'invalid',
			`network ${term} is ambiguous (${found.length} matches found based on ID prefix)`,
		);
	return found[0];
}
export function networkFound(state: HostState, term: string): Network {
	const network = networkNamed(state, term);
	if (!network) throw new EngineError('not found', `network ${term} not found`);
	return network;
}
/** `docker network rm` and `inspect` of 20.10 speak for themselves. */
export const noSuchNetwork = (state: HostState, term: string): string =>
	profiles[state.profile].major >= 26 ? `network ${term} not found` : `No such network: ${term}`;
