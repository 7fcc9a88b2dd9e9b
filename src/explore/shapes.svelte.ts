/** Components of the marks that only one scene has. */
import Cells from '#scenes/cgroups/shapes/Cells.svelte';
import Channel from '#scenes/cgroups/shapes/Channel.svelte';
import Periods from '#scenes/cgroups/shapes/Periods.svelte';
import type { SceneName } from '#share/sceneName.ts';
import type { Shapes } from '#stage/shapes/Shape.svelte';

export const shapes: Readonly<Partial<Record<SceneName, Shapes>>> = {
	cgroups: { cells: Cells, channel: Channel, periods: Periods },
};
