/**
 * The embedded name server: 127.0.0.11 inside a container's network namespace, reached by DNAT to a port on which
 * dockerd listens there (moby: libnetwork/resolver.go, resolver_unix.go, sandbox.go ResolveName).
 */
import type { Host } from '../host.ts';
import { digestHex, drawnHex } from '../draw.ts';
import { exchange } from '../kernel/connecting.ts';
import { answerText, questionText, readQuestion, type Answer, type Question } from '../kernel/dnsMessage.ts';
import { readAnswer, reversedAddress } from '../kernel/dnsAnswer.ts';
import type { Journey } from '../kernel/journey.ts';
import { addChain, addRule, chainOf, type RuleSpec } from '../kernel/rules.ts';
import { listen } from '../kernel/sockets.ts';
import type { HostState } from '../state.ts';
import type { Container } from './container.ts';
import { containerNamed } from './containerFound.ts';
import { isAttached, ranked } from './endpointNames.ts';
import { dnsNames, endpointsOn } from './dnsNames.ts';
import { upstreams } from './nameFiles.ts';
import type { Network } from './network.ts';
import { daemonPid } from './volumes.ts';

export const RESOLVER = '127.0.0.11';
const OUTPUT = 'DOCKER_OUTPUT';
const POSTROUTING = 'DOCKER_POSTROUTING';

const userNetworks = (state: HostState, container: Container): Network[] =>
	ranked(state, container)
		.map(([, { networkId }]) => state.engine.networks.get(networkId))
		.filter((network): network is Network => network?.isUserDefined === true);

/** `--link db:database` on a network that a user made: the alias counts for this container alone. */
const linked = (state: HostState, container: Container, network: Network, name: string): string[] => {
	const links = container.endpoints[network.name]?.links ?? [];
	return links.flatMap((link) => {
		const [wished = '', alias = wished] = link.split(':');
		const endpoint = containerNamed(state, wished)?.endpoints[network.name];
		return alias.toLowerCase() === name && endpoint && isAttached(endpoint) ? [endpoint.address] : [];
	});
};
const addressesOn = (state: HostState, container: Container, network: Network, name: string): string[] => {
	const found = linked(state, container, network, name);
	if (found.length) return found;
	return endpointsOn(state, network)
		.filter(({ container: other, endpoint }) =>
			dnsNames(other, endpoint).some((each) => each.toLowerCase() === name),
		)
		.map(({ endpoint }) => endpoint.address);
};
/** 'app', or 'app.lan' with the network's name. */
const addressesOf = (state: HostState, container: Container, name: string): string[] => {
	for (const network of userNetworks(state, container)) {
		const suffix = `.${network.name.toLowerCase()}`;
		const found = addressesOn(state, container, network, name);
		if (found.length) return found;
		if (!name.endsWith(suffix)) continue;
		const within = addressesOn(state, container, network, name.slice(0, -suffix.length));
		if (within.length) return within;
	}
	return [];
};
const nameOf = (state: HostState, container: Container, address: string): string[] => {
	for (const network of userNetworks(state, container)) {
		const found = endpointsOn(state, network).find(({ endpoint }) => endpoint.address === address);
		if (found) return [`${dnsNames(found.container, found.endpoint)[0]}.${network.name}`];
	}
	return [];
};
/** Several addresses come in another order each time (libnetwork/resolver.go, shuffleAddr); drawn here by the packets so far. */
const shuffled = (state: HostState, records: readonly string[]): readonly string[] => {
	const first = parseInt(drawnHex(state.next.packet, 8), 16) % Math.max(1, records.length);
	return [...records.slice(first), ...records.slice(0, first)];
};
const known = (state: HostState, container: Container, { type, name }: Question): Answer | undefined => {
	const address = reversedAddress(name);
	const records = address ? nameOf(state, container, address) : addressesOf(state, container, name);
	if (!records.length) return undefined;
	const isAsked = type === (address ? 'PTR' : 'A');
	return { code: 'NOERROR', records: isAsked ? shuffled(state, records) : [], isAuthoritative: false };
};

