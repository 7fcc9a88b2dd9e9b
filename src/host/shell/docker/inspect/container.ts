/** What `docker inspect` shows of a container, in the engine's order (moby: daemon/inspect.go, api/types/container). */
import type { Container, Endpoint, HostConfig } from '../../../engine/container.ts';
import { containerDirectory } from '../../../engine/containerFiles.ts';
import { layerPaths } from '../../../engine/layerStore.ts';
import { sizeRw } from '../../../engine/layerDiff.ts';
import { portsInspect } from '../../../engine/portsShown.ts';
import type { HostState } from '../../../state.ts';
import type { GoValue } from '../go/value.ts';
import { goTime } from './goTime.ts';
import { profiles } from '../../../profile.ts';

type Json = { readonly [key: string]: GoValue };

const orNull = (list: readonly string[]): GoValue => (list.length ? list : null);
const keys = (list: readonly string[]): Json => Object.fromEntries([...list].sort().map((key) => [key, {}]));
const sorted = (record: Readonly<Record<string, GoValue>>): Json =>
	Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

export function containerJson(state: HostState, container: Container, withSize = false): Json {
	const { id, name, image } = container;
	const directory = containerDirectory(id);
	const isStarted = container.sandbox !== undefined || container.state.startedAt > 0;
	const size = withSize ? sizes(state, container) : {};
	return {
		Id: id,
		Created: goTime(container.created),
		Path: container.path,
		Args: container.args,
		State: stateJson(container),
		Image: `sha256:${image}`,
		ResolvConfPath: isStarted ? `${directory}/resolv.conf` : '',
		HostnamePath: isStarted ? `${directory}/hostname` : '',
		HostsPath: isStarted ? `${directory}/hosts` : '',
		LogPath: `${directory}/${id}-json.log`,
		Name: `/${name}`,
		RestartCount: container.restartCount,
		Driver: 'overlay2',
		Platform: 'linux',
		MountLabel: '',
		ProcessLabel: '',
		AppArmorProfile: '',
		ExecIDs: orNull(container.execIds),
		HostConfig: hostConfigJson(state, container),
		GraphDriver: graphDriver(state, container),
		...size,
		Mounts: mountsJson(container),
		Config: configJson(container),
		NetworkSettings: networkSettings(state, container),
	};
}

function sizes(state: HostState, container: Container): Json {
	const own = sizeRw(state, container);
	return { SizeRw: own, SizeRootFs: own + (state.engine.images.get(container.image)?.size ?? 0) };
}

function stateJson({ state }: Container): Json {
	const { status, pid, exitCode, error, oomKilled, startedAt, finishedAt } = state;
	return {
		Status: status,
		Running: ['running', 'paused', 'restarting'].includes(status),
		Paused: status === 'paused',
		Restarting: status === 'restarting',
		OOMKilled: oomKilled,
		Dead: status === 'dead',
		Pid: pid,
		ExitCode: exitCode,
		Error: error,
		StartedAt: goTime(startedAt),
		FinishedAt: goTime(finishedAt),
		...(state.health && { Health: healthJson(state) }),
	};
}

const healthJson = ({ health, healthStreak = 0, healthLog = [] }: Container['state']): Json => ({
	Status: health,
	FailingStreak: healthStreak,
	Log: healthLog.map(({ start, end, exitCode, output }) => ({
		Start: goTime(start),
		End: goTime(end),
		ExitCode: exitCode,
		Output: output,
	})),
});

const coveredBy = (is26: boolean): Json => ({
	MaskedPaths: [
		...['/proc/asound', '/proc/acpi', '/proc/kcore', '/proc/keys', '/proc/latency_stats', '/proc/timer_list'],
		...['/proc/timer_stats', '/proc/sched_debug', '/proc/scsi', '/sys/firmware'],
		...(is26 ? ['/sys/devices/virtual/powercap'] : []),
	],
	ReadonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
});

