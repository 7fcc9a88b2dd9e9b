import { loadShapes } from '#explore/shapes.svelte.ts';
import type { PageLoad } from './$types';

/** What draws the first picture is there before it. */
export const load: PageLoad = async ({ data }) => {
	await loadShapes([data.scene]);
	return data;
};
