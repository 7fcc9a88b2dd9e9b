/** Components of the marks that only one scene has. */
import Channel from '#scenes/cgroups/shapes/Channel.svelte';
import Periods from '#scenes/cgroups/shapes/Periods.svelte';
import type { SceneName } from '#share/sceneName.ts';
import type { Shapes } from '#stage/shapes/Shape.svelte';

export const shapes: Readonly<Partial<Record<SceneName, Shapes>>> = {
	cgroups: { channel: Channel, periods: Periods },
};
