/** Settings that contradict each other or mean nothing (moby: runconfig/hostconfig_unix.go, daemon/container.go). */
import { capabilities } from '../kernel/capability.ts';
import { signalNamed } from '../kernel/signal.ts';
import type { Profile } from '../profile.ts';
import type { ContainerConfig, HostConfig } from './container.ts';
import { EngineError } from './error.ts';
import { verifyResources } from './verifyResources.ts';

const refuse = (isWrong: boolean, message: string): void => {
	if (isWrong) throw new EngineError('invalid', message);
};
const conflict = (isWrong: boolean, what: string) => refuse(isWrong, `conflicting options: ${what}`);

export const isContainerMode = (mode: string): boolean =>
	mode === 'container' || mode.startsWith('container:');
/** Name or id in `container:NAME`. */
export const containerOfMode = (mode: string): string => mode.slice('container:'.length);

export function verifySettings(config: ContainerConfig, hostConfig: HostConfig, profile: Profile): string[] {
	verifyModes(config, hostConfig);
	verifyConfig(config, profile);
	verifyRestartPolicy(hostConfig.restartPolicy, profile);
	refuse(
		hostConfig.autoRemove && !['', 'no'].includes(hostConfig.restartPolicy.name),
		`can't create 'AutoRemove' container with restart policy`,
	);
	verifySecurity(hostConfig.securityOpt);
	const { oomScoreAdj } = hostConfig;
	refuse(
		Math.abs(oomScoreAdj) > 1000,
		`Invalid value ${oomScoreAdj}, range for oom score adj is [-1000, 1000]`,
	);
	verifyDrivers(hostConfig, profile);
	verifyLogOptions(hostConfig);
	const { isolation, storageOptions } = hostConfig;
	refuse(
		!['', 'default'].includes(isolation),
		`Invalid isolation: "${isolation}" - linux only supports 'default'`,
	);
	refuse(
		Object.keys(storageOptions).length > 0,
		`--storage-opt is supported only for overlay over xfs with 'pquota' mount option`,
	);
	for (const target of Object.keys(hostConfig.tmpfs))
		refuse(!target.startsWith('/'), `invalid mount path: '${target}' mount path must be absolute`);
	verifyCapabilities('CapAdd', hostConfig.capAdd);
	verifyCapabilities('CapDrop', hostConfig.capDrop);
	const said = verifyResources(hostConfig, profile);
	verifyCgroupParent(hostConfig.cgroupParent, profile);
	if (hostConfig.networkMode === 'host' && Object.keys(hostConfig.portBindings).length)
		said.push('Published ports are discarded when using host network mode');
	return said;
}

function verifyModes(config: ContainerConfig, { networkMode, ...host }: HostConfig): void {
	const isJoining = isContainerMode(networkMode);
	const undefinedBehaviour = `can't be used with links. This would result in undefined behavior`;
	refuse(isJoining && !containerOfMode(networkMode), 'invalid container format container:<name|id>');
	conflict(isJoining && config.hostname !== '', 'hostname and the network mode');
	conflict(host.utsMode === 'host' && config.hostname !== '', 'hostname and the UTS mode');
	conflict(networkMode === 'host' && host.links.length > 0, `host type networking ${undefinedBehaviour}`);
	conflict(isJoining && host.links.length > 0, `container type network ${undefinedBehaviour}`);
	conflict(isJoining && host.dns.length > 0, 'dns and the network mode');
	conflict(isJoining && host.extraHosts.length > 0, 'custom host-to-IP mapping and the network mode');
	conflict((isJoining || networkMode === 'host') && !!config.macAddress, 'mac-address and the network mode');
	const isPublishing = Object.keys(host.portBindings).length > 0 || host.publishAllPorts;
	conflict(isJoining && isPublishing, 'port publishing and the container type network mode');
	conflict(isJoining && config.exposedPorts.length > 0, 'port exposing and the container type network mode');
	const isIpc = /^(|none|private|shareable|host|container:.*)$/.test(host.ipcMode);
	refuse(!isIpc, `Invalid IPC mode: ${host.ipcMode}`);
}

