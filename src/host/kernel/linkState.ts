/** The state of a link as the kernel names it (RFC 2863). */
import type { HostState } from '../state.ts';
import type { Link } from './net.ts';
import { hasCarrier } from './links.ts';

/** Operational state as RFC 2863 names it. */
export const operationalState = (
	state: HostState,
	namespace: number,
	link: Link,
): 'UP' | 'DOWN' | 'UNKNOWN' | 'LOWERLAYERDOWN' => {
	if (!link.isUp) return 'DOWN';
	if (link.kind === 'loopback' || link.kind === 'dummy') return 'UNKNOWN';
	if (hasCarrier(state, namespace, link)) return 'UP';
	return link.kind === 'veth' ? 'LOWERLAYERDOWN' : 'DOWN';
};
