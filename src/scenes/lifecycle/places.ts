/** Where the states stand, and each container's own place in each of them: always the same one. */
import type { ContainerStatus } from '#host/engine/container.ts';
import type { Rect } from '#stage/mark.ts';
import { PLACES } from '../containers.ts';

/** The boxes of the graph; `removed` also holds what is being removed or could not be. */
export type Stage = 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removed';

const HIGH = 36;
const LOW = 222;
const HEIGHT = 144;

export const boxes: Readonly<Record<Stage, Rect>> = {
	created: { x: 200, y: LOW, width: 226, height: HEIGHT },
	running: { x: 498, y: LOW, width: 226, height: HEIGHT },
	exited: { x: 802, y: LOW, width: 232, height: HEIGHT },
	removed: { x: 1080, y: LOW, width: 104, height: HEIGHT },
	paused: { x: 498, y: HIGH, width: 226, height: HEIGHT },
	restarting: { x: 802, y: HIGH, width: 232, height: HEIGHT },
};
export const imageColumn: Rect = { x: 24, y: LOW, width: 104, height: HEIGHT };
export const WATER = 412;

export const stageOf = (status: ContainerStatus): Stage =>
	status === 'removing' || status === 'dead' ? 'removed' : status;

const PAD = 10;
const HEAD = 34;
const PITCH = 26;
export const TOKEN = 23;

/** A container's place in a state, by its slot: two columns of four. */
export function placeIn(stage: Stage, slot: number): Rect {
	const { x, y, width } = boxes[stage];
	const isNarrow = stage === 'removed';
	const across = isNarrow ? 0 : Math.floor(slot / (PLACES / 2));
	const down = slot % (PLACES / 2);
	const room = isNarrow ? width - 2 * PAD : (width - 3 * PAD + 4) / 2;
	return { x: x + PAD + across * (room + PAD - 4), y: y + HEAD + down * PITCH, width: room, height: TOKEN };
}
