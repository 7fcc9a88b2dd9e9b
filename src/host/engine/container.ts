/** Container is dockerd's record of one container: config.v2.json and hostconfig.json (moby: container/container.go). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';

export type ContainerStatus =
	'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

export interface Container {
	readonly id: string;
	/** Without the leading slash. */
	readonly name: string;
	/** Seconds since the epoch. */
	readonly created: number;
	/** As the user wrote it: `busybox`, `nginx:latest`. */
	readonly imageName: string;
	/** Image id, 64 hex. */
	readonly image: string;
	readonly path: string;
	readonly args: readonly string[];
	readonly config: ContainerConfig;
	readonly hostConfig: HostConfig;
	readonly state: ContainerState;
	/** overlay2 directory ids: the writable layer's; `-init` is its lower neighbour. */
	readonly layer: string;
	/** The merged overlay, while mounted: device number of the overlay file system. */
	readonly overlay?: number;
	/** By network name. */
	readonly endpoints: Readonly<Record<string, Endpoint>>;
	readonly sandbox?: Sandbox;
	readonly mounts: readonly MountPoint[];
	readonly restartCount: number;
	/** `docker stop` or `kill` asked for it: a restart policy stays quiet (HasBeenManuallyStopped). */
	readonly isStoppedByHand: boolean;
	readonly log: readonly LogLine[];
	/** Which of the palette's hues is its own: the lowest free when it was made. */
	readonly slot: number;
	readonly execIds: readonly string[];
	readonly autoRemove: boolean;
}

export interface ContainerState {
	readonly status: ContainerStatus;
	readonly pid: number;
	readonly exitCode: number;
	readonly error: string;
	readonly oomKilled: boolean;
	/** Seconds since the epoch; 0 is Go's zero time, 0001-01-01T00:00:00Z. */
	readonly startedAt: number;
	readonly finishedAt: number;
	readonly health?: 'starting' | 'healthy' | 'unhealthy';
	/** Failed checks in a row, and the last checks. */
	readonly healthStreak?: number;
	readonly healthLog?: readonly HealthCheck[];
}

export interface ContainerConfig {
	readonly hostname: string;
	readonly domainname: string;
	readonly user: string;
	readonly attachStdin: boolean;
	readonly attachStdout: boolean;
	readonly attachStderr: boolean;
	readonly tty: boolean;
	readonly openStdin: boolean;
	readonly stdinOnce: boolean;
	readonly env: readonly string[];
	readonly cmd: readonly string[] | null;
	readonly entrypoint: readonly string[] | null;
	readonly image: string;
	readonly workingDir: string;
	readonly labels: Readonly<Record<string, string>>;
	/** '80/tcp' … */
	readonly exposedPorts: readonly string[];
	readonly volumes: readonly string[];
	readonly stopSignal?: string;
	readonly stopTimeout?: number;
	readonly macAddress?: string;
	readonly onBuild?: readonly string[];
	readonly healthcheck?: {
		readonly test: readonly string[];
		/** Seconds; 0 is the engine's own choice, as it is for `retries`. */
		readonly interval: number;
		readonly timeout: number;
		readonly startPeriod: number;
		readonly retries: number;
	};
}

export interface HealthCheck {
	readonly start: number;
	readonly end: number;
	readonly exitCode: number;
	readonly output: string;
}

export interface PortBinding {
	readonly hostIp: string;
	/** '' asks for any. */
	readonly hostPort: string;
}

/** How much a device may read or write in a second: bytes, or requests. */
export interface DeviceRate {
	readonly kind: 'ReadBps' | 'WriteBps' | 'ReadIOps' | 'WriteIOps';
	readonly path: string;
	readonly rate: number;
}