function hostConfigJson(state: HostState, { hostConfig }: Container): Json {
	const is26 = profiles[state.profile].major === 26;
	const { restartPolicy, networkMode } = hostConfig;
	return {
		Binds: orNull(hostConfig.binds),
		ContainerIDFile: '',
		LogConfig: { Type: hostConfig.logDriver, Config: hostConfig.logOptions },
		NetworkMode: networkMode,
		PortBindings: bindingsJson(hostConfig),
		RestartPolicy: { Name: restartPolicy.name, MaximumRetryCount: restartPolicy.maximumRetryCount },
		AutoRemove: hostConfig.autoRemove,
		VolumeDriver: '',
		VolumesFrom: orNull(hostConfig.volumesFrom),
		...(is26 && { ConsoleSize: [0, 0] }),
		CapAdd: orNull(hostConfig.capAdd),
		CapDrop: orNull(hostConfig.capDrop),
		CgroupnsMode: hostConfig.cgroupnsMode,
		Dns: hostConfig.dns,
		DnsOptions: hostConfig.dnsOptions,
		DnsSearch: hostConfig.dnsSearch,
		ExtraHosts: orNull(hostConfig.extraHosts),
		GroupAdd: orNull(hostConfig.groupAdd),
		IpcMode: hostConfig.ipcMode,
		Cgroup: '',
		Links: orNull(hostConfig.links),
		OomScoreAdj: hostConfig.oomScoreAdj,
		PidMode: hostConfig.pidMode,
		Privileged: hostConfig.privileged,
		PublishAllPorts: hostConfig.publishAllPorts,
		ReadonlyRootfs: hostConfig.readonlyRootfs,
		SecurityOpt: orNull(hostConfig.securityOpt),
		...(Object.keys(hostConfig.tmpfs).length > 0 && { Tmpfs: sorted(hostConfig.tmpfs) }),
		UTSMode: hostConfig.utsMode,
		UsernsMode: hostConfig.usernsMode,
		ShmSize: hostConfig.shmSize,
		...(Object.keys(hostConfig.sysctls).length > 0 && { Sysctls: sorted(hostConfig.sysctls) }),
		Runtime: hostConfig.runtime,
		...(!is26 && { ConsoleSize: [0, 0] }),
		Isolation: '',
		...resourcesJson(hostConfig, is26),
		...(hostConfig.mounts.length > 0 && { Mounts: hostConfig.mounts.map(askedMount) }),
		...(hostConfig.privileged ? { MaskedPaths: null, ReadonlyPaths: null } : coveredBy(is26)),
		...(hostConfig.init !== null && { Init: hostConfig.init }),
	};
}

const bindingsJson = ({ portBindings }: HostConfig): Json =>
	sorted(
		Object.fromEntries(
			Object.entries(portBindings).map(([port, bindings]) => [
				port,
				bindings.map(({ hostIp, hostPort }) => ({ HostIp: hostIp, HostPort: hostPort })),
			]),
		),
	);

const askedMount = ({ type, source, target, readOnly }: HostConfig['mounts'][number]): Json => ({
	Type: type,
	...(source && { Source: source }),
	Target: target,
	...(readOnly && { ReadOnly: true }),
});

const resourcesJson = (limits: HostConfig, is26: boolean): Json => ({
	CpuShares: limits.cpuShares,
	Memory: limits.memory,
	NanoCpus: limits.nanoCpus,
	CgroupParent: limits.cgroupParent,
	BlkioWeight: limits.blkioWeight,
	BlkioWeightDevice: [],
	...Object.fromEntries(
		(['ReadBps', 'WriteBps', 'ReadIOps', 'WriteIOps'] as const).map((kind) => {
			const rates = limits.deviceRates.filter((each) => each.kind === kind);
			const list = rates.map(({ path, rate }) => ({ Path: path, Rate: rate }));
			return [`BlkioDevice${kind}`, list.length || is26 ? list : null];
		}),
	),
	CpuPeriod: limits.cpuPeriod,
	CpuQuota: limits.cpuQuota,
	CpuRealtimePeriod: 0,
	CpuRealtimeRuntime: 0,
	CpusetCpus: limits.cpusetCpus,
	CpusetMems: limits.cpusetMems,
	Devices: limits.devices.map(({ host, container, permissions }) => ({
		PathOnHost: host,
		PathInContainer: container,
		CgroupPermissions: permissions,
	})),
	DeviceCgroupRules: null,
	DeviceRequests: null,
	...(!is26 && { KernelMemory: 0, KernelMemoryTCP: 0 }),
	MemoryReservation: limits.memoryReservation,
	MemorySwap: limits.memorySwap,
	MemorySwappiness: limits.memorySwappiness,
	OomKillDisable: limits.oomKillDisable,
	PidsLimit: limits.pidsLimit,
	Ulimits: limits.ulimits.length ? limits.ulimits.map(ulimit) : is26 ? [] : null,
	CpuCount: 0,
	CpuPercent: 0,
	IOMaximumIOps: 0,
	IOMaximumBandwidth: 0,
});
function ulimit(text: string): Json {
	const [name = '', range = ''] = text.split('=');
	const [soft, hard = soft] = range.split(':');
	return { Name: name, Hard: Number(hard), Soft: Number(soft) };
}

function graphDriver(state: HostState, { layer }: Container): Json {
	const { upper, work, merged, lower } = layerPaths(state, layer);
	return {
		Data: { LowerDir: lower.join(':'), MergedDir: merged, UpperDir: upper, WorkDir: work },
		Name: 'overlay2',
	};
}

