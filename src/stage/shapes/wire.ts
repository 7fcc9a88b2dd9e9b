import type { Rect, Wire } from '../mark.ts';
import { pointAt, polyline } from '../path.ts';
import { centred, run, type Run, runBox } from '../run.ts';

const SIZE = 13;

export function wireRuns(wire: Wire): readonly Run[] {
	if (wire.text === undefined) return [];
	const at = pointAt(wire, wire.textAt ?? 0.5);
	const side = wire.textSide ?? 'above';
	const half = (wire.thickness ?? 2) / 2;
	const y = side === 'on' ? centred(at.y, SIZE) : side === 'above' ? at.y - half - 7 : at.y + half + 17;
	return [
		run({
			text: wire.text,
			x: at.x,
			y,
			size: SIZE,
			mono: wire.mono ?? true,
			weight: wire.act ? 700 : 500,
			anchor: 'middle',
			ink: wire.act ? 'act' : 'ink2',
			halo: side !== 'on',
			fade: wire.fade,
		}),
	];
}

/** The field behind a text that stands on the wire. */
export function wirePill(wire: Wire): Rect | undefined {
	const first = wire.textSide === 'on' ? wireRuns(wire)[0] : undefined;
	if (!first) return undefined;
	const { x, y, width, height } = runBox(first);
	return { x: x - 9, y: y - 6, width: width + 18, height: height + 12 };
}

/** Around the line itself, without its text. */
export function wireRect(wire: Wire): Rect {
	const points = polyline(wire);
	const half = (wire.thickness ?? 2) / 2;
	const xs = points.map((point) => point.x);
	const ys = points.map((point) => point.y);
	const x = Math.min(...xs) - half;
	const y = Math.min(...ys) - half;
	return points.length === 0
		? { x: 0, y: 0, width: 0, height: 0 }
		: { x, y, width: Math.max(...xs) + half - x, height: Math.max(...ys) + half - y };
}
