/**
 * What a client does with the network, as packets: a TCP connection from handshake to close, a UDP question, an echo
 * (tcp(7), udp(7), icmp(7)).
 */
import type { Host } from '../host.ts';
import type { Process, Running } from '../process.ts';
import { isFrozen } from './control.ts';
import { Errno, type ErrnoName } from './errno.ts';
import { answerTo, errorHeader, resetOf } from './answering.ts';
import { Journey, type Arrival, type Notice } from './journey.ts';
import { netOf } from './links.ts';
import type { Socket } from './net.ts';
import type { Header } from './packet.ts';
import { sourceFor, UNBOUND } from './routing.ts';
import { bindClient, socketFor, type Peer, type Served } from './sockets.ts';

export interface Wish {
	readonly address: string;
	readonly port: number;
	readonly protocol?: 'tcp' | 'udp';
	readonly request: string;
	/** Bound before connecting. */
	readonly source?: string;
	/** Bound before connecting; without it the next of the local ports. */
	readonly sourcePort?: number;
	/** Packets of the exchange that this one is a part of. */
	readonly journey?: Journey;
	/** Another network namespace than the task's own. */
	readonly namespace?: number;
}
export interface Reply {
	readonly reply: string;
	readonly local: Peer;
	readonly remote: Peer;
}
/** 'lost': nothing comes back, and the client waits; 'late': the kernel gives up after some seconds by itself. */
export type Outcome =
	| ({ readonly kind: 'reply' } & Reply)
	| { readonly kind: 'failed'; readonly errno: ErrnoName; readonly seconds: number }
	| { readonly kind: 'lost' }
	/** Connected, and the server's task is frozen or doesn't answer. */
	| { readonly kind: 'waiting'; readonly pid: number; readonly resume: () => Outcome };

const SYN = 60;
const ACK = 52;
/** Three ARP requests, a second apart (arp(7), ucast/mcast_solicit). */
export const ARP_SECONDS = 3;
/** tcp_syn_retries 6: 1 + 2 + 4 + 8 + 16 + 32 + 64 seconds. */
const SYN_SECONDS = 127;

const noticeErrno: Readonly<Record<Notice['flags'], ErrnoName>> = {
	'net-unreachable': 'ENETUNREACH',
	'host-unreachable': 'EHOSTUNREACH',
	'port-unreachable': 'ECONNREFUSED',
	'admin-prohibited': 'EHOSTUNREACH',
	'time-exceeded': 'EHOSTUNREACH',
	'tcp-reset': 'ECONNREFUSED',
};
const failure = (arrival: Arrival & { kind: 'lost' }): Outcome => {
	if (arrival.notice) {
		const seconds = arrival.notice.flags === 'host-unreachable' ? ARP_SECONDS : 0;
		return { kind: 'failed', errno: noticeErrno[arrival.notice.flags], seconds };
	}
	if (!arrival.isLocal) return { kind: 'lost' };
	if (arrival.why === 'no-route') return { kind: 'failed', errno: 'ENETUNREACH', seconds: 0 };
	if (arrival.why === 'no-neighbour') return { kind: 'failed', errno: 'EHOSTUNREACH', seconds: ARP_SECONDS };
	return { kind: 'lost' };
};

/** Both ends of an exchange, and the packets between them. */
class Line {
	readonly host: Host;
	readonly journey: Journey;
	readonly namespace: number;
	readonly protocol: 'tcp' | 'udp';
	readonly local: Peer;
	readonly remote: Peer;
	/** Where the first packet has come to: the server's stack, and the header as it sees it. */
	far: { readonly namespace: number; readonly header: Header } | undefined;

