import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bounds, hasNaN, repeated } from './laws.ts';
import type { Box, Mark, Marks, Meter, Point, Token, Wire } from './mark.ts';
import { tween } from './tween.ts';

const coordinate = fc.integer({ min: 0, max: 1000 });
const common = { x: coordinate, y: coordinate, act: fc.boolean() };
const parent = fc.option(
	fc.integer({ min: 0, max: 9 }).map((n) => `thing:${n}`),
	{ nil: 'nothing' },
);
const box = fc.record({
	...common,
	parent,
	kind: fc.constant('box' as const),
	width: fc.integer({ min: 20, max: 300 }),
	height: fc.integer({ min: 20, max: 200 }),
	heading: fc.constantFrom('web', 'db'),
	lines: fc.array(fc.record({ text: fc.constantFrom('a', 'b', 'c') }), { maxLength: 3 }),
});
const token = fc.record({
	...common,
	parent,
	kind: fc.constant('token' as const),
	text: fc.constantFrom('172.17.0.2', '172.17.0.3'),
});
const meter = fc.record({
	...common,
	kind: fc.constant('meter' as const),
	width: fc.constant(200),
	height: fc.constant(30),
	of: fc.constant(100),
	parts: fc.uniqueArray(
		fc.record({ key: fc.constantFrom('a', 'b', 'c'), value: fc.integer({ min: 0, max: 50 }) }),
		{ selector: ({ key }) => key },
	),
});
const wire = fc.record({
	kind: fc.constant('wire' as const),
	x: fc.constant(0),
	y: fc.constant(0),
	from: fc.integer({ min: 0, max: 9 }).map((n) => `thing:${n}`),
	to: fc.integer({ min: 0, max: 9 }).map((n) => `thing:${n}`),
	curve: fc.constantFrom('straight', 'across', 'bow', 'round'),
	points: fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 2, maxLength: 4 }),
});
const picture: fc.Arbitrary<Marks> = fc
	.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.oneof(box, token, meter, wire)), {
		selector: ([n]) => n,
		maxLength: 8,
	})
	.map((list) => list.map(([n, mark]) => ({ ...mark, key: `thing:${n}` }) as Mark));
const part = fc.double({ min: 0, max: 1, noNaN: true });

test('at its ends it is exactly the two pictures', () => {
	fc.assert(
		fc.property(picture, picture, (before, after) => {
			expect(tween(before, after, 0)).toBe(before);
			expect(tween(before, after, 1)).toBe(after);
		}),
	);
});

test('in between no key is there twice, every key of both is there, and every number is one', () => {
	fc.assert(
		fc.property(picture, picture, part, (before, after, t) => {
			fc.pre(t > 0 && t < 1);
			const marks = tween(before, after, t);
			expect(repeated(marks)).toEqual([]);
			expect(new Set(marks.map(({ key }) => key))).toEqual(
				new Set([...before, ...after].map(({ key }) => key)),
			);
			expect(hasNaN(marks)).toBe(false);
		}),
	);
});

test('what does not change keeps its identity', () => {
	fc.assert(
		fc.property(picture, picture, part, (same, more, t) => {
			const keys = new Set(same.map(({ key }) => key));
			const copies = same.filter((mark) => mark.kind !== 'wire').map((mark) => structuredClone(mark));
			const kept = same.filter((mark) => mark.kind !== 'wire');
			const after = [...copies, ...more.filter(({ key }) => !keys.has(key))];
			const marks = tween(kept, after, t);
			if (t < 1) for (const mark of kept) expect(marks.find(({ key }) => key === mark.key)).toBe(mark);
		}),
	);
});

test('any order of asking gives the same picture', () => {
	fc.assert(
		fc.property(picture, picture, part, part, (before, after, t, other) => {
			const first = tween(before, after, t);
			tween(before, after, other);
			tween(after, before, other);
			expect(tween(before, after, t)).toEqual(first);
		}),
	);
});

