/**
 * Frames between the stacks: out of a link, over bridges and veth pairs, into the link that takes it (bridge(8),
 * veth(4)). ARP finds whose link-layer address a packet needs (arp(7)).
 */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { hasCarrier, linkAt, linkNamed, netOf, portsOf } from './links.ts';
import { BROADCAST_MAC } from './mac.ts';
import type { Link, Neighbour } from './net.ts';
import type { Header, Station } from './packet.ts';
import { isLocal, sourceFor } from './routing.ts';

/** A link as an interface of a stack. */
export interface Port {
	readonly namespace: number;
	readonly link: Link;
}

const isSamePort = (a: Port, b: Port): boolean =>
	a.namespace === b.namespace && a.link.index === b.link.index;

/** Every interface that hears a frame sent out of a link: what a broadcast reaches. */
export function* heardFrom(state: HostState, { namespace, link }: Port): Generator<Port> {
	if (link.kind === 'bridge') yield* heardBehind(state, namespace, link, undefined);
	else yield* heardAcross(state, link);
}
function* heardBehind(
	state: HostState,
	namespace: number,
	bridge: Link,
	except: number | undefined,
): Generator<Port> {
	for (const port of portsOf(netOf(state, namespace), bridge.index))
		if (port.index !== except && port.isUp) yield* heardAcross(state, port);
}
function* heardAcross(state: HostState, link: Link): Generator<Port> {
	if (!link.peer) return;
	const { namespace, index } = link.peer;
	const other = linkAt(state, namespace, index);
	if (!other?.isUp || !link.isUp) return;
	const bridge = other.master === undefined ? undefined : linkAt(state, namespace, other.master);
	if (!bridge) yield { namespace, link: other };
	else if (bridge.isUp) {
		yield { namespace, link: bridge };
		yield* heardBehind(state, namespace, bridge, other.index);
	}
}

/** One frame on its way; `hop` tells each station. */
export interface Frame {
	readonly sourceMac: string;
	readonly destinationMac: string;
	hop(station: Station, why: string): void;
	/** Asks iptables about a frame from one port of a bridge to another; false: it is dropped. */
	mayCross?(namespace: number, bridge: string): boolean;
}

const isFor = (mac: string, link: Link): boolean => mac === link.mac || mac === BROADCAST_MAC;

const learn = (host: Host, namespace: number, bridge: number, port: number, mac: string): void => {
	const known = netOf(host.state, namespace).fdb.find((each) => each.mac === mac && each.bridge === bridge);
	if (known?.isPermanent || known?.port === port) return;
	host.emit({ kind: 'fdb.learn', namespace, entry: { mac, port, bridge, isPermanent: false } });
};

/** Which port of a bridge leads to a MAC: as it has learned, or by flooding. */
const portTowards = (
	host: Host,
	namespace: number,
	bridge: Link,
	from: Link | undefined,
	mac: string,
	wished: Port | undefined,
): { port: Link | undefined; why: string } => {
	const net = netOf(host.state, namespace);
	const entry = net.fdb.find((each) => each.mac === mac && each.bridge === bridge.index && !each.isPermanent);
	const known = entry && net.links.get(entry.port);
	if (known?.isUp && known.index !== from?.index) return { port: known, why: 'fdb' };
	const candidates = portsOf(net, bridge.index).filter((port) => port.isUp && port.index !== from?.index);
	const leads = (port: Link): boolean => {
		for (const heard of heardAcross(host.state, port))
			if (wished ? isSamePort(heard, wished) : heard.link.mac === mac) return true;
		return false;
	};
	return { port: candidates.find(leads), why: 'flood' };
};

/** `wished`: whom a broadcast is followed to, of all that hear it. Undefined: the frame is lost. */
const onBridge = (
	host: Host,
	frame: Frame,
	namespace: number,
	bridge: Link,
	from: Link | undefined,
	wished?: Port,
): Port | undefined => {
	const { port, why } = portTowards(host, namespace, bridge, from, frame.destinationMac, wished);
	const isFiltered = netOf(host.state, namespace).sysctls['net.bridge.bridge-nf-call-iptables'] === '1';
	if (from && port && isFiltered && frame.mayCross?.(namespace, bridge.name) === false) return undefined;
	frame.hop({ namespace, at: 'bridge', link: bridge.name, direction: 'out' }, why);
	return port && across(host, frame, namespace, port, wished);
};

