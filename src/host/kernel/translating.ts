/**
 * NAT: the nat table decides for the first packet of a connection, what it decided is kept in the connection's entry,
 * and every later packet is rewritten from that (iptables(8), "nat"; kernel: net/netfilter/nf_nat_core.c).
 */
import type { Host } from '../host.ts';
import type { Flow, Tuple } from './conntrack.ts';
import { ruling, isUsed, type Passing } from './filtering.ts';
import { linkNamed, netOf } from './links.ts';
import type { Hook, Rule } from './netfilter.ts';
import type { Header } from './packet.ts';
import { sourceFor } from './routing.ts';
import { isTaken, type Tracked } from './tracking.ts';

type Side = 'source' | 'destination';
/** Destinations are rewritten before routing, sources after it. */
const sideAt: Partial<Record<Hook, Side>> = {
	PREROUTING: 'destination',
	OUTPUT: 'destination',
	INPUT: 'source',
	POSTROUTING: 'source',
};

const flowAt = (host: Host, namespace: number, id: number): Flow | undefined =>
	netOf(host.state, namespace).conntrack.get(id);

const withEnd = (header: Header, side: Side, address: string, port: number | undefined): Header => {
	const ported = port !== undefined && header.protocol !== 'icmp';
	if (side === 'source') return { ...header, source: address, ...(ported && { sourcePort: port }) };
	return { ...header, destination: address, ...(ported && { destinationPort: port }) };
};
/** What an entry says a packet's end has to be: the other direction's opposite end. */
const kept = (flow: Flow, direction: Tracked['direction'], side: Side): [string, number | undefined] => {
	const other = direction === 'original' ? flow.reply : flow.original;
	return side === 'source' ? [other.destination, other.destinationPort] : [other.source, other.sourcePort];
};

/** '172.17.0.2:80', '172.17.0.2', ':53', '203.0.113.10:1024-65535' */
const targetOf = (to: string): { address: string | undefined; port: number | undefined } => {
	const [address = '', port = ''] = to.split(':');
	return { address: address.split('-')[0] || undefined, port: port ? Number(port.split('-')[0]) : undefined };
};
const withReplyEnd = (reply: Tuple, side: Side, address: string, port: number | undefined): Tuple => {
	const ported = port !== undefined && !reply.icmp;
	return side === 'destination'
		? { ...reply, source: address, ...(ported && { sourcePort: port }) }
		: { ...reply, destination: address, ...(ported && { destinationPort: port }) };
};

const MOST_PORTS = 64_512;
/** The reply tuple that a rule asks for; a source port that another connection uses gives way to the next one. */
const chosenReply = (
	host: Host,
	namespace: number,
	flow: Flow,
	side: Side,
	rule: Rule,
	output?: string,
): Tuple => {
	const net = netOf(host.state, namespace);
	const { address, port } = targetOf(rule.to ?? '');
	if (side === 'destination') {
		const local = rule.target === 'REDIRECT' ? '127.0.0.1' : flow.original.destination;
		return withReplyEnd(flow.reply, side, address ?? local, port);
	}
	const own = linkNamed(net, output ?? '')?.addresses.find((each) => each.family === 4)?.address;
	const masqueraded = sourceFor(net, flow.reply.source) ?? own;
	const from = address ?? (rule.target === 'MASQUERADE' ? masqueraded : undefined) ?? flow.original.source;
	let wished = port ?? flow.original.sourcePort;
	for (let tries = 0; tries < MOST_PORTS; tries++) {
		const reply = withReplyEnd(flow.reply, side, from, wished);
		if (wished === undefined || !isTaken(host.state, namespace, flow.id, flow.protocol, reply)) return reply;
		wished = wished >= 65535 ? 1024 : wished + 1;
	}
	return flow.reply;
};

interface Step {
	readonly header: Header;
	/** Verdict DROP of a rule in the nat table itself. */
	readonly isDropped?: boolean;
}

const rewritten = (
	host: Host,
	namespace: number,
	hook: Hook,
	passing: Passing,
	header: Header,
	by: 'DNAT' | 'SNAT' | 'MASQUERADE' | 'conntrack',
	rule?: number,
): Step => {
	const before = passing.header;
	const { source, destination, sourcePort, destinationPort } = header;
	const isSame =
		before.source === source &&
		before.destination === destination &&
		before.sourcePort === sourcePort &&
		before.destinationPort === destinationPort;
	if (!isSame)
		host.emit({
			kind: 'packet.rewrite',
			packet: passing.packet,
			namespace,
			hook,
			before,
			header,
			by,
			...(rule !== undefined && { rule }),
		});
	return { header };
};

const asked = (host: Host, namespace: number, hook: Hook, passing: Passing, tracked: Tracked): Step => {
	const side = sideAt[hook]!;
	const decided = ruling(host, namespace, 'nat', hook, passing);
	const { rule, verdict } = decided ?? {};
	if (verdict === 'DROP') return { header: passing.header, isDropped: true };
	const flow = flowAt(host, namespace, tracked.flow)!;
	if (!rule || (verdict !== 'DNAT' && verdict !== 'SNAT' && verdict !== 'MASQUERADE'))
		return { header: passing.header };
	const reply = chosenReply(host, namespace, flow, side, rule, passing.output);
	const nat = [...flow.nat, side];
	host.emit({ kind: 'conntrack.update', namespace, id: flow.id, set: { reply, nat } });
	const [address, port] = kept({ ...flow, reply }, 'original', side);
	const header = withEnd(passing.header, side, address, port);
	return rewritten(host, namespace, hook, passing, header, verdict, rule.id);
};

/** Which sides an entry changes in packets of a direction: a translated destination is a source on the way back. */
const changes = (flow: Flow, direction: Tracked['direction'], side: Side): boolean =>
	flow.nat.includes(direction === 'original' ? side : side === 'source' ? 'destination' : 'source');

const recalled = (host: Host, namespace: number, hook: Hook, passing: Passing, tracked: Tracked): Step => {
	const flow = flowAt(host, namespace, tracked.flow);
	const side = sideAt[hook]!;
	if (!flow || !changes(flow, tracked.direction, side)) return { header: passing.header };
	const [address, port] = kept(flow, tracked.direction, side);
	const isError = tracked.state === 'RELATED';
	const shown = tracked.direction === 'original' ? flow.original : flow.reply;
	if (isError && side === 'source' && passing.header.source !== shown.source)
		return { header: passing.header };
	return rewritten(host, namespace, hook, passing, withEnd(passing.header, side, address, port), 'conntrack');
};

/** What NAT makes of a packet at a hook. `isAgain`: it has been through this stack's hooks and comes in by lo. */
export function translated(
	host: Host,
	namespace: number,
	hook: Hook,
	passing: Passing,
	tracked: Tracked | undefined,
	isAgain: boolean,
): Step {
	const isInvolved = tracked !== undefined && isUsed(netOf(host.state, namespace), 'nat') && sideAt[hook];
	if (!isInvolved) return { header: passing.header };
	if (tracked.isFirst && !isAgain) return asked(host, namespace, hook, passing, tracked);
	const isEntry = hook === 'PREROUTING' || hook === 'OUTPUT';
	if (!tracked.isFirst && isEntry && !isAgain)
		host.emit({ kind: 'packet.known', packet: passing.packet, namespace, hook, flow: tracked.flow });
	if (tracked.isFirst) return { header: passing.header };
	return recalled(host, namespace, hook, passing, tracked);
}
