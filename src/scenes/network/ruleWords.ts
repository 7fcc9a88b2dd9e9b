/** A rule in as few words as its place on the stage allows: iptables' own, without what goes without saying. */
import type { Match, Rule } from '#host/kernel/netfilter.ts';
import { textWidth } from '#stage/text.ts';
import { SIZE } from './line.ts';

/** Bridges of user-defined networks have twelve hex digits: the first few tell them apart. */
export const shortLink = (name: string): string =>
	/^br-[0-9a-f]{12}$/.test(name) ? `${name.slice(0, 7)}…` : name;

const option = (name: string, match: Match<string> | undefined): string[] =>
	match
		? [`${match.not ? '! ' : ''}${name ? `${name} ` : ''}${shortLink(match.value.replace(/\/32$/, ''))}`]
		: [];

/** What it asks for, each in its words; what tells it from other rules first, because the last ones may have no room. */
const matchesOf = (rule: Rule): readonly string[] => {
	const port = portWords(rule).join(' ');
	const links = [...option('-i', rule.input), ...option('-o', rule.output)];
	return [
		...option('-s', rule.source),
		...option('-d', rule.destination),
		...(port ? [] : option('-p', rule.protocol)),
		...(port ? [port] : []),
		...links,
		...option('--icmp-type', rule.icmpType),
		...option('--src-type', rule.sourceType),
		...option('--dst-type', rule.destinationType),
		...(rule.states
			? option('--ctstate', {
					value: rule.states.value.map(shortState).join(','),
					...(rule.states.not && { not: true }),
				})
			: []),
	];
};
/** The two that every stateful rule names. */
const shortState = (state: string): string => state.replace(/^(EST|REL)(ABLISHED|ATED)$/, '$1');

/** As much of it as has room, in whole words. */
export const fittingWords = (rule: Rule, room: number): string => {
	const all = matchesOf(rule);
	const fits = (words: string): boolean => textWidth(words, { size: SIZE, mono: true }) <= room;
	for (let count = all.length; count > 0; count--) {
		const words = [...all.slice(0, count), ...(count < all.length ? ['…'] : [])].join(' ');
		if (fits(words)) return words;
	}
	return all.length ? '…' : '';
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
			: shortChain(target);

/** The long names begin as all of Docker's do. */
export const shortChain = (name: string): string => name.replace(/^DOCKER-(?=ISOLATION)/, '');
