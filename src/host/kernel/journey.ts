/**
 * Journey moves packets through stacks, hop by hop: hooks, routing, neighbours, links, until a stack takes them or they
 * are lost (kernel: net/ipv4/ip_input.c, ip_forward.c, ip_output.c; the order of hooks: iptables(8)).
 */
import type { Host } from '../host.ts';
import { errorHeader, rejections, resetOf, type Draft, type IcmpError } from './answering.ts';
import { ruling, type Passing } from './filtering.ts';
import { carried, resolved, type Frame, type Port } from './frames.ts';
import { isLoopback } from './ipv4.ts';
import { linkNamed, netOf } from './links.ts';
import { tableNames, type Hook } from './netfilter.ts';
import type { Header, Packet, PacketEvent, Station } from './packet.ts';
import { decisionFor, isLocal, sourceFor } from './routing.ts';
import { forget, isTracking, sweep, track, type Tracked } from './tracking.ts';
import { translated } from './translating.ts';

export type LossReason = Extract<PacketEvent, { readonly kind: 'packet.drop' }>['why'];

/** An ICMP error that came back to the sender. */
export interface Notice {
	readonly flags: IcmpError;
	readonly from: string;
}
export type Arrival =
	| { readonly kind: 'arrived'; readonly namespace: number; readonly header: Header; readonly packet: number }
	| {
			readonly kind: 'lost';
			readonly why: LossReason;
			readonly namespace: number;
			readonly notice?: Notice;
			/** Lost on the sender's own machine, by routing or ARP. */
			readonly isLocal: boolean;
	  };

export interface Sent {
	readonly header: Draft;
	readonly bytes: number;
	readonly payload?: string;
	/** icmp errors: the packet they are about. */
	readonly about?: Header;
}

const TTL = 64;
const LIVE = 'lo';

export class Journey {
	readonly host: Host;
	/** PID whose doing it is. */
	readonly by: number;
	readonly id: number;

	constructor(host: Host, by: number) {
		this.host = host;
		this.by = by;
		this.id = host.state.next.packet;
		const over = new Set(host.state.packets.values().map((packet) => packet.journey));
		for (const journey of over) host.emit({ kind: 'packet.clear', journey });
		for (const { namespace, conntrack } of host.state.nets.values())
			if (conntrack.size) sweep(host, namespace);
	}

	/** Sends a packet from a stack and follows it to its end. */
	send(namespace: number, sent: Sent): Arrival {
		return new Flight(this, namespace, sent).run();
	}

	/** What was to be sent has nowhere to go: no route, so no source address either; it gets no further than its socket. */
	strand(namespace: number, header: Draft, bytes: number): void {
		const packet = this.begin(namespace, { ttl: TTL, ...header }, bytes);
		this.host.emit({ kind: 'packet.drop', packet, namespace, why: 'no-route' });
	}

	begin(namespace: number, header: Header, bytes: number, payload?: string): number {
		const id = this.host.state.next.packet;
		const station: Station = { namespace, at: 'socket' };
		const packet: Packet = {
			id,
			journey: this.id,
			header,
			station,
			bytes,
			...(payload !== undefined && { payload }),
		};
		this.host.emit({ kind: 'packet.send', packet, by: this.by });
		return id;
	}
}

/** One packet of a journey while it moves. */
class Flight {
	readonly #journey: Journey;
	readonly #host: Host;
	readonly #id: number;
	readonly #bytes: number;
	readonly #about: Header | undefined;
	readonly #start: number;
	#header: Header;
	#tracked: Tracked | undefined;
	/** How it ended between two ports of a bridge. */
	#stopped: Arrival | undefined;
	/** It leaves by lo and comes in again: its hooks have been asked on the way out. */
	#isAgain = false;

	constructor(journey: Journey, namespace: number, { header, bytes, payload, about }: Sent) {
		this.#journey = journey;
		this.#host = journey.host;
		this.#bytes = bytes;
		this.#about = about;
		this.#start = namespace;
		this.#header = { ttl: TTL, ...header };
		this.#id = journey.begin(namespace, this.#header, bytes, payload);
	}

