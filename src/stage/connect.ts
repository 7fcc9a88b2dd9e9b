/** A wire from one mark's side to another's, tied to both. */
import { bounds } from './geometry.ts';
import type { Mark, Point, Wire } from './mark.ts';
import { side, type Side } from './place.ts';

export type End = { readonly mark: Mark; readonly side: Side; readonly at?: number };

const pointOf = (end: End): Point => side(bounds(end.mark), end.side, end.at ?? 0.5);

export function connect(
	from: End,
	to: End,
	wire: Omit<Wire, 'kind' | 'points' | 'x' | 'y' | 'from' | 'to'>,
): Wire {
	const points = [pointOf(from), pointOf(to)];
	return { ...wire, kind: 'wire', x: 0, y: 0, points, from: from.mark.key, to: to.mark.key };
}
