/** Image is a configuration over a stack of layers, known by the digest of that configuration (moby: image/image.go, layer/). */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';
import { Table } from '../table.ts';
import type { Tree } from '../kernel/tree.ts';
import type { ContainerConfig } from './container.ts';
import type { Registry } from './engine.ts';

export interface Image {
	/** 64 hex. */
	readonly id: string;
	/** Seconds since the epoch. */
	readonly created: number;
	readonly author: string;
	readonly comment: string;
	/** The classic builder's parent image id, '' for a pulled one. */
	readonly parent: string;
	readonly config: ContainerConfig;
	/** The container it was committed from. */
	readonly container: string;
	readonly history: readonly History[];
	/** `sha256:…` of each layer, bottom first. */
	readonly diffIds: readonly string[];
	/** Chain ids of the same layers (keys of `engine.layers`). */
	readonly chain: readonly string[];
	/** Bytes: sum of its layers. */
	readonly size: number;
}

export interface History {
	readonly createdBy: string;
	readonly isEmpty: boolean;
	readonly comment: string;
	/** Seconds since the epoch. */
	readonly created: number;
	/** Bytes its layer holds. */
	readonly size: number;
	readonly author?: string;
}

export interface Layer {
	/** Chain id: the digest of the layer with all below it, 64 hex. */
	readonly chain: string;
	/** `sha256:…` of its tar. */
	readonly diffId: string;
	/** `sha256:…` of the compressed blob a registry holds. */
	readonly digest: string;
	/** Directory under /var/lib/docker/overlay2, 64 hex. */
	readonly directory: string;
	/** 26 letters under overlay2/l. */
	readonly link: string;
	readonly parent?: string;
	/** Bytes. */
	readonly size: number;
	/** Images that are made of it. */
	readonly references: number;
}

export type ImageEvent =
	| { readonly kind: 'layer.add'; readonly layer: Layer }
	| { readonly kind: 'layer.remove'; readonly chain: string }
	| { readonly kind: 'image.add'; readonly image: Image }
	| { readonly kind: 'image.remove'; readonly id: string }
	| { readonly kind: 'image.tag'; readonly id: string; readonly name: string }
	| { readonly kind: 'image.untag'; readonly name: string; readonly id: string }
	| {
			readonly kind: 'image.digest';
			readonly id: string;
			readonly reference: string;
			readonly isGone: boolean;
	  }
	/** A registry begins to answer at `address`, with nothing in it. `place` is where it keeps what it is given. */
	| { readonly kind: 'registry.open'; readonly place: string; readonly address: string }
	/** A registry takes a blob it did not have, or a manifest under a tag. */
	| {
			readonly kind: 'registry.blob';
			readonly place: string;
			readonly repository: string;
			readonly digest: string;
			readonly bytes: number;
			/** What it unpacks to; absent when it was in another repository already. */
			readonly tree?: Tree;
	  }
	| {
			readonly kind: 'registry.manifest';
			readonly place: string;
			readonly repository: string;
			readonly tag: string;
			readonly digest: string;
			readonly image: Image;
			readonly layers: readonly Layer[];
	  };

type Engine = HostState['engine'];
const inEngine = (state: HostState, edit: (engine: Engine) => Engine): HostState => ({
	...state,
	engine: edit(state.engine),
});
const inRegistry = (state: HostState, place: string, edit: (registry: Registry) => Registry): HostState =>
	inEngine(state, (engine) => ({ ...engine, registries: engine.registries.update(place, edit) }));
const counted = (engine: Engine, image: Image, by: number): Engine['layers'] =>
	image.chain.reduce(
		(layers, chain) => layers.update(chain, (layer) => ({ ...layer, references: layer.references + by })),
		engine.layers,
	);

export const imageAppliers: Appliers<ImageEvent> = {
	'layer.add': (state, { layer }) =>
		inEngine(state, (engine) => ({ ...engine, layers: engine.layers.set(layer.chain, layer) })),
	'layer.remove': (state, { chain }) =>
		inEngine(state, (engine) => ({ ...engine, layers: engine.layers.delete(chain) })),
	'image.add': (state, { image }) =>
		inEngine(state, (engine) => ({
			...engine,
			images: engine.images.set(image.id, image),
			layers: counted(engine, image, 1),
		})),
	'image.remove': (state, { id }) =>
		inEngine(state, (engine) => ({
			...engine,
			images: engine.images.delete(id),
			layers: counted(engine, engine.images.get(id)!, -1),
		})),
	'image.tag': (state, { id, name }) =>
		inEngine(state, (engine) => ({ ...engine, tags: engine.tags.set(name, id) })),
	'image.untag': (state, { name }) =>
		inEngine(state, (engine) => ({ ...engine, tags: engine.tags.delete(name) })),
	'image.digest': (state, { id, reference, isGone }) =>
		inEngine(state, (engine) => ({
			...engine,
			digests: isGone ? engine.digests.delete(reference) : engine.digests.set(reference, id),
		})),
	'registry.open': (state, { place, address }) =>
		inEngine(state, (engine) => ({
			...engine,
			registries: engine.registries.set(place, {
				place,
				address,
				tags: Table.empty(),
				manifests: Table.empty(),
				blobs: Table.empty(),
				contents: Table.empty(),
			}),
		})),
	'registry.blob': (state, { place, repository, digest, tree }) =>
		inRegistry(state, place, (registry) => ({
			...registry,
			blobs: registry.blobs.set(`${repository}@${digest}`, true),
			contents: tree ? registry.contents.set(digest, tree) : registry.contents,
		})),
	'registry.manifest': (state, { place, repository, tag, digest, image, layers }) =>
		inRegistry(state, place, (registry) => ({
			...registry,
			tags: registry.tags.set(`${repository}:${tag}`, digest),
			manifests: registry.manifests.set(digest, { image, layers, repository }),
		})),
};
