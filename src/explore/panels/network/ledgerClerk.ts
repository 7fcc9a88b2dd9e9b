/** Clerk writes down what befalls packets, event by event, as the hops of a ledger. */
import type { HostEvent } from '#host/event.ts';
import type { Header, Station } from '#host/kernel/packet.ts';
import { ruleText } from '#host/kernel/ruleText.ts';
import type { HostState } from '#host/state.ts';
import { containerOfNamespace, machineOf } from '#host/whose.ts';
import type { Beat } from '#timeline/timeline.ts';
import type { Change, Hop, Leg, Note } from './ledger.ts';

const ported = (address: string, port: number | undefined): string =>
	port === undefined ? address : `${address}:${port}`;
const sourceOf = (header: Header): string => ported(header.source, header.sourcePort);
const destinationOf = (header: Header): string => ported(header.destination, header.destinationPort);
const macsOf = ({ sourceMac, destinationMac }: Header): string =>
	sourceMac && destinationMac ? `${sourceMac} > ${destinationMac}` : '';

const changesOf = (before: Header, after: Header): readonly Change[] => {
	const pairs: readonly (readonly [Change['field'], string, string])[] = [
		['source', sourceOf(before), sourceOf(after)],
		['destination', destinationOf(before), destinationOf(after)],
		['ttl', String(before.ttl), String(after.ttl)],
		['mac', macsOf(before), macsOf(after)],
	];
	return pairs.flatMap(([field, was, is]) => (was === is ? [] : [{ field, before: was, after: is }]));
};

const machineIn = (state: HostState, namespace: number): string => {
	if (state.namespaces.get(namespace)?.isInitial) return machineOf(state, namespace) ?? 'host';
	return containerOfNamespace(state, namespace)?.name ?? `net:[${namespace}]`;
};

type Drafted = Omit<Hop, 'number'>;
interface Draft {
	readonly leg: Omit<Leg, 'hops'>;
	readonly hops: Drafted[];
	header: Header;
	/** The namespace in which conntrack knows its connection. */
	known?: number | undefined;
	/** At a hook of which nothing has been told yet. */
	isOpen: boolean;
	/** Rules that have led to other chains. */
	jumps: readonly (readonly [chain: string, index: number])[];
}

const placeOf = ({ at, hook, link }: Station): string => (at === 'hook' ? (hook ?? at) : (link ?? at));

const noteOf = (station: Station, why: string, header: Header): Note | undefined => {
	switch (station.at) {
		case 'link':
			return [station.direction === 'in' ? 'in' : 'out'];
		case 'bridge':
			return [`bridge.${why}`, { mac: header.destinationMac ?? '' }];
		case 'route':
			return why.startsWith('route ') ? ['route', { route: why.slice('route '.length) }] : ['local'];
		default:
			return undefined;
	}
};

/** The nat table is not asked. */
const PASSED_BY: Partial<Drafted> = { table: 'nat', note: ['known'] };

export class Clerk {
	readonly #drafts = new Map<number, Draft>();
	/** ARP packets, by id: the address that is asked for, and the hop that tells of it. */
	readonly #questions = new Map<number, { readonly draft: Draft; readonly at: number }>();
	#beat = 0;
	#state!: HostState;

	take(beat: Beat, number: number): void {
		this.#beat = number;
		this.#state = beat.after;
		for (const event of beat.events) this.#told(event);
	}

