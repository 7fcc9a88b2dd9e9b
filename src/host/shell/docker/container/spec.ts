/** From the options of docker run and create to what the engine is asked (docker/cli: cli/command/container/opts.go parse). */
import type { ContainerConfig, HostConfig } from '../../../engine/container.ts';
import type { ContainerSpec } from '../../../engine/containerSpec.ts';
import { emptyConfig, emptyHostConfig } from '../../../engine/defaults.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { content } from '../../../kernel/files.ts';
import type { Client } from '../client.ts';
import type { Flags } from '../flags/parse.ts';
import { goQuote } from '../../../go/quote.ts';
import { device, deviceRates, mountOf, volumesOf } from './mounts.ts';
import { networkMode, networksOf } from './networks.ts';
import { exposedPorts, publishedPorts, SpecError } from './ports.ts';

export { SpecError } from './ports.ts';

/** Refuses what the client can see is wrong, with SpecError. */
export function containerSpec(client: Client): ContainerSpec {
	const { flags, args } = client;
	const [image = '', ...command] = args;
	const published = publishedPorts(flags.list('publish'));
	const { binds, anonymous } = volumesOf(client);
	const config: ContainerConfig = {
		...emptyConfig,
		...identity(client),
		...streams(flags),
		env: environment(client),
		cmd: command.length ? command : null,
		entrypoint: entrypointOf(flags),
		image,
		labels: pairs([
			...flags.list('label-file').flatMap((file) => fileLines(client, file)),
			...flags.list('label'),
		]),
		exposedPorts: [...new Set([...exposedPorts(flags.list('expose')), ...Object.keys(published)])].sort(),
		volumes: anonymous,
		...healthcheck(flags),
	};
	const hostConfig: HostConfig = {
		...emptyHostConfig,
		...limits(client),
		...modes(flags),
		...security(client),
		binds,
		networkMode: networkMode(flags),
		portBindings: published,
		publishAllPorts: flags.isOn('publish-all'),
		restartPolicy: restartPolicy(flags.text('restart'), client.is26),
		autoRemove: flags.isOn('rm'),
		volumesFrom: flags.list('volumes-from'),
		...names(flags),
		tmpfs: tmpfsOf(flags),
		devices: flags.list('device').map(device),
		mounts: flags.list('mount').map((text) => mountOf(client, text)),
		init: flags.isSet('init') ? flags.isOn('init') : null,
		logDriver: flags.text('log-driver') || 'json-file',
		logOptions: pairs(flags.list('log-opt')),
		isolation: flags.text('isolation'),
		storageOptions: pairs(flags.list('storage-opt')),
		runtime: flags.text('runtime') || 'runc',
		groupAdd: flags.list('group-add'),
		gpus: flags.isSet('gpus'),
	};
	if (hostConfig.autoRemove && !['', 'no'].includes(hostConfig.restartPolicy.name))
		throw new SpecError('Conflicting options: --restart and --rm');
	return { name: flags.text('name'), config, hostConfig, networks: networksOf(flags) };
}

function identity({ flags }: Client): Partial<ContainerConfig> {
	const signal = flags.isSet('stop-signal') ? { stopSignal: flags.text('stop-signal') } : {};
	const timeout = flags.isSet('stop-timeout') ? { stopTimeout: flags.number('stop-timeout') } : {};
	const address = flags.text('mac-address');
	if (address && !/^([0-9a-fA-F]{2}([:-]))(?:[0-9a-fA-F]{2}\2){4}[0-9a-fA-F]{2}$/.test(address))
		throw new SpecError(`${address} is not a valid mac address`);
	const mac = flags.text('mac-address') ? { macAddress: flags.text('mac-address') } : {};
	return {
		hostname: flags.text('hostname'),
		domainname: flags.text('domainname'),
		user: flags.text('user'),
		workingDir: flags.text('workdir'),
		...signal,
		...timeout,
		...mac,
	};
}

