/** How a shape is filled and what ink stands on it, from its mark's tone and state. */
import type { Common, Fill, State, Tone } from '../mark.ts';
import type { Ink } from '../run.ts';

export const isHue = (tone: Tone | undefined): boolean => typeof tone === 'number';

export type Painted = {
	readonly tone?: Tone | undefined;
	readonly state?: State | undefined;
	readonly fill?: Fill | undefined;
};

/** A paused shape is never full (its hatching must show), an exited one is empty unless told otherwise. */
export function fillOf(painted: Painted, usual: Fill): Fill {
	const fill = painted.fill ?? (painted.state === 'hollow' ? 'none' : usual);
	if (fill !== 'full') return fill;
	return painted.state === 'hatched' ? 'tint' : painted.state === 'hollow' ? 'none' : 'full';
}

/** Panels of a container take its tint; those of the host are paper, until they change. */
export const panelFill = (mark: Common & { readonly fill?: Fill }): Fill =>
	fillOf(mark, isHue(mark.tone) || mark.tone === 'sand' || mark.act ? 'tint' : 'surface');

/** Small things of a container are full of its colour; the host's are paper. */
export const tokenFill = (painted: Painted): Fill =>
	fillOf(
		painted,
		isHue(painted.tone) || painted.tone === 'act' ? 'full' : painted.tone === 'sand' ? 'tint' : 'surface',
	);

export const inkOn = (fill: Fill, state: State | undefined): Ink =>
	fill === 'full' ? 'on' : state === 'hollow' ? 'ink2' : 'ink';
