/** Ledger is what befell the packets of one command, hop by hop, told by the events of its beats alone. */
import type { Verdict } from '#host/kernel/packet.ts';
import type { Beat, Timeline } from '#timeline/timeline.ts';
import { Clerk } from './ledgerClerk.ts';

export type Change = {
	readonly field: 'source' | 'destination' | 'ttl' | 'mac';
	readonly before: string;
	readonly after: string;
};

/** Why a hop is as it is, in the panel's words: its key there and the values for it. */
export type Note = readonly [key: string, values?: Readonly<Record<string, string>>];

export interface Hop {
	/** Counted through the whole command. */
	readonly number: number;
	/** The beat in which it comes there, counted from 1. */
	readonly since: number;
	/** The beat in which it is decided what becomes of it. */
	readonly beat: number;
	/** `host`, `outside` or the name of a container. */
	readonly machine: string;
	/** A hook, a link, `route`, `socket`. */
	readonly place: string;
	readonly table?: string;
	/** Through which chains: `PREROUTING 1 › DOCKER 2`. */
	readonly path?: string;
	/** The rule that decided, as iptables-save says it. */
	readonly rule?: string;
	readonly verdict?: Verdict;
	readonly note?: Note;
	readonly changes: readonly Change[];
	/** It goes no further. */
	readonly isEnd?: boolean;
}

/** One packet on its way. */
export interface Leg {
	readonly packet: number;
	/** `TCP SYN`, `ICMP echo-request`, `UDP`. */
	readonly what: string;
	readonly source: string;
	readonly destination: string;
	readonly hops: readonly Hop[];
}

const hasPackets = ({ events }: Beat): boolean => events.some(({ kind }) => kind === 'packet.send');

/** The command whose packets are to be told of at a beat: its own, else the last one before it that sent any, else the next. */
export const stepToTell = ({ steps, beats }: Timeline, beat: number): number | undefined => {
	const own = beats[Math.max(0, beat - 1)]?.step ?? 0;
	const travels = (step: number): boolean => {
		const { from, to } = steps[step]!;
		return beats.slice(from, to).some(hasPackets);
	};
	const all = steps.map((_, step) => step).filter(travels);
	return all.findLast((step) => step <= own) ?? all[0];
};

export const ledgerOf = ({ steps, beats }: Timeline, step: number): readonly Leg[] => {
	const clerk = new Clerk();
	const { from, to } = steps[step]!;
	for (let i = from; i < to; i++) clerk.take(beats[i]!, i + 1);
	return clerk.legs;
};

/** The hop that a moment is at: the last one that has begun. */
export const hopAt = (legs: readonly Leg[], beat: number): number | undefined =>
	legs
		.flatMap(({ hops }) => hops)
		.filter((hop) => hop.since <= beat)
		.reduce<Hop | undefined>((last, hop) => (!last || hop.since >= last.since ? hop : last), undefined)
		?.number;
