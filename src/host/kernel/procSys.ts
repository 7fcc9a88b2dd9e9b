/** /proc/sys: what the kernel lets one read and set, some of it per namespace (proc_sys(5), ip-sysctl.rst). */
import { profiles } from '../profile.ts';
import type { Host } from '../host.ts';
import { digestHex } from '../draw.ts';
import { isCapable } from './access.ts';
import { Errno } from './errno.ts';
import type { Net } from './net.ts';
import type { View, Virtual } from './virtual.ts';
import { virtualIn, type Branch } from './virtualTree.ts';

const setting = (read: () => string, write: (host: Host, text: string) => void): Virtual => ({
	kind: 'file',
	mode: 0o644,
	read: () => `${read()}\n`,
	write: (host, text) => write(host, text.replace(/\n$/, '')),
});
const constant = (value: string) => () => `${value}\n`;

/** A UTS namespace's name; setting it takes SYS_ADMIN over that namespace. */
const hostname = ({ state, pid }: View): Virtual => {
	const inode = state.tasks.get(pid)?.namespaces.uts ?? 0;
	return setting(
		() => state.namespaces.get(inode)?.hostname ?? '',
		(host, name) => {
			if (!isCapable(host.state, pid, 'SYS_ADMIN')) throw new Errno('EPERM');
			host.emit({ kind: 'namespace.hostname', inode, hostname: name });
		},
	);
};

/** Settings of a network namespace, and what they are where nobody has set them. */
const netDefaults: Readonly<Record<string, string>> = {
	'net.core.somaxconn': '4096',
	'net.ipv4.icmp_echo_ignore_all': '0',
	'net.ipv4.ip_default_ttl': '64',
	'net.ipv4.ip_forward': '0',
	'net.ipv4.ip_local_port_range': '32768\t60999',
	'net.ipv4.ip_unprivileged_port_start': '1024',
	'net.ipv4.ping_group_range': '1\t0',
	'net.ipv4.tcp_keepalive_time': '7200',
	'net.ipv4.tcp_syncookies': '1',
	'net.ipv6.conf.all.disable_ipv6': '0',
	'net.ipv6.conf.all.forwarding': '0',
	'net.netfilter.nf_conntrack_max': '65536',
};
const perLink = ['forwarding', 'proxy_arp', 'route_localnet', 'rp_filter'];

const netKeys = (net: Net): Readonly<Record<string, string>> => {
	const names = ['all', 'default', ...net.links.values().map((each) => each.name)];
	const links = names.flatMap((name) => perLink.map((key) => [`net.ipv4.conf.${name}.${key}`, '0']));
	return { ...netDefaults, ...Object.fromEntries(links), ...net.sysctls };
};

/** What the kernel takes: whole numbers, one or two as the setting has. */
const checked = (old: string, text: string): string => {
	const words = text.trim().split(/\s+/);
	if (words.length !== old.split('\t').length || words.some((word) => !/^-?\d+$/.test(word)))
		throw new Errno('EINVAL');
	return words.join('\t');
};

const netSetting = ({ state, pid }: View, net: Net, key: string, value: string): Virtual =>
	setting(
		() => value,
		(host, text) => {
			if (!isCapable(state, pid, 'NET_ADMIN')) throw new Errno('EPERM');
			host.emit({ kind: 'net.sysctl', namespace: net.namespace, key, value: checked(value, text) });
		},
	);

type Nested = { [name: string]: Nested | Virtual };
const netFiles = (view: View): Branch => {
	const net = view.state.nets.get(view.state.tasks.get(view.pid)?.namespaces.net ?? 0);
	const top: Nested = {};
	for (const [key, value] of net ? Object.entries(netKeys(net)) : []) {
		const names = key.split('.');
		const last = names.pop()!;
		const parent = names.reduce<Nested>((at, name) => (at[name] ??= {}) as Nested, top);
		parent[last] = netSetting(view, net!, key, value);
	}
	return (top['net'] ?? {}) as Branch;
};

const kernelFiles = (view: View): Branch => {
	const { state, pid } = view;
	const pidNamespace = state.namespaces.get(state.tasks.get(pid)?.namespaces.pid ?? 0);
	const uuid = digestHex(`boot ${state.profile}`).replace(
		/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/,
		'$1-$2-$3-$4-$5',
	);
	return {
		cap_last_cap: constant('40'),
		core_pattern: constant('core'),
		domainname: constant('(none)'),
		hostname: hostname(view),
		ns_last_pid: () => `${pidNamespace?.lastPid ?? 0}\n`,
		osrelease: constant(profiles[state.profile].kernel),
		ostype: constant('Linux'),
		overflowgid: constant('65534'),
		overflowuid: constant('65534'),
		pid_max: constant('4194304'),
		random: { boot_id: constant(uuid) },
		'threads-max': constant(String(Math.round(profiles[state.profile].memory / 131072))),
		version: constant('#1 SMP PREEMPT_DYNAMIC'),
	};
};

const namespaceLimits: Branch = Object.fromEntries(
	['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'].map((type) => [
		`max_${type}_namespaces`,
		constant('7864'),
	]),
);

const branches: Readonly<Record<string, (view: View) => Branch>> = {
	fs: () => ({
		'file-max': constant('9223372036854775807'),
		inotify: { max_user_watches: constant('15000') },
	}),
	kernel: kernelFiles,
	net: netFiles,
	user: () => namespaceLimits,
	vm: () => ({
		max_map_count: constant('65530'),
		overcommit_memory: constant('0'),
		swappiness: constant('60'),
	}),
};

export const sysctlNames: readonly string[] = Object.keys(branches);

export const sysctlFiles = (view: View, [first = '', ...rest]: readonly string[]): Virtual | undefined =>
	Object.hasOwn(branches, first) ? virtualIn(branches[first]!(view), rest) : undefined;
