/**
 * Publishing: a host port, three rules and a docker-proxy for each binding (moby: libnetwork/portallocator,
 * libnetwork/portmapper, libnetwork/drivers/bridge/port_mapping.go).
 */
import type { Host } from '../host.ts';
import { clone, kill } from '../kernel/life.ts';
import { isErrno } from '../kernel/errno.ts';
import { isUnspecified } from '../kernel/ipv4.ts';
import type { RuleSpec } from '../kernel/rules.ts';
import { program, DOCKER } from './bridgeRules.ts';
import type { Container, PortBinding, PublishedPort } from './container.ts';
import { serveProxy, proxyArguments, PROXY } from './dockerProxy.ts';
import { EngineError } from './error.ts';
import { daemonPid } from './volumes.ts';

interface Wanted {
	readonly protocol: 'tcp' | 'udp';
	readonly containerPort: number;
	readonly hostIp: string;
	/** First and last host port that will do; 0 and 0: any. */
	readonly from: number;
	readonly to: number;
}
/** '80/tcp' */
export const portOf = (exposed: string): { port: number; protocol: 'tcp' | 'udp' } => {
	const [port = '', protocol = 'tcp'] = exposed.split('/');
	return { port: Number(port), protocol: protocol === 'udp' ? 'udp' : 'tcp' };
};
const wantedBy = (exposed: string, { hostIp, hostPort }: PortBinding): Wanted => {
	const { port, protocol } = portOf(exposed);
	const [from = '', to = from] = hostPort.split('-');
	return { protocol, containerPort: port, hostIp, from: Number(from), to: Number(to) };
};
/** Larger host ports first, then larger container ports (go-connections: nat.SortPortMap). */
const bySize = (a: Wanted, b: Wanted): number =>
	b.from - a.from || b.containerPort - a.containerPort || (a.protocol < b.protocol ? -1 : 1);

/** What a container wants published, in the order in which ports are handed out. */
export const wantedPorts = ({ config, hostConfig }: Container): Wanted[] => {
	const bound = Object.entries(hostConfig.portBindings).flatMap(([exposed, bindings]) =>
		bindings.map((binding) => wantedBy(exposed, binding)),
	);
	const others = config.exposedPorts.filter((exposed) => !hostConfig.portBindings[exposed]?.length);
	const all = hostConfig.publishAllPorts ? others : [];
	return [...bound, ...all.map((exposed) => wantedBy(exposed, { hostIp: '', hostPort: '' }))].sort(bySize);
};

/** /proc/sys/net/ipv4/ip_local_port_range */
const [FIRST, LAST] = [32768, 60999];
const portKey = (protocol: string, address: string, port: number): string => `${protocol}:${address}:${port}`;

/** A host port nobody has: the one asked for, or the next of a range behind the last one handed out. */
function allocate(host: Host, id: string, address: string, { protocol, from, to }: Wanted): number {
	const { ports, lastPorts } = host.state.engine;
	if (from && from === to) {
		const key = portKey(protocol, address, from);
		if (ports.has(key))
			throw new EngineError('system', `Bind for ${shown(address)}:${from} failed: port is already allocated`);
		host.emit({ kind: 'port.allocate', key, id, port: from });
		return from;
	}
	const [first, last] = from ? [from, to] : [FIRST, LAST];
	const range = `${protocol}:${address}:${first}-${last}`;
	const size = last - first + 1;
	const start = lastPorts[range] === undefined ? 0 : lastPorts[range] - first + 1;
	for (let i = 0; i < size; i++) {
		const port = first + ((start + i) % size);
		const key = portKey(protocol, address, port);
		if (ports.has(key)) continue;
		host.emit({ kind: 'port.allocate', key, id, range, port });
		return port;
	}
	throw new EngineError('system', 'all ports are allocated');
}
const shown = (address: string): string => (address.includes(':') ? `[${address}]` : address);
const is = <T>(value: T) => ({ value });
const not = <T>(value: T) => ({ value, not: true });

