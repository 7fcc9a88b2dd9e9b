/** iptables(8), the nf_tables variant: one table's chains and rules listed and changed. */
import { isErrno } from '../../../kernel/errno.ts';
import { netOf } from '../../../kernel/links.ts';
import { tableNames, type Chain, type NetfilterTable, type TableName } from '../../../kernel/netfilter.ts';
import {
	addChain,
	addRule,
	chainOf,
	flushChain,
	hasRule,
	removeChain,
	removeRule,
	type RuleSpec,
} from '../../../kernel/rules.ts';
import { ruleText } from '../../../kernel/ruleText.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { chainListing, chainsInOrder, type ListOptions } from './ruleListing.ts';
import { ruleOf, RuleError } from './ruleWords.ts';

const longCommands: Readonly<Record<string, string>> = {
	'--append': '-A',
	'--check': '-C',
	'--delete': '-D',
	'--insert': '-I',
	'--replace': '-R',
	'--list': '-L',
	'--list-rules': '-S',
	'--flush': '-F',
	'--zero': '-Z',
	'--new-chain': '-N',
	'--delete-chain': '-X',
	'--policy': '-P',
};
const commands = ['-A', '-C', '-D', '-I', '-R', '-L', '-S', '-F', '-Z', '-N', '-X', '-P', '-E'];
/** Matches and targets that the kernel has and the model does not. */
const builtInTargets = [
	'ACCEPT',
	'DROP',
	'RETURN',
	'REJECT',
	'DNAT',
	'SNAT',
	'MASQUERADE',
	'REDIRECT',
	'LOG',
];
const absentTargets = [
	'MARK',
	'CONNMARK',
	'TCPMSS',
	'NFQUEUE',
	'TPROXY',
	'NOTRACK',
	'CT',
	'TOS',
	'DSCP',
	'NETMAP',
];

interface Request {
	table: TableName;
	command: string;
	chain: string;
	/** Words after the chain. */
	words: string[];
	list: { -readonly [K in keyof ListOptions]: ListOptions[K] };
}

class Iptables {
	readonly call: Call;
	readonly namespace: number;
	constructor(call: Call) {
		this.call = call;
		this.namespace = call.process.task.namespaces.net;
	}
	get version(): string {
		return this.call.host.profile.iptables;
	}
	/** A complaint with the version, as most of them are. */
	stop(text: string, status = 2): never {
		this.call.err(`${this.call.name} ${this.version}: ${text}\n`);
		if (status === 2)
			this.call.err(`Try \`${this.call.name} -h' or '${this.call.name} --help' for more information.\n`);
		return this.call.end(status);
	}
	/** The kernel's own answers come without the version. */
	refuse(text: string): never {
		return this.call.stop(text, 1);
	}
	chains(table: TableName): NetfilterTable {
		return netOf(this.call.state, this.namespace).netfilter[table];
	}
	chain(table: TableName, name: string): Chain {
		return (
			chainOf(this.call.state, this.namespace, table, name) ??
			this.refuse('No chain/target/match by that name.')
		);
	}

	read(): Request {
		const { call } = this;
		const hasProtocolNumbers = this.version.includes('1.8.9');
		const list = { isNumeric: false, isVerbose: false, hasNumbers: false, hasProtocolNumbers };
		const request: Request = { table: 'filter', command: '', chain: '', words: [], list };
		const rest = call.args.flatMap((word) =>
			/^-[nvLSxw]{2,}$/.test(word) ? [...word.slice(1)].map((letter) => `-${letter}`) : [word],
		);
		while (rest.length) {
			const word = longCommands[rest[0]!] ?? rest[0]!;
			rest.shift();
			if (word === '-t' || word === '--table') request.table = this.table(rest.shift() ?? '');
			else if (word === '-n' || word === '--numeric') list.isNumeric = true;
			else if (word === '-v' || word === '--verbose') list.isVerbose = true;
			else if (word === '--line-numbers') list.hasNumbers = true;
			else if (word === '-V' || word === '--version') this.showVersion();
			else if (word === '-x' || word === '--exact') continue;
			else if (word === '-w' || word === '--wait') {
				if (/^\d+$/.test(rest[0] ?? '')) rest.shift();
			} else if (!request.command && commands.includes(word)) {
				request.command = word;
				if (rest[0] !== undefined && !rest[0].startsWith('-')) request.chain = rest.shift()!;
			} else request.words.push(word);
		}
		return request;
	}
	showVersion(): never {
		this.call.out(`${this.call.name} ${this.version}\n`);
		return this.call.end(0);
	}
	table(name: string): TableName {
		const found = tableNames.find((each) => each === name);
		return (
			found ??
			this.stop(
				`table '${name}' does not exist\nPerhaps ${this.call.name} or your kernel needs to be upgraded.`,
				3,
			)
		);
	}
	rule(words: readonly string[], table: TableName): RuleSpec {
		try {
			const rule = ruleOf(words);
			this.checkTarget(rule.target, table);
			return rule;
		} catch (error) {
			if (error instanceof RuleError) return this.stop(error.message, error.status);
			throw error;
		}
	}
	checkTarget(target: string | undefined, table: TableName): void {
		if (!target || builtInTargets.includes(target) || this.chains(table)[target]) return;
		if (absentTargets.includes(target)) this.stop(`-j ${target}: real, but not simulated here`, 2);
		this.stop(`Chain '${target}' does not exist`, 2);
	}
}

