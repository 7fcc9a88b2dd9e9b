/** Netfilter is a namespace's packet rules: tables of chains of rules, evaluated in order (iptables(8), iptables-extensions(8)). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import { shapedNet, type Net } from './net.ts';

export const tableNames = ['raw', 'mangle', 'nat', 'filter'] as const;
export type TableName = (typeof tableNames)[number];
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** A match may be turned round with `!`. */
export interface Match<T> {
	readonly value: T;
	readonly not?: boolean;
}

export interface Rule {
	readonly id: number;
	readonly source?: Match<string>;
	readonly destination?: Match<string>;
	readonly input?: Match<string>;
	readonly output?: Match<string>;
	readonly protocol?: Match<string>;
	readonly sourcePort?: Match<string>;
	readonly destinationPort?: Match<string>;
	/** -m conntrack --ctstate */
	readonly states?: Match<readonly string[]>;
	/** -m addrtype --dst-type LOCAL */
	readonly destinationType?: Match<string>;
	readonly sourceType?: Match<string>;
	readonly icmpType?: Match<string>;
	readonly comment?: string;
	/** ACCEPT, DROP, REJECT, RETURN, MASQUERADE, DNAT, SNAT, LOG or a chain's name; absent: counts only. */
	readonly target?: string;
	/** --to-destination, --to-source, --reject-with … */
	readonly to?: string;
	readonly packets: number;
	readonly bytes: number;
}

export interface Chain {
	readonly name: string;
	/** Built-in chains have one. */
	readonly policy?: 'ACCEPT' | 'DROP';
	readonly packets: number;
	readonly bytes: number;
	readonly rules: readonly Rule[];
}

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
/** Where a rule is and what it says: two rules with the same key are the same to `iptables -C`. */
export const ruleKey = (table: TableName, chain: string, rule: RuleSpec): string => {
	let key = `${table} ${chain} ${rule.target ?? ''} ${rule.to ?? ''} ${rule.comment ?? ''}`;
	for (const name of said) {
		const match = rule[name];
		if (match) key += ` ${name}${match.not ? '!' : '='}${String(match.value)}`;
	}
	return key;
};

/** Chains by name, in the order iptables-save prints them. */
export type NetfilterTable = Readonly<Record<string, Chain>>;
export type Netfilter = { readonly [T in TableName]: NetfilterTable };

const hooks: { readonly [T in TableName]: readonly Hook[] } = {
	raw: ['PREROUTING', 'OUTPUT'],
	mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
	nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
	filter: ['INPUT', 'FORWARD', 'OUTPUT'],
};
const builtIn = (name: string): Chain => ({ name, policy: 'ACCEPT', packets: 0, bytes: 0, rules: [] });
const emptyTable = (table: TableName): NetfilterTable =>
	Object.fromEntries(hooks[table].map((hook) => [hook, builtIn(hook)]));
/** A namespace starts with the built-in chains, empty, policy ACCEPT. */
export const emptyNetfilter: Netfilter = {
	raw: emptyTable('raw'),
	mangle: emptyTable('mangle'),
	nat: emptyTable('nat'),
	filter: emptyTable('filter'),
};

type At = { readonly namespace: number; readonly table: TableName; readonly chain: string };
export type NetfilterEvent =
	| ({ readonly kind: 'chain.add' } & At)
	| ({ readonly kind: 'chain.remove' } & At)
	| ({ readonly kind: 'chain.policy'; readonly policy: 'ACCEPT' | 'DROP' } & At)
	| ({ readonly kind: 'chain.flush' } & At)
	/** Its counters begin anew. */
	| ({ readonly kind: 'chain.zero' } & At)
	/** `position` counts from 0; absent: appended. */
	| ({ readonly kind: 'rule.add'; readonly rule: Rule; readonly position?: number; readonly by: number } & At)
	| ({ readonly kind: 'rule.remove'; readonly id: number; readonly by: number } & At)
	/** Counters of what a packet has passed, in one go at the end of a chain walk. */
	| ({
			readonly kind: 'rule.count';
			readonly ids: readonly number[];
			readonly isPolicy: boolean;
			readonly bytes: number;
	  } & At);

