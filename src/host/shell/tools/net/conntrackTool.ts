/** conntrack(8): the connection table listed, entries deleted. */
import type { Flow, Tuple } from '../../../kernel/conntrack.ts';
import { flowsOf, forget } from '../../../kernel/tracking.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';

const numbers = { tcp: 6, udp: 17, icmp: 1 } as const;
const ends = ({ source, destination, sourcePort, destinationPort, icmp }: Tuple): string => {
	const addresses = `src=${source} dst=${destination}`;
	if (icmp) return `${addresses} type=${icmp.type} code=${icmp.code} id=${icmp.id}`;
	return `${addresses} sport=${sourcePort ?? 0} dport=${destinationPort ?? 0}`;
};
const line = (flow: Flow, now: number): string => {
	const { protocol, state, original, reply, isReplied, isAssured } = flow;
	const head = `${protocol.padEnd(8)} ${numbers[protocol]} ${Math.max(0, Math.floor(flow.expires - now))}`;
	return [
		head,
		...(state ? [state] : []),
		ends(original),
		...(isReplied ? [] : ['[UNREPLIED]']),
		ends(reply),
		...(isAssured ? ['[ASSURED]'] : []),
		'mark=0 use=1',
	].join(' ');
};

interface Wish {
	command: string;
	isSilent: boolean;
	readonly tests: ((flow: Flow) => boolean)[];
}
/** Options that take a value and choose entries. */
const filters: Readonly<Record<string, (value: string) => (flow: Flow) => boolean>> = {
	'-p': (value) => (flow) => flow.protocol === value || String(numbers[flow.protocol]) === value,
	'-s': (value) => (flow) => flow.original.source === value,
	'-d': (value) => (flow) => flow.original.destination === value,
	'-r': (value) => (flow) => flow.reply.source === value,
	'-q': (value) => (flow) => flow.reply.destination === value,
	'--sport': (value) => (flow) => flow.original.sourcePort === Number(value),
	'--dport': (value) => (flow) => flow.original.destinationPort === Number(value),
	'--reply-port-src': (value) => (flow) => flow.reply.sourcePort === Number(value),
	'--reply-port-dst': (value) => (flow) => flow.reply.destinationPort === Number(value),
	'--state': (value) => (flow) => flow.state === value.toUpperCase(),
};
/** Options that may stand without a value. */
const sides: Readonly<Record<string, (flow: Flow) => boolean>> = {
	'-n': (flow) => flow.nat.includes('source'),
	'-g': (flow) => flow.nat.includes('destination'),
	'-j': (flow) => flow.nat.length > 0,
};
const shorts: Readonly<Record<string, string>> = {
	'--dump': '-L',
	'--delete': '-D',
	'--flush': '-F',
	'--count': '-C',
	'--proto': '-p',
	'--orig-src': '-s',
	'--src': '-s',
	'--orig-dst': '-d',
	'--dst': '-d',
	'--reply-src': '-r',
	'--reply-dst': '-q',
	'--orig-port-src': '--sport',
	'--orig-port-dst': '--dport',
	'--src-nat': '-n',
	'--dst-nat': '-g',
	'--any-nat': '-j',
};

const read = (call: Call): Wish => {
	const wish: Wish = { command: '', isSilent: false, tests: [] };
	const rest = [...call.args];
	const stop = (text: string): never => {
		call.err(`${version(call)}: ${text}\nTry \`conntrack -h' or 'conntrack --help' for more information.\n`);
		return call.end(2);
	};
	while (rest.length) {
		const given = rest.shift()!;
		const word = shorts[given] ?? given;
		const [filter, side] = [filters[word], sides[word]];
		if (['-L', '-D', '-F', '-C', '-E', '-S'].includes(word)) {
			wish.command = word;
			if (rest[0] === 'conntrack') rest.shift();
		} else if (filter)
			wish.tests.push(filter(rest.shift() ?? stop(`option \`${word}' requires an argument`)));
		else if (side) wish.tests.push(side);
		else if (word === '-f' || word === '--family') rest.shift();
		else if (word === '-o') rest.shift();
		else stop(`unknown option \`${given}'`);
	}
	if (!wish.command) stop('you need to supply an operation');
	return wish;
};
/** Debian 12 and 13 carry these. */
const version = (call: Call): string =>
	`conntrack ${call.host.profile.major >= 26 ? 'v1.4.8' : 'v1.4.7'} (conntrack-tools)`;

export function* conntrackTool(call: Call): Running<number> {
	const { command, tests } = read(call);
	const { host, process } = call;
	const namespace = process.task.namespaces.net;
	if (!process.task.capabilities.includes('NET_ADMIN')) {
		call.err(
			`${version(call)}: Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this\n`,
		);
		return 1;
	}
	const chosen = flowsOf(host.state, namespace).filter((flow) => tests.every((test) => test(flow)));
	if (command === '-C') {
		call.out(`${chosen.length}\n`);
		return 0;
	}
	if (command === '-E' || command === '-S') return call.fail(`${command}: real, but not simulated here`, 2);
	if (command === '-F') {
		for (const flow of chosen) forget(host, namespace, flow.id, 'flushed');
		call.err(`${version(call)}: connection tracking table has been emptied.\n`);
		return 0;
	}
	const listed = [...chosen];
	if (command === '-D') for (const flow of chosen) forget(host, namespace, flow.id, 'flushed');
	const done = command === '-D' ? 'deleted' : 'shown';
	// What it lists waits in a buffer until the end; the count does not.
	call.err(`${version(call)}: ${chosen.length} flow entries have been ${done}.\n`);
	for (const flow of listed) call.out(`${line(flow, host.state.clock.now)}\n`);
	return command === '-D' && !chosen.length ? 1 : 0;
}