/** Position from 1, where a command takes one. */
const numbered = (words: string[]): number | undefined =>
	/^\d+$/.test(words[0] ?? '') ? Number(words.shift()) : undefined;

function list(self: Iptables, { table, chain, list: options }: Request): void {
	const chains = self.chains(table);
	const shown = chain ? [self.chain(table, chain)] : chainsInOrder(chains);
	self.call.out(shown.map((each) => chainListing(chains, each, options)).join('\n'));
}
function listRules(self: Iptables, { table, chain }: Request): void {
	const shown = chain ? [self.chain(table, chain)] : chainsInOrder(self.chains(table));
	for (const { name, policy } of shown) self.call.out(policy ? `-P ${name} ${policy}\n` : `-N ${name}\n`);
	for (const { name, rules } of shown)
		for (const rule of rules) self.call.out(`${`-A ${name} ${ruleText(rule)}`.trimEnd()}\n`);
}
const NO_RULE = 'Bad rule (does a matching rule exist in that chain?).';

function removed(self: Iptables, { table, chain, words }: Request): void {
	const { host, pid } = self.call;
	const { rules } = self.chain(table, chain);
	const position = numbered(words);
	if (position !== undefined) {
		const rule =
			rules[position - 1] ??
			self.refuse(rules.length ? 'Index of deletion too big.' : 'No chain/target/match by that name.');
		host.emit({ kind: 'rule.remove', namespace: self.namespace, table, chain, id: rule.id, by: pid });
	} else if (!removeRule(host, pid, self.namespace, table, chain, self.rule(words, table)))
		self.refuse(NO_RULE);
}
function added(self: Iptables, { table, chain, words, command }: Request): void {
	const { host, pid } = self.call;
	const { rules } = self.chain(table, chain);
	const position = command === '-A' ? rules.length + 1 : (numbered(words) ?? 1);
	if (position > rules.length + 1) self.refuse('Index of insertion too big.');
	if (command === '-R') {
		const old = rules[position - 1] ?? self.refuse('Index of replacement too big.');
		host.emit({ kind: 'rule.remove', namespace: self.namespace, table, chain, id: old.id, by: pid });
	}
	addRule(host, pid, self.namespace, table, chain, self.rule(words, table), position - 1);
}
function policy(self: Iptables, { table, chain, words }: Request): void {
	const [word = ''] = words;
	if (!self.chain(table, chain).policy) self.refuse('Bad built-in chain name.');
	if (word !== 'ACCEPT' && word !== 'DROP') self.refuse("Bad policy name. Run `dmesg' for more information.");
	self.call.host.emit({
		kind: 'chain.policy',
		namespace: self.namespace,
		table,
		chain,
		policy: word as 'ACCEPT' | 'DROP',
	});
}
function removeChains(self: Iptables, { table, chain }: Request): void {
	const { host } = self.call;
	if (chain) self.chain(table, chain);
	const names = chain
		? [chain]
		: chainsInOrder(self.chains(table))
				.filter((each) => !each.policy)
				.map(({ name }) => name);
	for (const name of names)
		try {
			removeChain(host, self.namespace, table, name);
		} catch (error) {
			if (!isErrno(error)) throw error;
			self.stop(` CHAIN_DEL failed (${error.message}): chain ${name}`, 4);
		}
}

const verbs: Readonly<Record<string, (self: Iptables, request: Request) => void>> = {
	'-L': list,
	'-S': listRules,
	'-A': added,
	'-I': added,
	'-R': added,
	'-D': removed,
	'-P': policy,
	'-X': removeChains,
	'-C': (self, { table, chain, words }) => {
		self.chain(table, chain);
		if (!hasRule(self.call.state, self.namespace, table, chain, self.rule(words, table)))
			self.refuse(NO_RULE);
	},
	'-F': (self, { table, chain }) => {
		const names = chain ? [self.chain(table, chain).name] : Object.keys(self.chains(table));
		for (const name of names) flushChain(self.call.host, self.namespace, table, name);
	},
	'-N': (self, { table, chain }) => {
		if (chainOf(self.call.state, self.namespace, table, chain)) self.refuse('Chain already exists.');
		addChain(self.call.host, self.namespace, table, chain);
	},
	'-Z': (self, { table, chain }) => {
		const names = chain ? [self.chain(table, chain).name] : Object.keys(self.chains(table));
		for (const name of names)
			self.call.host.emit({ kind: 'chain.zero', namespace: self.namespace, table, chain: name });
	},
};

const mayChange = (call: Call): boolean => call.process.task.capabilities.includes('NET_ADMIN');

export function* iptables(call: Call): Running<number> {
	const self = new Iptables(call);
	const request = self.read();
	if (!mayChange(call))
		return self.stop('Could not fetch rule set generation id: Permission denied (you must be root)', 4);
	if (!request.command) return self.stop('no command specified');
	const verb = verbs[request.command];
	if (!verb) return self.stop(`${request.command}: real, but not simulated here`);
	verb(self, request);
	return 0;
}
