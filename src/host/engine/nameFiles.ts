/**
 * /etc/hosts, /etc/resolv.conf and /etc/hostname of a container, which dockerd keeps under containers/ID and runc binds
 * in (moby: libnetwork/sandbox_dns_unix.go, libnetwork/etchosts, libnetwork/internal/resolvconf).
 */
import type { Host } from '../host.ts';
import { content, writeFile } from '../kernel/files.ts';
import { isErrno } from '../kernel/errno.ts';
import { isAddress } from '../kernel/ipv4.ts';
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import type { Container, Endpoint } from './container.ts';
import { containerDirectory } from './containerFiles.ts';
import { containerNamed } from './containerFound.ts';
import { isAttached } from './endpointNames.ts';
import { daemonPid } from './volumes.ts';

const daemonOf = (state: HostState): number => state.engine.daemon ?? 1;
const hostFile = (state: HostState, path: string): string => {
	try {
		return content(state, daemonOf(state), path);
	} catch (error) {
		if (isErrno(error)) return '';
		throw error;
	}
};

const base = [
	'127.0.0.1\tlocalhost',
	'::1\tlocalhost ip6-localhost ip6-loopback',
	'fe00::0\tip6-localnet',
	'ff00::0\tip6-mcastprefix',
	'ff02::1\tip6-allnodes',
	'ff02::2\tip6-allrouters',
];
const isHostNetwork = ({ hostConfig }: Container): boolean => hostConfig.networkMode === 'host';
/** In the order in which the container was attached to them. */
const attached = ({ endpoints }: Container): Endpoint[] => Object.values(endpoints).filter(isAttached);

/** 'db:alias' → what the child is called here: alias, id, name. Only on the default bridge, where nothing else resolves. */
const linkLine = (state: HostState, link: string): string[] => {
	const [wished = '', alias = wished] = link.split(':');
	const child = containerNamed(state, wished);
	const endpoint = child?.endpoints['bridge'];
	if (!child || !endpoint || !isAttached(endpoint)) return [];
	const names = [alias, child.config.hostname, ...(alias === child.name ? [] : [child.name])];
	return [`${endpoint.address}\t${names.join(' ')}`];
};
const isOnDefault = ({ endpoints }: Container): boolean => endpoints['bridge'] !== undefined;
const HOST_GATEWAY = 'host-gateway';

const extraLine = (state: HostState, entry: string): string => {
	const at = entry.indexOf(':');
	const [name, address] = [entry.slice(0, at), entry.slice(at + 1)];
	const gateway = state.engine.networks.find((network) => network.name === 'bridge')?.gateway ?? '';
	return `${address === HOST_GATEWAY ? gateway : address}\t${name}`;
};
/** A name with a dot is followed by its first part. */
const ownNames = ({ config: { hostname, domainname } }: Container): string => {
	const full = domainname ? `${hostname}.${domainname}` : hostname;
	const dot = full.indexOf('.');
	return dot < 0 ? full : `${full} ${full.slice(0, dot)}`;
};

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

export const hostsFile = (state: HostState, container: Container): string => {
	const { hostConfig } = container;
	const extra = hostConfig.extraHosts.map((entry) => extraLine(state, entry));
	if (isHostNetwork(container)) return hostFile(state, '/etc/hosts') + joined(extra);
	const links = isOnDefault(container) ? hostConfig.links.flatMap((link) => linkLine(state, link)) : [];
	const own = attached(container)
		.filter(({ address }) => address)
		.map(({ address }) => `${address}\t${ownNames(container)}`);
	return joined([...base, ...extra, ...links, ...own]);
};

export const hostnameFile = ({ config: { hostname } }: Container): string => `${hostname}\n`;

const isUserDefined = (state: HostState, { networkId }: Endpoint): boolean =>
	state.engine.networks.get(networkId)?.isUserDefined === true;
/** Whether it asks the embedded resolver: it is on a network that a user made. */
export const hasResolver = (state: HostState, container: Container): boolean =>
	attached(container).some((endpoint) => isUserDefined(state, endpoint));

