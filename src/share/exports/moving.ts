/** What moves: shots of a film, each drawn when its turn comes. */
import type { Size } from '#stage/mark.ts';
import type { Shot } from './film.ts';

export type Moving = {
	readonly shots: readonly Shot[];
	readonly size: Size;
	/** Points to a unit of the stage. */
	readonly scale: number;
	/** The SVG of the picture at `t` seconds. */
	readonly svgAt: (t: number) => string;
};