export interface HostConfig {
	readonly binds: readonly string[];
	/** default, bridge, host, none, container:ID or a network's name. */
	readonly networkMode: string;
	/** '80/tcp' → bindings asked for. */
	readonly portBindings: Readonly<Record<string, readonly PortBinding[]>>;
	readonly publishAllPorts: boolean;
	readonly restartPolicy: { readonly name: string; readonly maximumRetryCount: number };
	readonly autoRemove: boolean;
	readonly volumesFrom: readonly string[];
	readonly capAdd: readonly string[];
	readonly capDrop: readonly string[];
	readonly cgroupnsMode: string;
	readonly dns: readonly string[];
	readonly dnsOptions: readonly string[];
	readonly dnsSearch: readonly string[];
	readonly extraHosts: readonly string[];
	readonly ipcMode: string;
	readonly links: readonly string[];
	readonly oomScoreAdj: number;
	readonly pidMode: string;
	readonly privileged: boolean;
	readonly readonlyRootfs: boolean;
	readonly securityOpt: readonly string[];
	readonly tmpfs: Readonly<Record<string, string>>;
	readonly utsMode: string;
	readonly usernsMode: string;
	readonly shmSize: number;
	readonly cpuShares: number;
	/** Bytes; 0 is no limit. */
	readonly memory: number;
	readonly memoryReservation: number;
	readonly memorySwap: number;
	readonly memorySwappiness: number | null;
	readonly nanoCpus: number;
	readonly cpuPeriod: number;
	readonly cpuQuota: number;
	readonly cpusetCpus: string;
	readonly cpusetMems: string;
	readonly blkioWeight: number;
	/** --device-read-bps and its like, as they were given. */
	readonly deviceRates: readonly DeviceRate[];
	readonly cgroupParent: string;
	readonly devices: readonly {
		readonly host: string;
		readonly container: string;
		readonly permissions: string;
	}[];
	readonly oomKillDisable: boolean | null;
	readonly pidsLimit: number | null;
	readonly init: boolean | null;
	readonly ulimits: readonly string[];
	readonly sysctls: Readonly<Record<string, string>>;
	readonly logDriver: string;
	readonly logOptions: Readonly<Record<string, string>>;
	readonly isolation: string;
	readonly storageOptions: Readonly<Record<string, string>>;
	readonly runtime: string;
	/** Names or numbers of groups that its processes belong to as well. */
	readonly groupAdd: readonly string[];
	readonly gpus: boolean;
	/** --mount entries, as they were parsed. */
	readonly mounts: readonly {
		readonly type: string;
		readonly source: string;
		readonly target: string;
		readonly readOnly: boolean;
		readonly options?: string;
	}[];
}

/** One attachment to a network: wished for from create on, with an address while it runs. */
export interface Endpoint {
	/** The network's name. */
	readonly network: string;
	/** Id of the network it was attached to last; '' before the first time. */
	readonly networkId: string;
	/** '' while it is not in use. */
	readonly id: string;
	readonly address: string;
	readonly prefix: number;
	readonly gateway: string;
	readonly mac: string;
	/** By docker network connect, not by the container's own options. */
	readonly isConnected?: true;
	/** --ip */
	readonly wished?: string;
	readonly aliases: readonly string[];
	readonly links: readonly string[];
	/** Interface inside and the name of the end that stays outside. */
	readonly inside?: string;
	readonly outside?: string;
}

/** The network namespace dockerd keeps for a container (libnetwork: Sandbox). */
export interface Sandbox {
	readonly id: string;
	/** Inode of the network namespace. */
	readonly namespace: number;
	/** /var/run/docker/netns/… */
	readonly key: string;
	/** What is published: port of the container → host side, with the proxy's PID. */
	readonly ports: readonly PublishedPort[];
}

export interface PublishedPort {
	readonly protocol: 'tcp' | 'udp';
	readonly containerPort: number;
	readonly hostIp: string;
	readonly hostPort: number;
	readonly proxy?: number;
}

export interface MountPoint {
	readonly type: 'volume' | 'bind' | 'tmpfs';
	readonly name?: string;
	readonly source: string;
	readonly destination: string;
	readonly driver?: string;
	readonly mode: string;
	readonly rw: boolean;
	readonly propagation: string;
}

export interface LogLine {
	readonly stream: 'stdout' | 'stderr';
	/** Without the line's end, if it had one. */
	readonly text: string;
	/** The process ended (or stopped writing) without ending the line. */
	readonly isPartial?: boolean;
	/** Seconds since the epoch. */
	readonly time: number;
}