	constructor(host: Host, pid: number, wish: Wish, namespace: number, source: string) {
		this.host = host;
		this.namespace = namespace;
		this.protocol = wish.protocol ?? 'tcp';
		this.journey = wish.journey ?? new Journey(host, pid);
		this.local = { address: source, port: wish.sourcePort ?? bindClient(host, namespace, this.protocol) };
		this.remote = { address: wish.address, port: wish.port };
	}
	/** Client to server. */
	there(flags: string, bytes: number, payload?: string): Arrival {
		const { local, remote, protocol } = this;
		const header = {
			protocol,
			source: local.address,
			destination: remote.address,
			sourcePort: local.port,
			destinationPort: remote.port,
			flags,
		};
		return this.journey.send(this.namespace, { header, bytes, ...shown(payload) });
	}
	/** Server to client: true when it gets there as the answer to what was asked. */
	back(flags: string, bytes: number, payload?: string): boolean {
		const { namespace, header } = this.far!;
		const arrival = this.journey.send(namespace, {
			header: answerTo(header, flags),
			bytes,
			...shown(payload),
		});
		if (arrival.kind === 'lost') return false;
		const isOurs =
			arrival.namespace === this.namespace &&
			arrival.header.destinationPort === this.local.port &&
			arrival.header.source === this.remote.address &&
			arrival.header.sourcePort === this.remote.port;
		this.told(arrival, isOurs ? 'socket' : 'refused');
		if (!isOurs && !flags.includes('RST')) this.#turnedAway(arrival);
		return isOurs;
	}
	/** What belongs to no connection of the stack it came to is answered by RST, or by an ICMP error (tcp(7), udp(7)). */
	#turnedAway({ namespace, header }: Arrival & { kind: 'arrived' }): void {
		const isTcp = this.protocol === 'tcp';
		const answer = isTcp
			? resetOf(header)
			: errorHeader(header.destination, header.source, 'port-unreachable');
		const about = isTcp ? {} : { about: header };
		const sent = this.journey.send(namespace, { header: answer, bytes: isTcp ? 40 : 88, ...about });
		if (sent.kind === 'arrived') this.told(sent, 'kernel');
	}
	told(arrival: Arrival & { kind: 'arrived' }, what: 'socket' | 'refused' | 'kernel', socket?: number): void {
		const { packet, namespace } = arrival;
		this.host.emit({
			kind: 'packet.deliver',
			packet,
			namespace,
			what,
			...(socket !== undefined && { socket }),
		});
	}
	get peer(): Peer {
		const { source, sourcePort = 0 } = this.far!.header;
		return { address: source, port: sourcePort };
	}
	replied(reply: string): Outcome {
		return { kind: 'reply', reply, local: this.local, remote: this.remote };
	}
}
const SHOWN = 60;
const shown = (payload: string | undefined): { payload?: string } =>
	payload === undefined ? {} : { payload: (payload.split('\n')[0] ?? '').trimEnd().slice(0, SHOWN) };

/** Nobody listens: RST for TCP, an ICMP error for UDP, both sent back the way a packet goes. */
const refused = (line: Line, arrival: Arrival & { kind: 'arrived' }): Outcome => {
	line.told(arrival, 'refused');
	const { namespace, header } = arrival;
	line.far = { namespace, header };
	const failed: Outcome = { kind: 'failed', errno: 'ECONNREFUSED', seconds: 0 };
	if (line.protocol === 'tcp') return line.back('RST,ACK', 40) ? failed : { kind: 'lost' };
	const error = errorHeader(header.destination, header.source, 'port-unreachable');
	const back = line.journey.send(namespace, { header: error, bytes: 88, about: header });
	return back.kind === 'arrived' && back.namespace === line.namespace ? failed : { kind: 'lost' };
};

const answered = (line: Line, served: Served): Outcome => {
	if (typeof served === 'string') return finished(line, served);
	if ('resume' in served)
		return { kind: 'waiting', pid: served.pid, resume: () => answered(line, served.resume()) };
	if (served.end === 'silent') return { kind: 'lost' };
	line.back('RST,ACK', 40);
	return { kind: 'failed', errno: 'ECONNRESET', seconds: 0 };
};
const finished = (line: Line, reply: string): Outcome => {
	if (line.protocol === 'udp')
		return line.back('', 28 + reply.length, reply) ? line.replied(reply) : { kind: 'lost' };
	if (reply && !line.back('PSH,ACK', ACK + reply.length, reply)) return { kind: 'lost' };
	line.back('FIN,ACK', ACK);
	line.there('FIN,ACK', ACK);
	line.back('ACK', ACK);
	return line.replied(reply);
};

