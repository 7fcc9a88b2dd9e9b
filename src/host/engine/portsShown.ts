/** A running container's ports as the API tells them: exposed ones without a host side (moby: daemon/network.go getPortMapInfo). */
import type { HostState } from '../state.ts';
import type { Container } from './container.ts';

export interface ShownBinding {
	readonly HostIp: string;
	readonly HostPort: string;
}
export type ShownPorts = Record<string, ShownBinding[] | null>;

/** An internal network programs nothing towards the outside, so none of its endpoints tells of ports. */
const isOnBridge = (state: HostState, { endpoints }: Container): boolean =>
	Object.values(endpoints).some(({ id, networkId }) => {
		const network = state.engine.networks.get(networkId);
		return id !== '' && network?.driver === 'bridge' && !network.isInternal;
	});

export function portsInspect(state: HostState, container: Container): ShownPorts {
	const { sandbox, config } = container;
	if (!sandbox || !isOnBridge(state, container)) return {};
	const shown: ShownPorts = {};
	for (const exposed of [...config.exposedPorts].sort()) shown[exposed] = null;
	for (const { protocol, containerPort, hostIp, hostPort } of sandbox.ports)
		(shown[`${containerPort}/${protocol}`] ??= []).push({ HostIp: hostIp, HostPort: String(hostPort) });
	return shown;
}
