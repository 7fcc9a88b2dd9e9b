/** What a reader may foretell on this picture: whether nat is consulted, and what becomes of a packet's addresses. */
import type { Header } from '#host/kernel/packet.ts';
import type { HostState } from '#host/state.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { ofKeys, ofTexts, type Asks, type Question } from '../question.ts';
import type { Say } from '../scene.ts';

const socket = (address: string, port: number | undefined): string =>
	port === undefined ? address : `${address}:${port}`;
const source = ({ source: address, sourcePort }: Header): string => socket(address, sourcePort);
const destination = ({ destination: address, destinationPort }: Header): string =>
	socket(address, destinationPort);

/** Addresses of the machine it is on, with the packet's own port. */
const nearby = (state: HostState, namespace: number, port: number | undefined): readonly string[] =>
	(state.nets.get(namespace)?.links.values() ?? [])
		.filter(({ kind }) => kind !== 'loopback')
		.flatMap(({ addresses }) => [...addresses])
		.filter(({ family }) => family === 4)
		.map(({ address }) => socket(address, port));

type Rewrite = Extract<BeatEvent, { readonly kind: 'packet.rewrite' }>;

const rewritten = (event: Rewrite, state: HostState): Question | undefined => {
	const { before, header, namespace } = event;
	const isDestination = destination(before) !== destination(header);
	const [was, now] = isDestination
		? [destination(before), destination(header)]
		: [source(before), source(header)];
	if (was === now) return undefined;
	const port = isDestination ? header.destinationPort : header.sourcePort;
	const key = isDestination ? 'ask.destination' : 'ask.source';
	const other = isDestination ? source(before) : destination(before);
	return ofTexts({ key, values: { was } }, now, [was, ...nearby(state, namespace, port), other]);
};

const ofEvent = (event: BeatEvent, state: HostState, say: Say): Question | undefined => {
	if (event.kind === 'packet.rewrite') return rewritten(event, state);
	if (event.kind !== 'packet.known') return undefined;
	const header = state.packets.get(event.packet)?.header;
	const values = { flags: header?.flags ?? '', hook: event.hook };
	return ofKeys({ key: 'ask.nat', values }, say, ['ask.nat.yes', 'ask.nat.no'], 'ask.nat.no');
};

export const asks: Asks = ({ event, events, before }, { say }) => {
	for (const each of events.length ? events : [event]) {
		const question = ofEvent(each, before, say);
		if (question) return question;
	}
	return undefined;
};
