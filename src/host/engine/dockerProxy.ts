/**
 * docker-proxy carries connections in user space for what DNAT does not reach: loopback, and containers themselves
 * (moby: cmd/docker-proxy).
 */
import type { Host } from '../host.ts';
import { exchange, type Outcome } from '../kernel/connecting.ts';
import { listen, type Served, type Server } from '../kernel/sockets.ts';
import type { PublishedPort } from './container.ts';

export const PROXY = '/usr/sbin/docker-proxy';
const BACKLOG = 4096;

export const proxyArguments = (address: string, port: PublishedPort): string[] => [
	PROXY,
	...['-proto', port.protocol],
	...['-host-ip', port.hostIp],
	...['-host-port', String(port.hostPort)],
	...['-container-ip', address],
	...['-container-port', String(port.containerPort)],
];

/** What its client gets: the container's answer, or a reset where there is none to be had. */
const served = (outcome: Outcome): Served => {
	if (outcome.kind === 'reply') return outcome.reply;
	if (outcome.kind === 'waiting') return { pid: outcome.pid, resume: () => served(outcome.resume()) };
	return { end: outcome.kind === 'lost' ? 'silent' : 'reset' };
};

/** Binds and listens. Throws EADDRINUSE. */
export function serveProxy(host: Host, pid: number, address: string, published: PublishedPort): void {
	const { protocol, hostIp, hostPort, containerPort } = published;
	const server: Server = (request, _peer, journey) =>
		served(exchange(host, pid, { address, port: containerPort, protocol, request, journey }));
	const isV6Only = hostIp.includes(':');
	listen(
		host,
		pid,
		{ protocol, port: hostPort, address: hostIp, backlog: BACKLOG, fd: 4, ...(isV6Only && { isV6Only }) },
		server,
	);
}
