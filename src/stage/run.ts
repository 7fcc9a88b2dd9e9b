/** A run is one piece of text as it is drawn: already fitted, on its baseline, counted from its mark's x and y. */
import type { Anchor, Rect, Tone, Weight } from './mark.ts';
import { type Face, fitted, textWidth } from './text.ts';

/** ink to ink3 fade back, on stands on a filled shape, tone is the mark's own colour, act what changes now. */
export type Ink = 'ink' | 'ink2' | 'ink3' | 'on' | 'tone' | 'act';

export type Run = {
	readonly text: string;
	/** The whole text, where `text` had to be cut. */
	readonly full?: string;
	readonly x: number;
	readonly y: number;
	readonly size: number;
	readonly weight: Weight;
	readonly mono: boolean;
	readonly anchor: Anchor;
	readonly ink: Ink;
	readonly tone?: Tone;
	readonly struck?: boolean;
	readonly halo?: boolean;
	readonly fade?: number;
};

type Asked = {
	readonly text: string;
	readonly x: number;
	readonly y: number;
	readonly size?: number;
	/** The width it may take; without one it takes what it needs. */
	readonly room?: number;
	readonly weight?: Weight | undefined;
	readonly mono?: boolean | undefined;
	readonly anchor?: Anchor | undefined;
	readonly ink?: Ink;
	readonly tone?: Tone | undefined;
	readonly struck?: boolean | undefined;
	readonly halo?: boolean | undefined;
	readonly fade?: number | undefined;
};

/** Text set in the weight, face and room asked for. */
export function run(asked: Asked): Run {
	const { size = 14, weight = 400, mono = false } = asked;
	const fit =
		asked.room === undefined ? { text: asked.text } : fitted(asked.text, asked.room, size, { weight, mono });
	return {
		...fit,
		x: asked.x,
		y: asked.y,
		size,
		weight,
		mono,
		anchor: asked.anchor ?? 'start',
		ink: asked.ink ?? 'ink',
		...(asked.tone !== undefined && { tone: asked.tone }),
		...(asked.struck && { struck: true }),
		...(asked.halo && { halo: true }),
		...(asked.fade !== undefined && { fade: asked.fade }),
	};
}

export const faceOf = (run: Run): Face => ({ size: run.size, weight: run.weight, mono: run.mono });

/** How far left of an anchor something of this width begins. */
export const lead = (anchor: Anchor | undefined, width: number): number =>
	anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0;

/** From the top of its capitals to the bottom of its descenders. */
export function runBox(run: Run): Rect {
	const width = textWidth(run.text, faceOf(run));
	return { x: run.x - lead(run.anchor, width), y: run.y - run.size * 0.78, width, height: run.size };
}

/** The baseline on which text of a size is centred about y. */
export const centred = (y: number, size: number): number => y + size * 0.36;
