/** The way a wire takes: cubic pieces through its points, measured, so that it can be cut anywhere along it. */
import type { Point, Wire } from './mark.ts';

type Cubic = readonly [Point, Point, Point, Point];
export type Heading = Point & { readonly angle: number };

const CORNER = 12;
const STEPS = 20;

const mix = (a: Point, b: Point, t: number): Point => ({
	x: a.x + (b.x - a.x) * t,
	y: a.y + (b.y - a.y) * t,
});
const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);
const straight = (a: Point, b: Point): Cubic => [a, mix(a, b, 1 / 3), mix(a, b, 2 / 3), b];
const bent = (a: Point, by: Point, b: Point): Cubic => [a, mix(a, by, 2 / 3), mix(b, by, 2 / 3), b];

const pairs = (points: readonly Point[]): readonly (readonly [Point, Point])[] =>
	points.slice(1).map((point, i) => [points[i] ?? point, point] as const);

/** Straight pieces with their corners rounded off. */
function rounded(points: readonly Point[]): readonly Cubic[] {
	const made: Cubic[] = [];
	let from = points[0];
	for (let i = 1; i < points.length && from; i++) {
		const corner = points[i];
		const next = points[i + 1];
		if (!corner) break;
		if (!next) made.push(straight(from, corner));
		else {
			const before = distance(points[i - 1] ?? from, corner);
			const after = distance(corner, next);
			const radius = Math.min(CORNER, before / 2, after / 2);
			const start = mix(corner, points[i - 1] ?? from, before ? radius / before : 0);
			const end = mix(corner, next, after ? radius / after : 0);
			made.push(straight(from, start), bent(start, corner, end));
			from = end;
		}
	}
	return made;
}

function bow(a: Point, b: Point, bend: number): Cubic {
	const middle = mix(a, b, 0.5);
	return bent(a, { x: middle.x + (b.y - a.y) * bend * 2, y: middle.y - (b.x - a.x) * bend * 2 }, b);
}

/** The cubic pieces of a wire. */
export function cubics(wire: Wire): readonly Cubic[] {
	const { points, curve = 'straight' } = wire;
	if (curve === 'round') return rounded(points);
	return pairs(points).map(([a, b]): Cubic => {
		if (curve === 'bow') return bow(a, b, wire.bend ?? 0.2);
		const x = (a.x + b.x) / 2;
		const y = (a.y + b.y) / 2;
		if (curve === 'across') return [a, { x, y: a.y }, { x, y: b.y }, b];
		if (curve === 'down') return [a, { x: a.x, y }, { x: b.x, y }, b];
		return straight(a, b);
	});
}

function on(cubic: Cubic, t: number): Point {
	const [a, b, c, d] = cubic;
	const ab = mix(a, b, t);
	const bc = mix(b, c, t);
	const cd = mix(c, d, t);
	return mix(mix(ab, bc, t), mix(bc, cd, t), t);
}

/** The wire as many short straight pieces. */
export function polyline(wire: Wire): readonly Point[] {
	const steps = wire.curve === undefined || wire.curve === 'straight' ? 1 : STEPS;
	const made: Point[] = wire.points.slice(0, 1);
	for (const cubic of cubics(wire)) for (let i = 1; i <= steps; i++) made.push(on(cubic, i / steps));
	return made;
}

const length = (points: readonly Point[]): number =>
	pairs(points).reduce((sum, [a, b]) => sum + distance(a, b), 0);

/** Where one is after a distance along points, and which way one looks. */
function walked(points: readonly Point[], far: number): Heading {
	let left = far;
	let angle = 0;
	for (const [a, b] of pairs(points)) {
		const step = distance(a, b);
		if (step > 0) angle = Math.atan2(b.y - a.y, b.x - a.x);
		if (left <= step) return { ...mix(a, b, step ? Math.max(0, left) / step : 0), angle };
		left -= step;
	}
	return { ...(points.at(-1) ?? { x: 0, y: 0 }), angle };
}

/** The point at a part of a wire's length. */
export function pointAt(wire: Wire, part: number): Heading {
	const points = polyline(wire);
	return walked(points, length(points) * part);
}

/** The points from one distance along to another. */
function cut(points: readonly Point[], from: number, to: number): readonly Point[] {
	const made: Point[] = [];
	let far = 0;
	for (const [a, b] of pairs(points)) {
		const step = distance(a, b);
		if (step > 0 && far + step > from && far < to) {
			if (made.length === 0) made.push(mix(a, b, Math.max(0, (from - far) / step)));
			made.push(mix(a, b, Math.min(1, (to - far) / step)));
		}
		far += step;
	}
	return made;
}

const short = (value: number): number => Math.round(value * 100) / 100;
const say = (point: Point): string => `${short(point.x)} ${short(point.y)}`;
const sayLines = (points: readonly Point[]): string =>
	points.map((point, i) => `${i ? 'L' : 'M'}${say(point)}`).join('');

function sayCubics(wire: Wire): string {
	const first = wire.points[0];
	const isStraight = wire.curve === undefined || wire.curve === 'straight';
	if (!first || isStraight) return sayLines(wire.points);
	return `M${say(first)}${cubics(wire)
		.map(([, b, c, d]) => `C${say(b)} ${say(c)} ${say(d)}`)
		.join('')}`;
}

export const arrowLength = (wire: Wire): number => 7 + (wire.thickness ?? 2) * 1.8;

export type Drawing = { readonly d: string; readonly heads: readonly Heading[] };

/** What is drawn of a wire: its line, shortened where an arrowhead stands, and the arrowheads' points. */
export function drawing(wire: Wire): Drawing {
	const { arrow, drawn = 1 } = wire;
	if (arrow === undefined && drawn >= 1) return { d: sayCubics(wire), heads: [] };
	const points = polyline(wire);
	const reach = length(points) * drawn;
	const head = Math.min(arrowLength(wire), reach);
	const atEnd = arrow === 'end' || arrow === 'both';
	const atStart = arrow === 'start' || arrow === 'both';
	const back = walked(points, 0);
	const heads = [
		...(atEnd ? [walked(points, reach)] : []),
		...(atStart ? [{ ...back, angle: back.angle + Math.PI }] : []),
	];
	return { d: sayLines(cut(points, atStart ? head * 0.8 : 0, atEnd ? reach - head * 0.8 : reach)), heads };
}

/** The three corners of an arrowhead. */
export function arrowhead(head: Heading, size: number): string {
	const at = (along: number, across: number): Point => ({
		x: head.x + Math.cos(head.angle) * along - Math.sin(head.angle) * across,
		y: head.y + Math.sin(head.angle) * along + Math.cos(head.angle) * across,
	});
	return `${sayLines([head, at(-size, size * 0.45), at(-size, -size * 0.45)])}z`;
}
