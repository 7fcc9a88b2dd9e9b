/** Chains as `iptables -L` prints them. */
import type { Chain, Match, NetfilterTable, Rule } from '../../../kernel/netfilter.ts';

export interface ListOptions {
	readonly isNumeric: boolean;
	readonly isVerbose: boolean;
	readonly hasNumbers: boolean;
	/** 1.8.9 prints protocols as numbers with -n. */
	readonly hasProtocolNumbers: boolean;
}

const not = (match: Match<unknown> | undefined): string => (match?.not ? '!' : '');
const whole = (address: string): string => address.replace(/\/32$/, '');
const place = (match: Match<string> | undefined, isNumeric: boolean): string =>
	match ? `${not(match)}${whole(match.value)}` : isNumeric ? '0.0.0.0/0' : 'anywhere';
const numbers: Readonly<Record<string, string>> = { tcp: '6', udp: '17', icmp: '1' };
const protocolOf = ({ protocol }: Rule, options: ListOptions): string => {
	const isNumber = options.isNumeric && options.hasProtocolNumbers;
	if (!protocol) return isNumber ? '0' : 'all';
	return not(protocol) + (isNumber ? (numbers[protocol.value] ?? protocol.value) : protocol.value);
};
const names: Readonly<Record<string, string>> = {
	'80': 'http',
	'443': 'https',
	'22': 'ssh',
	'53': 'domain',
	'8080': 'http-alt',
};
const portText = (word: string, match: Match<string> | undefined, isNumeric: boolean): string[] => {
	if (!match) return [];
	const { value } = match;
	const plural = value.includes(':') ? `${word}s` : word;
	return [`${plural}:${not(match)}${isNumeric ? value : (names[value] ?? value)}`];
};
const targetText = ({ target, to }: Rule): string[] => {
	if (!to) return [];
	const words: Readonly<Record<string, string>> = {
		REJECT: `reject-with ${to}`,
		REDIRECT: `redir ports ${to}`,
		LOG: `LOG flags 0 level 4 prefix "${to}"`,
	};
	return [words[target ?? ''] ?? `to:${to}`];
};
/** multiport names its lists of ports. */
const manyPorts = ({ sourcePort, destinationPort }: Rule): string[] => {
	const list = (word: string, match: Match<string> | undefined) =>
		match?.value.includes(',') ? [`${word} ${not(match)}${match.value}`] : [];
	return [...list('sports', sourcePort), ...list('dports', destinationPort)];
};
const extras = (rule: Rule, isNumeric: boolean): string => {
	const many = manyPorts(rule);
	const ports = [
		...portText('spt', rule.sourcePort, isNumeric),
		...portText('dpt', rule.destinationPort, isNumeric),
	];
	const types = [
		...(rule.sourceType ? [`src-type ${not(rule.sourceType)}${rule.sourceType.value}`] : []),
		...(rule.destinationType ? [`dst-type ${not(rule.destinationType)}${rule.destinationType.value}`] : []),
	];
	return [
		...(many.length ? [`multiport ${many.join(' ')}`] : []),
		...(ports.length && !many.length ? [`${rule.protocol?.value ?? 'tcp'} ${ports.join(' ')}`] : []),
		...(rule.icmpType ? [`icmp ${rule.icmpType.value}`] : []),
		...(types.length ? [`ADDRTYPE match ${types.join(' ')}`] : []),
		...(rule.states ? [`${not(rule.states)}ctstate ${rule.states.value.join(',')}`] : []),
		...(rule.comment ? [`/* ${rule.comment} */`] : []),
		...targetText(rule),
	].join(' ');
};
/** Five digits at most, then thousands (iptables' print_num). */
const count = (number: number): string => {
	const scaled: readonly [number, string][] = [
		[1, ''],
		[1e3, 'K'],
		[1e6, 'M'],
		[1e9, 'G'],
	];
	const [unit, letter] = scaled.find(([size]) => Math.round(number / size) <= 99_999) ?? [1e9, 'G'];
	return `${Math.round(number / unit)}${letter}`;
};

const ruleLine = (rule: Rule, i: number, options: ListOptions): string => {
	const { isNumeric, isVerbose, hasNumbers } = options;
	const links = `${(not(rule.input) + (rule.input?.value ?? (isNumeric ? '*' : 'any'))).padEnd(6)} ${(not(rule.output) + (rule.output?.value ?? (isNumeric ? '*' : 'any'))).padEnd(6)} `;
	return [
		...(hasNumbers ? [String(i + 1).padEnd(5)] : []),
		...(isVerbose ? [`${count(rule.packets).padStart(5)} ${count(rule.bytes).padStart(5)} `] : []),
		`${(rule.target ?? '').padEnd(10)} ${protocolOf(rule, options).padEnd(5)}--  `,
		...(isVerbose ? [links] : []),
		`${place(rule.source, isNumeric).padEnd(20)} ${place(rule.destination, isNumeric).padEnd(20)} `,
		extras(rule, isNumeric),
	].join('');
};
const header = ({ isVerbose, hasNumbers }: ListOptions): string =>
	[
		...(hasNumbers ? ['num  '] : []),
		...(isVerbose
			? [' pkts bytes target     prot opt in     out     source               destination         ']
			: ['target     prot opt source               destination         ']),
	].join('');
const references = (chains: NetfilterTable, name: string): number =>
	Object.values(chains).reduce(
		(sum, chain) => sum + chain.rules.filter((rule) => rule.target === name).length,
		0,
	);
const title = (chains: NetfilterTable, chain: Chain, { isVerbose }: ListOptions): string => {
	const { name, policy, packets, bytes } = chain;
	if (!policy) return `Chain ${name} (${references(chains, name)} references)`;
	const counts = isVerbose ? ` ${count(packets)} packets, ${count(bytes)} bytes` : '';
	return `Chain ${name} (policy ${policy}${counts})`;
};
export const chainListing = (chains: NetfilterTable, chain: Chain, options: ListOptions): string =>
	[
		title(chains, chain, options),
		header(options),
		...chain.rules.map((rule, i) => ruleLine(rule, i, options)),
	]
		.map((line) => `${line}\n`)
		.join('');

/** Built-in chains first, the others by name. */
export const chainsInOrder = (chains: NetfilterTable): Chain[] => {
	const all = Object.values(chains);
	const others = all.filter((chain) => !chain.policy).sort((a, b) => (a.name < b.name ? -1 : 1));
	return [...all.filter((chain) => chain.policy), ...others];
};