function streams(flags: Flags): Partial<ContainerConfig> {
	const asked = flags.list('attach').map((each) => each.toLowerCase());
	const isDetached = flags.isOn('detach');
	const openStdin = flags.isOn('interactive');
	const isAttached = (stream: string) => (asked.length ? asked.includes(stream) : !isDetached);
	const attachStdin = openStdin && isAttached('stdin');
	return {
		attachStdin,
		attachStdout: isAttached('stdout'),
		attachStderr: isAttached('stderr'),
		tty: flags.isOn('tty'),
		openStdin,
		stdinOnce: openStdin && attachStdin,
	};
}

function healthcheck(flags: Flags): Partial<ContainerConfig> {
	const command = flags.text('health-cmd');
	const isOff = flags.isOn('no-healthcheck');
	if (isOff && command) throw new SpecError('--no-healthcheck conflicts with --health-* options');
	const names = ['health-interval', 'health-timeout', 'health-start-period', 'health-retries'];
	if (!isOff && !command && !names.some((name) => flags.isSet(name))) return {};
	const test = isOff ? ['NONE'] : command ? ['CMD-SHELL', command] : [];
	const retries = flags.number('health-retries');
	if (retries < 0) throw new SpecError('--health-retries cannot be negative');
	return {
		healthcheck: {
			test,
			interval: flags.number('health-interval'),
			timeout: flags.number('health-timeout'),
			startPeriod: flags.number('health-start-period'),
			retries,
		},
	};
}

const entrypointOf = (flags: Flags): readonly string[] | null => {
	if (!flags.isSet('entrypoint')) return null;
	return flags.text('entrypoint') ? [flags.text('entrypoint')] : [''];
};

export function fileLines(client: Client, file: string): string[] {
	try {
		return content(client.host.state, client.process.pid, file)
			.split('\n')
			.map((line) => line.trimStart())
			.filter((line) => line && !line.startsWith('#'));
	} catch (error) {
		if (!isErrno(error)) throw error;
		throw new SpecError(`open ${file}: ${error.message.toLowerCase()}`);
	}
}

/** Names with blanks in them are refused (docker/cli: pkg/kvfile). */
function environmentLines(client: Client, file: string): string[] {
	return fileLines(client, file).map((line) => {
		const name = line.split('=')[0]!;
		if (/\s/.test(name))
			throw new SpecError(`poorly formatted environment: variable '${name}' contains whitespaces`);
		if (!name) throw new SpecError(`poorly formatted environment: no variable name on line '${line}'`);
		return line;
	});
}

/** A name without a value takes the client's own. */
export function environment(client: Client): string[] {
	const { flags, process } = client;
	const all = [
		...flags.list('env-file').flatMap((file) => environmentLines(client, file)),
		...flags.list('env'),
	];
	return all.flatMap((pair) => {
		if (pair.includes('=')) return [pair];
		const value = process.env[pair];
		return value === undefined ? [] : [`${pair}=${value}`];
	});
}

export const pairs = (texts: readonly string[]): Record<string, string> =>
	Object.fromEntries(
		texts.map((text) => {
			const at = text.indexOf('=');
			return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
		}),
	);

/** `name[:tries]` (docker/cli: opts.ParseRestartPolicy). */
export function restartPolicy(text: string, is26: boolean): HostConfig['restartPolicy'] {
	const [name = '', tries, ...more] = text.split(':');
	const wrong = is26 ? 'invalid restart policy format: ' : '';
	if (is26 && tries !== undefined && !name) throw new SpecError(`${wrong}no policy provided before colon`);
	if (more.length && !is26) throw new SpecError('invalid restart policy format');
	if (more.length || (tries !== undefined && !/^[-+]?\d+$/.test(tries)))
		throw new SpecError(`${wrong}maximum retry count must be an integer`);
	return { name: name || 'no', maximumRetryCount: Number(tries ?? 0) };
}

