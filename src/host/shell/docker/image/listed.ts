/** An image as the engine lists it (moby: daemon/images/image_list.go). */
import type { Image } from '../../../engine/image.ts';
import { childrenOf, digestsOf, tagsOf } from '../../../engine/removeImage.ts';
import type { HostState } from '../../../state.ts';
import type { ListedImage } from '../format/images.ts';

export interface Counting {
	/** docker system df counts what images share, and who uses them. */
	readonly isCounted: boolean;
}

export function listedImage(state: HostState, image: Image, { isCounted }: Counting): ListedImage {
	const tags = tagsOf(state, image.id);
	const digests = digestsOf(state, image.id);
	const isNameless = !tags.length && !digests.length;
	return {
		ID: `sha256:${image.id}`,
		RepoTags: isNameless ? ['<none>:<none>'] : tags,
		RepoDigests: isNameless ? ['<none>@<none>'] : digests,
		Created: image.created,
		Size: image.size,
		SharedSize: isCounted ? sharedSize(state, image) : -1,
		Containers: isCounted ? state.engine.containers.filter((each) => each.image === image.id).length : -1,
	};
}

const isListed = (state: HostState, image: Image): boolean =>
	tagsOf(state, image.id).length > 0 ||
	digestsOf(state, image.id).length > 0 ||
	!childrenOf(state, image.id).length;

const sharedSize = (state: HostState, { id, chain }: Image): number =>
	chain
		.filter((each) =>
			state.engine.images.find(
				(other) => other.id !== id && isListed(state, other) && other.chain.includes(each),
			),
		)
		.reduce((sum, each) => sum + (state.engine.layers.get(each)?.size ?? 0), 0);

/** Newest first; without `isAll` no image that is only a step to another. */
export function listedImages(state: HostState, isAll: boolean): Image[] {
	const all = state.engine.images.values();
	return all.filter((image) => isAll || isListed(state, image)).sort((a, b) => b.created - a.created);
}
