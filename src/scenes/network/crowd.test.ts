import { beforeAll, expect, test } from 'vitest';
import { open, type Run } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import { covered, hasNaN, outside, overlaps, repeated } from '#stage/laws.ts';
import type { Marks } from '#stage/mark.ts';

beforeAll(loadAll);

const FOUR = ['n1', 'n2', 'n3', 'n4'].map((name) => `docker network create ${name}`);
const names = (from: number, to: number): string =>
	Array.from({ length: to - from + 1 }, (_, i) => `c${from + i}`).join(' ');
const many = (from: number, to: number): string =>
	`for each in ${names(from, to)}; do docker run -d --name $each busybox sleep 1000; done`;
const ran = (lines: readonly string[]): Promise<Run> => open(lines, 'en', { detail: 'full', stops: false });
const afterStep = (run: Run, step: number, chosen?: string): Marks => {
	const { start, duration } = run.timeline.beats[run.timeline.steps[step]!.to - 1]!;
	return run.marks('network', start + duration, { chosen });
};
const atEnd = (run: Run, chosen?: string): Marks => afterStep(run, run.steps.length - 1, chosen);
const places = (marks: Marks, start: string): ReadonlyMap<string, readonly [number, number]> =>
	new Map(marks.filter(({ key }) => key.startsWith(start)).map(({ key, x, y }) => [key, [x, y]]));
const faults = (run: Run, marks: Marks): readonly string[] => [
	...repeated(marks),
	...(hasNaN(marks) ? ['NaN'] : []),
	...outside(marks, run.size('network')).map(({ key }) => `outside: ${key}`),
	...overlaps(marks).map(([a, b]) => `${a.text} on ${b.text}`),
	...covered(marks).map(([text, lid]) => `${text.text} under ${lid}`),
];

let crowd: Run;
beforeAll(async () => {
	crowd = await ran([
		...FOUR,
		many(1, 11),
		'docker run -d --name deep --network n4 busybox sleep 1000',
		'docker exec deep ping -c 1 -W 1 172.17.0.2',
	]);
}, 120_000);

test('eight have a place, the others are a number, and choosing it shows them by the same laws', () => {
	const usual = atEnd(crowd);
	expect([...places(usual, 'container:').keys()]).toHaveLength(8);
	expect(usual.find(({ key }) => key === 'containers')).toMatchObject({
		heading: '+4 containers · 4 running',
	});
	const opened = atEnd(crowd, 'containers');
	expect([...places(opened, 'container:').keys()].sort()).toEqual(
		['c10', 'c11', 'c9', 'deep'].map((name) => `container:${name}`),
	);
	for (const chosen of [undefined, 'containers', 'bridges', 'container:deep'])
		expect(faults(crowd, atEnd(crowd, chosen))).toEqual([]);
});

test('what belongs to a container of the group opens it; anything else closes it', () => {
	const shows = (chosen: string, name: string): boolean =>
		atEnd(crowd, chosen).some(({ key }) => key === `container:${name}`);
	expect(shows('veth:deep', 'deep')).toBe(true);
	expect(shows('address:c9', 'c9')).toBe(true);
	expect(shows('hook:FORWARD', 'c9')).toBe(false);
	expect(shows('containers:0/‹', 'c1')).toBe(true);
	expect(shows('containers:99', 'deep')).toBe(true);
});

test('the bridges after the third are one, and choosing it shows them', () => {
	const shown = (chosen?: string): readonly string[] =>
		atEnd(crowd, chosen).flatMap((mark) =>
			mark.kind === 'label' && mark.key.startsWith('name:br-') ? [mark.text] : [],
		);
	expect(shown()).toEqual(['n1', 'n2']);
	expect(shown('bridges')).toEqual(['n3', 'n4']);
	expect(shown('bridges:0')).toEqual(['n1', 'n2']);
});

test('a packet of one without a place begins at the group', () => {
	const acting = crowd.timeline.steps.at(-1)!;
	const marks = Array.from({ length: acting.to - acting.from }, (_, i) => {
		const { start, duration } = crowd.timeline.beats[acting.from + i]!;
		return crowd.marks('network', start + duration);
	});
	expect(marks.some((each) => each.some(({ key, act }) => key === 'containers' && act))).toBe(true);
});

test('who goes leaves a gap: nobody else moves, and the next one takes it', { timeout: 60_000 }, async () => {
	const run = await ran([
		...FOUR.slice(0, 2),
		many(1, 3),
		'docker network rm n1',
		'docker rm -f c2',
		'docker network create n5',
		'docker run -d --name c4 busybox sleep 1000',
	]);
	const before = afterStep(run, 2);
	const after = afterStep(run, 4);
	const later = atEnd(run);
	for (const start of ['container:', 'link:br-', 'address:', 'end:']) {
		const was = places(before, start);
		for (const [key, place] of places(after, start)) expect([key, was.get(key)]).toEqual([key, place]);
	}
	expect(places(later, 'container:').get('container:c4')).toEqual(
		places(before, 'container:').get('container:c2'),
	);
	const [first, second] = [...places(before, 'link:br-')];
	const bridges = places(later, 'link:br-');
	expect(bridges.get(second![0])).toEqual(second![1]);
	expect([...bridges.values()]).toContainEqual(first![1]);
});

test('two hundred are drawn', { timeout: 120_000 }, async () => {
	const run = await ran([many(1, 200), 'docker exec c1 ping -c 1 172.17.0.150']);
	const marks = atEnd(run);
	expect(faults(run, marks)).toEqual([]);
	expect(marks.length).toBeLessThan(260);
	expect(marks.find(({ key }) => key === 'containers')).toMatchObject({
		heading: '+192 containers · 192 running',
	});
});
