/** Sockets that wait for somebody, and who answers behind them (socket(7), ip(7), bind(2), listen(2)). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import type { Journey } from './journey.ts';
import { netOf } from './links.ts';
import { portKey, type Net, type Socket } from './net.ts';
import { isLocal } from './routing.ts';

export interface Peer {
	readonly address: string;
	readonly port: number;
}
/** A text answers; otherwise it never does, resets the connection, or can go on when a frozen task (`pid`) has thawed. */
export type Served =
	string | { readonly end: 'silent' | 'reset' } | { readonly pid: number; readonly resume: () => Served };
/** What a program does with a request. It runs at once; packets it causes belong to `journey`. */
export type Server = (request: string, peer: Peer, journey: Journey) => Served;

export interface Listening {
	readonly protocol: 'tcp' | 'udp';
	readonly port: number;
	readonly address?: string;
	readonly backlog?: number;
	readonly fd?: number;
	readonly isV6Only?: boolean;
	/** Another network namespace than the task's own, for a daemon that has a thread there. */
	readonly namespace?: number;
}

const socketsOn = (net: Net, protocol: 'tcp' | 'udp', port: number): Socket[] =>
	(net.ports.get(portKey({ protocol, port })) ?? []).map((id) => net.sockets.get(id)!);

const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::';
const isDual = (socket: Pick<Socket, 'family' | 'isV6Only'>): boolean =>
	socket.family === 6 && socket.isV6Only !== true;
type Bound = Pick<Socket, 'family' | 'isV6Only' | 'address'>;
const isClashing = (a: Bound, b: Bound): boolean => {
	if (a.family !== b.family) return isDual(a) || isDual(b);
	return isAny(a.address) || isAny(b.address) || a.address === b.address;
};

const LOWEST_FREE_PORT = 1024;
const checkPort = (state: HostState, pid: number, net: Net, port: number): void => {
	const first = Number(net.sysctls['net.ipv4.ip_unprivileged_port_start'] ?? LOWEST_FREE_PORT);
	const isAllowed = port >= first || state.tasks.get(pid)?.capabilities.includes('NET_BIND_SERVICE');
	if (!isAllowed) throw new Errno('EACCES');
};

/** bind(2) and listen(2). Throws EADDRINUSE, EADDRNOTAVAIL, EACCES. */
export function listen(host: Host, pid: number, wished: Listening, server: Server): Socket {
	const { protocol, port, address = '0.0.0.0', backlog = 128, fd = 3, isV6Only } = wished;
	const namespace = wished.namespace ?? host.state.tasks.get(pid)!.namespaces.net;
	const net = netOf(host.state, namespace);
	const family = address.includes(':') ? 6 : 4;
	checkPort(host.state, pid, net, port);
	if (!isAny(address) && family === 4 && !isLocal(net, address)) throw new Errno('EADDRNOTAVAIL');
	const bound = { family, address, ...(isV6Only && { isV6Only }) } as const;
	if (socketsOn(net, protocol, port).some((each) => isClashing(each, bound))) throw new Errno('EADDRINUSE');
	const state = protocol === 'tcp' ? 'LISTEN' : 'UNCONN';
	const socket: Socket = {
		id: host.state.next.socket,
		protocol,
		family,
		address,
		port,
		pid,
		state,
		backlog: protocol === 'tcp' ? backlog : 0,
		fd,
		...(isV6Only && { isV6Only }),
	};
	host.emit({ kind: 'socket.listen', namespace, socket });
	host.servers.set(socket.id, server);
	return socket;
}

export function closeSocket(host: Host, namespace: number, id: number): void {
	host.servers.delete(id);
	if (host.state.nets.get(namespace)?.sockets.has(id)) host.emit({ kind: 'socket.close', namespace, id });
}

/** The socket that gets what comes for an address and port: bound to it rather than to any. */
export const socketFor = (
	state: HostState,
	namespace: number,
	protocol: 'tcp' | 'udp',
	address: string,
	port: number,
): Socket | undefined => {
	const all = socketsOn(netOf(state, namespace), protocol, port);
	return (
		all.find((socket) => socket.address === address) ??
		all.find((socket) => socket.address === '0.0.0.0') ??
		all.find((socket) => socket.address === '::' && isDual(socket))
	);
};

/** A client's port: the next of the ephemeral range (ip_local_port_range) that nobody listens on. */
export function bindClient(host: Host, namespace: number, protocol: 'tcp' | 'udp'): number {
	for (;;) {
		const net = netOf(host.state, namespace);
		const port = net.nextPort;
		host.emit({ kind: 'socket.bindClient', namespace, port });
		if (!socketsOn(net, protocol, port).length) return port;
	}
}