export type ContainerEvent =
	| { readonly kind: 'container.create'; readonly container: Container }
	/** The wish or the record changes: state, pid, endpoints, sandbox, limits … `why` names the act. */
	| {
			readonly kind: 'container.change';
			readonly id: string;
			readonly why: ContainerReason;
			readonly set: Partial<Omit<Container, 'id' | 'log' | 'name'>>;
	  }
	| { readonly kind: 'container.rename'; readonly id: string; readonly name: string }
	/** A line its process wrote, as the json-file log driver keeps it. */
	| { readonly kind: 'container.log'; readonly id: string; readonly line: LogLine }
	| { readonly kind: 'container.remove'; readonly id: string }
	| {
			readonly kind: 'port.allocate';
			readonly key: string;
			readonly id: string;
			/** It was searched for in a range: `tcp:0.0.0.0:32768-60999`. */
			readonly range?: string;
			readonly port: number;
	  }
	| { readonly kind: 'port.release'; readonly key: string }
	/** dockerd itself comes up or goes down. */
	| { readonly kind: 'engine.daemon'; readonly pid: number | undefined };

export type ContainerReason =
	| 'starting'
	| 'mounted'
	| 'unmounted'
	| 'connected'
	| 'disconnected'
	| 'published'
	| 'unpublished'
	| 'running'
	| 'failed'
	| 'paused'
	| 'unpaused'
	| 'stopping'
	| 'exited'
	| 'restarting'
	| 'removing'
	| 'updated'
	| 'exec'
	| 'oom'
	| 'health';

const inEngine = (
	state: HostState,
	edit: (engine: HostState['engine']) => HostState['engine'],
): HostState => ({
	...state,
	engine: edit(state.engine),
});
const onContainer = (state: HostState, id: string, edit: (container: Container) => Container): HostState =>
	inEngine(state, (engine) => ({ ...engine, containers: engine.containers.update(id, edit) }));

const withSlot = (engine: HostState['engine'], slot: number, id: string) => {
	const slots = engine.slots.set(slot, id);
	let { freeSlot } = engine;
	while (slots.has(freeSlot)) freeSlot++;
	return { slots, freeSlot };
};

export const containerAppliers: Appliers<ContainerEvent> = {
	'container.create': (state, { container }) =>
		inEngine(state, (engine) => ({
			...engine,
			containers: engine.containers.set(container.id, container),
			names: engine.names.set(container.name, container.id),
			...withSlot(engine, container.slot, container.id),
		})),
	'container.change': (state, { id, set }) =>
		onContainer(state, id, (container) => {
			const next = { ...container, ...set };
			for (const key of ['sandbox', 'overlay'] as const)
				if (key in set && set[key] === undefined) delete next[key];
			return next;
		}),
	'container.rename': (state, { id, name }) =>
		inEngine(state, (engine) => ({
			...engine,
			containers: engine.containers.update(id, (container) => ({ ...container, name })),
			names: engine.names.delete(engine.containers.get(id)!.name).set(name, id),
		})),
	'container.log': (state, { id, line }) =>
		onContainer(state, id, (container) => ({ ...container, log: [...container.log, line] })),
	'container.remove': (state, { id }) =>
		inEngine(state, (engine) => {
			const { name = '', slot = Infinity } = engine.containers.get(id) ?? {};
			return {
				...engine,
				containers: engine.containers.delete(id),
				names: engine.names.delete(name),
				slots: engine.slots.delete(slot),
				freeSlot: Math.min(engine.freeSlot, slot),
			};
		}),
	'port.allocate': (state, { key, id, range, port }) =>
		inEngine(state, (engine) => ({
			...engine,
			ports: engine.ports.set(key, id),
			lastPorts: range === undefined ? engine.lastPorts : { ...engine.lastPorts, [range]: port },
		})),
	'port.release': (state, { key }) =>
		inEngine(state, (engine) => ({ ...engine, ports: engine.ports.delete(key) })),
	'engine.daemon': (state, { pid }) =>
		inEngine(state, ({ daemon: _, ...engine }) => (pid === undefined ? engine : { ...engine, daemon: pid })),
};
