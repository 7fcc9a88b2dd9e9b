/** docker commit: the writable layer becomes an image's (moby: daemon/commit.go). */
import { digestHex } from '../draw.ts';
import type { Host } from '../host.ts';
import { announceContainer, announceImage } from './announce.ts';
import type { Container, ContainerConfig } from './container.ts';
import type { History, Image } from './image.ts';
import { addLayer } from './layerStore.ts';
import { treeOfChanges } from './layerTrees.ts';
import type { Tree } from '../kernel/tree.ts';
import { parseReference, tagged } from './reference.ts';

export interface CommitSpec {
	/** REPOSITORY[:TAG], or '' */
	readonly name: string;
	readonly author: string;
	readonly comment: string;
	readonly config: ContainerConfig;
	/** What the image's history tells of how it came about. */
	readonly createdBy: string;
	/** A layer although nothing was changed. */
	readonly tree: Tree;
	readonly isEmpty: boolean;
}

/** Another image on top of `parent`: one layer more, or only another configuration. */
export function addImage(host: Host, parent: Image | undefined, spec: CommitSpec, container = ''): Image {
	const { isEmpty, tree, comment, author, createdBy, config } = spec;
	const under = parent?.chain.at(-1);
	const layer = isEmpty ? undefined : addLayer(host, { ...(under && { parent: under }), tree });
	const size = layer?.size ?? 0;
	host.scheduler.pass(0.01);
	const created = host.state.clock.now;
	const entry: History = { createdBy, isEmpty, comment, created, size, ...(author && { author }) };
	const history = [...(parent?.history ?? []), entry];
	const image: Image = {
		id: digestHex(JSON.stringify([parent?.id, config, created, createdBy, comment, author, layer?.chain])),
		...{ created, author, comment, config, container, history },
		parent: parent?.id ?? '',
		diffIds: [...(parent?.diffIds ?? []), ...(layer ? [layer.diffId] : [])],
		chain: [...(parent?.chain ?? []), ...(layer ? [layer.chain] : [])],
		size: (parent?.size ?? 0) + size,
	};
	if (!host.state.engine.images.has(image.id)) host.emit({ kind: 'image.add', image });
	return image;
}

export function commitContainer(
	host: Host,
	container: Container,
	spec: Pick<CommitSpec, 'name' | 'author' | 'comment' | 'config'>,
): Image {
	const parent = host.state.engine.images.get(container.image);
	const createdBy = [container.path, ...container.args].join(' ');
	const tree = treeOfChanges(host.state, container);
	// A container that changed nothing gives no layer (moby: image.NewChildImage).
	const image = addImage(
		host,
		parent,
		{ ...spec, createdBy, tree, isEmpty: !tree.some(({ path }) => path !== '') },
		container.id,
	);
	const name = spec.name ? tagImage(host, image.id, spec.name) : '';
	announceContainer(host, container, 'commit', {
		comment: spec.comment,
		imageID: `sha256:${image.id}`,
		imageRef: name,
	});
	return image;
}

export function tagImage(host: Host, id: string, name: string): string {
	const whole = tagged(parseReference(host, name));
	host.emit({ kind: 'image.tag', id, name: whole });
	announceImage(host, `sha256:${id}`, 'tag', whole);
	return whole;
}
