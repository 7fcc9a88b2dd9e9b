import { beforeAll, describe, expect, test } from 'vitest';
import { loadAll } from '#host/late.ts';
import { usualSession } from '#host/session.ts';
import { covered, cuts, hasNaN, outside, overlaps, repeated, small } from '#stage/laws.ts';
import type { Card, Mark, Marks } from '#stage/mark.ts';
import { bounds } from '#stage/laws.ts';
import { timelineOf, type Beat, type Ran, type Timeline } from '#timeline/timeline.ts';
import en from '../../locales/en/scenes/network.json';
import ko from '../../locales/ko/scenes/network.json';
import { actingKeys, frame, pictureOf } from '../frame.ts';
import type { View } from '../scene.ts';
import { network } from './network.ts';

await loadAll();

const words: Readonly<Record<string, Readonly<Record<string, string>>>> = { ko, en };
const viewIn = (lang: string): View => ({
	lang,
	say: (key, values = {}) => {
		const template = words[lang]?.[key];
		if (template === undefined) throw new Error(`no words for ${key}`);
		return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
	},
});
const view = viewIn('ko');

const LINES = [
	'docker run -d --name web -p 8080:80 nginx',
	'outside$ curl -s http://203.0.113.10:8080/',
	'docker run -d --name box busybox sleep 1000',
	'docker exec box wget -q -O - http://172.17.0.2/',
	'docker exec box ping -c 1 203.0.113.50',
	'curl -s http://localhost:8080/',
	'docker network create lan',
	'docker run -d --name app --network lan busybox sleep 1000',
	'docker exec app wget -T 1 -q -O - http://172.17.0.2/',
	'docker network connect lan box',
	'docker stop -t 0 web',
	'docker rm web',
];

function ran(lines: readonly string[]): Timeline {
	const session = usualSession();
	const first = session.host.state;
	const rans = lines.map((line): Ran => {
		const at = line.startsWith('outside$ ') ? 'outside' : 'host';
		const command = line.replace('outside$ ', '');
		const { stdout, stderr, exit: exitCode, before, changes } = session.run({ at, cmd: command });
		return { at, command, stdout, stderr, exitCode, before, changes };
	});
	return timelineOf(first, rans, 'full');
}

let timeline: Timeline;
beforeAll(() => {
	timeline = ran(LINES);
}, 60_000);

const end = ({ start, duration }: Beat): number => start + duration;
const shown = (beat: Beat): Marks => frame(network, timeline, end(beat), view);
const ofStep = (line: string): readonly Beat[] => {
	const { from, to } = timeline.steps[LINES.indexOf(line)]!;
	return timeline.beats.slice(from, to);
};
const keyed = (marks: Marks, key: string): Mark | undefined => marks.find((mark) => mark.key === key);
const found = (beats: readonly Beat[], kind: string, nth = 0): Beat =>
	beats.filter(({ event }) => event.kind === kind)[nth]!;
const cardIn = (marks: Marks): Card => marks.find((mark): mark is Card => mark.kind === 'card')!;

/** Long rules are cut behind what tells them apart; nothing else is. */
const faults = (marks: Marks): readonly unknown[] => [
	...repeated(marks),
	...(hasNaN(marks) ? ['NaN'] : []),
	...outside(marks, network.size).map(({ key }) => `outside: ${key}`),
	...small(marks),
	...overlaps(marks).map(([a, b]) => `${a.text} on ${b.text}`),
	...covered(marks).map(([text, lid]) => `${text.text} under ${lid}`),
	...cuts(marks).filter(({ key }) => !key.startsWith('rule:')),
];

describe('laws', () => {
	test.each(['ko', 'en'])(
		'hold in %s',
		(lang) => {
			const step = lang === 'ko' ? 5 : 7;
			const bad = timeline.beats
				.filter((_, i) => i % step === 0)
				.flatMap((beat) => faults(frame(network, timeline, end(beat), viewIn(lang))));
			expect([...new Set(bad)]).toEqual([]);
		},
		120_000,
	);

	test('the end of a beat is the layout of the state after it, in any order of asking', () => {
		const some = timeline.beats.filter((_, i) => i % 97 === 0);
		const forwards = some.map(shown);
		const backwards = [...some].reverse().map(shown).reverse();
		expect(forwards).toEqual(backwards);
		for (const [i, beat] of some.entries()) {
			const still = pictureOf(network, beat.after, view).map(({ act: _, ...mark }) => mark);
			expect(forwards[i]!.map(({ act: _, ...mark }) => mark)).toEqual(still);
		}
	});
});

describe('acting', () => {
	const kinds = /^(link|address|rule|packet|conntrack|socket|fdb)\./;
	test('what the scene is about always has a mark that acts', () => {
		const silent = timeline.beats.filter(
			(beat) =>
				kinds.test(beat.event.kind) &&
				beat.event.kind !== 'socket.close' &&
				!shown(beat).some((mark) => mark.act),
		);
		expect(silent.map(({ event }) => event.kind)).toEqual([]);
	});

	test('a match lights up its own rule', () => {
		const dnat = found(
			ofStep(LINES[1]!).filter(({ event }) => event.kind === 'packet.match' && event.verdict === 'DNAT'),
			'packet.match',
		);
		expect([...actingKeys(network, dnat)]).toContain('rule:nat/DOCKER/2');
		expect(keyed(shown(dnat), 'rule:nat/DOCKER/2')?.act).toBe(true);
	});
});

