/** A rule as iptables(8) reads it from its command line. */
import { isAddress, isCidr, cidrOf, blockOf } from '../../../kernel/ipv4.ts';
import type { Match } from '../../../kernel/netfilter.ts';
import type { RuleSpec } from '../../../kernel/rules.ts';

/** A word that is no part of a rule, or one that is real and not modelled. */
export class RuleError extends Error {
	readonly status: number;
	constructor(message: string, status = 2) {
		super(message);
		this.status = status;
	}
}

type Draft = { -readonly [K in keyof RuleSpec]?: RuleSpec[K] };
const portNames: Readonly<Record<string, string>> = { http: '80', https: '443', ssh: '22', domain: '53' };
const block = (text: string): string => {
	const [address = '', mask = '32'] = text.split('/');
	const cidr = `${address}/${mask}`;
	if (!isAddress(address) || !isCidr(cidr)) throw new RuleError(`host/network \`${text}' not found`);
	const { prefix } = blockOf(cidr);
	return cidrOf(address, prefix);
};
const port = (text: string): string => text.replace(/[a-z]+/g, (name) => portNames[name] ?? name);
const icmpNames: Readonly<Record<string, string>> = { '8': 'echo-request', '0': 'echo-reply' };
const icmp = (text: string): string => icmpNames[text] ?? text;

/** In the order in which the kernel gives them back. */
const states = ['INVALID', 'NEW', 'RELATED', 'ESTABLISHED', 'UNTRACKED', 'SNAT', 'DNAT'];
const statesOf = (text: string): string[] => {
	const given = text.toUpperCase().split(',');
	const strange = given.find((state) => !states.includes(state));
	if (strange !== undefined) throw new RuleError(`Bad ctstate "${text}"`);
	return states.filter((state) => given.includes(state));
};

/** Options that take one value and are a match of the rule. */
const matches: Readonly<Record<string, (draft: Draft, match: Match<string>) => void>> = {
	'-s': (draft, match) => (draft.source = { ...match, value: block(match.value) }),
	'-d': (draft, match) => (draft.destination = { ...match, value: block(match.value) }),
	'-i': (draft, match) => (draft.input = match),
	'-o': (draft, match) => (draft.output = match),
	'-p': (draft, match) => {
		if (match.value !== 'all') draft.protocol = { ...match, value: protocol(match.value) };
	},
	'--sport': (draft, match) => (draft.sourcePort = { ...match, value: port(match.value) }),
	'--dport': (draft, match) => (draft.destinationPort = { ...match, value: port(match.value) }),
	'--sports': (draft, match) => (draft.sourcePort = match),
	'--dports': (draft, match) => (draft.destinationPort = match),
	'--ctstate': (draft, match) => (draft.states = { ...match, value: statesOf(match.value) }),
	'--dst-type': (draft, match) => (draft.destinationType = match),
	'--src-type': (draft, match) => (draft.sourceType = match),
	'--icmp-type': (draft, match) => (draft.icmpType = { ...match, value: icmp(match.value) }),
};
const protocolNames: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp' };
const protocol = (text: string): string => protocolNames[text] ?? text.toLowerCase();
const longNames: Readonly<Record<string, string>> = {
	'--source': '-s',
	'--src': '-s',
	'--destination': '-d',
	'--dst': '-d',
	'--in-interface': '-i',
	'--out-interface': '-o',
	'--protocol': '-p',
	'--proto': '-p',
	'--source-port': '--sport',
	'--destination-port': '--dport',
	'--state': '--ctstate',
	'--jump': '-j',
	'--match': '-m',
};
/** Options of targets. */
const targets = ['--to-destination', '--to-source', '--to-ports', '--to', '--reject-with', '--log-prefix'];
const modelled = ['tcp', 'udp', 'icmp', 'conntrack', 'state', 'addrtype', 'comment', 'multiport'];

export function ruleOf(words: readonly string[]): RuleSpec {
	const draft: Draft = {};
	const rest = [...words];
	let isNot = false;
	while (rest.length) {
		const given = rest.shift()!;
		const word = longNames[given] ?? given;
		if (word === '!') {
			isNot = true;
			continue;
		}
		readOption(draft, word, rest, isNot);
		isNot = false;
	}
	if (draft.target === 'REJECT') draft.to ??= 'icmp-port-unreachable';
	return draft;
}
function readOption(draft: Draft, word: string, rest: string[], isNot: boolean): void {
	const value = (): string => {
		const next = rest.shift();
		if (next === undefined) throw new RuleError(`option "${word}" requires an argument`);
		return next;
	};
	const match = matches[word];
	if (match) match(draft, { value: value(), ...(isNot && { not: true }) });
	else if (word === '-j') draft.target = value();
	else if (word === '--comment') draft.comment = value();
	else if (targets.includes(word)) draft.to = value();
	else if (word === '-m') checkModule(value());
	else if (word.startsWith('-')) throw new RuleError(`unknown option "${word}"`);
	else throw new RuleError(`Bad argument \`${word}'`);
}
function checkModule(name: string): void {
	if (!modelled.includes(name)) throw new RuleError(`-m ${name}: real, but not simulated here`);
}
