/** Looking for, adding and removing rules as iptables(8) does: a rule is found by what it says, not by its number. */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import { netOf } from './links.ts';
import type { Chain, Match, Rule, TableName } from './netfilter.ts';

/** A rule without what the kernel adds to it. */
export type RuleSpec = Omit<Rule, 'id' | 'packets' | 'bytes'>;

const said = [
	'source',
	'destination',
	'input',
	'output',
	'protocol',
	'sourcePort',
	'destinationPort',
	'states',
	'destinationType',
	'sourceType',
	'icmpType',
] as const;

const isSameMatch = (
	a: Match<string | readonly string[]> | undefined,
	b: Match<string | readonly string[]> | undefined,
): boolean =>
	a === b ||
	(a !== undefined &&
		b !== undefined &&
		(a.not ?? false) === (b.not ?? false) &&
		String(a.value) === String(b.value));
const isSame = (rule: Rule, spec: RuleSpec): boolean =>
	rule.target === spec.target &&
	rule.to === spec.to &&
	rule.comment === spec.comment &&
	said.every((key) => isSameMatch(rule[key], spec[key]));

export const chainOf = (
	state: HostState,
	namespace: number,
	table: TableName,
	chain: string,
): Chain | undefined => netOf(state, namespace).netfilter[table][chain];
const foundChain = (state: HostState, namespace: number, table: TableName, chain: string): Chain => {
	const found = chainOf(state, namespace, table, chain);
	if (!found) throw new Errno('ENOENT');
	return found;
};

export const ruleFound = (
	state: HostState,
	namespace: number,
	table: TableName,
	chain: string,
	spec: RuleSpec,
): Rule | undefined => chainOf(state, namespace, table, chain)?.rules.find((rule) => isSame(rule, spec));
export const hasRule = (
	state: HostState,
	namespace: number,
	table: TableName,
	chain: string,
	spec: RuleSpec,
): boolean => ruleFound(state, namespace, table, chain, spec) !== undefined;

/** `position` counts from 0; default: at the end. */
export function addRule(
	host: Host,
	by: number,
	namespace: number,
	table: TableName,
	chain: string,
	spec: RuleSpec,
	position?: number,
): void {
	const { rules } = foundChain(host.state, namespace, table, chain);
	const rule: Rule = { ...spec, id: host.state.next.rule, packets: 0, bytes: 0 };
	const at = position === undefined || position >= rules.length ? {} : { position };
	host.emit({ kind: 'rule.add', namespace, table, chain, rule, by, ...at });
}
export function removeRule(
	host: Host,
	by: number,
	namespace: number,
	table: TableName,
	chain: string,
	spec: RuleSpec,
): boolean {
	const rule = ruleFound(host.state, namespace, table, chain, spec);
	if (rule) host.emit({ kind: 'rule.remove', namespace, table, chain, id: rule.id, by });
	return rule !== undefined;
}
export function addChain(host: Host, namespace: number, table: TableName, chain: string): void {
	if (chainOf(host.state, namespace, table, chain)) throw new Errno('EEXIST');
	host.emit({ kind: 'chain.add', namespace, table, chain });
}
export function flushChain(host: Host, namespace: number, table: TableName, chain: string): void {
	if (foundChain(host.state, namespace, table, chain).rules.length)
		host.emit({ kind: 'chain.flush', namespace, table, chain });
}
/** A chain that rules jump to, or that has rules, stays: EBUSY. */
export function removeChain(host: Host, namespace: number, table: TableName, chain: string): void {
	const { rules, policy } = foundChain(host.state, namespace, table, chain);
	const chains = netOf(host.state, namespace).netfilter[table];
	const isTarget = Object.values(chains).some((each) => each.rules.some((rule) => rule.target === chain));
	if (rules.length || isTarget || policy) throw new Errno('EBUSY');
	host.emit({ kind: 'chain.remove', namespace, table, chain });
}
