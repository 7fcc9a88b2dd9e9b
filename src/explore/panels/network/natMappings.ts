/** Mappings are what the host's connection tracking holds of translated connections, in both directions. */
import { inodesOf } from '#host/boot.ts';
import type { Flow, Tuple } from '#host/kernel/conntrack.ts';
import type { HostState } from '#host/state.ts';

export type Mapping = {
	readonly id: number;
	readonly protocol: string;
	/** Which end was changed on the way there. */
	readonly side: 'source' | 'destination';
	readonly there: { readonly from: string; readonly to: string };
	readonly back: { readonly from: string; readonly to: string };
	readonly isPortChanged: boolean;
};

const end = (address: string, port: number | undefined): string =>
	port === undefined ? address : `${address}:${port}`;
const source = (tuple: Tuple): string => end(tuple.source, tuple.sourcePort);
const destination = (tuple: Tuple): string => end(tuple.destination, tuple.destinationPort);

const mappingOf = ({ id, protocol, original, reply }: Flow, side: Mapping['side']): Mapping =>
	side === 'source'
		? {
				...{ id, protocol, side },
				there: { from: source(original), to: destination(reply) },
				back: { from: destination(reply), to: source(original) },
				isPortChanged: original.sourcePort !== reply.destinationPort,
			}
		: {
				...{ id, protocol, side },
				there: { from: destination(original), to: source(reply) },
				back: { from: source(reply), to: destination(original) },
				isPortChanged: original.destinationPort !== reply.sourcePort,
			};

/** One for each end that was translated, the oldest connection first. */
export const mappings = (state: HostState): readonly Mapping[] =>
	(state.nets.get(inodesOf('host').net)?.conntrack.values() ?? [])
		.toSorted((a, b) => a.id - b.id)
		.flatMap((flow) => [...new Set(flow.nat)].map((side) => mappingOf(flow, side)))
		.filter(({ there }) => there.from !== there.to);
