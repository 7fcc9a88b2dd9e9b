/** Routes as they are listed, and taken away (ip-route(8)). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import { blockOf, numberOf } from './ipv4.ts';
import { hasCarrier, linkNamed, netOf } from './links.ts';
import type { Net, Route } from './net.ts';
import { prefixOf } from './routing.ts';

export function removeRoute(
	host: Host,
	namespace: number,
	wished: Partial<Route> & { readonly to: string },
): void {
	const found = netOf(host.state, namespace).routes.find(
		(each) =>
			each.to === wished.to &&
			(wished.via === undefined || each.via === wished.via) &&
			(wished.device === undefined || each.device === wished.device),
	);
	if (!found) throw new Errno('ESRCH');
	host.emit({ kind: 'route.remove', namespace, route: found });
}

/** The main table in the order in which the kernel lists it: by destination. */
export const routesInOrder = (net: Net): Route[] =>
	[...net.routes].sort(
		(a, b) =>
			numberOf(a.to === 'default' ? '0.0.0.0' : blockOf(a.to).address) -
				numberOf(b.to === 'default' ? '0.0.0.0' : blockOf(b.to).address) ||
			prefixOf(a) - prefixOf(b) ||
			(a.metric ?? 0) - (b.metric ?? 0),
	);

export const isLinkDown = (state: HostState, namespace: number, route: Route): boolean => {
	const link = linkNamed(netOf(state, namespace), route.device);
	return link !== undefined && !hasCarrier(state, namespace, link);
};
