/** A rule in as few words as its place on the stage allows: iptables' own, without what goes without saying. */
import type { Match, Rule } from '#host/kernel/netfilter.ts';

/** Bridges of user-defined networks have twelve hex digits: the first few tell them apart. */
export const shortLink = (name: string): string =>
	/^br-[0-9a-f]{12}$/.test(name) ? `${name.slice(0, 7)}…` : name;

const option = (name: string, match: Match<string> | undefined): string[] =>
	match
		? [`${match.not ? '! ' : ''}${name ? `${name} ` : ''}${shortLink(match.value.replace(/\/32$/, ''))}`]
		: [];

/** `isBrief`: what tells it from other rules first, because the end will be cut. */
export const matchWords = (rule: Rule, isBrief = false): string => {
	const port = portWords(rule);
	const links = [...option('-i', rule.input), ...option('-o', rule.output)];
	return [
		...option('-s', rule.source),
		...option('-d', rule.destination),
		...(port.length ? [] : option('-p', rule.protocol)),
		...(isBrief || rule.destination ? [...port, ...links] : [...links, ...port]),
		...option('--icmp-type', rule.icmpType),
		...option('--src-type', rule.sourceType),
		...option('--dst-type', rule.destinationType),
		...(rule.states
			? option('--ctstate', { value: rule.states.value.join(','), ...(rule.states.not && { not: true }) })
			: []),
	].join(' ');
};

const portWords = (rule: Rule): string[] =>
	rule.destinationPort || rule.sourcePort
		? [
				...option('', rule.protocol),
				...option('--sport', rule.sourcePort),
				...option('--dport', rule.destinationPort),
			]
		: [];

export const targetWords = ({ target, to }: Rule): string =>
	target === undefined
		? '·'
		: to !== undefined && target !== 'REJECT'
			? `${target} ${to}`
			: target.replace(/^DOCKER-(?=ISOLATION)/, '');
