/**
 * Two pictures and the time between them make a picture. The same key is the same thing moved; what appears comes out
 * of its parent; what leaves goes back into its own.
 */
import { between, isSame, lerp } from './between.ts';
import { bounds } from './geometry.ts';
import type { Mark, Marks, Point, Rect, Wire } from './mark.ts';

/** Which marks stay, move, appear and leave between two pictures; worked out once per pair. */
type Plan = {
	readonly before: ReadonlyMap<string, Mark>;
	readonly after: ReadonlyMap<string, Mark>;
	readonly still: ReadonlySet<string>;
	readonly leaving: Marks;
};

const plans = new WeakMap<Marks, WeakMap<Marks, Plan>>();

const byKey = (marks: Marks): ReadonlyMap<string, Mark> => new Map(marks.map((mark) => [mark.key, mark]));

function planned(before: Marks, after: Marks): Plan {
	const known = plans.get(before) ?? new WeakMap<Marks, Plan>();
	plans.set(before, known);
	const plan = known.get(after) ?? worked(before, after);
	known.set(after, plan);
	return plan;
}

function worked(a: Marks, b: Marks): Plan {
	const before = byKey(a);
	const after = byKey(b);
	const still = new Set(a.filter((mark) => isSame(mark, after.get(mark.key))).map((mark) => mark.key));
	return { before, after, still, leaving: a.filter((mark) => !after.has(mark.key)) };
}

const middle = (rect: Rect): Point => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });

/** A place along a way of several points, by its length. */
function along(way: readonly Point[], t: number): Point {
	const steps = way.slice(1).map((to, i) => {
		const from = way[i] ?? to;
		return { from, to, length: Math.hypot(to.x - from.x, to.y - from.y) };
	});
	let left = t * steps.reduce((sum, step) => sum + step.length, 0);
	for (const { from, to, length } of steps) {
		if (left <= length && length > 0)
			return { x: lerp(from.x, to.x, left / length), y: lerp(from.y, to.y, left / length) };
		left -= length;
	}
	return way.at(-1) ?? { x: 0, y: 0 };
}

function moved(a: Mark, b: Mark, t: number): Mark {
	if (a.kind !== b.kind) return { ...(t < 0.5 ? a : b), opacity: Math.abs(1 - 2 * t) };
	const made = between(a, b, t) as Mark;
	return b.via ? { ...made, ...along([a, ...b.via, b], t) } : made;
}

/** How small a thing is at the moment it comes out of another. */
const least = (mark: Rect, origin: Rect): number =>
	Math.max(0.2, Math.min(1, origin.width / (mark.width || 1), origin.height / (mark.height || 1)));

/** A mark on its way out of where it comes from; there is 0 and here is 1. */
function coming(mark: Mark, origin: Mark | undefined, t: number): Mark {
	const opacity = (mark.opacity ?? 1) * Math.min(1, t * 1.6);
	if (mark.kind === 'wire') return { ...mark, drawn: (mark.drawn ?? 1) * t, opacity: Math.min(1, t * 4) };
	if (mark.kind === 'waterline' || mark.kind === 'frame') return { ...mark, opacity };
	const here = bounds(mark);
	const there = origin ? bounds(origin) : here;
	const scale = lerp(origin ? least(here, there) : 0.94, 1, t);
	const from = middle(there);
	const to = middle(here);
	const x = lerp(from.x, to.x, t) + (mark.x - to.x) * scale;
	const y = lerp(from.y, to.y, t) + (mark.y - to.y) * scale;
	return { ...mark, x, y, scale, opacity };
}

function drawn(plan: Plan, key: string, t: number): Mark | undefined {
	const { before, after } = plan;
	const a = before.get(key);
	const b = after.get(key);
	if (a && plan.still.has(key)) return a;
	if (a && b) return moved(a, b, t);
	const parent = (b ?? a)?.parent ?? '';
	if (b) return coming(b, before.get(parent) ?? after.get(parent), t);
	if (a) return coming(a, after.get(parent) ?? before.get(parent), 1 - t);
	return undefined;
}

/** Where the end of a wire is while the mark it is fixed to is elsewhere than the wire takes it to be. */
function followed(wire: Wire, point: Point, taken: Rect, now: Mark): Point {
	const from = middle(taken);
	const to = middle(bounds(now));
	const scale = now.scale ?? 1;
	return {
		x: to.x + (wire.x + point.x - from.x) * scale - wire.x,
		y: to.y + (wire.y + point.y - from.y) * scale - wire.y,
	};
}

/** Where a wire takes the mark at its end to be: where it stands in those pictures that the wire itself is in. */
function taken(plan: Plan, wire: string, key: string, t: number): Rect | undefined {
	const a = plan.before.has(wire) ? plan.before.get(key) : undefined;
	const b = plan.after.has(wire) ? plan.after.get(key) : undefined;
	if (a && b) return between(bounds(a), bounds(b), t) as Rect;
	const one = a ?? b;
	return one && bounds(one);
}

function tied(wire: Wire, plan: Plan, now: ReadonlyMap<string, Mark>, t: number): Wire {
	const end = (key: string | undefined, point: Point | undefined): Point | undefined => {
		const mark = key === undefined ? undefined : now.get(key);
		if (key === undefined || !mark || !point || plan.still.has(key)) return point;
		const rect = taken(plan, wire.key, key, t);
		return rect ? followed(wire, point, rect, mark) : point;
	};
	const { points } = wire;
	const first = end(wire.from, points[0]);
	const last = end(wire.to, points.at(-1));
	if (!first || !last || points.length < 2 || (isSame(first, points[0]) && isSame(last, points.at(-1))))
		return wire;
	return { ...wire, points: [first, ...points.slice(1, -1), last] };
}

/** The picture at a part t of the way from one to the other; what does not change keeps its identity. */
export function tween(before: Marks, after: Marks, t: number): Marks {
	if (t <= 0 || before === after) return before;
	if (t >= 1) return after;
	const plan = planned(before, after);
	const made = [...after, ...plan.leaving].map((mark) => drawn(plan, mark.key, t) ?? mark);
	const now = byKey(made);
	return made.map((mark) => (mark.kind === 'wire' ? tied(mark, plan, now, t) : mark));
}