const jsonFileOptions = [
	...['max-file', 'max-size', 'compress', 'labels', 'labels-regex', 'env', 'env-regex', 'tag'],
	...['mode', 'max-buffer-size'],
];
/** moby: daemon/logger/jsonfilelog ValidateLogOpt */
function verifyLogOptions({ logDriver, logOptions }: HostConfig): void {
	if (logDriver !== 'json-file') return;
	const strange = Object.keys(logOptions).find((key) => !jsonFileOptions.includes(key));
	refuse(strange !== undefined, `unknown log opt '${strange}' for json-file log driver`);
}

/** moby: daemon/container.go validateHealthCheck */
function verifyHealth(check: ContainerConfig['healthcheck']): void {
	if (!check) return;
	const least = 0.001;
	const isShort = (seconds: number) => seconds !== 0 && seconds < least;
	for (const [name, value] of [
		['Interval', check.interval],
		['Timeout', check.timeout],
		['StartPeriod', check.startPeriod],
	] as const)
		refuse(isShort(value), `${name} in Healthcheck cannot be less than 1ms`);
	refuse(check.retries < 0, 'Retries in Healthcheck cannot be negative');
}

function verifyConfig(
	{ workingDir, stopSignal, env, healthcheck }: ContainerConfig,
	{ major }: Profile,
): void {
	verifyHealth(healthcheck);
	refuse(
		workingDir !== '' && !workingDir.startsWith('/'),
		`the working directory '${workingDir}' is invalid, it needs to be an absolute path`,
	);
	refuse(
		!!stopSignal && !signalNamed(stopSignal),
		`${major >= 26 ? 'invalid' : 'Invalid'} signal: ${stopSignal}`,
	);
	const broken = env.find((each) => each.startsWith('=') || each === '');
	refuse(broken !== undefined, `invalid environment variable: ${broken}`);
}

export function verifyRestartPolicy(
	{ name, maximumRetryCount }: HostConfig['restartPolicy'],
	{ major }: Profile,
): void {
	const policies = ['', 'no', 'always', 'unless-stopped', 'on-failure'];
	if (major >= 26) {
		refuse(
			!policies.includes(name),
			`invalid restart policy: unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
		);
		refuse(
			maximumRetryCount !== 0 && name !== 'on-failure',
			`invalid restart policy: maximum retry count can only be used with 'on-failure'`,
		);
		refuse(maximumRetryCount < 0, 'invalid restart policy: maximum retry count cannot be negative');
		return;
	}
	refuse(!policies.includes(name), `invalid restart policy '${name}'`);
	refuse(
		maximumRetryCount !== 0 && name !== 'on-failure',
		`maximum retry count cannot be used with restart policy '${name}'`,
	);
	refuse(maximumRetryCount < 0, 'maximum retry count cannot be negative');
}

function verifyCapabilities(where: string, asked: readonly string[]): void {
	for (const name of asked) {
		const word = name.toUpperCase().replace(/^CAP_/, '');
		const isKnown = word === 'ALL' || capabilities.some((each) => each === word);
		refuse(!isKnown, `invalid ${where}: unknown capability: "CAP_${word}"`);
	}
}

/** moby: daemon/daemon_unix.go parseSecurityOpt */
function verifySecurity(options: readonly string[]): void {
	const known = ['label', 'apparmor', 'seccomp', 'no-new-privileges', 'systempaths'];
	const strange = options.find((each) => !known.includes(each.split(/[=:]/)[0]!));
	refuse(strange !== undefined, `invalid --security-opt 2: "${strange}"`);
}

const logDrivers = [
	...['awslogs', 'etwlogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local'],
	...['logentries', 'none', 'splunk', 'syslog'],
];
const runtimes = ['runc', 'io.containerd.runc.v2', 'io.containerd.runtime.v1.linux'];

function verifyDrivers({ logDriver, runtime }: HostConfig, { major }: Profile): void {
	refuse(!logDrivers.includes(logDriver), `logger: no log driver named '${logDriver}' is registered`);
	refuse(
		!runtimes.includes(runtime),
		major >= 26 ? `unknown or invalid runtime name: ${runtime}` : `Unknown runtime specified ${runtime}`,
	);
}

function verifyCgroupParent(parent: string, { cgroupDriver }: Profile): void {
	refuse(
		cgroupDriver === 'systemd' && parent !== '' && !/^[^/]+\.slice$/.test(parent),
		`cgroup-parent for systemd cgroup should be a valid slice named as "xxx.slice"`,
	);
}
