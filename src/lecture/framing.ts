/** What part of the stage an audience looks at: near enough to be read, and as still as it can be. */
import type { Run } from '#explore/model.ts';
import type { SceneName } from '#share/sceneName.ts';
import { acting, focus, viewBetween, whole } from '#stage/camera.ts';
import { ease } from '#stage/ease.ts';
import { around, bounds } from '#stage/geometry.ts';
import type { Marks, Rect, Size } from '#stage/mark.ts';
import { CLOSE, WHOLE } from './sight.ts';

/** The smallest text on a stage, and the smallest the last row can read. */
export const TEXT = 12;
export const LEGIBLE = 18;
const PAD = 20;

/** As much of the stage as can be shown through a glass with every text at a size that can be read. */
export const roomOf = (glass: Size): Size => ({
	width: (glass.width * TEXT) / LEGIBLE,
	height: (glass.height * TEXT) / LEGIBLE,
});

const area = ({ width, height }: Rect): number => width * height;
const padded = ({ x, y, width, height }: Rect): Rect => ({
	x: x - PAD,
	y: y - PAD,
	width: width + 2 * PAD,
	height: height + 2 * PAD,
});

/** Around these marks: if they are too far apart, around as many as have room, the smallest first. */
export function boxOf(marks: Marks, keys: readonly string[], room: Size): Rect | undefined {
	const wanted = new Set(keys);
	const rects = marks.filter(({ key }) => wanted.has(key)).map((mark) => padded(bounds(mark)));
	return rects
		.sort((a, b) => area(a) - area(b))
		.reduce<Rect | undefined>((box, rect) => {
			const next = box ? around([box, rect]) : rect;
			return !box || (next.width <= room.width && next.height <= room.height) ? next : box;
		}, undefined);
}

/** Where a stretch of `room` begins that shows a thing: all of it in the middle, or, if it is longer, its beginning. */
function within(start: number, length: number, room: number, most: number): number {
	if (room >= most) return (most - room) / 2;
	const wanted = length > room ? start : start + length / 2 - room / 2;
	return Math.max(0, Math.min(wanted, most - room));
}

/** A view of this size about a box, inside the stage where that is possible. */
export const viewAbout = (box: Rect, room: Size, size: Size): Rect => ({
	x: within(box.x, box.width, room.width, size.width),
	y: within(box.y, box.height, room.height, size.height),
	...room,
});

const holds = (view: Rect, box: Rect): boolean =>
	box.x >= view.x &&
	box.y >= view.y &&
	box.x + box.width <= view.x + view.width &&
	box.y + box.height <= view.y + view.height;

/** Where the view was stays the view, as long as what changes is in it. */
export const nextView = (before: Rect | undefined, box: Rect | undefined, room: Size, size: Size): Rect => {
	if (before && (!box || holds(before, box))) return before;
	return viewAbout(box ?? { x: 0, y: 0, ...size }, room, size);
};

export type Look = {
	readonly scene: SceneName;
	readonly face?: string | undefined;
	readonly chosen?: string | undefined;
};

/** So many beats back a view remembers where it was. */
const MEMORY = 8;
/** So many ahead it looks for where something will change. */
const AHEAD = 16;

/** The view when so many beats are over; before anything changed, where it will. */
function viewAt(run: Run, position: number, look: Look, room: Size): Rect {
	const size = run.size(look.scene);
	const { beats } = run.timeline;
	const boxAfter = (number: number): Rect | undefined => {
		const beat = beats[number - 1];
		if (!beat) return undefined;
		const marks = run.marks(look.scene, beat.start + beat.duration, look);
		return boxOf(marks, acting(marks), room);
	};
	const first = Math.floor(Math.max(0, position - 1) / MEMORY) * MEMORY;
	let view: Rect | undefined;
	for (let number = first; number <= position; number++) {
		const box = boxAfter(number);
		if (box || view) view = nextView(view, box, room, size);
	}
	for (let number = position + 1; !view && number <= position + AHEAD; number++) {
		const box = boxAfter(number);
		if (box) view = nextView(undefined, box, room, size);
	}
	return view ?? nextView(undefined, undefined, room, size);
}

const remembered = new WeakMap<Run, Map<string, Rect>>();

function viewAfter(run: Run, position: number, look: Look, room: Size): Rect {
	const { scene, face = '', chosen = '' } = look;
	const key = [position, scene, face, chosen, Math.round(room.width), Math.round(room.height)].join('\t');
	const views = remembered.get(run) ?? new Map<string, Rect>();
	remembered.set(run, views);
	const view = views.get(key) ?? viewAt(run, position, look, room);
	views.set(key, view);
	return view;
}

/** At a time: on its way from where the beat before was looked at. */
function closeView(run: Run, t: number, look: Look, room: Size): Rect {
	const { position, progress } = run.at(t);
	const after = viewAfter(run, position, look, room);
	if (progress >= 1 || position === 0) return after;
	return viewBetween(viewAfter(run, position - 1, look, room), after, ease(progress));
}

/** Narrower than this a mark that is looked into would be larger than life. */
const INTO = 300;

/** What is seen through a glass: close, whole, or one mark from near by. */
export function framing(run: Run, t: number, look: Look, near: string, glass: Size): Rect {
	const size = run.size(look.scene);
	const room = roomOf(glass);
	if (near === WHOLE || glass.width === 0 || (room.width >= size.width && room.height >= size.height))
		return whole(size);
	if (near === CLOSE) return closeView(run, t, look, room);
	const marks = run.marks(look.scene, t, look);
	if (!marks.some(({ key }) => key === near)) return closeView(run, t, look, room);
	return focus(marks, [near], size, { glass, pad: 30, least: Math.min(INTO, room.width) });
}
