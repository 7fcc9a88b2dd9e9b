/** Components of the marks that only this scene has. */
import Cells from './Cells.svelte';
import Channel from './Channel.svelte';
import Periods from './Periods.svelte';

export const shapes = { cells: Cells, channel: Channel, periods: Periods };
