/** Names to addresses as the C library does it: /etc/hosts, then the servers of /etc/resolv.conf (hosts(5), resolv.conf(5)). */
import type { Process, Running } from '../process.ts';
import type { HostState } from '../state.ts';
import { request } from './connecting.ts';
import { questionText, type Answer, type Question } from './dnsMessage.ts';
import { readAnswer } from './dnsAnswer.ts';
import { Errno, isErrno } from './errno.ts';
import { content } from './files.ts';
import { isAddress } from './ipv4.ts';

const HOSTS = '/etc/hosts';
const lines = (state: HostState, pid: number, path: string): string[][] => {
	try {
		return content(state, pid, path)
			.split('\n')
			.map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
			.filter((words) => words.length > 1);
	} catch (error) {
		if (error instanceof Errno) return [];
		throw error;
	}
};
/** The addresses that /etc/hosts gives a name. */
export const listedAddresses = (state: HostState, pid: number, name: string): string[] =>
	lines(state, pid, HOSTS)
		.filter(([, ...names]) => names.some((each) => each.toLowerCase() === name.toLowerCase()))
		.map(([address]) => address!)
		.filter(isAddress);

export interface Resolver {
	readonly servers: readonly string[];
	readonly search: readonly string[];
	readonly dots: number;
}
export const resolverOf = (state: HostState, pid: number): Resolver => {
	const all = lines(state, pid, '/etc/resolv.conf');
	const servers = all.filter(([word]) => word === 'nameserver').map(([, address]) => address!);
	const search =
		all
			.filter(([word]) => word === 'search')
			.at(-1)
			?.slice(1) ?? [];
	const dots = all.flatMap((words) => words.slice(1)).find((word) => word.startsWith('ndots:'));
	const usable = servers.filter(isAddress);
	return {
		servers: usable.length ? usable.slice(0, 3) : ['127.0.0.1'],
		search: search.filter((each) => each !== '.'),
		dots: dots ? Number(dots.slice(6)) : 1,
	};
};

/** resolv.conf(5): timeout 5, attempts 2. */
const QUERY_SECONDS = 5;
const ATTEMPTS = 2;

/** One question to one server. Undefined: no answer. */
export function* ask(process: Process, server: string, question: Question): Running<Answer | undefined> {
	const { host } = process;
	const { type, name } = question;
	const isTold = type === 'A';
	const consulted = { kind: 'name.consult', table: 'server', at: server, name } as const;
	if (isTold) host.emit(consulted);
	const answer = yield* exchanged(process, server, question);
	if (isTold) host.emit({ ...consulted, found: answer?.records ?? [] });
	return answer;
}
function* exchanged(process: Process, server: string, question: Question): Running<Answer | undefined> {
	try {
		const wish = { address: server, port: 53, protocol: 'udp', request: questionText(question) } as const;
		const { reply } = yield* request(process, { ...wish, seconds: QUERY_SECONDS });
		return readAnswer(reply);
	} catch (error) {
		if (isErrno(error)) return undefined;
		throw error;
	}
}
function* askAll(
	process: Process,
	servers: readonly string[],
	question: Question,
): Running<Answer | undefined> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++)
		for (const server of servers) {
			const answer = yield* ask(process, server, question);
			if (answer && answer.code !== 'SERVFAIL') return answer;
			if (answer) return undefined;
		}
	return undefined;
}

const candidates = (name: string, { search, dots }: Resolver): string[] => {
	const searched = search.map((domain) => `${name}.${domain}`);
	const isAbsolute = name.split('.').length - 1 >= dots;
	return isAbsolute ? [name, ...searched] : [...searched, name];
};

/** Addresses of a name, or none. 'no-answer': every server was silent (EAI_AGAIN). */
export function* lookedUp(process: Process, name: string): Running<readonly string[] | 'no-answer'> {
	if (isAddress(name)) return [name];
	const { host, pid } = process;
	const { state } = host;
	host.emit({ kind: 'name.ask', pid, name });
	const listed = listedAddresses(state, pid, name);
	host.emit({ kind: 'name.consult', table: 'hosts', at: HOSTS, name, found: listed });
	const found = listed.length ? listed : yield* askedServers(process, name);
	host.emit({ kind: 'name.answer', addresses: found === 'no-answer' ? [] : found });
	return found;
}
function* askedServers(process: Process, name: string): Running<readonly string[] | 'no-answer'> {
	const { state } = process.host;
	const resolver = resolverOf(state, process.pid);
	for (const candidate of candidates(name, resolver)) {
		const answer = yield* askAll(process, resolver.servers, { type: 'A', name: candidate });
		if (!answer) return 'no-answer';
		if (answer.records.length) return answer.records;
	}
	return [];
}
/** The same with silence taken for no such name. */
export function* resolve(process: Process, name: string): Running<readonly string[]> {
	const found = yield* lookedUp(process, name);
	return found === 'no-answer' ? [] : found;
}
