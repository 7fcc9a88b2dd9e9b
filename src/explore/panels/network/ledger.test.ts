import { describe, expect, test } from 'vitest';
import { open, type Run } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import { sentence } from '#i18n/sentence.ts';
import en from '../../../locales/en/panels/network-ledger.json';
import ko from '../../../locales/ko/panels/network-ledger.json';
import { journeys } from './journeys.ts';
import { hopAt, ledgerOf, stepToTell, type Hop, type Leg } from './ledger.ts';
import { ledgerText, type LedgerWords } from './ledgerText.ts';

await loadAll();

const run = (name: string, detail: 'full' | 'folded' = 'full'): Promise<Run> =>
	open(journeys.find((each) => each.name === name)!.lines, 'en', { detail, stops: false });
const told = ({ timeline }: Run): readonly Leg[] => ledgerOf(timeline, timeline.steps.length - 1);
const where = ({ machine, place }: Hop): string => `${machine} ${place}`;
const sayIn =
	(words: Readonly<Record<string, string>>): LedgerWords =>
	(key, values = {}) => {
		const template = words[key];
		if (template === undefined) throw new Error(`no words for ${key}`);
		return sentence(template, values);
	};

describe('from outside to a published port', () => {
	test('the first packet: every place in its order', async () => {
		const [syn] = told(await run('published'));
		expect(syn).toMatchObject({ what: 'TCP SYN', destination: '203.0.113.10:8080' });
		expect(syn!.hops.map(where)).toEqual([
			...['outside socket', 'outside route', 'outside ARP', 'outside eth0'],
			...['host eth0', 'host PREROUTING', 'host route', 'host FORWARD', 'host POSTROUTING', 'host ARP'],
			...['host docker0', 'host docker0', `host ${syn!.hops[12]!.place}`],
			...['web eth0', 'web route', 'web socket'],
		]);
	});

	test('the rule that decided, by which chains, and what it changed', async () => {
		const [syn] = told(await run('published'));
		expect(syn!.hops.find(({ place }) => place === 'PREROUTING')).toMatchObject({
			table: 'nat',
			path: 'PREROUTING 1 › DOCKER 2',
			verdict: 'DNAT',
			rule: '! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
			changes: [{ field: 'destination', before: '203.0.113.10:8080', after: '172.17.0.2:80' }],
		});
	});

	test('later packets: the nat table is passed by, and conntrack changes what the rule changed', async () => {
		const [, answer, ...later] = told(await run('published'));
		const at = (leg: Leg, hook: string) => leg.hops.find(({ place }) => place === hook);
		expect(at(answer!, 'PREROUTING')).toMatchObject({ table: 'nat', note: ['known'] });
		expect(at(answer!, 'POSTROUTING')).toMatchObject({
			note: ['by.conntrack'],
			changes: [{ field: 'source', before: '172.17.0.2:80', after: '203.0.113.10:8080' }],
		});
		const paths = later.flatMap(({ hops }) => hops.filter(({ table }) => table === 'nat'));
		expect(paths.filter(({ path }) => path !== undefined)).toEqual([]);
		expect(paths.length).toBeGreaterThan(8);
	});

	test('is the same in the main steps, on other beats', async () => {
		const bare = (legs: readonly Leg[]) =>
			legs.map(({ hops }) => hops.map(({ beat: _, since: __, ...hop }) => hop));
		const [full, folded] = await Promise.all([run('published'), run('published', 'folded')]);
		expect(bare(told(folded))).toEqual(bare(told(full)));
		for (const { hops } of told(folded))
			for (const hop of hops) expect(folded.timeline.beats[hop.beat - 1]?.step).toBe(1);
	});

	test('the hop of a moment is the last one that has begun', async () => {
		const found = await run('published');
		const legs = told(found);
		const all = legs.flatMap(({ hops }) => hops);
		expect(hopAt(legs, found.timeline.steps[1]!.from)).toBeUndefined();
		for (const { number, beat } of all.filter(({ beat }, i) => beat !== all[i + 1]?.since))
			expect(hopAt(legs, beat)).toBe(number);
		expect(hopAt(legs, found.timeline.beats.length)).toBe(all.length);
	});
});

test('where a way ends, it says why', async () => {
	const ends = async (name: string) =>
		told(await run(name)).flatMap(({ hops }) => hops.filter(({ isEnd }) => isEnd));
	expect((await ends('routed'))[0]).toMatchObject({ place: 'FORWARD', verdict: 'POLICY DROP' });
	expect((await ends('isolation'))[0]).toMatchObject({
		path: 'FORWARD 2 › DOCKER-ISOLATION-STAGE-1 2 › DOCKER-ISOLATION-STAGE-2 1',
		verdict: 'DROP',
	});
	expect((await ends('unpublished'))[0]).toMatchObject({ machine: 'host', note: ['deliver.refused'] });
	expect((await ends('direct'))[0]).toMatchObject({ machine: 'outside', note: ['lost.no-route'] });
	expect((await ends('modeNone'))[0]).toMatchObject({ machine: 'box', note: ['lost.no-route'] });
});

test('on one bridge nothing but MAC addresses is told; iptables looks on (br_netfilter) and lets it pass', async () => {
	const hops = told(await run('bridge')).flatMap((leg) => leg.hops);
	expect(hops.flatMap(({ changes }) => changes.map(({ field }) => field))).toEqual(['mac', 'mac']);
	const looked = hops.filter(({ table }) => table);
	expect(looked.map(({ place }) => place)).toContain('FORWARD');
	expect(looked.flatMap(({ changes }) => changes)).toEqual([]);
	expect(looked.filter(({ verdict }) => /DROP|REJECT|NAT|MASQUERADE/.test(verdict ?? ''))).toEqual([]);
	expect(hops.find(({ place }) => place === 'ARP')?.note).toEqual([
		'arp',
		{ address: '172.17.0.2', mac: '02:42:ac:11:00:02' },
	]);
});

test('the command that is told of: the moment’s own, else one that sent something', async () => {
	const { timeline } = await open(
		['docker ps', 'docker run -d --name web nginx', 'curl -s http://172.17.0.2/', 'docker ps'],
		'en',
		{ detail: 'full', stops: false },
	);
	expect(stepToTell(timeline, 0)).toBe(2);
	expect(stepToTell(timeline, timeline.steps[2]!.from + 2)).toBe(2);
	expect(stepToTell(timeline, timeline.beats.length)).toBe(2);
	const quiet = await open(['docker ps'], 'en', { detail: 'full', stops: false });
	expect(stepToTell(quiet.timeline, 1)).toBeUndefined();
});

describe('as text', () => {
	test.each(journeys.map(({ name }) => name))('%s: in columns, in both languages', async (name) => {
		const legs = told(await run(name));
		const lines = ledgerText('COMMAND', legs, sayIn(en)).split('\n');
		const rows = lines.filter((line) => /^\d/.test(line));
		expect(rows.length).toBe(legs.reduce((sum, { hops }) => sum + hops.length, 0));
		const head = lines[2] ?? '';
		const places = legs.flatMap(({ hops }) => hops.map(({ place }) => place));
		for (const [i, row] of rows.entries())
			if (!['route', 'socket'].includes(places[i]!))
				expect(row.indexOf(places[i]!, 5)).toBe(head.indexOf('Place'));
		expect(() => ledgerText('COMMAND', legs, sayIn(ko))).not.toThrow();
	});
});
