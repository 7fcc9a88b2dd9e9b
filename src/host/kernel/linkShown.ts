/** What ip(8) and sysfs tell of a link: its flags and its state (netdevice(7)). */
import type { HostState } from '../state.ts';
import type { Link } from './net.ts';
import { hasCarrier } from './links.ts';

const flagsOfKind: Readonly<Record<Link['kind'], readonly string[]>> = {
	loopback: ['LOOPBACK'],
	ether: ['BROADCAST', 'MULTICAST'],
	bridge: ['BROADCAST', 'MULTICAST'],
	veth: ['BROADCAST', 'MULTICAST'],
	dummy: ['BROADCAST', 'NOARP'],
};

export const flagsOf = (state: HostState, namespace: number, link: Link): string[] => {
	const carrier = hasCarrier(state, namespace, link);
	return [
		...(link.isUp && !carrier ? ['NO-CARRIER'] : []),
		...flagsOfKind[link.kind],
		...(link.isUp ? ['UP'] : []),
		...(carrier ? ['LOWER_UP'] : []),
	];
};
