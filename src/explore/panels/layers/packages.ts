/** Packages that an image says it has: the lists dpkg keeps beside each other, found in the image's layers. */
import type { Image } from '#host/engine/image.ts';
import { treeOfLayer } from '#host/engine/layerTrees.ts';
import type { HostState } from '#host/state.ts';

export interface Package {
	readonly name: string;
	/** The layer it came with, counted from the lowest, from 1. */
	readonly layer: number;
}

const LIST = /^var\/lib\/dpkg\/info\/(.+)\.list$/;

export const packagesOf = (state: HostState, { chain }: Image): readonly Package[] =>
	chain.flatMap((each, depth) =>
		treeOfLayer(state, each).flatMap(({ path }) => {
			const name = LIST.exec(path)?.[1];
			return name === undefined ? [] : [{ name, layer: depth + 1 }];
		}),
	);