	get legs(): readonly Leg[] {
		let number = 0;
		return [...this.#drafts.values()].map(({ leg, hops }) => ({
			...leg,
			hops: hops.map((hop) => ({ ...hop, number: ++number })),
		}));
	}

	#told(event: HostEvent): void {
		switch (event.kind) {
			case 'packet.send':
				return this.#sent(event);
			case 'packet.hop':
				return this.#moved(event);
			case 'packet.match':
				return this.#matched(event);
			case 'packet.known':
				return this.#known(event);
			case 'packet.rewrite':
				return this.#rewritten(event);
			case 'packet.drop':
				return this.#dropped(event);
			case 'packet.deliver': {
				const note: Note = [`deliver.${event.what}`];
				return this.#add(event.packet, {
					...this.#at(event.namespace, 'socket'),
					note,
					changes: [],
					isEnd: true,
				});
			}
		}
	}

	#at(namespace: number, place: string): Pick<Drafted, 'since' | 'beat' | 'machine' | 'place'> {
		return { since: this.#beat, beat: this.#beat, machine: machineIn(this.#state, namespace), place };
	}
	#add(packet: number, hop: Drafted): void {
		const draft = this.#drafts.get(packet);
		if (!draft) return;
		draft.hops.push(hop);
		draft.isOpen = false;
	}

	#sent({ packet: { id, header, station } }: Extract<HostEvent, { kind: 'packet.send' }>): void {
		if (header.protocol === 'arp') return this.#asked(id, header, station.namespace);
		const what = `${header.protocol.toUpperCase()} ${header.flags}`.trim();
		const leg = { packet: id, what, source: sourceOf(header), destination: destinationOf(header) };
		this.#drafts.set(id, { leg, hops: [], header, isOpen: false, jumps: [] });
		this.#add(id, { ...this.#at(station.namespace, 'socket'), note: ['sent'], changes: [] });
	}

	/** A question is a hop of the packet that waits for its answer. */
	#asked(id: number, header: Header, namespace: number): void {
		if (header.flags === 'is-at') {
			const [, question] = [...this.#questions].at(-1) ?? [];
			const asked = question?.draft.hops[question.at];
			if (!question || !asked) return;
			const note: Note = ['arp', { address: header.source, mac: header.sourceMac ?? '' }];
			question.draft.hops[question.at] = { ...asked, beat: this.#beat, note };
			return;
		}
		const draft = [...this.#drafts.values()].at(-1);
		if (!draft) return;
		this.#questions.set(id, { draft, at: draft.hops.length });
		const note: Note = ['arp.asked', { address: header.destination }];
		draft.hops.push({ ...this.#at(namespace, 'ARP'), note, changes: [] });
		draft.isOpen = false;
	}

	#moved({ packet, station, why, header }: Extract<HostEvent, { kind: 'packet.hop' }>): void {
		const draft = this.#drafts.get(packet);
		if (!draft || why === 'transmit') {
			if (draft && !this.#isAgain(draft, station)) this.#moveTo(draft, station, why, header);
			return;
		}
		this.#moveTo(draft, station, why, header);
	}
	/** A link that a frame has been handed to sends it. */
	#isAgain({ hops }: Draft, station: Station): boolean {
		const last = hops.at(-1);
		const machine = machineIn(this.#state, station.namespace);
		return last?.place === station.link && last?.machine === machine && last?.note?.[0] === 'out';
	}
	#moveTo(draft: Draft, station: Station, why: string, header: Header | undefined): void {
		const changes = header ? changesOf(draft.header, header) : [];
		draft.header = header ?? draft.header;
		const note = noteOf(station, why, draft.header);
		const isPassedBy =
			draft.known === station.namespace && station.at === 'hook' && station.hook !== 'FORWARD';
		this.#add(draft.leg.packet, {
			...this.#at(station.namespace, placeOf(station)),
			...(note && { note }),
			...(isPassedBy && PASSED_BY),
			changes,
		});
		draft.isOpen = station.at === 'hook';
		draft.jumps = [];
	}

	#known(event: Extract<HostEvent, { kind: 'packet.known' }>): void {
		const draft = this.#drafts.get(event.packet);
		if (draft) draft.known = event.namespace;
		this.#decided(event.packet, event, PASSED_BY);
	}

	/** What is decided at a hook: told by its hop, or, where that has been told of already, by one more. */
	#decided(
		packet: number,
		{ namespace, hook }: { readonly namespace: number; readonly hook: string },
		said: Partial<Drafted>,
	): void {
		const draft = this.#drafts.get(packet);
		if (!draft) return;
		if (!draft.isOpen) draft.hops.push({ ...this.#at(namespace, hook), changes: [] });
		const last = draft.hops.length - 1;
		draft.hops[last] = { ...draft.hops[last]!, ...said, beat: this.#beat };
		draft.isOpen = false;
	}

	#matched(event: Extract<HostEvent, { kind: 'packet.match' }>): void {
		const { packet, namespace, table, chain, index, verdict } = event;
		const draft = this.#drafts.get(packet);
		if (!draft) return;
		const from = draft.jumps.findIndex(([name]) => name === chain);
		if (from >= 0) draft.jumps = draft.jumps.slice(0, from);
		if (verdict === 'JUMP' && index !== undefined) draft.jumps = [...draft.jumps, [chain, index]];
		if (verdict === 'JUMP' || verdict === 'RETURN' || verdict === 'CONTINUE') return;
		const found = this.#state.nets.get(namespace)?.netfilter[table][chain]?.rules[(index ?? 0) - 1];
		const steps = [...draft.jumps, [chain, index ?? ''] as const];
		this.#decided(packet, event, {
			table,
			path: steps.map(([name, at]) => `${name} ${at}`.trim()).join(' › '),
			verdict,
			...(found && { rule: ruleText(found) }),
		});
		draft.jumps = [];
	}

	#rewritten(event: Extract<HostEvent, { kind: 'packet.rewrite' }>): void {
		const { packet, before, header, by } = event;
		const draft = this.#drafts.get(packet);
		if (!draft) return;
		const changes = changesOf(before, header);
		draft.header = header;
		const last = draft.hops.at(-1);
		const isTold = last !== undefined && !draft.isOpen && last.place === event.hook && !last.changes.length;
		if (!isTold) return this.#decided(packet, event, { table: 'nat', note: [`by.${by}`], changes });
		draft.hops[draft.hops.length - 1] = { ...last, changes, beat: this.#beat };
	}

	#dropped({ packet, namespace, why }: Extract<HostEvent, { kind: 'packet.drop' }>): void {
		const draft = this.#drafts.get(packet);
		const last = draft?.hops.at(-1);
		if (!draft || !last) return;
		const note: Note = [`lost.${why}`];
		if (last.verdict !== undefined || draft.isOpen)
			draft.hops[draft.hops.length - 1] = { ...last, note, isEnd: true };
		else this.#add(packet, { ...this.#at(namespace, last.place), note, changes: [], isEnd: true });
	}
}
