/** nslookup of busybox (networking/nslookup.c). */
import { reverseName, type Answer } from '../../../kernel/dnsMessage.ts';
import { isAddress } from '../../../kernel/ipv4.ts';
import { ask, resolve, resolverOf } from '../../../kernel/resolving.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';

interface Query {
	readonly type: string;
	readonly name: string;
}
const recordLine = (type: string, name: string, record: string): string =>
	type === 'PTR' ? `${name}\tname = ${record}\n` : `Name:\t${name}\nAddress: ${record}\n`;
/** Every question has its block, ended by an empty line. */
const block = ({ type, name }: Query, { code, records, isAuthoritative }: Answer): string => {
	if (code !== 'NOERROR') return `** server can't find ${name}: ${code}\n\n`;
	const head = isAuthoritative ? '' : 'Non-authoritative answer:\n';
	return `${head}${records.map((record) => recordLine(type, name, record)).join('')}\n`;
};

const typesOf = (call: Call): string[] => {
	const given = call.args
		.map((word) => /^-(?:type|querytype|q)=(.+)$/.exec(word)?.[1])
		.filter((type): type is string => type !== undefined)
		.map((type) => type.toUpperCase());
	const strange = given.find((type) => !['A', 'AAAA', 'PTR', 'ANY'].includes(type));
	if (strange) call.stop(`-type=${strange.toLowerCase()}: real, but not simulated here`);
	return given;
};

export function* nslookup(call: Call): Running<number> {
	const types = typesOf(call);
	const [name, asked] = call.args.filter((word) => !word.startsWith('-'));
	if (name === undefined) return call.stop('missing host');
	const named = asked === undefined ? [] : yield* resolve(call.process, asked);
	if (asked !== undefined && !named.length) return call.fail(`bad address '${asked}'`);
	const resolver = resolverOf(call.state, call.pid);
	const servers = asked === undefined ? resolver.servers : named;
	const isReverse = isAddress(name) && !types.length;
	const queries: Query[] = isReverse
		? [{ type: 'PTR', name: reverseName(name) }]
		: (types.length ? types : ['A', 'AAAA']).map((type) => ({ type, name }));
	for (const server of servers) {
		const answers: Answer[] = [];
		for (const query of queries) {
			if (query.type === 'A') call.process.host.emit({ kind: 'name.ask', pid: call.pid, name: query.name });
			const answer = yield* ask(call.process, server, query);
			if (answer) answers.push(answer);
			if (query.type === 'A')
				call.process.host.emit({ kind: 'name.answer', addresses: answer?.records ?? [] });
		}
		if (answers.length < queries.length) continue;
		call.out(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
		queries.forEach((query, i) => call.out(block(query, answers[i]!)));
		return answers.some(({ code }) => code !== 'NOERROR') ? 1 : 0;
	}
	call.out(';; connection timed out; no servers could be reached\n\n');
	return 1;
}
