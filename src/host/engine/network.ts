/** Network is one of Docker's networks (moby: libnetwork; docs: network drivers). */
import type { Appliers } from '../event.ts';
import { numberOf } from '../kernel/ipv4.ts';
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
	/** '' for host and none. */
	readonly gateway: string;
	/** False where the engine does not say it (20.10, of a docker0 it has just made). */
	readonly isGatewayShown?: boolean;
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
	/** No free address lies below this one (as a number), so that the search for the lowest can begin here. */
	readonly lowest?: number;
	/** Whether the user chose the subnet: only then may containers ask for addresses. */
	readonly isSubnetChosen: boolean;
	/** `--aux-address`: reserved for others than containers. */
	readonly reserved: Readonly<Record<string, string>>;
}

/** The MTU that its links are made with (libnetwork: netlabel.DriverMTU). */
export const mtuOf = ({ options }: Network): number | undefined =>
	Number(options['com.docker.network.driver.mtu']) || undefined;

export type NetworkEvent =
	| { readonly kind: 'network.create'; readonly network: Network }
	/** Which of the default pools is tried first next time (libnetwork: ipam, predefinedStartIndices). */
	| { readonly kind: 'network.nextPool'; readonly index: number }
	| { readonly kind: 'network.remove'; readonly id: string }
	| { readonly kind: 'network.change'; readonly id: string; readonly set: Partial<Omit<Network, 'id'>> }
	/** IPAM hands an address out, or takes it back. */
	| {
			readonly kind: 'network.lease';
			readonly id: string;
			readonly address: string;
			readonly container: string;
			/** It was the lowest free one: nothing below it is free now. */
			readonly isLowest?: boolean;
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
	'network.nextPool': (state, { index }) => ({ ...state, engine: { ...state.engine, nextPool: index } }),
	'network.remove': (state, { id }) => ({
		...state,
		engine: { ...state.engine, networks: state.engine.networks.delete(id) },
	}),
	'network.change': (state, { id, set }) => onNetwork(state, id, (network) => ({ ...network, ...set })),
	'network.lease': (state, { id, address, container, isLowest }) =>
		onNetwork(state, id, (network) => ({
			...network,
			addresses: network.addresses.set(address, container),
			...(isLowest && { lowest: numberOf(address) + 1 }),
		})),
	'network.release': (state, { id, address }) =>
		onNetwork(state, id, (network) => {
			const { lowest = 0 } = network;
			const addresses = network.addresses.delete(address);
			return { ...network, addresses, lowest: Math.min(lowest, numberOf(address)) };
		}),
};
