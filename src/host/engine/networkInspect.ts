/** A network as the API tells it (moby: api/types/network.Inspect); `Created` in seconds since the epoch. */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { type Attached } from './endpointNames.ts';
import { endpointsOn } from './dnsNames.ts';
import type { Network } from './network.ts';

const configOf = (state: HostState, network: Network): object[] | null => {
	const { subnet, ipRange, gateway, isGatewayShown = true, reserved } = network;
	if (!subnet) return profiles[state.profile].major >= 26 ? null : [];
	const hasReserved = Object.keys(reserved).length > 0;
	return [
		{
			Subnet: subnet,
			...(ipRange && { IPRange: ipRange }),
			...(isGatewayShown && { Gateway: gateway }),
			...(hasReserved && { AuxiliaryAddresses: reserved }),
		},
	];
};
const attachedAs = ({ container, endpoint }: Attached): [string, object] => [
	container.id,
	{
		Name: container.name,
		EndpointID: endpoint.id,
		MacAddress: endpoint.mac,
		IPv4Address: endpoint.address ? `${endpoint.address}/${endpoint.prefix}` : '',
		IPv6Address: '',
	},
];
const byKey = ([a]: [string, object], [b]: [string, object]): number => (a < b ? -1 : 1);

export const networkInspect = (state: HostState, network: Network) => ({
	Name: network.name,
	Id: network.id,
	Created: network.created,
	Scope: 'local',
	Driver: network.driver,
	EnableIPv6: false,
	IPAM: {
		Driver: 'default',
		Options: network.isUserDefined ? {} : null,
		Config: configOf(state, network),
	},
	Internal: network.isInternal,
	Attachable: network.isAttachable,
	Ingress: false,
	ConfigFrom: { Network: '' },
	ConfigOnly: false,
	Containers: Object.fromEntries(endpointsOn(state, network).map(attachedAs).sort(byKey)),
	Options: network.options,
	Labels: network.labels,
});
