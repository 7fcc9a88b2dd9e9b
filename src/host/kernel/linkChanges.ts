/** Changes of links and addresses that only a person asks for (ip-link(8), ip-address(8)). */
import type { Host } from '../host.ts';
import { Errno } from './errno.ts';
import type { Link, Route } from './net.ts';
import { netOf, linkAt, plain, checkName, type LinkOptions } from './links.ts';

/** A link that takes packets and does nothing with them (drivers/net/dummy.c). */
export function addDummy(
	host: Host,
	namespace: number,
	name: string,
	by: number,
	options: LinkOptions = {},
): Link {
	const net = netOf(host.state, namespace);
	checkName(net, name);
	const link: Link = { ...plain(net, name), kind: 'dummy', ...options };
	host.emit({ kind: 'link.add', namespace, link, by });
	return link;
}

const isConnected = (route: Route, link: Link): boolean =>
	route.device === link.name && route.protocol === 'kernel';

export function renameLink(host: Host, namespace: number, index: number, name: string): void {
	const net = netOf(host.state, namespace);
	checkName(net, name);
	host.emit({ kind: 'link.change', namespace, index, set: { name } });
}

export function removeAddress(host: Host, namespace: number, index: number, address: string): void {
	const link = linkAt(host.state, namespace, index);
	const held = link?.addresses.find((each) => each.address === address);
	if (!link || !held) throw new Errno('EADDRNOTAVAIL');
	host.emit({ kind: 'address.remove', namespace, index, address });
	for (const route of netOf(host.state, namespace).routes)
		if (isConnected(route, link) && route.source === address)
			host.emit({ kind: 'route.remove', namespace, route });
}
