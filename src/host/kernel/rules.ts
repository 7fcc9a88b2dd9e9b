/** Looking for, adding and removing rules as iptables(8) does: a rule is found by what it says, not by its number. */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { Errno } from './errno.ts';
import { netOf } from './links.ts';
import { ruleKey, type Chain, type Rule, type RuleSpec, type TableName } from './netfilter.ts';

export type { RuleSpec } from './netfilter.ts';

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

const idsOf = (
	state: HostState,
	namespace: number,
	table: TableName,
	chain: string,
	spec: RuleSpec,
): readonly number[] => netOf(state, namespace).rules.get(ruleKey(table, chain, spec)) ?? [];
export const hasRule = (
	state: HostState,
	namespace: number,
	table: TableName,
	chain: string,
	spec: RuleSpec,
): boolean => idsOf(state, namespace, table, chain, spec).length > 0;

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
	const ids = idsOf(host.state, namespace, table, chain, spec);
	const first = chainOf(host.state, namespace, table, chain)?.rules.find(({ id }) => ids.includes(id));
	if (first) host.emit({ kind: 'rule.remove', namespace, table, chain, id: first.id, by });
	return first !== undefined;
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
