import { expect, test } from 'vitest';
import { open } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import { acting } from '#stage/camera.ts';
import { bounds } from '#stage/geometry.ts';
import type { Rect } from '#stage/mark.ts';
import { boxOf, framing, LEGIBLE, nextView, roomOf, TEXT, viewAbout } from './framing.ts';

const GLASS = { width: 1280, height: 604 };
const STAGE = { width: 1208, height: 774 };
const ROOM = roomOf(GLASS);

test('through the room every text is as large as it has to be', () => {
	expect((GLASS.width / ROOM.width) * TEXT).toBeCloseTo(LEGIBLE);
});

test('a thing that has no room is shown from its beginning, another one in the middle', () => {
	const wide = { x: 24, y: 300, width: 1160, height: 30 };
	expect(viewAbout(wide, ROOM, STAGE).x).toBe(24);
	const small = { x: 600, y: 300, width: 20, height: 20 };
	expect(viewAbout(small, ROOM, STAGE).x).toBeCloseTo(610 - ROOM.width / 2 + 0, 0);
	expect(viewAbout({ ...small, x: 1190 }, ROOM, STAGE).x).toBeCloseTo(STAGE.width - ROOM.width);
});

test('a view stays where it is while what changes is in it', () => {
	const view = { x: 100, y: 100, ...ROOM };
	expect(nextView(view, { x: 200, y: 200, width: 50, height: 50 }, ROOM, STAGE)).toBe(view);
	expect(nextView(view, undefined, ROOM, STAGE)).toBe(view);
	expect(nextView(view, { x: 10, y: 10, width: 20, height: 20 }, ROOM, STAGE)).toEqual({
		x: 0,
		y: 0,
		...ROOM,
	});
});

test('of things too far apart, as many as have room are shown', () => {
	const mark = (key: string, x: number, width: number) =>
		({ kind: 'box', key, x, y: 100, width, height: 20 }) as const;
	const marks = [mark('wide', 0, 1200), mark('left', 10, 20), mark('near', 300, 40), mark('far', 1100, 60)];
	const box = boxOf(marks, ['wide', 'left', 'near', 'far'], ROOM);
	expect(box).toMatchObject({ x: -10, width: 370 });
	expect(boxOf(marks, ['gone'], ROOM)).toBeUndefined();
});

const holds = (view: Rect, { x, y, width, height }: Rect): boolean =>
	x < view.x + view.width && y < view.y + view.height && x + width > view.x && y + height > view.y;

test('at every beat of a run, close by, something that changes is in sight and every text can be read', async () => {
	await loadAll();
	const run = await open(
		['docker run -d --name web -p 8080:80 nginx', 'outside$ curl http://203.0.113.10:8080/'],
		'en',
		{ detail: 'folded', stops: false },
	);
	for (const scene of ['network', 'namespaces', 'layers'] as const)
		for (const { start, duration } of run.times.beats) {
			const t = start + duration;
			const view = framing(run, t, { scene }, 'close', GLASS);
			expect(view.width).toBeLessThanOrEqual(ROOM.width + 1e-6);
			const marks = run.marks(scene, t);
			const keys = new Set(acting(marks));
			const changing = marks.filter(({ key }) => keys.has(key)).map(bounds);
			expect(changing.length === 0 || changing.some((rect) => holds(view, rect)), `${scene} ${t}`).toBe(true);
		}
}, 60_000);

test('all of it on demand, and a mark from near by', async () => {
	await loadAll();
	const run = await open(['docker run -d --name web nginx'], 'en', { detail: 'folded', stops: false });
	const t = run.times.duration;
	const look = { scene: 'network' } as const;
	expect(framing(run, t, look, 'whole', GLASS)).toEqual({ x: 0, y: 0, ...run.size('network') });
	expect(framing(run, t, look, 'container:web', GLASS).width).toBeLessThan(ROOM.width);
	expect(framing(run, t, look, 'container:gone', GLASS)).toEqual(framing(run, t, look, 'close', GLASS));
	expect(framing(run, t, look, 'close', { width: 4000, height: 3000 })).toMatchObject({ x: 0, y: 0 });
});