/** What the engine found among the names on the container's networks. */
const tell = (
	host: Host,
	container: Container,
	{ type, name }: Question,
	answer: Answer | undefined,
): void => {
	const at = userNetworks(host.state, container)
		.map((network) => network.name)
		.join(', ');
	if (type === 'A')
		host.emit({ kind: 'name.consult', table: 'engine', at, name, found: answer?.records ?? [] });
};

/** From the container's own namespace: the question leaves the way its other packets do. */
const forwarded = (
	host: Host,
	container: Container,
	namespace: number,
	question: Question,
	journey: Journey,
): string => {
	for (const address of upstreams(host.state, container)) {
		const request = questionText(question);
		const consulted = { kind: 'name.consult', table: 'upstream', at: address, name: question.name } as const;
		if (question.type === 'A') host.emit(consulted);
		const wish = { address, port: 53, protocol: 'udp', request, journey, namespace } as const;
		const outcome = exchange(host, daemonPid(host), wish);
		const records = outcome.kind === 'reply' ? readAnswer(outcome.reply).records : [];
		if (question.type === 'A') host.emit({ ...consulted, found: records });
		if (outcome.kind === 'reply') return outcome.reply;
	}
	return answerText({ code: 'SERVFAIL', records: [], isAuthoritative: false });
};

const is = <T>(value: T) => ({ value });
const rulesFor = (protocol: 'tcp' | 'udp', port: number): [string, RuleSpec][] => [
	[
		OUTPUT,
		{
			destination: is(`${RESOLVER}/32`),
			protocol: is(protocol),
			destinationPort: is('53'),
			target: 'DNAT',
			to: `${RESOLVER}:${port}`,
		},
	],
	[
		POSTROUTING,
		{
			source: is(`${RESOLVER}/32`),
			protocol: is(protocol),
			sourcePort: is(String(port)),
			target: 'SNAT',
			to: ':53',
		},
	],
];
const SPAN = 28_000;
const portFor = (id: string, protocol: string): number =>
	32_768 + (parseInt(digestHex(`${id} ${protocol}`).slice(0, 8), 16) % SPAN);

function addRules(host: Host, namespace: number, tcp: number, udp: number): void {
	const by = daemonPid(host);
	const to = is(`${RESOLVER}/32`);
	for (const chain of [OUTPUT, POSTROUTING]) addChain(host, namespace, 'nat', chain);
	addRule(host, by, namespace, 'nat', 'OUTPUT', { destination: to, target: OUTPUT });
	addRule(host, by, namespace, 'nat', 'POSTROUTING', { destination: to, target: POSTROUTING });
	for (const [chain, rule] of [...rulesFor('tcp', tcp), ...rulesFor('udp', udp)])
		addRule(host, by, namespace, 'nat', chain, rule);
}

/** Starts the name server in a sandbox, once. */
export function serveNamesIn(host: Host, id: string, namespace: number): void {
	if (chainOf(host.state, namespace, 'nat', OUTPUT)) return;
	const [tcp, udp] = [portFor(id, 'tcp'), portFor(id, 'udp')];
	const server = (request: string, _peer: unknown, journey: Journey): string => {
		const container = host.state.engine.containers.get(id);
		const question = readQuestion(request);
		if (!container) return answerText({ code: 'SERVFAIL', records: [], isAuthoritative: false });
		const answer = known(host.state, container, question);
		tell(host, container, question, answer);
		return answer ? answerText(answer) : forwarded(host, container, namespace, question, journey);
	};
	const pid = daemonPid(host);
	const at = { address: RESOLVER, namespace } as const;
	listen(host, pid, { ...at, protocol: 'udp', port: udp, fd: 40 }, server);
	listen(host, pid, { ...at, protocol: 'tcp', port: tcp, fd: 41, backlog: 4096 }, server);
	addRules(host, namespace, tcp, udp);
}