const serve = (line: Line, socket: Socket, request: string): Outcome => {
	const server = line.host.servers.get(socket.id);
	if (!server) return { kind: 'lost' };
	const ask = (): Outcome => answered(line, server(request, line.peer, line.journey));
	if (isFrozen(line.host.state, socket.pid)) return { kind: 'waiting', pid: socket.pid, resume: ask };
	return ask();
};

const talk = (line: Line, request: string): Outcome => {
	const isTcp = line.protocol === 'tcp';
	const first = isTcp ? line.there('SYN', SYN) : line.there('', 28 + request.length, request);
	if (first.kind === 'lost') return failure(first);
	const { namespace, header } = first;
	const socket = socketFor(
		line.host.state,
		namespace,
		line.protocol,
		header.destination,
		header.destinationPort!,
	);
	if (!socket) return refused(line, first);
	line.told(first, 'socket', socket.id);
	line.far = { namespace, header };
	if (!isTcp) return serve(line, socket, request);
	if (!line.back('SYN,ACK', SYN)) return { kind: 'lost' };
	line.there('ACK', ACK);
	if (request) {
		const asked = line.there('PSH,ACK', ACK + request.length, request);
		if (asked.kind === 'lost') return { kind: 'lost' };
		line.told(asked, 'socket', socket.id);
	}
	return serve(line, socket, request);
};

/** No route, no source address: the socket's own kernel refuses before anything is sent (ip(7), ENETUNREACH). */
const stranded = (host: Host, pid: number, wish: Wish, namespace: number): Outcome => {
	const { protocol = 'tcp', address, port, journey = new Journey(host, pid) } = wish;
	const flags = protocol === 'tcp' ? 'SYN' : '';
	const header = { protocol, source: UNBOUND, destination: address, destinationPort: port, flags };
	journey.strand(namespace, header, SYN);
	return { kind: 'failed', errno: 'ENETUNREACH', seconds: 0 };
};

/** An exchange as far as it comes at this moment; never waits. */
export function exchange(host: Host, pid: number, wish: Wish): Outcome {
	const namespace = wish.namespace ?? host.state.tasks.get(pid)!.namespaces.net;
	const source = wish.source ?? sourceFor(netOf(host.state, namespace), wish.address);
	if (source === undefined) return stranded(host, pid, wish, namespace);
	return talk(new Line(host, pid, wish, namespace, source), wish.request);
}

/** An exchange by a program: waits for what is slow, `seconds` at most. Throws Errno. */
export function* request(process: Process, wish: Wish & { readonly seconds?: number }): Running<Reply> {
	const { host } = process;
	const limit = wish.seconds ?? Infinity;
	const until = host.state.clock.now + limit;
	const left = () => Math.max(0, until - host.state.clock.now);
	let outcome = exchange(host, process.pid, wish);
	while (outcome.kind === 'waiting') {
		const wake = yield { keys: [`thaw:${outcome.pid}`, `gone:${outcome.pid}`], ...limited(left()) };
		if (wake === 'timeout') throw new Errno('ETIMEDOUT');
		if (wake.startsWith('gone')) throw new Errno('ECONNRESET');
		outcome = isFrozen(host.state, outcome.pid) ? outcome : outcome.resume();
	}
	if (outcome.kind === 'reply') return outcome;
	const wait = outcome.kind === 'failed' ? outcome.seconds : SYN_SECONDS;
	if (wait) yield { keys: [], seconds: Math.min(wait, left()) };
	throw new Errno(outcome.kind === 'failed' && wait <= limit ? outcome.errno : 'ETIMEDOUT');
}
const limited = (seconds: number): { seconds?: number } => (seconds === Infinity ? {} : { seconds });
