/**
 * The packet rules of bridge networks. Rules are inserted on top, so the newest network comes first; what is there is
 * not added again (moby: libnetwork/drivers/bridge/setup_ip_tables.go, libnetwork/iptables, firewall_linux.go).
 */
import type { Host } from '../host.ts';
import { netOf } from '../kernel/links.ts';
import type { TableName } from '../kernel/netfilter.ts';
import {
	addChain,
	addRule,
	chainOf,
	flushChain,
	hasRule,
	removeChain,
	removeRule,
	type RuleSpec,
} from '../kernel/rules.ts';
import { isErrno } from '../kernel/errno.ts';
import type { Network } from './network.ts';
import { daemonPid } from './volumes.ts';

export const DOCKER = 'DOCKER';
const USER = 'DOCKER-USER';
const STAGE1 = 'DOCKER-ISOLATION-STAGE-1';
const STAGE2 = 'DOCKER-ISOLATION-STAGE-2';

/** dockerd's network namespace: the host's. */
export const hostNet = (host: Host): number => host.state.tasks.get(daemonPid(host))!.namespaces.net;

const is = <T>(value: T) => ({ value });
const not = <T>(value: T) => ({ value, not: true });

/** `iptables -C`, and `-I`, `-A` or `-D` if that says so (libnetwork/iptables, ProgramRule). */
export function program(
	host: Host,
	action: 'insert' | 'append' | 'delete',
	table: TableName,
	chain: string,
	rule: RuleSpec,
): void {
	const [by, net] = [daemonPid(host), hostNet(host)];
	const isThere = hasRule(host.state, net, table, chain, rule);
	if (action === 'delete') {
		if (isThere) removeRule(host, by, net, table, chain, rule);
		return;
	}
	if (isThere || !chainOf(host.state, net, table, chain)) return;
	addRule(host, by, net, table, chain, rule, action === 'insert' ? 0 : undefined);
}
const makeChain = (host: Host, table: TableName, chain: string): void => {
	if (!chainOf(host.state, hostNet(host), table, chain)) addChain(host, hostNet(host), table, chain);
};

const toLocal: RuleSpec = { destinationType: is('LOCAL'), target: DOCKER };
const localOutput: RuleSpec = { ...toLocal, destination: not('127.0.0.0/8') };

/** Chains of an engine that ran before; one that rules still jump to is only emptied. */
function removeOldChains(host: Host): void {
	const net = hostNet(host);
	program(host, 'delete', 'nat', 'PREROUTING', toLocal);
	program(host, 'delete', 'nat', 'OUTPUT', localOutput);
	const old = [
		['nat', DOCKER],
		['filter', DOCKER],
		['filter', STAGE1],
		['filter', STAGE2],
	] as const;
	for (const [table, chain] of old) {
		if (!chainOf(host.state, net, table, chain)) continue;
		flushChain(host, net, table, chain);
		try {
			removeChain(host, net, table, chain);
		} catch (error) {
			if (!isErrno(error)) throw error;
		}
	}
}

export function setUpChains(host: Host): void {
	removeOldChains(host);
	makeChain(host, 'nat', DOCKER);
	for (const chain of [DOCKER, STAGE1, STAGE2]) makeChain(host, 'filter', chain);
	for (const chain of [STAGE1, STAGE2]) program(host, 'append', 'filter', chain, { target: 'RETURN' });
}

/** Forwarding comes with a closed door: FORWARD drops what no rule lets through. */
export function setUpForwarding(host: Host): void {
	const namespace = hostNet(host);
	if (netOf(host.state, namespace).sysctls['net.ipv4.ip_forward'] === '1') return;
	host.emit({ kind: 'net.sysctl', namespace, key: 'net.ipv4.ip_forward', value: '1' });
	host.emit({ kind: 'chain.policy', namespace, table: 'filter', chain: 'FORWARD', policy: 'DROP' });
}

