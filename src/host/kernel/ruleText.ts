/** A rule in iptables-save's words, without `-A CHAIN` (iptables-save(8); order of matches as the nft front end prints them). */
import type { Match, Rule } from './netfilter.ts';

const option = (name: string, match: Match<string> | undefined): string[] =>
	match ? [...(match.not ? ['!'] : []), name, match.value] : [];
const cidr = (match: Match<string> | undefined): Match<string> | undefined =>
	match && !match.value.includes('/') ? { ...match, value: `${match.value}/32` } : match;
const port = (rule: Rule): string[] => {
	const ports = [...option('--sport', rule.sourcePort), ...option('--dport', rule.destinationPort)];
	if (!ports.length || !rule.protocol) return [];
	const isMany = ports.some((each) => each.includes(','));
	const words = isMany ? ports.map((each) => (/^--[sd]port$/.test(each) ? `${each}s` : each)) : ports;
	return ['-m', isMany ? 'multiport' : rule.protocol.value, ...words];
};
/** xtables_save_string: quoted unless it is one plain word. */
const saved = (text: string): string =>
	/^[-\w]+$/.test(text) ? text : `"${text.replace(/["'\\]/g, '\\$&')}"`;
const addrtype = (rule: Rule): string[] => {
	const types = [...option('--src-type', rule.sourceType), ...option('--dst-type', rule.destinationType)];
	return types.length ? ['-m', 'addrtype', ...types] : [];
};
const targetOption: Readonly<Record<string, string>> = {
	DNAT: '--to-destination',
	SNAT: '--to-source',
	MASQUERADE: '--to-ports',
	REJECT: '--reject-with',
	REDIRECT: '--to-ports',
	LOG: '--log-prefix',
};

export const ruleText = (rule: Rule): string =>
	[
		...option('-s', cidr(rule.source)),
		...option('-d', cidr(rule.destination)),
		...option('-i', rule.input),
		...option('-o', rule.output),
		...option('-p', rule.protocol),
		...port(rule),
		...(rule.icmpType ? ['-m', 'icmp', ...option('--icmp-type', rule.icmpType)] : []),
		...addrtype(rule),
		...(rule.states
			? ['-m', 'conntrack', ...option('--ctstate', { ...rule.states, value: rule.states.value.join(',') })]
			: []),
		...(rule.comment ? ['-m', 'comment', '--comment', saved(rule.comment)] : []),
		...(rule.target ? ['-j', rule.target] : []),
		...(rule.to && rule.target
			? [targetOption[rule.target] ?? '--to', rule.target === 'LOG' ? saved(rule.to) : rule.to]
			: []),
	].join(' ');
