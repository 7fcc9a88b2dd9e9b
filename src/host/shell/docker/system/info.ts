/** docker info (docker/cli: cli/command/system/info.go). */
import type { Host } from '../../../host.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';
import { inspected } from '../format/inspect.ts';
import { goJson } from '../go/json.ts';
import { bytesSize } from '../go/humanUnits.ts';
import { type GoValue } from '../go/value.ts';
import { typed } from '../inspect/typed.ts';
import { printed } from '../printed.ts';

type Json = { readonly [key: string]: GoValue };

const counted = (host: Host) => {
	const states = host.state.engine.containers.values().map(({ state }) => state.status);
	const count = (...wanted: readonly string[]) => states.filter((each) => wanted.includes(each)).length;
	return {
		Containers: states.length,
		ContainersRunning: count('running', 'restarting'),
		ContainersPaused: count('paused'),
		ContainersStopped: count('created', 'exited', 'dead', 'removing'),
		Images: host.state.engine.images.size,
	};
};

function infoJson(host: Host): Json {
	const { profile } = host;
	return {
		ID: ENGINE_ID,
		...counted(host),
		Driver: 'overlay2',
		DriverStatus: [
			['Backing Filesystem', 'extfs'],
			['Supports d_type', 'true'],
			['Using metacopy', 'false'],
			['Native Overlay Diff', 'true'],
			['userxattr', 'false'],
		],
		Plugins: {
			Volume: ['local'],
			Network: ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'],
			Log: [],
		},
		MemoryLimit: true,
		SwapLimit: true,
		CpuCfsPeriod: true,
		CpuCfsQuota: true,
		CPUShares: true,
		CPUSet: true,
		PidsLimit: true,
		IPv4Forwarding: true,
		BridgeNfIptables: true,
		Debug: false,
		OomKillDisable: profile.cgroupVersion === 1,
		LoggingDriver: 'json-file',
		CgroupDriver: profile.cgroupDriver,
		CgroupVersion: String(profile.cgroupVersion),
		KernelVersion: profile.kernel,
		OperatingSystem: profile.os,
		OSType: 'linux',
		Architecture: 'x86_64',
		IndexServerAddress: 'https://index.docker.io/v1/',
		NCPU: profile.cpus,
		MemTotal: profile.memory,
		DockerRootDir: '/var/lib/docker',
		Name: 'host',
		Labels: [],
		ExperimentalBuild: false,
		ServerVersion: profile.docker,
		Runtimes: { runc: { path: 'runc' }, 'io.containerd.runc.v2': { path: 'runc' } },
		DefaultRuntime: 'runc',
		Swarm: { NodeID: '', NodeAddr: '', LocalNodeState: 'inactive', ControlAvailable: false, Error: '' },
		LiveRestoreEnabled: false,
		Isolation: '',
		InitBinary: 'docker-init',
		SecurityOptions:
			profile.cgroupVersion === 2
				? ['name=seccomp,profile=builtin', 'name=cgroupns']
				: ['name=seccomp,profile=default'],
		Warnings: null,
	};
}

export function* infoVerb(client: Client): Running<number> {
	const info = infoJson(client.host);
	const format = client.flags.text('format');
	if (!format) client.process.write(plain(client.host));
	else if (format === 'json') client.say(goJson(info));
	else return printed(client, inspected(format, [{ typed: typed(info), raw: info }], client.version));
	return 0;
}

const ENGINE_ID = '2d7a5f0e-6a3b-4d0c-9c55-0b1f6a5a7c11';

function plain(host: Host): string {
	const { profile } = host;
	const count = counted(host);
	const is26 = profile.major >= 26;
	return [
		'Client:',
		...(is26 ? [` Version:    ${profile.docker}`] : []),
		' Context:    default',
		' Debug Mode: false',
		'',
		'Server:',
		` Containers: ${count.Containers}`,
		`  Running: ${count.ContainersRunning}`,
		`  Paused: ${count.ContainersPaused}`,
		`  Stopped: ${count.ContainersStopped}`,
		` Images: ${count.Images}`,
		` Server Version: ${profile.docker}`,
		' Storage Driver: overlay2',
		'  Backing Filesystem: extfs',
		'  Supports d_type: true',
		...(is26 ? ['  Using metacopy: false'] : []),
		'  Native Overlay Diff: true',
		'  userxattr: false',
		' Logging Driver: json-file',
		` Cgroup Driver: ${profile.cgroupDriver}`,
		` Cgroup Version: ${profile.cgroupVersion}`,
		' Plugins:',
		'  Volume: local',
		'  Network: bridge host ipvlan macvlan null overlay',
		`  Log: awslogs fluentd gcplogs gelf journald json-file local ${is26 ? '' : 'logentries '}splunk syslog`,
		' Swarm: inactive',
		// A Go map: the order is nobody's.
		` Runtimes: io.containerd.runc.v2${is26 ? '' : ' io.containerd.runtime.v1.linux'} runc`,
		' Default Runtime: runc',
		' Init Binary: docker-init',
		` containerd version: ${profile.containerd}`,
		` runc version: ${profile.runc}`,
		' init version: ',
		' Security Options:',
		...(is26 ? ['  apparmor'] : []),
		'  seccomp',
		`   Profile: ${is26 ? 'builtin' : 'default'}`,
		...(is26 ? ['  cgroupns'] : []),
		` Kernel Version: ${profile.kernel}`,
		` Operating System: ${profile.os}`,
		' OSType: linux',
		' Architecture: x86_64',
		` CPUs: ${profile.cpus}`,
		` Total Memory: ${bytesSize(profile.memory)}`,
		' Name: host',
		` ID: ${ENGINE_ID}`,
		' Docker Root Dir: /var/lib/docker',
		' Debug Mode: false',
		...(is26 ? [] : [' Registry: https://index.docker.io/v1/', ' Labels:']),
		' Experimental: false',
		' Insecure Registries:',
		'  127.0.0.0/8',
		' Live Restore Enabled: false',
		'',
		'',
	].join('\n');
}