const mountsJson = ({ mounts }: Container): Json[] =>
	mounts.map(({ type, name, source, destination, driver, mode, rw, propagation }) => ({
		Type: type,
		...(name && { Name: name }),
		Source: source,
		Destination: destination,
		...(driver && { Driver: driver }),
		Mode: mode,
		RW: rw,
		Propagation: propagation,
	}));

/** Durations in nanoseconds; what was not said is left out. */
function healthcheckJson(check: NonNullable<Container['config']['healthcheck']>): Json {
	const nanoseconds = (seconds: number) => Math.round(seconds * 1e9);
	return {
		...(check.test.length && { Test: check.test }),
		...(check.interval && { Interval: nanoseconds(check.interval) }),
		...(check.timeout && { Timeout: nanoseconds(check.timeout) }),
		...(check.startPeriod && { StartPeriod: nanoseconds(check.startPeriod) }),
		...(check.retries && { Retries: check.retries }),
	};
}

export function configJson({ config }: Pick<Container, 'config'>): Json {
	return {
		Hostname: config.hostname,
		Domainname: config.domainname,
		User: config.user,
		AttachStdin: config.attachStdin,
		AttachStdout: config.attachStdout,
		AttachStderr: config.attachStderr,
		...(config.exposedPorts.length > 0 && { ExposedPorts: keys(config.exposedPorts) }),
		Tty: config.tty,
		OpenStdin: config.openStdin,
		StdinOnce: config.stdinOnce,
		Env: config.env,
		Cmd: config.cmd,
		...(config.healthcheck && { Healthcheck: healthcheckJson(config.healthcheck) }),
		Image: config.image,
		Volumes: config.volumes.length ? keys(config.volumes) : null,
		WorkingDir: config.workingDir,
		Entrypoint: config.entrypoint,
		...(config.macAddress && { MacAddress: config.macAddress }),
		OnBuild: config.onBuild?.length ? config.onBuild : null,
		Labels: sorted(config.labels),
		...(config.stopSignal && { StopSignal: config.stopSignal }),
		...(config.stopTimeout !== undefined && { StopTimeout: config.stopTimeout }),
	};
}

function networkSettings(state: HostState, container: Container): Json {
	const is26 = profiles[state.profile].major === 26;
	const { sandbox, endpoints } = container;
	const bridge = Object.values(endpoints).find(({ network }) => network === 'bridge');
	const networks = Object.values(endpoints).map((each): [string, Json] => [
		each.network,
		endpointJson(state, container, each, is26),
	]);
	return {
		Bridge: '',
		SandboxID: sandbox?.id ?? '',
		...(is26 && { SandboxKey: sandbox?.key ?? '', Ports: portsInspect(state, container) as Json }),
		HairpinMode: false,
		LinkLocalIPv6Address: '',
		LinkLocalIPv6PrefixLen: 0,
		...(!is26 && { Ports: portsInspect(state, container) as Json, SandboxKey: sandbox?.key ?? '' }),
		SecondaryIPAddresses: null,
		SecondaryIPv6Addresses: null,
		EndpointID: bridge?.id ?? '',
		Gateway: bridge?.gateway ?? '',
		GlobalIPv6Address: '',
		GlobalIPv6PrefixLen: 0,
		IPAddress: bridge?.address ?? '',
		IPPrefixLen: bridge?.prefix ?? 0,
		IPv6Gateway: '',
		MacAddress: bridge?.mac ?? '',
		Networks: sorted(Object.fromEntries(networks)),
	};
}

function endpointJson(
	state: HostState,
	{ id, name, config }: Container,
	endpoint: Endpoint,
	is26: boolean,
): Json {
	const { address, aliases, links, wished, network } = endpoint;
	const isActive = endpoint.id !== '';
	const found = state.engine.networks.find((each) => each.name === network);
	const isUserDefined = found?.isUserDefined ?? false;
	const aliasesShown = is26 || !isUserDefined ? aliases : [...aliases, id.slice(0, 12)];
	const dnsNames = isUserDefined ? [...new Set([name, ...aliases, id.slice(0, 12), config.hostname])] : null;
	const rest = {
		NetworkID: isActive || found ? (isActive ? (found?.id ?? '') : '') : '',
		EndpointID: endpoint.id,
		Gateway: endpoint.gateway,
		IPAddress: address,
		IPPrefixLen: endpoint.prefix,
		IPv6Gateway: '',
		GlobalIPv6Address: '',
		GlobalIPv6PrefixLen: 0,
	};
	return {
		IPAMConfig: wished ? { IPv4Address: wished } : endpoint.isConnected ? {} : null,
		Links: orNull(links),
		Aliases: aliasesShown.length || endpoint.isConnected ? aliasesShown : null,
		...(is26 && { MacAddress: endpoint.mac }),
		...rest,
		...(!is26 && { MacAddress: endpoint.mac }),
		DriverOpts: endpoint.isConnected ? {} : null,
		...(is26 && { DNSNames: dnsNames }),
	};
}
