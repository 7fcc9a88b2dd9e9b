/** The pictures there are. A scene is loaded when it is asked for. */
import type { Scene } from './scene.ts';

export const scenes = {
	namespaces: () => import('./namespaces/namespaces.ts').then((each) => each.namespaces),
	cgroups: () => import('./cgroups/cgroups.ts').then((each) => each.cgroups),
	network: () => import('./network/network.ts').then((each) => each.network),
	layers: () => import('./layers/layers.ts').then((each) => each.layers),
	lifecycle: () => import('./lifecycle/lifecycle.ts').then((each) => each.lifecycle),
} as const satisfies Readonly<Record<string, () => Promise<Scene>>>;

export type SceneName = keyof typeof scenes;
