import { describe, expect, test } from 'vitest';
import { open, type Run } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import { LANGS } from '#i18n/lang.ts';
import { covered, cuts, hasNaN, outside, overlaps, repeated, small } from '#stage/laws.ts';
import type { Marks } from '#stage/mark.ts';
import en from '../../../locales/en/panels/network-journeys.json';
import ko from '../../../locales/ko/panels/network-journeys.json';
import { departure, journeyGroups, journeyOf, journeys } from './journeys.ts';

await loadAll();

const names = journeys.map(({ name }) => name);
const run = (name: string, lang = LANGS[0], detail: 'full' | 'folded' = 'folded'): Promise<Run> =>
	open(journeys.find((each) => each.name === name)!.lines, lang, { detail, stops: false });
/** From where the packet sets out. */
const shownBeats = ({ timeline }: Run) => timeline.beats.slice(departure(timeline));
const outcome = async (name: string): Promise<string> => {
	const { steps } = await run(name);
	const last = steps.at(-1)!;
	return `${last.exitCode} ${last.stdout}${last.stderr}`;
};

test('each has its name and its end in words', () => {
	for (const words of [ko, en] as readonly Readonly<Record<string, string>>[]) {
		for (const { name } of journeyGroups) expect(words[`group.${name}`]).toBeTruthy();
		for (const name of names) {
			expect(words[name], name).toBeTruthy();
			expect(words[`${name}.end`], name).toBeTruthy();
		}
	}
});

test('is known by its lines', () => {
	expect(journeyOf(journeys[3]!.lines)).toBe(journeys[3]);
	expect(journeyOf(['docker ps'])).toBeUndefined();
});

describe('ends as a real host ends it', () => {
	test.each([
		['published', /^0 .*Welcome to nginx!/s],
		['unpublished', /^7 $/],
		['direct', /^7 $/],
		['routed', /^28 $/],
		['masquerade', /^0 outside/],
		['second', /^0 .*2 packets transmitted, 2 packets received/s],
		['bridge', /^0 .*1 packets received/s],
		['name', /^0 PING web \(172\.18\.0\.2\).*1 packets received/s],
		['noName', /^1 ping: bad address 'web'/],
		['isolation', /^1 .*100% packet loss/s],
		['localhost', /^0 .*Welcome to nginx!/s],
		['own', /^0 .*Welcome to nginx!/s],
		['hairpin', /^0 [0-9a-f]{12}/],
		['conflict', /^125 .*port is already allocated/s],
		['modeHost', /^0 .*Welcome to nginx!/s],
		['modeNone', /^1 .*Network is unreachable/s],
		['modeContainer', /^0 .*Welcome to nginx!/s],
	])('%s', async (name, end) => {
		expect(await outcome(name)).toMatch(end);
	});
});

describe('the main steps tell it in a sitting', () => {
	test.each(names)('%s', async (name) => {
		const beats = shownBeats(await run(name));
		expect(beats.length).toBeLessThanOrEqual(30);
		expect(beats.length).toBeGreaterThanOrEqual(2);
	});

	test('each place of the way through the host is a step', async () => {
		const found = await run('published');
		const first = shownBeats(found).slice(0, 14);
		const chains = first.flatMap(({ event }) =>
			event.kind === 'packet.match' ? [`${event.table} ${event.chain} ${event.verdict}`] : [],
		);
		expect(chains).toEqual(['nat DOCKER DNAT', 'filter DOCKER ACCEPT', 'nat POSTROUTING POLICY ACCEPT']);
		const kinds = first.map(({ event }) => event.kind);
		expect(kinds).toEqual(
			expect.arrayContaining(['packet.send', 'conntrack.new', 'packet.rewrite', 'packet.hop']),
		);
	});
});

/** Long rules are cut behind what tells them apart; nothing else is. */
const faults = (marks: Marks, run: Run): readonly string[] => [
	...repeated(marks),
	...(hasNaN(marks) ? ['NaN'] : []),
	...outside(marks, run.size('network')).map(({ key }) => `outside: ${key}`),
	...small(marks, 12.5),
	...overlaps(marks).map(([a, b]) => `${a.text} on ${b.text}`),
	...covered(marks).map(([text, lid]) => `${text.text} under ${lid}`),
	...cuts(marks)
		.filter(({ key }) => !key.startsWith('rule:'))
		.map(({ key, text }) => `cut: ${key} ${text}`),
];

describe('every main step of it is drawn by the laws', () => {
	test.each(names.flatMap((name) => LANGS.map((lang) => [name, lang] as const)))(
		'%s (%s)',
		{ timeout: 60_000 },
		async (name, lang) => {
			const found = await run(name, lang);
			const bad = shownBeats(found).flatMap(({ start, duration }) =>
				faults(found.marks('network', start + duration), found),
			);
			expect([...new Set(bad)]).toEqual([]);
		},
	);
});

test('a packet of a known connection says so at the nat table, one that begins a connection does not', async () => {
	const found = await run('second', 'en', 'full');
	const seen = found.timeline.beats.flatMap(({ event, start, duration, after }) => {
		if (event.kind !== 'packet.hop' || event.station.at !== 'hook') return [];
		const flags = after.packets.get(event.packet)?.header.flags;
		if (flags !== 'echo-request' || event.station.hook !== 'POSTROUTING') return [];
		return [found.marks('network', start + duration).some(({ key }) => key === 'nat:bypassed')];
	});
	expect(seen).toEqual([false, true]);
});
