import type { Node, Rect } from '../mark.ts';
import { run, type Run, runBox } from '../run.ts';

export const radiusOf = (node: Node): number => node.radius ?? 40;

export function nodeRuns(node: Node): readonly Run[] {
	const below = radiusOf(node) + 25;
	const heading = node.heading === undefined ? [] : [node.heading];
	const sub = node.sub === undefined ? [] : [node.sub];
	return [
		...heading.map((text) =>
			run({ text, x: 0, y: below, size: 15, weight: 600, anchor: 'middle', fade: node.fade }),
		),
		...sub.map((text) => {
			const face = { size: 13, mono: true, anchor: 'middle', ink: 'ink2' } as const;
			return run({ ...face, text, x: 0, y: below + heading.length * 20, fade: node.fade });
		}),
	];
}

/** The circle and the names beneath it. */
export function nodeRect(node: Node): Rect {
	const radius = radiusOf(node);
	const boxes = nodeRuns(node).map(runBox);
	const half = Math.max(radius, ...boxes.map((box) => box.width / 2));
	const bottom = Math.max(radius, ...boxes.map((box) => box.y + box.height));
	return { x: -half, y: -radius, width: half * 2, height: radius + bottom };
}
