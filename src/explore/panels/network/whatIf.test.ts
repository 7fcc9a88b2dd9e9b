import { beforeAll, describe, expect, test } from 'vitest';
import { loadAll } from '#host/late.ts';
import { compared, type Compared } from './whatIfCompared.ts';
import { JOURNEYS, journeyOf, journeys, type JourneyName } from './whatIfJourneys.ts';
import { SWITCHES, switchOf, type SwitchName } from './whatIfSwitches.ts';

const where = { lang: 'en', host: 'docker26-cgroup2', detail: 'full' } as const;
const tried = async (journey: JourneyName, ...names: SwitchName[]): Promise<Compared> => {
	const found = await compared(journeys[journey], names, where);
	if (!found) throw new Error(`nothing travels in ${journey}`);
	return found;
};
const last = ({ after }: Compared) => after.at(-1)!;
const parted = ({ changed, parting }: Compared) => {
	const beat = changed.timeline.beats[(parting?.changed ?? 0) - 1];
	return beat?.event.kind === 'packet.drop' ? `drop ${beat.event.why}` : beat?.event.kind;
};

beforeAll(() => loadAll());

describe('every journey', () => {
	test.each(JOURNEYS)('%s succeeds on the host as it is', async (name) => {
		const { before, verdict, parting } = await tried(name);
		expect(before.at(-1)).toMatchObject({ stdout: 'hello\n', exitCode: 0 });
		expect(verdict).toBe('same');
		expect(parting).toBeUndefined();
		expect(journeyOf(journeys[name])).toBe(name);
	});

	test('a switch is known by the line it types', async () => {
		const { lines } = await tried('published');
		for (const name of SWITCHES) expect(switchOf(lines[name] ?? '')).toBe(name);
		expect(switchOf('docker ps')).toBeUndefined();
	});
});

/** What becomes of a journey when one thing is changed. */
const table: Readonly<Record<JourneyName, Readonly<Record<SwitchName, Compared['verdict']>>>> = {
	published: { forwarding: 'fails', dnat: 'otherWay', masquerade: 'same', proxy: 'same', conntrack: 'same' },
	localhost: { forwarding: 'same', dnat: 'same', masquerade: 'same', proxy: 'fails', conntrack: 'same' },
	neighbour: { forwarding: 'same', dnat: 'same', masquerade: 'same', proxy: 'fails', conntrack: 'same' },
	hairpin: { forwarding: 'same', dnat: 'same', masquerade: 'same', proxy: 'fails', conntrack: 'same' },
	bridge: { forwarding: 'same', dnat: 'same', masquerade: 'same', proxy: 'same', conntrack: 'same' },
	outwards: { forwarding: 'fails', dnat: 'same', masquerade: 'fails', proxy: 'same', conntrack: 'same' },
	held: { forwarding: 'fails', dnat: 'same', masquerade: 'same', proxy: 'same', conntrack: 'fails' },
};

describe.each(JOURNEYS)('%s', (journey) => {
	test.each(SWITCHES)('with the switch %s', async (name) => {
		expect((await tried(journey, name)).verdict).toBe(table[journey][name]);
	});
});

describe('how it fails', () => {
	test('without forwarding the translated packet is dropped in silence, and the client waits', async () => {
		const found = await tried('published', 'forwarding');
		expect(parted(found)).toBe('drop no-forwarding');
		expect(last(found).exitCode).toBe(28);
		expect(Math.round(last(found).seconds)).toBe(5);
	});

	test('without the DNAT rule docker-proxy answers; without both nobody does', async () => {
		const found = await tried('published', 'dnat');
		const { beats } = found.changed.timeline;
		const reached = beats.flatMap(({ after, event }) => {
			if (event.kind !== 'packet.deliver' || event.socket === undefined) return [];
			const socket = after.nets.get(event.namespace)?.sockets.get(event.socket);
			return socket ? [after.tasks.get(socket.pid)?.comm] : [];
		});
		expect(reached[0]).toBe('docker-proxy');
		const both = await tried('published', 'dnat', 'proxy');
		expect(last(both)).toMatchObject({ exitCode: 7 });
	});

	test('without MASQUERADE the request arrives, and its answer finds no way', async () => {
		const found = await tried('outwards', 'masquerade');
		const { events } = { events: found.changed.timeline.beats.flatMap((beat) => beat.events) };
		const drop = events.findLast((event) => event.kind === 'packet.drop');
		expect(drop).toMatchObject({ why: 'no-route' });
		expect(last(found).exitCode).toBe(1);
	});

	test('a forgotten connection is answered from the wrong port', async () => {
		const found = await tried('held', 'conntrack');
		expect(last(found)).toMatchObject({ exitCode: 28 });
	});
});
