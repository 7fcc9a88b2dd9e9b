/** A host for tests of the network: both machines and dockerd's networks, without disks. */
import { bootState, daemonPid, inodesOf, nameServerPid, shells } from './boot.ts';
import { bootNets } from './bootNets.ts';
import { startNetworking } from './engine/bridge.ts';
import type { Container, PortBinding } from './engine/container.ts';
import { connectEndpoints, moveEndpointsIn } from './engine/endpoint.ts';
import { wishedEndpoints, type NetworkWishes } from './engine/endpointWish.ts';
import { digestHex } from './draw.ts';
import { Host } from './host.ts';
import { clone } from './kernel/life.ts';
import { serveNames } from './kernel/nameServer.ts';
import { listen } from './kernel/sockets.ts';
import { profiles, type ProfileName } from './profile.ts';
import { Table } from './table.ts';

export const nets = { host: inodesOf('host').net, outside: inodesOf('outside').net };
export { daemonPid, shells };

export function bareHost(profile: ProfileName = 'docker26-cgroup2'): Host {
	const place = { root: { mount: 1, node: 1 }, cwd: { mount: 1, node: 1 } };
	const state = bootState(profile, {
		roots: { host: place, outside: place },
		mounts: Table.empty(),
		filesystems: Table.empty(),
		nets: Table.of(bootNets(profiles[profile], nets).map((net) => [net.namespace, net] as const)),
		next: { mount: 2, device: 2 },
	});
	const host = new Host(state, () => undefined);
	serveNames(host, nameServerPid);
	startNetworking(host);
	return host;
}

export interface Wanted extends Partial<NetworkWishes> {
	readonly ports?: Readonly<Record<string, readonly PortBinding[]>>;
	readonly exposed?: readonly string[];
	readonly publishAll?: boolean;
}

/** A container's record with what the network asks of it. */
export function record(host: Host, name: string, wanted: Wanted = {}): Container {
	const { networkMode = 'default', ports = {}, exposed = [], publishAll = false } = wanted;
	const id = digestHex(name);
	const container = {
		...{ id, name, image: '', log: [], execIds: [], mounts: [], slot: host.state.engine.containers.size },
		config: {
			hostname: id.slice(0, 12),
			domainname: '',
			exposedPorts: [...Object.keys(ports), ...exposed],
			env: [],
		},
		hostConfig: {
			...{ networkMode, portBindings: ports, publishAllPorts: publishAll },
			...{ links: [], extraHosts: [], dns: [], dnsSearch: [], dnsOptions: [] },
		},
		state: {
			status: 'created',
			pid: 0,
			exitCode: 0,
			error: '',
			oomKilled: false,
			startedAt: 0,
			finishedAt: 0,
		},
		endpoints: wishedEndpoints(host.state, { ...wanted, networkMode }),
	};
	host.emit({ kind: 'container.create', container: container as unknown as Container });
	return host.state.engine.containers.get(id)!;
}

export interface Running {
	readonly id: string;
	readonly pid: number;
	readonly net: number;
	readonly address: string;
}

/** Starts it as far as the network goes: endpoints, a task with a namespace of its own, ends moved in. */
export function started(host: Host, name: string, wanted: Wanted = {}): Running {
	const { id } = record(host, name, wanted);
	connectEndpoints(host, id);
	const { pid } = clone(host, daemonPid, { newNamespaces: ['net'], comm: name, streams: new Map() });
	const net = host.state.tasks.get(pid)!.namespaces.net;
	moveEndpointsIn(host, id, net);
	const { state, endpoints } = host.state.engine.containers.get(id)!;
	host.emit({
		kind: 'container.change',
		id,
		why: 'running',
		set: { state: { ...state, status: 'running', pid } },
	});
	return { id, pid, net, address: Object.values(endpoints)[0]!.address };
}
/** Lets a task answer every request with the address it comes from. */
export const echoing = (host: Host, pid: number, port: number): void =>
	void listen(host, pid, { protocol: 'tcp', port }, (_request, peer) => `from ${peer.address}`);
