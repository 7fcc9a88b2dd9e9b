/** Network is one of Docker's networks (moby: libnetwork; docs: network drivers). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import type { Table } from '../table.ts';

export interface Network {
	/** 64 hex. */
	readonly id: string;
	readonly name: string;
	readonly driver: 'bridge' | 'host' | 'null';
	readonly created: number;
	/** '' for host and none. */
	readonly subnet: string;
	/** '' where the engine shows none. */
	readonly gateway: string;
	readonly ipRange?: string;
	/** The bridge on the host: docker0, br-<12 hex>. */
	readonly bridge?: string;
	readonly isInternal: boolean;
	readonly isAttachable: boolean;
	readonly labels: Readonly<Record<string, string>>;
	readonly options: Readonly<Record<string, string>>;
	/** Whether names resolve on it: every network a user made. */
	readonly isUserDefined: boolean;
	/** Addresses taken, by address → container id. */
	readonly addresses: Table<string, string>;
	/** The address handed out last. */
	readonly lastAddress?: string;
}

export type NetworkEvent =
	| { readonly kind: 'network.create'; readonly network: Network }
	| { readonly kind: 'network.remove'; readonly id: string }
	| { readonly kind: 'network.change'; readonly id: string; readonly set: Partial<Omit<Network, 'id'>> }
	/** IPAM hands an address out, or takes it back. */
	| {
			readonly kind: 'network.lease';
			readonly id: string;
			readonly address: string;
			readonly container: string;
	  }
	| { readonly kind: 'network.release'; readonly id: string; readonly address: string };

const onNetwork = (state: HostState, id: string, edit: (network: Network) => Network): HostState => ({
	...state,
	engine: { ...state.engine, networks: state.engine.networks.update(id, edit) },
});

export const networkAppliers: Appliers<NetworkEvent> = {
	'network.create': (state, { network }) => ({
		...state,
		engine: { ...state.engine, networks: state.engine.networks.set(network.id, network) },
	}),
	'network.remove': (state, { id }) => ({
		...state,
		engine: { ...state.engine, networks: state.engine.networks.delete(id) },
	}),
	'network.change': (state, { id, set }) => onNetwork(state, id, (network) => ({ ...network, ...set })),
	'network.lease': (state, { id, address, container }) =>
		onNetwork(state, id, (network) => ({
			...network,
			lastAddress: address,
			addresses: network.addresses.set(address, container),
		})),
	'network.release': (state, { id, address }) =>
		onNetwork(state, id, (network) => ({ ...network, addresses: network.addresses.delete(address) })),
};
