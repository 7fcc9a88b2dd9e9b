/** Pings and probes: packets that the kernel at the other end answers by itself (icmp(7), traceroute(8)). */
import type { Host } from '../host.ts';
import { ARP_SECONDS } from './connecting.ts';
import { Errno } from './errno.ts';
import { answerTo, errorHeader } from './answering.ts';
import { Journey, type Arrival, type Notice } from './journey.ts';
import { netOf } from './links.ts';
import type { Net } from './net.ts';
import type { Header } from './packet.ts';
import { sourceFor, UNBOUND } from './routing.ts';
import { bindClient } from './sockets.ts';

export type Echo =
	| { readonly kind: 'echo'; readonly from: string; readonly ttl: number }
	| { readonly kind: 'unreachable' }
	| { readonly kind: 'notice'; readonly notice: Notice; readonly seconds: number }
	| { readonly kind: 'lost' };

const PING_BYTES = 84;
const localNotice = (net: Net, address: string): Notice => ({
	flags: 'host-unreachable',
	from: sourceFor(net, address) ?? address,
});

/** One echo request and what comes of it. */
export function echo(
	host: Host,
	pid: number,
	address: string,
	id: number,
	ttl?: number,
	bytes = PING_BYTES,
): Echo {
	const namespace = host.state.tasks.get(pid)!.namespaces.net;
	const source = sourceFor(netOf(host.state, namespace), address);
	const journey = new Journey(host, pid);
	const destination = address;
	const sent: Header = {
		protocol: 'icmp',
		source: source ?? UNBOUND,
		destination,
		flags: 'echo-request',
		icmpId: id,
		ttl: ttl ?? 64,
	};
	if (source === undefined) {
		journey.strand(namespace, sent, bytes);
		return { kind: 'unreachable' };
	}
	const arrival = journey.send(namespace, { header: sent, bytes });
	if (arrival.kind === 'lost') return echoLost(host, namespace, address, arrival);
	deliver(host, arrival);
	const back = journey.send(arrival.namespace, { header: answerTo(arrival.header, 'echo-reply'), bytes });
	if (back.kind === 'lost' || back.namespace !== namespace || back.header.icmpId !== id)
		return { kind: 'lost' };
	deliver(host, back);
	return { kind: 'echo', from: back.header.source, ttl: back.header.ttl };
}
const deliver = (host: Host, { packet, namespace }: Arrival & { kind: 'arrived' }): void =>
	host.emit({ kind: 'packet.deliver', packet, namespace, what: 'kernel' });
const echoLost = (
	host: Host,
	namespace: number,
	address: string,
	arrival: Arrival & { kind: 'lost' },
): Echo => {
	if (arrival.notice) {
		const seconds = arrival.notice.flags === 'host-unreachable' ? ARP_SECONDS : 0;
		return { kind: 'notice', notice: arrival.notice, seconds };
	}
	if (arrival.isLocal && arrival.why === 'no-route') return { kind: 'unreachable' };
	if (!arrival.isLocal || arrival.why !== 'no-neighbour') return { kind: 'lost' };
	return { kind: 'notice', notice: localNotice(netOf(host.state, namespace), address), seconds: ARP_SECONDS };
};

/** One UDP probe with a small TTL, as traceroute(8) sends it: who answered, and whether it was the end of the way. */
export function probe(
	host: Host,
	pid: number,
	address: string,
	port: number,
	ttl: number,
): { readonly from: string; readonly isEnd: boolean; readonly flags: Notice['flags'] } | undefined {
	const namespace = host.state.tasks.get(pid)!.namespaces.net;
	const source = sourceFor(netOf(host.state, namespace), address);
	if (source === undefined) throw new Errno('ENETUNREACH');
	const journey = new Journey(host, pid);
	const sourcePort = bindClient(host, namespace, 'udp');
	const header: Header = {
		protocol: 'udp',
		source,
		destination: address,
		sourcePort,
		destinationPort: port,
		flags: '',
		ttl,
	};
	const arrival = journey.send(namespace, { header, bytes: 46 });
	if (arrival.kind === 'lost') {
		const { notice } = arrival;
		return notice && { from: notice.from, isEnd: notice.flags !== 'time-exceeded', flags: notice.flags };
	}
	const error = errorHeader(arrival.header.destination, arrival.header.source, 'port-unreachable');
	const back = journey.send(arrival.namespace, { header: error, bytes: 74, about: arrival.header });
	if (back.kind !== 'arrived' || back.namespace !== namespace) return undefined;
	return { from: back.header.source, isEnd: true, flags: 'port-unreachable' };
}
