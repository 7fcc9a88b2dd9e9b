/** Components of the marks that only one scene has: loaded with what draws that scene, and there once it is drawn. */
import { SCENE_NAMES, type SceneName } from '#share/sceneName.ts';
import type { Shapes } from '#stage/shapes/Shape.svelte';

const files: Readonly<Partial<Record<SceneName, () => Promise<{ readonly shapes: Shapes }>>>> = {
	cgroups: () => import('#scenes/cgroups/shapes/shapes.svelte.ts'),
};
const loaded: Partial<Record<SceneName, Shapes>> = {};

export const shapesOf = (scene: SceneName): Shapes => loaded[scene] ?? {};

/** Without it, or before it is over, such marks of these scenes are not drawn. */
export async function loadShapes(scenes: readonly SceneName[] = SCENE_NAMES): Promise<void> {
	await Promise.all(
		scenes.map(async (scene) => {
			const found = await files[scene]?.();
			if (found) loaded[scene] = found.shapes;
		}),
	);
}
