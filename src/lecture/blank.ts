import type { Still } from '#explore/still.ts';
import { STAGE } from '#stage/place.ts';

/** What is shown before it is known what to show. */
export const BLANK: Still = {
	run: [],
	scene: 'network',
	position: 0,
	times: { duration: 0, beats: [], steps: [] },
	sentence: '',
	size: STAGE,
	marks: [],
};