describe('the packet', () => {
	test('carries its old address struck through where DNAT has changed it', () => {
		const marks = shown(found(ofStep(LINES[1]!), 'packet.rewrite'));
		const row = cardIn(marks).rows.find(({ was }) => was !== undefined);
		expect(row).toMatchObject({ was: '203.0.113.10:8080', value: '172.17.0.2:80' });
	});

	test('forgets it at the next hop', () => {
		const beats = ofStep(LINES[1]!);
		const after = beats.slice(beats.indexOf(found(beats, 'packet.rewrite')) + 1);
		const next = cardIn(shown(found(after, 'packet.hop')));
		expect(next.rows.every(({ was }) => was === undefined)).toBe(true);
	});

	test('from container to container meets the hooks on the bridge, and no routing', () => {
		const places = new Set(
			ofStep(LINES[3]!).flatMap((beat) =>
				[...actingKeys(network, beat)].filter((key) => /^(hook|flow|route)/.test(key)),
			),
		);
		expect([...places].filter((key) => key.startsWith('hook:'))).toEqual(
			expect.arrayContaining(['hook:PREROUTING', 'hook:FORWARD', 'hook:POSTROUTING']),
		);
		expect([...places].some((key) => key.startsWith('route'))).toBe(false);
	});

	test('to localhost goes round by lo and ends at docker-proxy', () => {
		const keys = new Set(ofStep(LINES[5]!).flatMap((beat) => [...actingKeys(network, beat)]));
		expect([...keys]).toEqual(expect.arrayContaining(['hook:OUTPUT', 'link:lo', 'proxy:8080']));
		expect([...keys]).not.toContain('rule:nat/DOCKER/2');
	});

	test('between two networks is dropped by the second isolation chain', () => {
		const drop = found(ofStep(LINES[8]!), 'packet.drop');
		const marks = shown(drop);
		const chip = marks.find((mark) => mark.key.startsWith('fate:'));
		expect(chip).toMatchObject({ kind: 'chip', text: ko['lost.rule'], act: true });
		expect(marks.some((mark) => mark.key.startsWith('rule:filter/DOCKER-ISOLATION-STAGE-2/'))).toBe(true);
	});
});

test('masquerade changes the source and leaves it in the entry', () => {
	const marks = shown(found(ofStep(LINES[4]!), 'packet.rewrite'));
	expect(cardIn(marks).rows.find(({ was }) => was)).toMatchObject({
		was: '172.17.0.3',
		value: '203.0.113.10',
	});
	expect(marks.some((mark) => mark.key.startsWith('flow:'))).toBe(true);
});

test('slots hold: a network and two more containers move nothing that was there', () => {
	const before = pictureOf(network, ofStep(LINES[0]!).at(-1)!.after, view);
	const after = pictureOf(network, ofStep(LINES[9]!).at(-1)!.after, view);
	const held = [
		'container:web',
		'address:web',
		'socket:web/80',
		'link:docker0',
		'end:web/eth0',
		'hook:FORWARD',
		'chain:filter/DOCKER',
		'conntrack',
		'routes',
	];
	for (const key of held) {
		const [a, b] = [before, after].map((marks) => bounds(keyed(marks, key)!));
		expect({ key, x: b!.x, y: b!.y }).toEqual({ key, x: a!.x, y: a!.y });
	}
});

test('the keys that notes and sentences tie to are on the stage', () => {
	const marks = pictureOf(network, ofStep(LINES[5]!).at(-1)!.after, view);
	const keys = new Set(marks.map(({ key }) => key));
	const wanted = [
		...['host', 'outside', 'route', 'conntrack', 'link:docker0', 'link:eth0', 'link:lo'],
		...[
			'veth:web',
			'veth:box',
			'container:web',
			'container:box',
			'ns:net/web',
			'address:web',
			'socket:web/80',
		],
		...['hook:PREROUTING', 'hook:INPUT', 'hook:FORWARD', 'hook:OUTPUT', 'hook:POSTROUTING', 'proxy:8080'],
		...['rule:nat/DOCKER/2', 'rule:nat/POSTROUTING/1', 'rule:nat/POSTROUTING/2', 'rule:filter/DOCKER/1'],
		...['chain:nat/POSTROUTING', 'chain:filter/DOCKER-USER', 'route:172.17.0.0/16', 'neighbour:172.17.0.2'],
		'fdb:02:42:ac:11:00:02',
	];
	expect(wanted.filter((key) => !keys.has(key))).toEqual([]);
});

test('what is removed leaves nothing behind', () => {
	const marks = pictureOf(network, timeline.last, view);
	expect(marks.filter(({ key }) => /(^|:|\/)web(\/|$)/.test(key))).toEqual([]);
});
