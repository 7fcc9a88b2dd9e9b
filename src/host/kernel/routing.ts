/** Where a packet goes: the local table first, then the longest prefix of the main one (ip-route(8), ip-rule(8)). */
import type { Host } from '../host.ts';
import { Errno } from './errno.ts';
import { blockOf, broadcastOf, isInside, isLoopback } from './ipv4.ts';
import { linkNamed, netOf } from './links.ts';
import type { Link, Net, Route } from './net.ts';

export type Decision =
	| { readonly kind: 'local'; readonly device: string }
	| {
			readonly kind: 'unicast';
			readonly device: string;
			/** Whose link-layer address is asked for: the gateway, or the destination itself. */
			readonly nextHop: string;
			readonly route: Route;
	  }
	| { readonly kind: 'broadcast'; readonly device: string }
	| { readonly kind: 'unreachable' };

/** The link that holds an address; addresses of links that are down count (local routes stay). */
export const holderOf = (net: Net, address: string): Link | undefined => {
	const lo = linkNamed(net, 'lo');
	if (isLoopback(address)) return lo?.addresses.some((each) => isLoopback(each.address)) ? lo : undefined;
	for (const route of net.routes) {
		const link = route.source === address ? linkNamed(net, route.device) : undefined;
		if (link?.addresses.some((each) => each.address === address)) return link;
	}
	return net.links.find((link) => link.addresses.some((each) => each.address === address));
};
export const isLocal = (net: Net, address: string): boolean =>
	address === '0.0.0.0' || holderOf(net, address) !== undefined;

export const prefixOf = (route: Route): number => (route.to === 'default' ? 0 : blockOf(route.to).prefix);
const fits = (route: Route, destination: string): boolean =>
	route.to === 'default' || isInside(destination, route.to);
const isBetter = (route: Route, best: Route | undefined): boolean => {
	if (!best) return true;
	const [prefix, bestPrefix] = [prefixOf(route), prefixOf(best)];
	return prefix > bestPrefix || (prefix === bestPrefix && (route.metric ?? 0) < (best.metric ?? 0));
};
export const routeTo = (net: Net, destination: string): Route | undefined => {
	let best: Route | undefined;
	for (const route of net.routes) if (fits(route, destination) && isBetter(route, best)) best = route;
	return best;
};
const isBroadcast = (net: Net, destination: string): Link | undefined =>
	destination.endsWith('255')
		? net.links.find((link) =>
				link.addresses.some(
					(each) => each.family === 4 && broadcastOf(each.address, each.prefix) === destination,
				),
			)
		: undefined;

export const decisionFor = (net: Net, destination: string): Decision => {
	if (isLocal(net, destination)) return { kind: 'local', device: 'lo' };
	const broadcast = isBroadcast(net, destination);
	if (broadcast) return { kind: 'broadcast', device: broadcast.name };
	const route = routeTo(net, destination);
	const link = route && linkNamed(net, route.device);
	if (!route || !link?.isUp) return { kind: 'unreachable' };
	return { kind: 'unicast', device: route.device, nextHop: route.via ?? destination, route };
};

const primary = (link: Link | undefined): string | undefined =>
	link?.addresses.find((each) => each.family === 4)?.address;
const addressTowards = (link: Link | undefined, nextHop: string): string | undefined =>
	link?.addresses.find((each) => each.family === 4 && isInside(nextHop, `${each.address}/${each.prefix}`))
		?.address ?? primary(link);
/** The source address of a socket that has none yet (ip(7), INADDR_ANY). */
export const UNBOUND = '0.0.0.0';
/** The source address a socket gets that has not bound one (ip(7); net/ipv4/fib_semantics.c, fib_select_default). */
export const sourceFor = (net: Net, destination: string): string | undefined => {
	const decision = decisionFor(net, destination);
	if (decision.kind === 'local') return destination === '0.0.0.0' ? '127.0.0.1' : destination;
	if (decision.kind === 'unreachable') return undefined;
	const link = linkNamed(net, decision.device);
	if (decision.kind === 'broadcast') return primary(link);
	return decision.route.source ?? addressTowards(link, decision.nextHop);
};

/** A gateway must be on a link (`Nexthop has invalid gateway`): ENETUNREACH. */
export function addRoute(
	host: Host,
	namespace: number,
	route: Omit<Route, 'device'> & { device?: string },
): void {
	const net = netOf(host.state, namespace);
	const gateway = route.via === undefined ? undefined : routeTo(net, route.via);
	if (route.via !== undefined && (!gateway || gateway.via !== undefined)) throw new Errno('ENETUNREACH');
	const device = route.device ?? gateway?.device;
	if (device === undefined) throw new Errno('ENODEV');
	const link = linkNamed(net, device);
	if (!link) throw new Errno('ENODEV');
	if (!link.isUp) throw new Errno('ENETDOWN');
	if (net.routes.some((each) => each.to === route.to && (each.metric ?? 0) === (route.metric ?? 0)))
		throw new Errno('EEXIST');
	host.emit({ kind: 'route.add', namespace, route: { ...route, device } });
}
