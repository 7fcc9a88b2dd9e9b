/** Parting is the first thing that packets do in one run and not in another, whatever numbers they have. */
import type { HostEvent } from '#host/event.ts';
import type { Header } from '#host/kernel/packet.ts';
import type { Beat, Timeline } from '#timeline/timeline.ts';

/** Numbers of beats, from 1; none where that run has nothing more to show. */
export type Parting = { readonly base: number | undefined; readonly changed: number | undefined };

type PacketKind = Extract<HostEvent, { readonly kind: `packet.${string}` }>;
export const isOfPacket = (event: HostEvent): event is PacketKind =>
	event.kind.startsWith('packet.') && event.kind !== 'packet.clear';

/** Ports that clients get are drawn one after another, and say nothing. */
const DRAWN = 32_768;
const port = (number: number | undefined): string =>
	number === undefined ? '' : number >= DRAWN ? ':*' : `:${number}`;
const ends = ({ protocol, source, sourcePort, destination, destinationPort, flags }: Header): string =>
	`${protocol} ${source}${port(sourcePort)} ${destination}${port(destinationPort)} ${flags}`;

/** What an event does, without the numbers of packets and connections. */
function deed(event: PacketKind): unknown {
	switch (event.kind) {
		case 'packet.send':
			return [event.packet.station.namespace, ends(event.packet.header)];
		case 'packet.hop':
			return [event.station, event.why];
		case 'packet.match':
			return [event.namespace, event.hook, event.table, event.chain, event.rule, event.verdict];
		case 'packet.rewrite':
			return [event.namespace, event.hook, event.by, ends(event.header)];
		case 'packet.known':
			return [event.namespace, event.hook];
		case 'packet.drop':
			return [event.namespace, event.why];
		case 'packet.deliver':
			return [event.namespace, event.what];
		default:
			return [];
	}
}

type Deed = { readonly text: string; readonly beat: number };

function deeds({ beats }: Timeline, from: number): readonly Deed[] {
	return beats
		.slice(from)
		.flatMap((beat: Beat, i) =>
			beat.events
				.filter(isOfPacket)
				.map((event) => ({ text: JSON.stringify([event.kind, deed(event)]), beat: from + i + 1 })),
		);
}

/** Compared from beats on that are given by how many are over before them. */
export function partingOf(
	base: Timeline,
	from: number,
	changed: Timeline,
	since: number,
): Parting | undefined {
	const [one, other] = [deeds(base, from), deeds(changed, since)];
	const length = Math.max(one.length, other.length);
	for (let i = 0; i < length; i++)
		if (one[i]?.text !== other[i]?.text) return { base: one[i]?.beat, changed: other[i]?.beat };
	return undefined;
}