interface Mapping {
	readonly bridge: string;
	readonly address: string;
	readonly port: PublishedPort;
}
/** DNAT, ACCEPT and the hairpin (libnetwork/iptables, ChainInfo.Forward). */
const rulesOf = ({ bridge, address, port }: Mapping): (readonly ['nat' | 'filter', string, RuleSpec])[] => {
	const { protocol, hostIp, hostPort, containerPort } = port;
	const destinationPort = is(String(containerPort));
	const translate: RuleSpec = {
		...(!isUnspecified(hostIp) && { destination: is(`${hostIp}/32`) }),
		input: not(bridge),
		protocol: is(protocol),
		destinationPort: is(String(hostPort)),
		target: 'DNAT',
		to: `${address}:${containerPort}`,
	};
	const own = is(`${address}/32`);
	const common = { protocol: is(protocol), destinationPort } as const;
	return [
		['nat', DOCKER, translate],
		[
			'filter',
			DOCKER,
			{ destination: own, input: not(bridge), output: is(bridge), ...common, target: 'ACCEPT' },
		],
		['nat', 'POSTROUTING', { source: own, destination: own, ...common, target: 'MASQUERADE' }],
	];
};
/** IPv6 on the host side has no rules of its own: only the proxy listens. */
const setRules = (host: Host, action: 'append' | 'delete', mapping: Mapping): void => {
	if (mapping.port.hostIp.includes(':')) return;
	for (const [table, chain, rule] of rulesOf(mapping)) program(host, action, table, chain, rule);
};

/** docker-proxy binds before it says it is up, so a port that another program has is found here. */
function startProxy(host: Host, { address, port }: Mapping): number {
	const argv = proxyArguments(address, port);
	const daemon = daemonPid(host);
	const { pid } = clone(host, daemon, {
		comm: 'docker-proxy',
		argv,
		streams: new Map(),
		set: { exe: PROXY, threads: 6 },
	});
	try {
		serveProxy(host, pid, address, port);
		return pid;
	} catch (error) {
		kill(host, daemon, pid, 'INT');
		if (!isErrno(error, 'EADDRINUSE') && !isErrno(error, 'EADDRNOTAVAIL')) throw error;
		const family = port.hostIp.includes(':') ? 6 : 4;
		const where = `${shown(port.hostIp)}:${port.hostPort}`;
		const reason = error.message[0]!.toLowerCase() + error.message.slice(1);
		throw new EngineError(
			'system',
			`Error starting userland proxy: listen ${port.protocol}${family} ${where}: bind: ${reason}`,
		);
	}
}

function mapped(
	host: Host,
	id: string,
	bridge: string,
	address: string,
	wanted: Wanted,
	hostIp: string,
): PublishedPort {
	const hostPort = allocate(host, id, hostIp, wanted);
	const { protocol, containerPort } = wanted;
	const port: PublishedPort = { protocol, containerPort, hostIp, hostPort };
	const mapping = { bridge, address, port };
	setRules(host, 'append', mapping);
	try {
		return { ...port, proxy: startProxy(host, mapping) };
	} catch (error) {
		unmap(host, mapping);
		throw error;
	}
}
function unmap(host: Host, mapping: Mapping): void {
	const { proxy, protocol, hostIp, hostPort } = mapping.port;
	if (proxy !== undefined && host.state.tasks.has(proxy)) kill(host, daemonPid(host), proxy, 'INT');
	setRules(host, 'delete', mapping);
	host.emit({ kind: 'port.release', key: portKey(protocol, hostIp, hostPort) });
}

const MOST_TRIES = 10;
/** A port of a range that another program has makes the engine try the next; one asked for by number does not. */
function tried(
	host: Host,
	id: string,
	bridge: string,
	address: string,
	wanted: Wanted,
	hostIp: string,
): PublishedPort {
	for (let tries = 1; ; tries++)
		try {
			return mapped(host, id, bridge, address, wanted, hostIp);
		} catch (error) {
			const isFixed = wanted.from !== 0 && wanted.from === wanted.to;
			const isTaken = error instanceof EngineError && error.message.includes('userland proxy');
			if (isFixed || !isTaken || tries === MOST_TRIES) throw error;
		}
}

/** Publishes everything a container wants on one of its addresses, or nothing. */
export function publish(host: Host, container: Container, bridge: string, address: string): PublishedPort[] {
	const done: PublishedPort[] = [];
	try {
		for (const wanted of wantedPorts(container))
			for (const hostIp of wanted.hostIp ? [wanted.hostIp] : ['0.0.0.0', '::'])
				done.push(tried(host, container.id, bridge, address, wanted, hostIp));
		return done;
	} catch (error) {
		unpublish(host, bridge, address, done);
		throw error;
	}
}
export function unpublish(
	host: Host,
	bridge: string,
	address: string,
	ports: readonly PublishedPort[],
): void {
	for (const port of ports) unmap(host, { bridge, address, port });
}
