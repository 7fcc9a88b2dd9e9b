import type { SceneName } from '#share/sceneName.ts';
import type { Marks, Size } from '#stage/mark.ts';
import type { Times } from '#timeline/Playback.svelte.ts';

/** One moment, drawn while building: what a page shows before the host itself has arrived. */
export type Still = {
	readonly run: readonly string[];
	readonly scene: SceneName;
	/** How many beats are over. */
	readonly position: number;
	readonly times: Times;
	readonly sentence: string;
	readonly size: Size;
	readonly marks: Marks;
};
