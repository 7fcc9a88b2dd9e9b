/** Page is one stop to hand out: its picture, already drawn, and its words. */
import type { Size } from '#stage/mark.ts';

export type Page = {
	readonly title: string;
	/** The SVG of the picture alone, and its size. */
	readonly picture: string;
	readonly size: Size;
	/** The same with the sentence and the note set below it. */
	readonly whole: string;
	readonly wholeSize: Size;
	readonly sentence: string;
	readonly note: string;
	/** The address of the moment. */
	readonly link: string;
};
