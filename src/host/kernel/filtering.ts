/** A packet's way through the chains of one table at one hook (iptables(8), "TARGETS"; iptables-extensions(8)). */
import type { Host } from '../host.ts';
import { isInside } from './ipv4.ts';
import { netOf } from './links.ts';
import type { Net } from './net.ts';
import {
	emptyNetfilter,
	type Chain,
	type Hook,
	type Match,
	type NetfilterTable,
	type Rule,
	type TableName,
} from './netfilter.ts';
import type { Header, Verdict } from './packet.ts';
import { isLocal } from './routing.ts';

/** What rules can ask of a packet. */
export interface Passing {
	readonly packet: number;
	readonly header: Header;
	readonly bytes: number;
	readonly input?: string;
	readonly output?: string;
	/** Connection state; absent where nothing is tracked. */
	readonly state?: 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID';
}
export interface Ruling {
	readonly verdict: Verdict;
	readonly rule?: Rule;
}

const holds = <T>(match: Match<T> | undefined, test: (value: T) => boolean): boolean =>
	match === undefined || test(match.value) !== (match.not ?? false);
const isNamed = (pattern: string, name: string | undefined): boolean =>
	pattern.endsWith('+') ? (name ?? '').startsWith(pattern.slice(0, -1)) : pattern === (name ?? '');
/** '80', '8000:8010', '80,443' (multiport). */
const isPort = (pattern: string, port: number | undefined): boolean =>
	port !== undefined &&
	pattern.split(',').some((part) => {
		const [from = '', to = from] = part.split(':');
		return port >= Number(from || 0) && port <= Number(to || 65535);
	});
const isOfType = (net: Net, type: string, address: string): boolean =>
	type === 'LOCAL' ? isLocal(net, address) : type === 'UNICAST' ? !isLocal(net, address) : false;

const isMatched = (net: Net, rule: Rule, { header, input, output, state }: Passing): boolean =>
	holds(rule.protocol, (protocol) => protocol === 'all' || protocol === header.protocol) &&
	holds(rule.source, (block) => isInside(header.source, block)) &&
	holds(rule.destination, (block) => isInside(header.destination, block)) &&
	holds(rule.input, (name) => isNamed(name, input)) &&
	holds(rule.output, (name) => isNamed(name, output)) &&
	holds(rule.sourcePort, (port) => isPort(port, header.sourcePort)) &&
	holds(rule.destinationPort, (port) => isPort(port, header.destinationPort)) &&
	holds(rule.states, (states) => state !== undefined && states.includes(state)) &&
	holds(rule.destinationType, (type) => isOfType(net, type, header.destination)) &&
	holds(rule.sourceType, (type) => isOfType(net, type, header.source)) &&
	holds(rule.icmpType, (type) => type === 'any' || type === header.flags);

const ends: ReadonlySet<string> = new Set([
	'ACCEPT',
	'DROP',
	'REJECT',
	'DNAT',
	'SNAT',
	'MASQUERADE',
	'REDIRECT',
]);

class Walk {
	readonly #host: Host;
	readonly #namespace: number;
	readonly #table: TableName;
	readonly #hook: Hook;
	readonly #passing: Passing;
	readonly #net: Net;
	readonly #chains: NetfilterTable;
	readonly #counted = new Map<string, number[]>();

	constructor(host: Host, namespace: number, table: TableName, hook: Hook, passing: Passing) {
		this.#host = host;
		this.#namespace = namespace;
		this.#table = table;
		this.#hook = hook;
		this.#passing = passing;
		this.#net = netOf(host.state, namespace);
		this.#chains = this.#net.netfilter[table];
	}

	run(): Ruling {
		const chain = this.#chains[this.#hook]!;
		const ruling = this.#through(chain);
		if (!ruling) this.#tell(chain.name, `POLICY ${chain.policy ?? 'ACCEPT'}`);
		this.#count(chain.name, !ruling);
		return ruling ?? { verdict: chain.policy === 'DROP' ? 'POLICY DROP' : 'POLICY ACCEPT' };
	}

	/** The ruling of a chain; undefined when its end or a RETURN is reached. */
	#through(chain: Chain): Ruling | undefined {
		for (const [i, rule] of chain.rules.entries()) {
			if (!isMatched(this.#net, rule, this.#passing)) continue;
			const counted = this.#counted.get(chain.name);
			if (counted) counted.push(rule.id);
			else this.#counted.set(chain.name, [rule.id]);
			const target = rule.target ?? '';
			if (ends.has(target)) {
				const verdict = (target === 'REDIRECT' ? 'DNAT' : target) as Verdict;
				this.#tell(chain.name, verdict, rule.id, i + 1);
				return { verdict, rule };
			}
			if (target === 'RETURN') {
				this.#tell(chain.name, 'RETURN', rule.id, i + 1);
				return undefined;
			}
			const next = this.#chains[target];
			this.#tell(chain.name, next ? 'JUMP' : 'CONTINUE', rule.id, i + 1);
			const ruling = next && this.#through(next);
			if (ruling) return ruling;
		}
		return undefined;
	}

	#tell(chain: string, verdict: Verdict, rule?: number, index?: number): void {
		this.#host.emit({
			kind: 'packet.match',
			packet: this.#passing.packet,
			namespace: this.#namespace,
			hook: this.#hook,
			table: this.#table,
			chain,
			verdict,
			...(rule !== undefined && { rule }),
			...(index !== undefined && { index }),
		});
	}
	#count(base: string, isPolicy: boolean): void {
		const at = { namespace: this.#namespace, table: this.#table };
		const { bytes } = this.#passing;
		if (isPolicy && !this.#counted.has(base)) this.#counted.set(base, []);
		for (const [chain, ids] of this.#counted)
			this.#host.emit({ kind: 'rule.count', ...at, chain, ids, isPolicy: isPolicy && chain === base, bytes });
	}
}

/** Whether anybody has ever put something into a table here: before that it does not exist in the kernel (nf_tables). */
export const isUsed = (net: Net, table: TableName): boolean => net.netfilter[table] !== emptyNetfilter[table];

/** What a table says at a hook; undefined where it has no say. */
export const ruling = (
	host: Host,
	namespace: number,
	table: TableName,
	hook: Hook,
	passing: Passing,
): Ruling | undefined => {
	const net = netOf(host.state, namespace);
	if (!isUsed(net, table) || !net.netfilter[table][hook]) return undefined;
	return new Walk(host, namespace, table, hook, passing).run();
};
