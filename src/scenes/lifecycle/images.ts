/** The images a container can come from, as far as there is room; the rest as a count. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import type { View } from '../scene.ts';
import { imageColumn } from './places.ts';

const nameOf = (tag: string): string => tag.replace(/:latest$/, '');
const ROWS = 5;
const PITCH = 28;

export const imageKey = (tag: string): string => `image:${nameOf(tag)}`;

/** The key of the image a container is made of, under the name it was asked for by. */
export const imageKeyOf = (state: HostState, { imageName, image }: Container): string => {
	const asked = [imageName, `${imageName}:latest`].find((tag) => state.engine.tags.get(tag) === image);
	const any = asked ?? state.engine.tags.entries().find(([, id]) => id === image)?.[0];
	return imageKey(any ?? imageName);
};

/** Those in use first, so that what containers come out of is there to be seen. */
function shown(state: HostState): { readonly tags: readonly string[]; readonly more: number } {
	const all = [...state.engine.tags.keys()].sort((a, b) => (a < b ? -1 : 1));
	if (all.length <= ROWS) return { tags: all, more: 0 };
	const used = new Set(state.engine.containers.values().map((each) => imageKeyOf(state, each)));
	const first = [
		...all.filter((tag) => used.has(imageKey(tag))),
		...all.filter((tag) => !used.has(imageKey(tag))),
	];
	const kept = new Set(first.slice(0, ROWS - 1));
	return { tags: all.filter((tag) => kept.has(tag)), more: all.length - kept.size };
}

export function images(state: HostState, { say }: View): Marks {
	const { tags, more } = shown(state);
	const { x, y, width } = imageColumn;
	const tiles = tags.map((tag, row): Mark => ({
		kind: 'token',
		key: imageKey(tag),
		x,
		y: y + row * PITCH,
		width,
		height: 24,
		look: 'tile',
		weight: 500,
		size: 12.5,
		tone: 'sand',
		text: nameOf(tag),
		label: say('image', { name: nameOf(tag) }),
	}));
	if (more === 0) return tiles;
	const rest: Mark = {
		kind: 'label',
		key: 'images:more',
		x: x + width / 2,
		y: y + tags.length * PITCH + 16,
		anchor: 'middle',
		size: 12.5,
		tone: 'muted',
		text: say('images.more', { count: more }),
	};
	return [...tiles, rest];
}
