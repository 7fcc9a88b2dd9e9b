/** Headers of packets that a stack sends back by itself: errors (icmp(7)), resets (tcp(7)), answers. */
import type { Header } from './packet.ts';

export type IcmpError =
	| 'net-unreachable'
	| 'host-unreachable'
	| 'port-unreachable'
	| 'admin-prohibited'
	| 'time-exceeded'
	| 'tcp-reset';

/** `--reject-with` (iptables-extensions(8), REJECT). */
export const rejections: Readonly<Record<string, IcmpError>> = {
	'icmp-net-unreachable': 'net-unreachable',
	'icmp-host-unreachable': 'host-unreachable',
	'icmp-port-unreachable': 'port-unreachable',
	'icmp-admin-prohibited': 'admin-prohibited',
	'tcp-reset': 'tcp-reset',
};

/** A header whose TTL is still to be set. */
export type Draft = Omit<Header, 'ttl'> & { readonly ttl?: number };
export const errorHeader = (source: string, destination: string, flags: IcmpError): Draft => ({
	protocol: 'icmp',
	source,
	destination,
	flags,
});
const ported = (header: Header, destinationPort: number | undefined, sourcePort: number | undefined) => ({
	protocol: header.protocol,
	source: header.destination,
	destination: header.source,
	...(destinationPort !== undefined && { sourcePort: destinationPort }),
	...(sourcePort !== undefined && { destinationPort: sourcePort }),
	...(header.icmpId !== undefined && { icmpId: header.icmpId }),
});
/** The header of an answer: both ends turned round. */
export const answerTo = (header: Header, flags: string): Draft => ({
	...ported(header, header.destinationPort, header.sourcePort),
	flags,
});
export const resetOf = (header: Header): Draft => answerTo(header, 'RST,ACK');
