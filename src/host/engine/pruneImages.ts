/** docker image prune (moby: daemon/images/image_prune.go). */
import type { Host } from '../host.ts';
import { announce } from './announce.ts';
import { isEngineError } from './error.ts';
import type { Image } from './image.ts';
import { childrenOf, digestsOf, removeImage, tagsOf, type Deletion } from './removeImage.ts';

export interface Pruned {
	readonly deletions: readonly Deletion[];
	/** Bytes. */
	readonly reclaimed: number;
}

/** Dangling ones, or with `isAll` every image that no container uses. */
export function pruneImages(
	host: Host,
	isAll: boolean,
	test: (image: Image) => boolean = () => true,
): Pruned {
	const { images, containers } = host.state.engine;
	const used = new Set(containers.values().map(({ image }) => image));
	const before = new Map(host.state.engine.layers.entries().map(([chain, { size }]) => [chain, size]));
	const deletions: Deletion[] = [];
	for (const image of images.values()) {
		const isDangling = !tagsOf(host.state, image.id).length && !childrenOf(host.state, image.id).length;
		if (!test(image) || !(isAll ? !used.has(image.id) : isDangling)) continue;
		if (childrenOf(host.state, image.id).length && !tagsOf(host.state, image.id).length) continue;
		deletions.push(...removed(host, image));
	}
	const gone = [...before].filter(([chain]) => !host.state.engine.layers.has(chain));
	const reclaimed = gone.reduce((sum, [, size]) => sum + size, 0);
	announce(host, 'image', 'prune', '', { reclaimed: String(reclaimed) });
	return { deletions, reclaimed };
}

function removed(host: Host, { id }: Image): Deletion[] {
	const names = [...tagsOf(host.state, id), ...digestsOf(host.state, id)];
	const targets = names.length ? tagsOf(host.state, id) : [id];
	return targets.flatMap((name) => {
		try {
			return removeImage(host, name, { force: false, prunesParents: true });
		} catch (error) {
			if (!isEngineError(error)) throw error;
			return [];
		}
	});
}