const inTable = (
	state: HostState,
	{ namespace, table }: At,
	edit: (chains: NetfilterTable) => NetfilterTable,
): HostState => ({
	...state,
	nets: state.nets.update(namespace, (net) =>
		shapedNet({ ...net, netfilter: { ...net.netfilter, [table]: edit(net.netfilter[table]) } }),
	),
});
const inChain = (state: HostState, at: At, edit: (chain: Chain) => Chain): HostState =>
	inTable(state, at, (chains) =>
		chains[at.chain] ? { ...chains, [at.chain]: edit(chains[at.chain]!) } : chains,
	);
const indexed = (
	state: HostState,
	{ namespace, table, chain }: At,
	edit: (index: Net['rules'], keyOf: (rule: Rule) => string) => Net['rules'],
): HostState => ({
	...state,
	nets: state.nets.update(namespace, (net) =>
		shapedNet({ ...net, rules: edit(net.rules, (rule) => ruleKey(table, chain, rule)) }),
	),
});
const without = (index: Net['rules'], key: string, id: number): Net['rules'] => {
	const rest = (index.get(key) ?? []).filter((each) => each !== id);
	return rest.length ? index.set(key, rest) : index.delete(key);
};
const rulesAt = (state: HostState, { namespace, table, chain }: At): readonly Rule[] =>
	state.nets.get(namespace)?.netfilter[table][chain]?.rules ?? [];
const inserted = (rules: readonly Rule[], rule: Rule, position: number): Rule[] => {
	const grown = rules.slice(0, position);
	grown.push(rule);
	return position < rules.length ? grown.concat(rules.slice(position)) : grown;
};
const counted = (rule: Rule, bytes: number): Rule => ({
	...rule,
	packets: rule.packets + 1,
	bytes: rule.bytes + bytes,
});

export const netfilterAppliers: Appliers<NetfilterEvent> = {
	'chain.add': (state, event) =>
		inTable(state, event, (chains) => ({
			...chains,
			[event.chain]: { name: event.chain, packets: 0, bytes: 0, rules: [] },
		})),
	'chain.remove': (state, event) => inTable(state, event, ({ [event.chain]: _, ...chains }) => chains),
	'chain.policy': (state, event) => inChain(state, event, (chain) => ({ ...chain, policy: event.policy })),
	'chain.flush': (state, event) => {
		const flushed = inChain(state, event, (chain) => ({ ...chain, rules: [] }));
		return indexed(flushed, event, (index, keyOf) =>
			rulesAt(state, event).reduce((rest, rule) => without(rest, keyOf(rule), rule.id), index),
		);
	},
	'chain.zero': (state, event) =>
		inChain(state, event, (chain) => ({
			...chain,
			packets: 0,
			bytes: 0,
			rules: chain.rules.map((rule) => ({ ...rule, packets: 0, bytes: 0 })),
		})),
	'rule.add': (state, event) => ({
		...indexed(
			inChain(state, event, (chain) => ({
				...chain,
				rules: inserted(chain.rules, event.rule, event.position ?? chain.rules.length),
			})),
			event,
			(index, keyOf) => {
				const key = keyOf(event.rule);
				return index.set(key, [...(index.get(key) ?? []), event.rule.id]);
			},
		),
		next: { ...state.next, rule: Math.max(state.next.rule, event.rule.id + 1) },
	}),
	'rule.remove': (state, event) => {
		const rule = rulesAt(state, event).find((each) => each.id === event.id);
		if (!rule) return state;
		const removed = inChain(state, event, (chain) => ({
			...chain,
			rules: chain.rules.filter((each) => each.id !== event.id),
		}));
		return indexed(removed, event, (index, keyOf) => without(index, keyOf(rule), rule.id));
	},
	'rule.count': (state, event) =>
		inChain(state, event, (chain) => ({
			...chain,
			...(event.isPolicy && { packets: chain.packets + 1, bytes: chain.bytes + event.bytes }),
			rules: event.ids.length
				? chain.rules.map((rule) => (event.ids.includes(rule.id) ? counted(rule, event.bytes) : rule))
				: chain.rules,
		})),
};