	run(): Arrival {
		const namespace = this.#start;
		const decision = decisionFor(netOf(this.#host.state, namespace), this.#header.destination);
		if (decision.kind === 'unreachable') return this.#lose(namespace, 'no-route');
		const output = decision.device;
		this.#hop({ namespace, at: 'route', output }, routeWords(decision));
		const lost = this.#pass(namespace, 'OUTPUT', { output });
		return lost ?? this.#leave(namespace);
	}

	/** After OUTPUT: routed again, because DNAT may have changed where it goes (ip_route_me_harder). */
	#leave(namespace: number): Arrival {
		const decision = decisionFor(netOf(this.#host.state, namespace), this.#header.destination);
		if (decision.kind === 'unreachable') return this.#lose(namespace, 'no-route');
		const output = decision.device;
		const lost = this.#pass(namespace, 'POSTROUTING', { output });
		if (lost) return lost;
		if (decision.kind === 'local') return this.#loop(namespace);
		return this.#transmit(namespace, output, decision.kind === 'unicast' ? decision.nextHop : '');
	}

	#loop(namespace: number): Arrival {
		this.#hop({ namespace, at: 'link', link: LIVE, direction: 'out' }, 'local');
		this.#hop({ namespace, at: 'link', link: LIVE, direction: 'in' }, 'local');
		this.#isAgain = true;
		return this.#receive(namespace, LIVE);
	}

	#transmit(namespace: number, device: string, nextHop: string, forwardedFrom?: string): Arrival {
		const link = linkNamed(netOf(this.#host.state, namespace), device);
		if (!link?.isUp) return this.#lose(namespace, 'link-down');
		const port: Port = { namespace, link };
		const mac = resolved(this.#host, (header, at, to) => this.#arp(header, at, to), port, nextHop);
		if (mac === undefined) {
			const notice = forwardedFrom === undefined ? undefined : 'host-unreachable';
			return this.#lose(namespace, 'no-neighbour', notice, forwardedFrom);
		}
		this.#header = { ...this.#header, sourceMac: link.mac, destinationMac: mac };
		this.#host.emit({
			kind: 'packet.hop',
			packet: this.#id,
			station: { namespace, at: 'link', link: device, direction: 'out', output: device },
			why: `neighbour ${nextHop}`,
			header: this.#header,
		});
		const taker = carried(this.#host, this.#filteredFrame(link.mac, mac), port);
		if (!taker) return this.#stopped ?? this.#lose(namespace, 'link-down');
		this.#isAgain = false;
		this.#tracked = undefined;
		return this.#receive(taker.namespace, taker.link.name);
	}

	#receive(namespace: number, input: string): Arrival {
		const net = netOf(this.#host.state, namespace);
		const isForeign = input !== LIVE;
		if (isForeign && (isLoopback(this.#header.destination) || isLocal(net, this.#header.source)))
			return this.#lose(namespace, 'martian');
		const lost = this.#pass(namespace, 'PREROUTING', { input });
		if (lost) return lost;
		const decision = decisionFor(netOf(this.#host.state, namespace), this.#header.destination);
		if (decision.kind === 'local' || decision.kind === 'broadcast') return this.#deliver(namespace, input);
		const canForward = net.sysctls['net.ipv4.ip_forward'] === '1';
		if (!canForward) return this.#lose(namespace, 'no-forwarding');
		if (decision.kind === 'unreachable') return this.#lose(namespace, 'no-route', 'net-unreachable', input);
		return this.#forward(namespace, input, decision.device, decision.nextHop, routeWords(decision));
	}

	#forward(namespace: number, input: string, output: string, nextHop: string, why: string): Arrival {
		this.#hop({ namespace, at: 'route', input, output }, why);
		if (this.#header.ttl <= 1) return this.#lose(namespace, 'ttl', 'time-exceeded', input);
		this.#header = { ...this.#header, ttl: this.#header.ttl - 1 };
		const lost =
			this.#pass(namespace, 'FORWARD', { input, output }) ?? this.#pass(namespace, 'POSTROUTING', { output });
		return lost ?? this.#transmit(namespace, output, nextHop, input);
	}

	#deliver(namespace: number, input: string): Arrival {
		this.#hop({ namespace, at: 'route', input }, 'local');
		const lost = this.#pass(namespace, 'INPUT', { input });
		return lost ?? { kind: 'arrived', namespace, header: this.#header, packet: this.#id };
	}

	/** One hook: conntrack first where a packet enters, then the tables in their order. Gives the loss, if it ends here. */
	#pass(namespace: number, hook: Hook, devices: { input?: string; output?: string }): Arrival | undefined {
		const isEntry = hook === 'PREROUTING' || hook === 'OUTPUT';
		const net = netOf(this.#host.state, namespace);
		if (isEntry && !this.#isAgain && isTracking(net))
			this.#tracked = track(this.#host, namespace, this.#header, this.#about);
		const isWatched = tableNames.some((table) => net.netfilter[table][hook]?.rules.length);
		if (isWatched || this.#isFiltered(namespace, hook))
			this.#hop({ namespace, at: 'hook', hook, ...devices }, 'hook');
		for (const table of hook === 'INPUT' ? (['raw', 'mangle', 'filter', 'nat'] as const) : tableNames) {
			const lost =
				table === 'nat'
					? this.#translate(namespace, hook, devices)
					: this.#rule(namespace, table, hook, devices);
			if (lost) return lost;
		}
		return undefined;
	}
	#isFiltered(namespace: number, hook: Hook): boolean {
		const { nat, filter } = netOf(this.#host.state, namespace).netfilter;
		const changes = this.#tracked !== undefined && nat[hook] !== undefined;
		return changes || filter[hook]?.policy === 'DROP';
	}
	#passing(devices: { input?: string; output?: string }): Passing {
		const state = this.#tracked?.state ?? 'INVALID';
		return { packet: this.#id, header: this.#header, bytes: this.#bytes, state, ...devices };
	}
	#translate(
		namespace: number,
		hook: Hook,
		devices: { input?: string; output?: string },
	): Arrival | undefined {
		const passing = this.#passing(devices);
		const step = translated(this.#host, namespace, hook, passing, this.#tracked, this.#isAgain);
		if (step.isDropped) return this.#lose(namespace, 'rule', undefined, devices.input, hook);
		this.#header = step.header;
		return undefined;
	}
	#rule(
		namespace: number,
		table: 'raw' | 'mangle' | 'filter',
		hook: Hook,
		devices: { input?: string; output?: string },
	): Arrival | undefined {
		const decided = ruling(this.#host, namespace, table, hook, this.#passing(devices));
		if (decided?.verdict === 'POLICY DROP')
			return this.#lose(namespace, 'policy', undefined, undefined, hook);
		if (decided?.verdict === 'DROP')
			return this.#lose(namespace, 'rule', undefined, undefined, hook, decided.rule?.id);
		if (decided?.verdict === 'REJECT') {
			const notice = rejections[decided.rule?.to ?? ''] ?? 'port-unreachable';
			return this.#lose(namespace, 'rule', notice, devices.input ?? LIVE, hook, decided.rule?.id);
		}
		return undefined;
	}

	/** The packet ends here; whoever routes it tells the sender by ICMP, if it may. */
	#lose(
		namespace: number,
		why: LossReason,
		error?: IcmpError,
		input?: string,
		hook?: Hook,
		rule?: number,
	): Arrival {
		this.#host.emit({
			kind: 'packet.drop',
			packet: this.#id,
			namespace,
			why,
			...(hook && { hook }),
			...(rule !== undefined && { rule }),
		});
		const notice = error && this.#tell(namespace, error, input);
		if (this.#tracked?.isFirst && !confirmed.has(why))
			forget(this.#host, namespace, this.#tracked.flow, 'dropped');
		const isLocal = namespace === this.#start;
		return { kind: 'lost', why, namespace, isLocal, ...(notice && { notice }) };
	}

	#tell(namespace: number, flags: IcmpError, input: string | undefined): Notice | undefined {
		const about = this.#header;
		if (about.protocol === 'icmp' && !about.flags.startsWith('echo')) return undefined;
		const net = netOf(this.#host.state, namespace);
		const link = linkNamed(net, input ?? '');
		const source = link?.addresses.find((each) => each.family === 4)?.address ?? sourceFor(net, about.source);
		if (source === undefined) return undefined;
		const isReset = flags === 'tcp-reset';
		const header = isReset ? resetOf(about) : errorHeader(source, about.source, flags);
		const arrival = this.#journey.send(namespace, { header, bytes: isReset ? 40 : 88, about });
		if (arrival.kind !== 'arrived' || arrival.namespace !== this.#start) return undefined;
		this.#host.emit({
			kind: 'packet.deliver',
			packet: arrival.packet,
			namespace: arrival.namespace,
			what: 'kernel',
		});
		return { flags, from: arrival.header.source };
	}

	/** A frame with an IPv4 packet, which bridges show to iptables (br_netfilter: br_nf_pre_routing, br_nf_forward_ip). */
	#filteredFrame(sourceMac: string, destinationMac: string): Frame {
		const mayCross = (namespace: number, bridge: string): boolean => {
			this.#tracked = undefined;
			const ports = { input: bridge, output: bridge };
			this.#stopped =
				this.#pass(namespace, 'PREROUTING', { input: bridge }) ??
				this.#pass(namespace, 'FORWARD', ports) ??
				this.#pass(namespace, 'POSTROUTING', { output: bridge });
			return this.#stopped === undefined;
		};
		return { ...this.#frame(this.#id, sourceMac, destinationMac), mayCross };
	}
	#arp(header: Header, namespace: number, destinationMac: string): Frame {
		const id = this.#journey.begin(namespace, header, 42);
		return this.#frame(id, header.sourceMac ?? '', destinationMac);
	}
	#frame(id: number, sourceMac: string, destinationMac: string): Frame {
		return {
			sourceMac,
			destinationMac,
			hop: (station, why) => this.#host.emit({ kind: 'packet.hop', packet: id, station, why }),
		};
	}
	/** The header goes with it where it has changed on the way: TTL, link-layer addresses. */
	#hop(station: Station, why: string): void {
		const header = this.#header;
		const isChanged = header !== this.#host.state.packets.get(this.#id)?.header;
		const packet = this.#id;
		this.#host.emit({ kind: 'packet.hop', packet, station, why, ...(isChanged && { header }) });
	}
}

/** Lost behind POSTROUTING: the connection's entry has been confirmed and stays. */
const confirmed: ReadonlySet<LossReason> = new Set(['no-neighbour', 'link-down']);

const routeWords = (decision: ReturnType<typeof decisionFor>): string => {
	if (decision.kind === 'unicast') return `route ${decision.route.to} dev ${decision.device}`;
	return decision.kind;
};