const across = (host: Host, frame: Frame, namespace: number, link: Link, wished?: Port): Port | undefined => {
	if (!hasCarrier(host.state, namespace, link) || !link.peer) return undefined;
	frame.hop({ namespace, at: 'link', link: link.name, direction: 'out' }, 'transmit');
	const { namespace: there, index } = link.peer;
	return into(host, frame, there, linkAt(host.state, there, index)!, wished);
};

const into = (host: Host, frame: Frame, namespace: number, link: Link, wished?: Port): Port | undefined => {
	frame.hop({ namespace, at: 'link', link: link.name, direction: 'in' }, 'peer');
	if (link.master === undefined) return isFor(frame.destinationMac, link) ? { namespace, link } : undefined;
	const bridge = linkAt(host.state, namespace, link.master)!;
	if (!bridge.isUp) return undefined;
	learn(host, namespace, bridge.index, link.index, frame.sourceMac);
	const isOwn = wished
		? isSamePort({ namespace, link: bridge }, wished)
		: frame.destinationMac === bridge.mac;
	if (!isOwn) return onBridge(host, frame, namespace, bridge, link, wished);
	frame.hop({ namespace, at: 'bridge', link: bridge.name, direction: 'in' }, 'local');
	return { namespace, link: bridge };
};

/** Sends a frame out of a link; the interface that takes it in, or undefined. */
export const carried = (host: Host, frame: Frame, from: Port, wished?: Port): Port | undefined => {
	if (!from.link.isUp) return undefined;
	if (from.link.kind === 'bridge') return onBridge(host, frame, from.namespace, from.link, undefined, wished);
	return across(host, frame, from.namespace, from.link, wished);
};

const neighbourOf = (host: Host, namespace: number, address: string, device: string): Neighbour | undefined =>
	netOf(host.state, namespace).neighbours.find((each) => each.address === address && each.device === device);
const remember = (
	host: Host,
	{ namespace, link }: Port,
	address: string,
	mac: string,
	state: Neighbour['state'],
): void => {
	const old = neighbourOf(host, namespace, address, link.name);
	if (old?.state === 'PERMANENT') return;
	const neighbour = { address, mac, device: link.name, state, since: host.state.clock.now };
	host.emit({ kind: 'neighbour.set', namespace, neighbour });
};

/** Who would answer for an address: a host answers on any of its links (arp_ignore 0). */
const answererOf = (host: Host, from: Port, address: string): Port | undefined => {
	for (const heard of heardFrom(host.state, from))
		if (isLocal(netOf(host.state, heard.namespace), address)) return heard;
	return undefined;
};

/** Starts an ARP packet: gives the frame that tells its hops. */
export type Ask = (header: Header, from: number, destinationMac: string) => Frame;

/** The MAC of a neighbour: from the table while it is true, else by asking. Undefined: nobody has the address. */
export function resolved(host: Host, ask: Ask, from: Port, address: string): string | undefined {
	const { namespace, link } = from;
	const known = neighbourOf(host, namespace, address, link.name);
	if (known?.state === 'PERMANENT') return known.mac;
	const owner = answererOf(host, from, address);
	if (owner && known?.mac === owner.link.mac && known.state !== 'FAILED') return known.mac;
	const source = sourceFor(netOf(host.state, namespace), address) ?? '0.0.0.0';
	const request: Header = {
		protocol: 'arp',
		source,
		destination: address,
		flags: 'who-has',
		ttl: 0,
		sourceMac: link.mac,
		destinationMac: BROADCAST_MAC,
	};
	const question = ask(request, namespace, BROADCAST_MAC);
	const taker = owner && carried(host, question, from, owner);
	if (!taker) {
		if (!owner) carried(host, question, from, { namespace: -1, link });
		remember(host, from, address, '', 'FAILED');
		return undefined;
	}
	const { mac } = taker.link;
	remember(host, taker, source, link.mac, 'REACHABLE');
	const answer: Header = {
		...request,
		source: address,
		destination: source,
		flags: 'is-at',
		sourceMac: mac,
		destinationMac: link.mac,
	};
	carried(host, ask(answer, taker.namespace, link.mac), taker);
	remember(host, from, address, mac, 'REACHABLE');
	return mac;
}

/** The state that `ip neigh` shows now: reachable for about half a minute, then stale (arp(7), base_reachable_time). */
const REACHABLE_TIME = 30;
export const neighbourState = (neighbour: Neighbour, now: number): Neighbour['state'] =>
	neighbour.state === 'REACHABLE' && now - (neighbour.since ?? now) > REACHABLE_TIME
		? 'STALE'
		: neighbour.state;

export const portNamed = (state: HostState, namespace: number, name: string): Port | undefined => {
	const link = linkNamed(netOf(state, namespace), name);
	return link && { namespace, link };
};