function limits({ flags }: Client): Partial<HostConfig> {
	const swappiness = flags.number('memory-swappiness');
	if (flags.isSet('memory-swappiness') && (swappiness < -1 || swappiness > 100))
		throw new SpecError(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
	return {
		memory: flags.number('memory'),
		memorySwap: flags.number('memory-swap'),
		memoryReservation: flags.number('memory-reservation'),
		memorySwappiness: swappiness === -1 ? null : swappiness,
		cpuShares: flags.number('cpu-shares'),
		nanoCpus: Math.round(flags.number('cpus') * 1e9),
		cpuPeriod: flags.number('cpu-period'),
		cpuQuota: flags.number('cpu-quota'),
		cpusetCpus: flags.text('cpuset-cpus'),
		cpusetMems: flags.text('cpuset-mems'),
		blkioWeight: flags.number('blkio-weight'),
		deviceRates: deviceRates(flags),
		cgroupParent: flags.text('cgroup-parent'),
		oomKillDisable: flags.isOn('oom-kill-disable'),
		oomScoreAdj: flags.number('oom-score-adj'),
		pidsLimit: flags.isSet('pids-limit') ? flags.number('pids-limit') : null,
		ulimits: flags.list('ulimit'),
		shmSize: flags.number('shm-size'),
	};
}

const mode = (flags: Flags, name: string, isValid: RegExp): string => {
	const text = flags.text(name);
	const word = { pid: 'PID', uts: 'UTS', userns: 'USER', cgroupns: 'CGROUP' }[name];
	if (text && word && !isValid.test(text)) throw new SpecError(`--${name}: invalid ${word} mode`);
	return text;
};
const modes = (flags: Flags): Partial<HostConfig> => ({
	pidMode: mode(flags, 'pid', /^(host|container:.+)$/),
	ipcMode: flags.text('ipc'),
	utsMode: mode(flags, 'uts', /^host$/),
	usernsMode: mode(flags, 'userns', /^host$/),
	cgroupnsMode: mode(flags, 'cgroupns', /^(host|private)$/),
});
const security = (client: Client, { flags } = client): Partial<HostConfig> => ({
	capAdd: flags.list('cap-add'),
	capDrop: flags.list('cap-drop'),
	privileged: flags.isOn('privileged'),
	readonlyRootfs: flags.isOn('read-only'),
	securityOpt: flags.list('security-opt').map((text) => securityOption(client, text)),
	sysctls: pairs(flags.list('sysctl')),
});
const securityOption = (client: Client, text: string): string => {
	const [, file] = /^seccomp[=:](.*)$/.exec(text) ?? [];
	if (file !== undefined && !['unconfined', 'builtin'].includes(file)) return seccompProfile(client, file);
	if (/[=:]/.test(text) || text === 'no-new-privileges') return text;
	throw new SpecError(`Invalid --security-opt: ${goQuote(text)}`);
};
/** A profile's file is read by the client; what it says is not modelled. */
function seccompProfile({ host, process, is26 }: Client, file: string): string {
	try {
		if (is26 || file !== 'builtin') content(host.state, process.pid, file);
		return 'seccomp=unconfined';
	} catch (error) {
		if (!isErrno(error)) throw error;
		const why = error.message.toLowerCase();
		throw new SpecError(`opening seccomp profile (${file}) failed: open ${file}: ${why}`);
	}
}
const names = (flags: Flags): Partial<HostConfig> => ({
	dns: flags.list('dns'),
	dnsOptions: [...flags.list('dns-option'), ...flags.list('dns-opt')],
	dnsSearch: flags.list('dns-search'),
	extraHosts: flags.list('add-host'),
	links: flags.list('link').map((link) => (link.includes(':') ? link : `${link}:${link}`)),
});

const tmpfsOf = (flags: Flags): Record<string, string> =>
	Object.fromEntries(
		flags.list('tmpfs').map((text) => {
			const at = text.indexOf(':');
			return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
		}),
	);

/** tmpfs mounts of --mount are the engine's tmpfs. */
export const withMountedTmpfs = (hostConfig: HostConfig): HostConfig => ({
	...hostConfig,
	tmpfs: {
		...hostConfig.tmpfs,
		...Object.fromEntries(
			hostConfig.mounts
				.filter(({ type }) => type === 'tmpfs')
				.map(({ target, options }) => [target, options ?? '']),
		),
	},
});