interface Settings {
	readonly servers: readonly string[];
	readonly search: readonly string[];
	readonly options: readonly string[];
	/** Which of them the container chose instead of the host's. */
	readonly overrides: readonly string[];
}
const words = (text: string, key: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter(([word]) => word === key)
		.flatMap(([, ...rest]) => rest);
const settingsOf = (state: HostState, { hostConfig }: Container): Settings => {
	const text = hostFile(state, '/etc/resolv.conf');
	const { dns, dnsSearch, dnsOptions } = hostConfig;
	const search = dnsSearch.length ? dnsSearch : words(text, 'search');
	return {
		servers: dns.length ? dns : words(text, 'nameserver'),
		search: search.filter((each) => each !== '.'),
		options: dnsOptions.length ? dnsOptions : words(text, 'options'),
		overrides: [
			...(dns.length ? ['nameservers'] : []),
			...(dnsSearch.length ? ['search'] : []),
			...(dnsOptions.length ? ['options'] : []),
		],
	};
};
/** Where the embedded resolver sends what it does not know. */
export const upstreams = (state: HostState, container: Container): readonly string[] =>
	settingsOf(state, container).servers.filter(isAddress);

const line = (key: string, values: readonly string[]): string[] =>
	values.length ? [`${key} ${values.join(' ')}`] : [];
const RESOLVER = '127.0.0.11';

/** 20.10: the host's file as it is, or its three kinds of lines. */
const resolv20 = (state: HostState, settings: Settings, isInternal: boolean): string => {
	const { servers, search, options, overrides } = settings;
	if (!isInternal && !overrides.length) return hostFile(state, '/etc/resolv.conf');
	const ndots = options.some((option) => option.startsWith('ndots:')) ? [] : ['ndots:0'];
	return joined([
		...line('search', search),
		...(isInternal ? [RESOLVER] : servers).map((server) => `nameserver ${server}`),
		...line('options', isInternal ? [...options, ...ndots] : options),
	]);
};
const resolv26 = ({ servers, search, options, overrides }: Settings, isInternal: boolean): string => {
	const hasDots = options.some((option) => option.startsWith('ndots:'));
	const all = isInternal && !hasDots ? [...options, 'ndots:0'] : options;
	return joined([
		'# Generated by Docker Engine.',
		'# This file can be edited; Docker Engine will not make further changes once it',
		'# has been modified.',
		'',
		...(isInternal ? [RESOLVER] : servers).map((server) => `nameserver ${server}`),
		...line('search', search),
		...line('options', all),
		'',
		`# Based on host file: '/etc/resolv.conf' (${isInternal ? 'internal resolver' : 'legacy'})`,
		...(isInternal ? [`# ExtServers: [${servers.join(' ')}]`] : []),
		`# Overrides: [${overrides.join(' ')}]`,
		...(isInternal && !hasDots ? ['# Option ndots from: internal'] : []),
	]);
};
export const resolvFile = (state: HostState, container: Container): string => {
	if (isHostNetwork(container)) return hostFile(state, '/etc/resolv.conf');
	const settings = settingsOf(state, container);
	const isInternal = hasResolver(state, container);
	return profiles[state.profile].major >= 26
		? resolv26(settings, isInternal)
		: resolv20(state, settings, isInternal);
};

const put = (host: Host, id: string, name: string, text: string): void => {
	const path = `${containerDirectory(id)}/${name}`;
	if (hostFile(host.state, path) !== text) writeFile(host, daemonPid(host), path, text);
};
/** In place, so that what is bound into the container stays the same file. */
export function writeNameFiles(host: Host, id: string): void {
	const container = host.state.engine.containers.get(id)!;
	put(host, id, 'hosts', hostsFile(host.state, container));
	put(host, id, 'resolv.conf', resolvFile(host.state, container));
	put(host, id, 'hostname', hostnameFile(container));
}
/** After a network came or went: the lines of /etc/hosts, and the resolver once it is needed; it stays then. */
export function refreshNameFiles(host: Host, id: string): void {
	const container = host.state.engine.containers.get(id)!;
	put(host, id, 'hosts', hostsFile(host.state, container));
	if (hasResolver(host.state, container)) put(host, id, 'resolv.conf', resolvFile(host.state, container));
}

const upper = (alias: string): string => alias.toUpperCase().replaceAll('-', '_');
const portVariables = (prefix: string, address: string, exposed: string): string[] => {
	const [port = '', protocol = 'tcp'] = exposed.split('/');
	const name = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
	return [
		`${name}=${protocol}://${address}:${port}`,
		`${name}_ADDR=${address}`,
		`${name}_PORT=${port}`,
		`${name}_PROTO=${protocol}`,
	];
};
const notPassedOn = new Set(['HOME', 'PATH']);
const byPort = (a: string, b: string): number => parseInt(a) - parseInt(b);

/** What --link puts into the environment on the default bridge (moby: daemon/links/links.go). */
const variablesOf = (state: HostState, container: Container, link: string): string[] => {
	const [wished = '', alias = wished] = link.split(':');
	const child = containerNamed(state, wished);
	const address = child?.endpoints['bridge']?.address;
	if (!child || !address) return [];
	const prefix = upper(alias);
	const exposed = [...child.config.exposedPorts].sort(byPort);
	const [port = '', protocol = 'tcp'] = (exposed[0] ?? '').split('/');
	const image = state.engine.images.get(child.image)?.config.env ?? [];
	const own = child.config.env.filter((entry) => {
		const [name = ''] = entry.split('=');
		return !notPassedOn.has(name) && !image.includes(entry);
	});
	return [
		...(exposed.length ? [`${prefix}_PORT=${protocol}://${address}:${port}`] : []),
		...exposed.flatMap((each) => portVariables(prefix, address, each)),
		`${prefix}_NAME=/${container.name}/${alias}`,
		...own.map((entry) => `${prefix}_ENV_${entry}`),
	];
};
export const linkEnvironment = (state: HostState, container: Container): string[] =>
	isOnDefault(container)
		? container.hostConfig.links.flatMap((link) => variablesOf(state, container, link))
		: [];
