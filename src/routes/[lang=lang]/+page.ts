import { loadShapes } from '#explore/shapes.svelte.ts';
import type { PageLoad } from './$types';

/** What draws the pictures is there before them. */
export const load: PageLoad = async ({ data }) => {
	await loadShapes();
	return data;
};