test('it begins and ends without a jump', () => {
	const spot = (marks: Marks, key: string): Point | undefined => {
		const mark = marks.find((one) => one.key === key);
		if (!mark || mark.kind === 'wire') return undefined;
		const { x, y, width, height } = bounds(mark);
		return { x: x + width / 2, y: y + height / 2 };
	};
	fc.assert(
		fc.property(picture, picture, (before, after) => {
			for (const [marks, rest] of [
				[tween(before, after, 1e-6), before],
				[tween(before, after, 1 - 1e-6), after],
			] as const)
				for (const { key, kind } of rest) {
					const now = marks.find((mark) => mark.key === key);
					const there = spot(rest, key);
					const here = spot(marks, key);
					if (!there || !here || now?.kind !== kind) continue;
					expect(Math.hypot(here.x - there.x, here.y - there.y)).toBeLessThan(0.1);
				}
		}),
	);
});

const web: Box = {
	kind: 'box',
	key: 'container:web',
	x: 100,
	y: 100,
	width: 200,
	height: 100,
	heading: 'web',
};
const task: Token = { kind: 'token', key: 'task:1', x: 600, y: 400, width: 60, text: '1', parent: web.key };

test('what appears comes out of its parent, and what leaves goes back into it', () => {
	for (const marks of [tween([web], [web, task], 0.001), tween([web, task], [web], 0.999)]) {
		const mark = marks.find(({ key }) => key === task.key)!;
		const { x, y, width, height } = bounds(mark);
		expect(x + width / 2).toBeCloseTo(200, 0);
		expect(y + height / 2).toBeCloseTo(150, 0);
		expect(mark.opacity).toBeLessThan(0.01);
	}
});

test('it goes through the places it passes', () => {
	const moved: Token = { ...task, x: 600, y: 0, via: [{ x: 0, y: 0 }] };
	const marks = tween([{ ...task, x: 0, y: 600 }], [moved], 0.5);
	expect(marks[0]).toMatchObject({ x: 0, y: 0 });
});

test('a text is exchanged half way, where it is not visible', () => {
	const said = (t: number): Mark => tween([task], [{ ...task, text: '2' }], t)[0]!;
	expect(said(0.49)).toMatchObject({ text: '1' });
	expect(said(0.51)).toMatchObject({ text: '2' });
	expect(said(0.5).fade).toBe(0);
	expect(said(0.25).fade).toBe(0.5);
});

test('what acts says so from the first moment', () => {
	expect(tween([task], [{ ...task, act: true }], 0.01)[0]).toMatchObject({ act: true });
	expect(tween([{ ...task, act: true }], [task], 0.01)[0]?.act).toBeUndefined();
});

test('a measure glides', () => {
	const meter: Meter = { kind: 'meter', key: 'm', x: 0, y: 0, width: 100, height: 20, of: 100, value: 20 };
	expect(tween([meter], [{ ...meter, value: 60 }], 0.25)[0]).toMatchObject({ value: 30 });
});

test('a wire keeps to the mark at its end, even while that comes out of another', () => {
	const peer: Box = { ...web, key: 'container:db', x: 700, y: 500, parent: web.key };
	const veth: Wire = {
		kind: 'wire',
		key: 'veth:db',
		x: 0,
		y: 0,
		points: [
			{ x: 0, y: 0 },
			{ x: 700, y: 550 },
		],
		to: peer.key,
	};
	const marks = tween([web], [web, peer, veth], 0.5);
	const wire = marks.find(({ key }) => key === veth.key) as Wire;
	const now = bounds(marks.find(({ key }) => key === peer.key)!);
	expect(wire.points.at(-1)?.x).toBeCloseTo(now.x);
	expect(wire.points.at(-1)?.y).toBeCloseTo(now.y + now.height / 2);
	expect(wire.drawn).toBe(0.5);
});
