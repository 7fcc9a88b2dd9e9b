/** The pictures, in the order in which they are offered; a name is its place in an address. */
export const SCENE_NAMES = ['namespaces', 'cgroups', 'network', 'layers', 'lifecycle'] as const;

export type SceneName = (typeof SCENE_NAMES)[number];

export function isSceneName(text: string | null | undefined): text is SceneName {
	return (SCENE_NAMES as readonly string[]).includes(text ?? '');
}
