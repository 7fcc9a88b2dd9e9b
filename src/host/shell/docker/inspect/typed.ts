/** From the engine's JSON to the client's own structs, whose fields go by Go's names (docker/docker: api/types). */
import { GoStruct, isMap, isSlice, nilMap, nilSlice, type GoValue } from '../go/value.ts';

/** What is a map in Go, not a struct: its keys are data. */
const maps = new Set([
	...[
		'Labels',
		'Volumes',
		'ExposedPorts',
		'PortBindings',
		'Ports',
		'Networks',
		'Data',
		'Tmpfs',
		'Sysctls',
		'Options',
	],
	...[
		'Containers',
		'Annotations',
		'DriverOpts',
		'StorageOpt',
		'Metadata',
		'OnBuild',
		'RuntimesMap',
		'Status',
	],
]);
/** JSON name → Go name, where they differ. */
const names: Readonly<Record<string, string>> = {
	Id: 'ID',
	CpuShares: 'CPUShares',
	NanoCpus: 'NanoCPUs',
	CpuPeriod: 'CPUPeriod',
	CpuQuota: 'CPUQuota',
	CpuRealtimePeriod: 'CPURealtimePeriod',
	CpuRealtimeRuntime: 'CPURealtimeRuntime',
	CpuCount: 'CPUCount',
	CpuPercent: 'CPUPercent',
	Dns: 'DNS',
	DnsOptions: 'DNSOptions',
	DnsSearch: 'DNSSearch',
	HostIp: 'HostIP',
};

/** Slices and maps: where JSON says null, Go has an empty one. */
const slices = new Set([
	...[
		'Cmd',
		'Entrypoint',
		'Env',
		'OnBuild',
		'Binds',
		'VolumesFrom',
		'CapAdd',
		'CapDrop',
		'Dns',
		'DnsOptions',
		'DnsSearch',
	],
	...[
		'ExtraHosts',
		'GroupAdd',
		'Links',
		'SecurityOpt',
		'ExecIDs',
		'Aliases',
		'DNSNames',
		'Devices',
		'Ulimits',
		'Args',
	],
	...[
		'DeviceCgroupRules',
		'DeviceRequests',
		'RepoTags',
		'RepoDigests',
		'MaskedPaths',
		'ReadonlyPaths',
		'Layers',
	],
	...['SecondaryIPAddresses', 'SecondaryIPv6Addresses', 'Warnings'],
]);

/** Fields that JSON leaves out where they are empty (omitempty), by the struct's place. */
const omitted: Readonly<Record<string, Readonly<Record<string, GoValue>>>> = {
	'': { SizeRw: null, SizeRootFs: null },
	Config: {
		ExposedPorts: {},
		Healthcheck: null,
		MacAddress: '',
		StopSignal: '',
		StopTimeout: null,
		Shell: [],
	},
	HostConfig: { Init: null, Tmpfs: {}, Sysctls: {}, Mounts: [], StorageOpt: {}, Annotations: {} },
	State: { Health: null },
	'Config item': { Subnet: '', IPRange: '', Gateway: '' },
	'Mounts item': { Name: '', Driver: '' },
};

export function typed(value: GoValue, key = ''): GoValue {
	if (value === null && slices.has(key)) return nilSlice;
	if (value === null && maps.has(key)) return nilMap;
	if (isSlice(value)) return value.map((item) => typed(item, `${key} item`));
	if (!isMap(value)) return value;
	const isLogConfig = key === 'Config' && Object.keys(value).length === 0;
	if (maps.has(key) || isLogConfig)
		return Object.fromEntries(
			Object.entries(value).map(([name, item]) => [name, typed(item, `${key} item`)]),
		);
	const members = Object.entries(value).map(([name, item]) => [names[name] ?? name, typed(item, name)]);
	const own = Object.fromEntries(members) as Record<string, GoValue>;
	const empty = Object.entries(omitted[key] ?? {}).filter(([name]) => !(name in own));
	const all = { ...own, ...Object.fromEntries(empty) };
	const tags = Object.fromEntries(
		Object.keys(value).flatMap((name) => (names[name] ? [[names[name], name]] : [])),
	);
	return new GoStruct(`types.${key || 'Element'}`, all, new Set(empty.map(([name]) => name)), tags);
}