/** A jump from FORWARD that has to be the first: taken out and put on top. */
function ensureJump(host: Host, chain: string): void {
	program(host, 'delete', 'filter', 'FORWARD', { target: chain });
	program(host, 'insert', 'filter', 'FORWARD', { target: chain });
}
/** DOCKER-USER stays before everything Docker does. */
export function arrangeUserChain(host: Host): void {
	makeChain(host, 'filter', USER);
	program(host, 'append', 'filter', USER, { target: 'RETURN' });
	ensureJump(host, USER);
}

const isOff = (network: Network, option: string): boolean =>
	network.options[`com.docker.network.bridge.${option}`] === 'false';

interface Placed {
	readonly table: TableName;
	readonly chain: string;
	readonly rule: RuleSpec;
	/** At the end instead of on top. */
	readonly isLast?: boolean;
}
const betweenContainers = (bridge: string, isAllowed: boolean): Placed => ({
	table: 'filter',
	chain: 'FORWARD',
	rule: { input: is(bridge), output: is(bridge), target: isAllowed ? 'ACCEPT' : 'DROP' },
	isLast: !isAllowed,
});
const internalRules = (bridge: string, subnet: string): Placed[] => [
	{ table: 'filter', chain: STAGE1, rule: { input: is(bridge), destination: not(subnet), target: 'DROP' } },
	{ table: 'filter', chain: STAGE1, rule: { output: is(bridge), source: not(subnet), target: 'DROP' } },
];
const masqueradeRules = (bridge: string, subnet: string): Placed[] => [
	{
		table: 'nat',
		chain: 'POSTROUTING',
		rule: { source: is(subnet), output: not(bridge), target: 'MASQUERADE' },
	},
	{ table: 'nat', chain: DOCKER, rule: { input: is(bridge), target: 'RETURN' } },
];
const outwards = (bridge: string): Placed => ({
	table: 'filter',
	chain: 'FORWARD',
	rule: { input: is(bridge), output: not(bridge), target: 'ACCEPT' },
});
const inwards = (bridge: string): Placed[] => [
	{ table: 'filter', chain: 'FORWARD', rule: { output: is(bridge), target: DOCKER } },
	{
		table: 'filter',
		chain: 'FORWARD',
		rule: { output: is(bridge), states: is(['RELATED', 'ESTABLISHED']), target: 'ACCEPT' },
	},
];
const isolation = (bridge: string): Placed[] => [
	{ table: 'filter', chain: STAGE1, rule: { input: is(bridge), output: not(bridge), target: STAGE2 } },
	{ table: 'filter', chain: STAGE2, rule: { output: is(bridge), target: 'DROP' } },
];

/** A network's rules in the order in which they are put on top of one another. */
const rulesOf = (network: Network): { before: Placed[]; after: Placed[] } => {
	const { bridge = '', subnet, isInternal } = network;
	const icc = betweenContainers(bridge, !isOff(network, 'enable_icc'));
	if (isInternal) return { before: [...internalRules(bridge, subnet), icc], after: [] };
	const masquerade = isOff(network, 'enable_ip_masquerade') ? [] : masqueradeRules(bridge, subnet);
	return { before: [...masquerade, icc, outwards(bridge), ...inwards(bridge)], after: isolation(bridge) };
};
const place = (host: Host, { table, chain, rule, isLast }: Placed): void =>
	program(host, isLast ? 'append' : 'insert', table, chain, rule);

export function addNetworkRules(host: Host, network: Network): void {
	const { before, after } = rulesOf(network);
	before.forEach((placed) => place(host, placed));
	if (!network.isInternal) {
		program(host, 'append', 'nat', 'PREROUTING', toLocal);
		program(host, 'append', 'nat', 'OUTPUT', localOutput);
	}
	ensureJump(host, STAGE1);
	after.forEach((placed) => place(host, placed));
}
export function removeNetworkRules(host: Host, network: Network): void {
	const { before, after } = rulesOf(network);
	for (const { table, chain, rule } of [...before, ...after]) program(host, 'delete', table, chain, rule);
}
