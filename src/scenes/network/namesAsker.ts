/** Asker is whose question for a name is shown: who asked last, or else the youngest container that runs. */
import { RESOLVER } from '#host/engine/dns.ts';
import { dnsNames, endpointsOn } from '#host/engine/dnsNames.ts';
import type { Network } from '#host/engine/network.ts';
import { Errno } from '#host/kernel/errno.ts';
import type { Lookup } from '#host/kernel/lookup.ts';
import { content } from '#host/kernel/reading.ts';
import { resolverOf } from '#host/kernel/resolving.ts';
import type { HostState } from '#host/state.ts';
import { castOf, type Guest } from './cast.ts';

export interface Entry {
	readonly address: string;
	readonly names: readonly string[];
}
export interface Asker {
	readonly name: string;
	readonly guest: Guest | undefined;
	readonly address: string;
	readonly lookup: Lookup | undefined;
	readonly hosts: readonly Entry[];
	readonly servers: readonly string[];
	/** Where the embedded server really listens, by the rule that leads there. */
	readonly listens: string;
	readonly networks: readonly Network[];
}

const textOf = (state: HostState, pid: number, path: string): string => {
	try {
		return content(state, pid, path);
	} catch (error) {
		if (error instanceof Errno) return '';
		throw error;
	}
};
/** The lines of /etc/hosts with IPv4 addresses; those of IPv6 are the same in every container. */
const entriesOf = (text: string): readonly Entry[] =>
	text
		.split('\n')
		.map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
		.filter(([address = '']) => /^\d+\.\d/.test(address))
		.map(([address = '', ...names]) => ({ address, names }));

const isAlive = ({ container }: Guest): boolean => container.state.pid > 0;

export const askerOf = (state: HostState): Asker | undefined => {
	const cast = castOf(state);
	const { lookup } = state;
	const asking = lookup && cast.byNamespace.get(lookup.namespace);
	const youngest = cast.guests
		.filter((each) => isAlive(each) && each.net === 'own')
		.sort((a, b) => b.container.slot - a.container.slot)[0];
	const guest = asking && isAlive(asking) ? asking : lookup && !asking ? undefined : youngest;
	if (!guest) return undefined;
	const { pid } = guest.container.state;
	const rules = state.nets.get(guest.namespace ?? 0)?.netfilter.nat['DOCKER_OUTPUT']?.rules ?? [];
	const networks = Object.values(guest.container.endpoints)
		.filter(({ id }) => id !== '')
		.map(({ networkId }) => state.engine.networks.get(networkId));
	return {
		name: guest.name,
		guest,
		address: guest.attachments.map(({ address }) => address).join(' '),
		lookup: guest === asking ? lookup : undefined,
		hosts: entriesOf(textOf(state, pid, '/etc/hosts')),
		servers: resolverOf(state, pid).servers,
		listens: rules.find(({ protocol }) => protocol?.value === 'udp')?.to ?? '',
		networks: networks.filter((each): each is Network => each?.isUserDefined === true),
	};
};

/** The names that the engine knows on a container's networks, in the order of their addresses. */
export const knownNames = (state: HostState, { networks }: Asker): readonly Entry[] =>
	networks.flatMap((network) =>
		endpointsOn(state, network)
			.map(({ container, endpoint }) => ({ address: endpoint.address, names: dnsNames(container, endpoint) }))
			.sort((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true })),
	);

export const isEmbedded = (server: string): boolean => server === RESOLVER;
